import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { Flag, Json, MaybeInt, MomentId, Text } from './wire.js';

export const sendMsg = endpoint({
  path: '/im/circle/sendMsg',
  summary: 'Posts a moment: a text and the uploaded files named in its content.',
  params: { content: Json },
  result: Type.Object({ circle_id: Type.String() }),
});

export const likeAction = endpoint({
  path: '/im/circle/likeAction',
  summary: 'Likes a moment (`is_like` 1) or removes the like (0); toggles without `is_like`.',
  params: { id: MomentId, is_like: Type.Optional(Flag) },
  result: Type.Object({ action: Type.Union([Type.Literal(0), Type.Literal(1)]) }),
});

export const comment = endpoint({
  path: '/im/circle/comment',
  summary: 'Comments on a moment, or replies to a commenter.',
  params: { id: MomentId, message: Text({ maxLength: 10_000 }), chat_user_id: MaybeInt({ minimum: 0 }) },
});

export const del = endpoint({
  path: '/im/circle/del',
  summary: "Deletes one of the caller's moments.",
  params: { id: MomentId },
  reply: 'code',
});

export const delAction = endpoint({
  path: '/im/circle/delAction',
  summary: "Deletes one of the caller's moments, like `circle/del`.",
  params: { id: MomentId },
});

export const delMsg = endpoint({
  path: '/im/circle/delMsg',
  summary: "Deletes one of the caller's moments, like `circle/del`.",
  params: { id: MomentId },
});
