import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { LetterGroups } from './shapes.js';
import { ListId, MaybeInt, Text } from './wire.js';

export const xiaoHuiMessage = endpoint({
  path: '/im/group/xiaoHuiMessage',
  summary: 'Deletes all messages of a conversation for all members.',
  params: { list_id: ListId, type: MaybeInt() },
});

export const searchFriends = endpoint({
  path: '/im/group/searchFriends',
  summary: 'Finds other members whose name contains a text, by initial letter.',
  params: { keyword: Text({ maxLength: 200 }), list_id: ListId },
  result: Type.Object({ data: LetterGroups, member: Type.Array(Type.Integer()) }),
});
