import { endpoint } from '../endpoint.js';
import { Flag, ListId, MaybeInt } from './wire.js';

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

export const archive = endpoint({
  path: '/im/chat/archive',
  summary:
    'Archives a conversation, which also unpins it, or takes it back. Only `kith.v1` lists tell them apart.',
  params: { list_id: ListId, value: Flag },
  source: 'own',
});
