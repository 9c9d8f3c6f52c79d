import type { AccountId, Ctx, MemberCtx, Tenant } from '../kernel/index.js';
import { isOpen, seenByOthers, seenByOwner, type SeenPhoto } from './rules.js';
import { selectFetched, selectIsFinished, selectPhotos, type PhotoRow } from './store.js';

/** A photo of somebody's card, as the caller sees it. */
export type CardPhoto = Omit<PhotoRow, 'state' | 'current' | 'shown'> & SeenPhoto;

/** The photos of somebody by their places; whether the caller may see that person is for the caller to ask before. */
export async function listPhotos(ctx: MemberCtx, accountId: AccountId): Promise<CardPhoto[]> {
  const rows = await selectPhotos(ctx, accountId);
  const { settings } = ctx.tenant;
  return rows.flatMap(({ state, current, shown, ...photo }) => {
    const stored = { state, current, shown };
    const seen = accountId === ctx.actor ? seenByOwner(stored, settings) : seenByOthers(stored, settings);
    return seen ? [{ ...photo, ...seen }] : [];
  });
}

/** The caller's own photos, and whether the card is finished. */
export async function listOwnPhotos(ctx: MemberCtx): Promise<{ photos: CardPhoto[]; isFinished: boolean }> {
  const [photos, isFinished] = await Promise.all([listPhotos(ctx, ctx.actor), selectIsFinished(ctx)]);
  return { photos, isFinished };
}

/** Whether everybody who knows the name of a picture may fetch it, its owner alone, or (undefined) nobody. */
export async function findPhotoAudience(
  deps: Pick<Ctx, 'db'> & { tenantOf: (id: number) => Promise<Tenant> },
  stem: string,
): Promise<'everybody' | 'owner' | undefined> {
  const found = await selectFetched(deps.db, stem);
  if (!found) return undefined;
  const { settings } = await deps.tenantOf(found.tenantId);
  return found.isOwnerActive && isOpen(found, settings) ? 'everybody' : 'owner';
}
