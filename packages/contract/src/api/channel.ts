import { Type } from 'typebox';
import { described } from '../described.js';
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
    is_wave: described(Maybe(OneOf(0, 1, 2)), '0 no wave, 1 a wave, 2 a super wave.'),
    text: Maybe(Text({ maxLength: 10_000, isSecret: true })),
    type: described(Maybe(OneOf('private', 'random')), '`random`: the target is a random match.'),
    client_msg_id: ClientId,
  },
  result: Type.Object({
    channel_id: Type.String(),
    is_new: Type.Boolean(),
    is_wave: Type.Integer(),
    is_friend: Type.Integer(),
    is_show: Type.Boolean(),
    send_status: described(Type.Integer(), '1 message, 2 already sent, 3 wave.'),
    ticket_number: described(Type.String(), '"-1" means no limit.'),
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
    last_channel_ts: described(
      Maybe(Time('timestamp')),
      'Only conversations with earlier activity; `page` is then ignored.',
    ),
    last_channel_id: described(
      Maybe(Id),
      'Of conversations with exactly that time, only those with a smaller id.',
    ),
    ...Paging({ maximum: 1000 }),
    is_friend: described(Maybe(OneOf(1, 0, 3)), '1 friends, 0 strangers, 3 both.'),
  },
  result: Type.Object({
    list: Type.Array(ChannelRow),
    count: Type.Integer(),
    page_size: Type.Integer(),
    curr_page: Type.Integer(),
    total_page: Type.Integer(),
    last_channel_ts: described(
      Type.Integer(),
      'The cursor of the next page; send both values back unchanged.',
    ),
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
    last_message_id: described(
      Maybe(Text({ maxLength: 64 })),
      'The page ends before this message or starts after it, depending on `direction`.',
    ),
    page_size: Maybe(Int({ minimum: 1, maximum: 100 })),
    direction: Maybe(OneOf('older', 'newer')),
  },
  result: Type.Object({
    channel_id: Type.String(),
    is_show: Type.Boolean(),
    list: described(Type.Array(ChannelMessage), 'Oldest first.'),
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
    media_id: described(
      Maybe(Text({ maxLength: 256 })),
      'The name of a file uploaded for this conversation.',
    ),
    latitude: Maybe(Text({ maxLength: 20 })),
    longitude: Maybe(Text({ maxLength: 20 })),
    is_wave: described(
      Maybe(OneOf(0, 1, 2, 3)),
      '0 the opening message of a contact, 1 a wave, 2 a super wave, 3 any other message.',
    ),
    client_msg_id: ClientId,
  },
  result: Type.Object({
    channel_id: Type.String(),
    is_show: Type.Boolean(),
    message: described(
      Type.Union([ChannelMessage, Type.Null()]),
      'Null if an earlier wave is still unanswered; nothing was sent then.',
    ),
  }),
  source: 'listed',
});
