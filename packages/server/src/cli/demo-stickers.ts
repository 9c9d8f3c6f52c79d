import { listOfferedStickers, offerSticker } from '@kith/core/favourites';
import type { Ctx } from '@kith/core/kernel';

/** What the drawn pictures show, by their ids. */
const demoStickers = {
  '1': { en: 'Cat', 'zh-Hant': '貓', 'zh-Hans': '猫' },
  '2': { en: 'Panda', 'zh-Hant': '貓熊', 'zh-Hans': '熊猫' },
  '3': { en: 'Penguin', 'zh-Hant': '企鵝', 'zh-Hans': '企鹅' },
  '4': { en: 'Frog', 'zh-Hant': '青蛙', 'zh-Hans': '青蛙' },
} as const;

/** Offers the drawn pictures as stickers, except those that are there from an interrupted run. */
export async function offerStickers(ctx: Ctx): Promise<void> {
  const there = new Set((await listOfferedStickers(ctx)).map(({ names }) => names.en));
  for (const [id, names] of Object.entries(demoStickers)) {
    const drawn = there.has(names.en) ? undefined : await ctx.ports.media.drawnAvatar(id);
    if (drawn) await offerSticker(ctx, { bytes: drawn['300'], names });
  }
}
