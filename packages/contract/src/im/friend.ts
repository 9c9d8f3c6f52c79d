import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Int, MaybeText, UserId } from './wire.js';

export const removeApply = endpoint({
  path: '/im/friend/removeApply',
  summary: "Removes a friend request from the caller's list.",
  params: { id: Int({ minimum: 1 }) },
});

export const getRemarks = endpoint({
  path: '/im/friend/getRemarks',
  summary: "Returns the caller's remark for a friend; empty without one.",
  params: { user_id: UserId },
  result: Type.Object({ remarks: Type.String() }),
});

export const setRemarks = endpoint({
  path: '/im/friend/setRemarks',
  summary: "Sets the caller's remark for a friend; an empty remark removes it.",
  params: { user_id: UserId, content: MaybeText() },
});

export const details = endpoint({
  path: '/im/friend/details',
  summary: 'Reports whether the caller can remove a user as a friend.',
  params: { user_id: UserId },
  result: Type.Object({
    remove: Type.Union([Type.Literal(0), Type.Literal(1)]),
    user_id: Type.Integer(),
    nickname: Type.String(),
    photo: Type.String(),
    remarks: Type.String(),
  }),
});
