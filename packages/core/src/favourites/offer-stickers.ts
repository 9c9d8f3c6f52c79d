import {
  bounds,
  cleanLine,
  DomainError,
  requireOrder,
  transact,
  type Ctx,
  type Reordering,
} from '../kernel/index.js';
import { releaseFiles, saveOperatorPicture } from '../media/index.js';
import {
  audit,
  operatorName,
  type OperatorCtx,
  type OperatorTx,
  type StaffCtx,
  type StaffTx,
} from '../staff/index.js';
import {
  deleteOfferedSticker,
  insertOfferedSticker,
  lockOfferedSticker,
  lockStickerOrder,
  selectOfferedStickers,
  updateStickerNames,
  updateStickerOrder,
  type OfferedSticker,
  type StickerNames,
} from './offered-stickers-store.js';

/** A sticker as its author has seen it: a change is refused as `stale` if there is a newer version. */
export interface SeenSticker {
  readonly id: number;
  readonly version: number;
}

/** The stickers that the operator offers to every member, in the operator's order. */
export function listOfferedStickers(ctx: Ctx): Promise<OfferedSticker[]> {
  return selectOfferedStickers(ctx);
}

/** Offers a picture as the last sticker. Throws `unsupported_media`, `too_large` or `invalid`. */
export async function offerSticker(
  ctx: OperatorCtx,
  { bytes, names }: { readonly bytes: Uint8Array; readonly names: StickerNames },
): Promise<{ id: number; version: number }> {
  const cleaned = cleanNames(names);
  // Before the row, so that nobody chooses a picture that is not there. Without a row, it is deleted after a day.
  const { fileId } = await saveOperatorPicture(ctx, bytes);
  return transact(ctx, async (tx) => {
    const limit = bounds.list.offeredStickers;
    if ((await lockStickerOrder(tx)).length >= limit)
      throw new DomainError('too_large', undefined, { field: 'stickers', limit });
    const written = await insertOfferedSticker(tx, { fileId, names: cleaned, writtenBy: operatorName(tx) });
    await log(tx, 'content.addSticker', written.id, { after: { names: cleaned } });
    return written;
  });
}

/** Says what a sticker shows. Throws `stale`, `not_found` or `invalid`. */
export function renameSticker(
  ctx: StaffCtx,
  { names, ...seen }: SeenSticker & { readonly names: StickerNames },
): Promise<{ version: number }> {
  const cleaned = cleanNames(names);
  return transact(ctx, async (tx) => {
    const before = await lockSeen(tx, seen);
    const written = await updateStickerNames(tx, seen.id, cleaned, tx.staff.name);
    await log(tx, 'content.saveSticker', seen.id, {
      before: { names: before.names },
      after: { names: cleaned },
    });
    return written;
  });
}

/** Takes a sticker back. Messages that show it, and members who saved it, keep it. Throws `stale` or `not_found`. */
export function takeStickerBack(ctx: StaffCtx, seen: SeenSticker): Promise<void> {
  return transact(ctx, async (tx) => {
    const { names } = await lockSeen(tx, seen);
    await releaseFiles(tx, [await deleteOfferedSticker(tx, seen.id)]);
    await log(tx, 'content.removeSticker', seen.id, { before: { names } });
  });
}

/** Gives the stickers another order. Throws `stale` or `invalid` like `requireOrder`. */
export function orderStickers(ctx: StaffCtx, order: Reordering): Promise<void> {
  return transact(ctx, async (tx) => {
    requireOrder(await lockStickerOrder(tx), order);
    await updateStickerOrder(tx, order.ids);
    await audit(tx, { action: 'content.orderStickers', before: order.seen, after: order.ids });
  });
}

/** Locks a sticker of the version that its author has seen. Throws `stale` or `not_found`. */
async function lockSeen(tx: StaffTx, { id, version }: SeenSticker): Promise<OfferedSticker> {
  const sticker = await lockOfferedSticker(tx, id);
  if (!sticker) throw new DomainError('not_found');
  if (sticker.version === version) return sticker;
  throw new DomainError('stale', undefined, {
    decided: { by: sticker.changedBy, what: 'sticker saved', at: sticker.changedAt },
  });
}

/** Empty names are left out. */
function cleanNames(names: StickerNames): StickerNames {
  const cleaned = Object.entries(names).map(
    ([language, name]) =>
      [language, cleanLine('names', name, { max: bounds.text.stickerNameCharacters, min: 0 })] as const,
  );
  return Object.fromEntries(cleaned.filter(([, name]) => name !== ''));
}

function log(
  tx: OperatorTx,
  action: string,
  id: number,
  states: { before?: object; after?: object },
): Promise<void> {
  return audit(tx, { action, object: { kind: 'sticker', id }, ...states });
}
