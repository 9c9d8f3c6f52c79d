import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Flag, Ints, Json, ListId, MaybeInt, MessageId, Text, Texts, UserId } from './wire.js';

/** Text, voice, image, video, location, file, call signal; cards and pokes have calls of their own. */
const ContentType = Type.Integer({ enum: [0, 1, 2, 3, 10, 11, 15] });

export const getListId = endpoint({
  path: '/im/message/getListId',
  summary: 'Opens the single conversation with a friend.',
  params: { user_id: UserId },
  result: Type.Object({ list_id: Type.String() }),
});

export const updataNoReader = endpoint({
  path: '/im/message/updataNoReader',
  summary: 'Marks a conversation as read.',
  params: { list_id: ListId },
});

export const chatTop = endpoint({
  path: '/im/message/chatTop',
  summary: 'Pins a conversation, or unpins it.',
  params: { list_id: ListId, value: Flag },
});

export const msgDisturb = endpoint({
  path: '/im/message/msgDisturb',
  summary: 'Silences a conversation, or ends that.',
  params: { list_id: ListId, value: Flag },
});

export const textMsg = endpoint({
  path: '/im/message/textMsg',
  summary: 'Sends a message. err 1: not friends; err 2: muted.',
  params: { list_id: ListId, content_type: ContentType, content: Json },
});

export const textMsgs = endpoint({
  path: '/im/message/textMsgs',
  summary: 'Sends one message into many conversations.',
  params: { list_ids: Texts, content_type: ContentType, content: Json },
});

export const zhuanMsg = endpoint({
  path: '/im/message/zhuanMsg',
  summary: 'Forwards one message.',
  params: { msgid: MessageId, list_id: ListId },
});

export const withdraw = endpoint({
  path: '/im/message/withdraw',
  summary: 'Takes a message back; with type 2, everything that the user named by msg_id wrote.',
  params: {
    list_id: ListId,
    type: MaybeInt(),
    msg_id: Text({ maxLength: 64 }),
    clear_more: Type.Optional(Flag),
  },
});

export const burnRead = endpoint({
  path: '/im/message/burnRead',
  summary: 'A burn-after-read message was read: removes it for both sides.',
  params: { list_id: ListId, type: MaybeInt(), msg_id: MessageId },
});

export const sendCard = endpoint({
  path: '/im/message/sendCard',
  summary: 'Sends the name cards of people, one message each.',
  params: { users: Ints, list_id: ListId },
});

export const getListTime = endpoint({
  path: '/im/message/getListTime',
  summary: 'Up to when the other person has read (seconds), and whether that person is online.',
  params: { list_id: ListId },
  result: Type.Object({ read_time: Type.Integer(), online: Type.Integer() }),
  reply: 'flat',
  source: 'listed',
});

export const setListTime = endpoint({
  path: '/im/message/setListTime',
  summary: 'Everything in the conversation is read as of now; the other person gets the tick.',
  params: { list_id: ListId },
  source: 'documented',
});

export const OpenSessionTime = endpoint({
  path: '/im/message/OpenSessionTime',
  summary: 'Marks as read and answers up to when the other person has read; the desktop clients call it so.',
  params: { list_id: ListId, is_readReceipt: MaybeInt() },
  result: Type.Object({ open_session_time: Type.Integer() }),
});
