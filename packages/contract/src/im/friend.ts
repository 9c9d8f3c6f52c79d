import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Int, MaybeText, UserId } from './wire.js';

export const removeApply = endpoint({
  path: '/im/friend/removeApply',
  summary: 'Takes a friend request out of the own list.',
  params: { id: Int({ minimum: 1 }) },
});

export const getRemarks = endpoint({
  path: '/im/friend/getRemarks',
  summary: 'The own name for a friend; empty without one.',
  params: { user_id: UserId },
  result: Type.Object({ remarks: Type.String() }),
});

export const setRemarks = endpoint({
  path: '/im/friend/setRemarks',
  summary: 'Sets the own name for a friend; an empty one removes it.',
  params: { user_id: UserId, content: MaybeText() },
});

export const details = endpoint({
  path: '/im/friend/details',
  summary: 'Whether a person can be removed from the friends.',
  params: { user_id: UserId },
  result: Type.Object({
    remove: Type.Union([Type.Literal(0), Type.Literal(1)]),
    user_id: Type.Integer(),
    nickname: Type.String(),
    photo: Type.String(),
    remarks: Type.String(),
  }),
});
