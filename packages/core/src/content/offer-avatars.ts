import { avatarFolder } from '../accounts/index.js';
import {
  bounds,
  DomainError,
  drawAvatar,
  putRenditions,
  removeAvatar,
  requireOrder,
  transact,
  type Ctx,
  type Reordering,
} from '../kernel/index.js';
import { audit, type StaffCtx } from '../staff/index.js';
import {
  deleteOfferedAvatar,
  insertOfferedAvatar,
  lockAvatarOrder,
  selectOfferedAvatars,
  updateAvatarOrder,
  type OfferedAvatar,
} from './avatars-store.js';

/** The tenant's own pictures from which new accounts choose; without any, they choose from those that come with Kith. */
export function listOfferedAvatars(ctx: Ctx): Promise<OfferedAvatar[]> {
  return selectOfferedAvatars(ctx);
}

/** Offers a picture, cut to a square, as the last one. Throws `unsupported_media` or `too_large`. */
export async function offerAvatar(ctx: StaffCtx, bytes: Uint8Array): Promise<{ id: number }> {
  const drawn = await drawAvatar(ctx, bytes);
  const name = ctx.ids.hex(16);
  // Before the row, so that nobody chooses a picture that is not there.
  await putRenditions(ctx, avatarFolder(name), drawn);
  return transact(ctx, async (tx) => {
    const limit = bounds.list.offeredAvatars;
    if ((await lockAvatarOrder(tx)).length >= limit)
      throw new DomainError('too_large', undefined, { field: 'avatars', limit });
    const id = await insertOfferedAvatar(tx, name, tx.staff.name);
    await audit(tx, { action: 'content.addAvatar', object: { kind: 'avatar', id } });
    return { id };
  }).catch(async (error: unknown) => {
    await removeAvatar(ctx, avatarFolder(name));
    throw error;
  });
}

/** Takes a picture back; those who have chosen it keep it. Throws `not_found`. */
export async function takeAvatarBack(ctx: StaffCtx, id: number): Promise<void> {
  const name = await transact(ctx, async (tx) => {
    const gone = await deleteOfferedAvatar(tx, id);
    if (gone === undefined) throw new DomainError('not_found');
    await audit(tx, { action: 'content.removeAvatar', object: { kind: 'avatar', id } });
    return gone;
  });
  await removeAvatar(ctx, avatarFolder(name));
}

/** Gives the pictures another order. Throws `stale` or `invalid` like `requireOrder`. */
export function orderAvatars(ctx: StaffCtx, order: Reordering): Promise<void> {
  return transact(ctx, async (tx) => {
    requireOrder(await lockAvatarOrder(tx), order);
    await updateAvatarOrder(tx, order.ids);
    await audit(tx, { action: 'content.orderAvatars', before: order.seen, after: order.ids });
  });
}
