import type { im } from '@kith/contract';
import { addSticker, deleteSticker, listOfferedStickers, listStickers } from '@kith/core/favourites';
import { invalid } from '@kith/core/kernel';
import type { Handlers } from '../implement.js';
import { stickerPath } from '../sticker-path.js';

export const userHandlers: Handlers<typeof im.user> = {
  myfavor: async (ctx) =>
    (await listStickers(ctx)).map((sticker) => ({
      id: sticker.id,
      full_url: `/static/chat/${sticker.listId}/${sticker.name}`,
    })),

  offeredStickers: async (ctx, _, { locale }) =>
    (await listOfferedStickers(ctx)).map(({ file, names }) => ({
      full_url: stickerPath(file),
      name: names[locale] ?? Object.values(names)[0] ?? '',
    })),

  addFavor: (ctx, params, call) => addSticker(ctx, chatFileName(params.url, call.origin)),

  delFavor: (ctx, params) => deleteSticker(ctx, params.id),
};

/**
 * The file name in a URL, in each form that clients use: absolute, from `/static/chat/` on, or the rest after it. No
 * URL is ever fetched. Throws `invalid` for anything else, and for another host.
 */
function chatFileName(url: string, origin: string): string {
  const isWhole = /^https?:/i.test(url);
  if (isWhole && !isSameHost(url, origin)) throw invalid('url');
  const path = isWhole ? new URL(url).pathname : url.replace(/[?#].*$/s, '');
  const [, name] = CHAT_FILE.exec(path) ?? [];
  if (name === undefined) throw invalid('url');
  return name;
}

/** Port and scheme are ignored: a proxy in front may use others. */
function isSameHost(url: string, origin: string): boolean {
  return URL.canParse(url) && URL.canParse(origin) && new URL(url).hostname === new URL(origin).hostname;
}

const CHAT_FILE = /^\/{0,2}(?:static\/{1,2}chat\/{1,2})?(?:[0-9a-f]{32}\/{1,2})?([\w.-]+)$/i;
