import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { ListId } from './wire.js';

export const list = endpoint({
  path: '/im/image/list',
  summary: 'Lists the pictures of a conversation, oldest first.',
  params: { list_id: ListId },
  result: Type.Array(Type.Object({ id: Type.String(), url: Type.String(), time: Type.Integer() })),
});
