import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Int, ListId, UserId } from './wire.js';

export const friend = endpoint({
  path: '/im/remove/friend',
  summary: 'Ends a friendship; returns the `list_id` of the conversation, or an empty string.',
  params: { user_id: UserId },
  result: Type.String(),
});

export const del_log = endpoint({
  path: '/im/remove/del_log',
  summary: 'Clears the history of a conversation: `type` 1 and 3 for the caller, 2 for all members.',
  params: { list_id: ListId, type: Int({ minimum: 1, maximum: 3 }) },
  reply: 'code',
});

export const del_all = endpoint({
  path: '/im/remove/del_all',
  summary: 'Clears the history of all conversations for the caller.',
  reply: 'code',
});

export const sign_out = endpoint({
  path: '/im/remove/sign_out',
  summary: 'Leaves a group.',
  params: { list_id: ListId },
  reply: 'code',
});
