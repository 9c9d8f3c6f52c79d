import { Type } from 'typebox';
import { endpoint } from '../endpoint.js';
import { RowNumber, Text } from './wire.js';

export const myfavor = endpoint({
  path: '/im/user/myfavor',
  summary:
    "The own stickers, the newest first. `full_url` begins with a slash and follows the server's address.",
  result: Type.Array(Type.Object({ id: Type.Integer(), full_url: Type.String() })),
  reply: 'bare',
  source: 'documented',
});

export const addFavor = endpoint({
  path: '/im/user/addFavor',
  summary: 'Makes a sticker of a picture that the caller sees in a conversation.',
  params: { url: Text({ minLength: 1 }) },
});

export const delFavor = endpoint({
  path: '/im/user/delFavor',
  summary: 'Removes an own sticker.',
  params: { id: RowNumber },
});
