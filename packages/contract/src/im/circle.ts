import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Flag, Json, MaybeInt, MomentId, Text } from './wire.js';

export const sendMsg = endpoint({
  path: '/im/circle/sendMsg',
  summary: 'Posts a moment: a text, and the uploaded files that its content names.',
  params: { content: Json },
  result: Type.Object({ circle_id: Type.String() }),
});

export const likeAction = endpoint({
  path: '/im/circle/likeAction',
  summary: 'Likes a moment (is_like 1), or no longer (0); without is_like the other way round.',
  params: { id: MomentId, is_like: Type.Optional(Flag) },
  result: Type.Object({ action: Type.Union([Type.Literal(0), Type.Literal(1)]) }),
});

export const comment = endpoint({
  path: '/im/circle/comment',
  summary: 'Comments on a moment, or answers somebody who has.',
  params: { id: MomentId, message: Text({ maxLength: 10_000 }), chat_user_id: MaybeInt({ minimum: 0 }) },
});

export const del = endpoint({
  path: '/im/circle/del',
  summary: 'Deletes an own moment.',
  params: { id: MomentId },
  reply: 'code',
});

export const delAction = endpoint({
  path: '/im/circle/delAction',
  summary: 'Deletes an own moment; some clients call it by this name.',
  params: { id: MomentId },
});

export const delMsg = endpoint({
  path: '/im/circle/delMsg',
  summary: 'Deletes an own moment; some clients call it by this name.',
  params: { id: MomentId },
});
