import { Type } from 'typebox';
import { described } from '../described.js';
import { SeenVersion } from './article-shapes.js';
import { adminEndpoint } from './endpoint.js';
import { reordering } from './link-shapes.js';
import { Picture } from './picture.js';
import { Id, Maybe, Time } from './wire.js';

const name = Maybe(Type.String({ maxLength: 40 }));
const Names = described(
  Type.Object({ 'zh-Hant': name, 'zh-Hans': name, en: name }),
  'What it shows, by language, for those who do not see it; may be empty.',
);

export const listStickers = adminEndpoint({
  method: 'GET',
  path: '/admin/content/stickers',
  summary: 'The stickers that every member can send, in their order; at most 120.',
  needs: 'content',
  result: Type.Array(
    Type.Object({
      id: Id,
      version: Type.Integer(),
      url: described(Type.String(), 'A path.'),
      names: Names,
      changedAt: Time,
      changedBy: Type.String(),
    }),
  ),
});

export const addSticker = adminEndpoint({
  method: 'POST',
  path: '/admin/content/stickers',
  summary: 'Offers a picture as the last sticker. It is encoded again; a moving one stays so.',
  needs: 'content',
  params: { picture: Picture, names: Names },
  result: Type.Object({ id: Id, version: Type.Integer() }),
});

export const saveSticker = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/stickers/{id}',
  summary: 'Says what a sticker shows.',
  needs: 'content',
  params: { id: Id, version: SeenVersion, names: Names },
  result: Type.Object({ version: Type.Integer() }),
});

export const removeSticker = adminEndpoint({
  method: 'DELETE',
  path: '/admin/content/stickers/{id}',
  summary: 'Takes a sticker back. Messages that show it, and members who saved it, keep it.',
  needs: 'content',
  params: { id: Id, version: SeenVersion },
});

export const orderStickers = adminEndpoint({
  method: 'PUT',
  path: '/admin/content/sticker-order',
  summary: 'Gives the stickers another order.',
  needs: 'content',
  params: reordering,
});
