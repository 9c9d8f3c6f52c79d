import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Bit, LetterGroups } from './shapes.js';
import { Ints, ListId, MaybeInt, Text } from './wire.js';

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

export const invitation = endpoint({
  path: '/im/group/invitation',
  summary: 'Returns what a group with this code is, before one joins it.',
  params: { list_id: ListId, code: Text({ minLength: 1, maxLength: 64 }) },
  result: Type.Object({
    name: Type.String(),
    photo: Type.String(),
    num: described(Type.Integer(), 'The number of members.'),
    need_check: described(Bit, 'A manager decides who joins.'),
    is_member: Bit,
  }),
  source: 'own',
});

export const people = endpoint({
  path: '/im/group/people',
  summary: 'Returns names and pictures of present and former members; others are left out.',
  params: { list_id: ListId, users: Ints },
  result: Type.Array(
    Type.Object({ user_id: Type.Integer(), show_name: Type.String(), photo: Type.String() }),
  ),
  source: 'own',
});
