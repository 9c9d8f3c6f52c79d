import { endpoint } from '../endpoint.js';
import { ListId, MaybeInt } from './wire.js';

export const deleteChat = endpoint({
  path: '/im/chat/deleteChat',
  summary: "Removes a conversation from the caller's list until its next message.",
  params: { list_id: ListId },
});

export const sign = endpoint({
  path: '/im/chat/sign',
  summary: 'Marks a conversation as unread (`no_reader_num` above 0) or as read.',
  params: { list_id: ListId, no_reader_num: MaybeInt() },
});
