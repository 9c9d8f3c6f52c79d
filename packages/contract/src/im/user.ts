import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { RowNumber, Text } from './wire.js';

export const myfavor = endpoint({
  path: '/im/user/myfavor',
  summary: "Lists the caller's stickers, newest first. `full_url` is a path that starts with a slash.",
  result: Type.Array(Type.Object({ id: Type.Integer(), full_url: Type.String() })),
  reply: 'bare',
  source: 'documented',
});

export const offeredStickers = endpoint({
  path: '/im/user/offeredStickers',
  summary:
    "Lists the stickers that the operator offers to everybody, in the operator's order; at most 120. They are sent like the caller's own.",
  result: Type.Array(
    Type.Object({
      full_url: described(Type.String(), 'A path that starts with a slash.'),
      name: described(
        Type.String(),
        'What it shows, in the language of the request or in another one; may be empty.',
      ),
    }),
  ),
  source: 'own',
});

export const addFavor = endpoint({
  path: '/im/user/addFavor',
  summary: 'Saves a picture that the caller sees in a conversation as a sticker.',
  params: { url: Text({ minLength: 1 }) },
});

export const delFavor = endpoint({
  path: '/im/user/delFavor',
  summary: "Deletes one of the caller's stickers.",
  params: { id: RowNumber },
});
