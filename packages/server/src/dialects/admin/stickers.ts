import type { admin } from '@kith/contract';
import {
  listOfferedStickers,
  offerSticker,
  orderStickers,
  renameSticker,
  takeStickerBack,
} from '@kith/core/favourites';
import { stickerPath } from '../sticker-path.js';
import type { AdminHandlers } from './implement.js';

export const stickersHandlers: AdminHandlers<typeof admin.stickers> = {
  listStickers: async (ctx) =>
    (await listOfferedStickers(ctx)).map(({ file, ...sticker }) => ({
      ...sticker,
      url: stickerPath(file),
    })),
  addSticker: (ctx, { picture, names }) =>
    offerSticker(ctx, { bytes: Buffer.from(picture, 'base64'), names }),
  saveSticker: (ctx, params) => renameSticker(ctx, params),
  removeSticker: (ctx, params) => takeStickerBack(ctx, params),
  orderStickers: (ctx, params) => orderStickers(ctx, params),
};
