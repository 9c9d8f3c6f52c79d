import { lockVisiblePicture } from '../conversations/index.js';
import { DomainError, limitActor, transact, type MemberCtx } from '../kernel/index.js';
import { releaseFiles } from '../media/index.js';
import { deleteStickerRow, insertSticker, selectStickers, type Sticker } from './stickers-store.js';
import { selectUsage, updateUsage } from './usage-store.js';

/** The caller's stickers, newest first. */
export function listStickers(ctx: MemberCtx): Promise<Sticker[]> {
  return selectStickers(ctx);
}

/**
 * Saves a visible picture as a sticker, by the name of its file or its thumbnail. A repeat has no effect. Throws
 * `not_found` or `quota_exceeded`.
 */
export async function addSticker(ctx: MemberCtx, fileName: string): Promise<void> {
  await limitActor(ctx, 'save');
  await transact(ctx, async (tx) => {
    const { fileId, conversationId } = await lockVisiblePicture(tx, fileName);
    if (!(await insertSticker(tx, { fileId, conversationId }))) return;
    const limit = ctx.tenant.settings.stickerMaxCount;
    if (await updateUsage(tx, { stickers: 1 }, { stickers: limit })) return;
    const used = (await selectUsage(tx)).stickers;
    throw new DomainError('quota_exceeded', undefined, { used, limit, unit: 'items' });
  });
}

/** Deletes a sticker. Throws `not_found`. */
export async function deleteSticker(ctx: MemberCtx, id: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const fileId = await deleteStickerRow(tx, id);
    if (fileId === undefined) throw new DomainError('not_found');
    await updateUsage(tx, { stickers: -1 });
    await releaseFiles(tx, [fileId]);
  });
}
