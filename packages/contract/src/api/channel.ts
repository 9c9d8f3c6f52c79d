import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { ChannelMessage, ChannelRow } from './shapes.js';
import { Id, IdAlso, Int, Maybe, OneOf, OwnId, Paging, Text, Time } from './wire.js';

/** Identifies a message across retries: a repeat with the same id returns the first message. */
const ClientId = Maybe(Text({ maxLength: 64 }));

export const open = endpoint({
  path: '/api/channel',
  summary: 'Opens a conversation with a user by a message or a wave, or returns the existing one.',
  params: {
    user_id: OwnId,
    target_id: IdAlso('target_user_id'),
    /** 0 no wave, 1 a wave, 2 a super wave. */
    is_wave: Maybe(OneOf(0, 1, 2)),
    text: Maybe(Text({ maxLength: 10_000, isSecret: true })),
    /** `random`: the target is a random match. */
    type: Maybe(OneOf('private', 'random')),
    client_msg_id: ClientId,
  },
  result: Type.Object({
    channel_id: Type.String(),
    is_new: Type.Boolean(),
    is_wave: Type.Integer(),
    is_friend: Type.Integer(),
    is_show: Type.Boolean(),
    /** 1 message, 2 already sent, 3 wave. */
    send_status: Type.Integer(),
    /** "-1" means no limit. */
    ticket_number: Type.String(),
    last_super_num: Type.Integer(),
    message_id: Type.Union([Type.String(), Type.Null()]),
  }),
  source: 'documented',
});

export const list = endpoint({
  path: '/api/channel',
  method: 'GET',
  summary: "Lists the caller's conversations by latest activity, by page or after a cursor.",
  params: {
    user_id: OwnId,
    /** Only conversations with earlier activity; `page` is then ignored. */
    last_channel_ts: Maybe(Time('timestamp')),
    /** Of conversations with exactly that time, only those with a smaller id. */
    last_channel_id: Maybe(Id),
    ...Paging({ maximum: 1000 }),
    /** 1 friends, 0 strangers, 3 both. */
    is_friend: Maybe(OneOf(1, 0, 3)),
  },
  result: Type.Object({
    list: Type.Array(ChannelRow),
    count: Type.Integer(),
    page_size: Type.Integer(),
    curr_page: Type.Integer(),
    total_page: Type.Integer(),
    /** The cursor of the next page; send both values back unchanged. */
    last_channel_ts: Type.Integer(),
    last_channel_id: Type.String(),
    has_more: Type.Boolean(),
    unread_friend: Type.Integer(),
    unread_stranger: Type.Integer(),
  }),
  source: 'documented',
});

export const messages = endpoint({
  path: '/api/channel/{channel_id}/message',
  method: 'GET',
  summary: 'Lists the messages of a conversation and reports whether the caller may read them.',
  params: {
    channel_id: Id,
    user_id: OwnId,
    /** The page ends before this message or starts after it, depending on `direction`. */
    last_message_id: Maybe(Text({ maxLength: 64 })),
    page_size: Maybe(Int({ minimum: 1, maximum: 100 })),
    direction: Maybe(OneOf('older', 'newer')),
  },
  result: Type.Object({
    channel_id: Type.String(),
    is_show: Type.Boolean(),
    /** Oldest first. */
    list: Type.Array(ChannelMessage),
    has_more: Type.Boolean(),
    page_size: Type.Integer(),
  }),
  source: 'documented',
});

export const send = endpoint({
  path: '/api/channel/{channel_id}/message',
  summary: 'Sends a message to a conversation.',
  params: {
    channel_id: Id,
    user_id: OwnId,
    type: Maybe(OneOf('text', 'image', 'voice', 'video', 'file', 'sticker', 'location', 'wave')),
    text: Maybe(Text({ maxLength: 10_000, isSecret: true })),
    /** The name of a file uploaded for this conversation. */
    media_id: Maybe(Text({ maxLength: 256 })),
    latitude: Maybe(Text({ maxLength: 20 })),
    longitude: Maybe(Text({ maxLength: 20 })),
    /** 0 the opening message of a contact, 1 a wave, 2 a super wave, 3 any other message. */
    is_wave: Maybe(OneOf(0, 1, 2, 3)),
    client_msg_id: ClientId,
  },
  result: Type.Object({
    channel_id: Type.String(),
    is_show: Type.Boolean(),
    /** Null if an earlier wave is still unanswered; nothing was sent then. */
    message: Type.Union([ChannelMessage, Type.Null()]),
  }),
  source: 'listed',
});
