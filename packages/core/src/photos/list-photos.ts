import type { AccountId, Ctx, MemberCtx, Tenant } from '../kernel/index.js';
import { isOpen, seenByOthers, seenByOwner, type Picture, type SeenPhoto } from './rules.js';
import { selectFetched, selectIsFinished, selectPhotos, type PhotoRow } from './store.js';

/** A photo of a card as the caller sees it. */
export type CardPhoto = Omit<PhotoRow, 'state' | 'current' | 'shown'> & SeenPhoto;

/** An account's photos by place. Check before whether the caller may see the account. */
export async function listPhotos(ctx: MemberCtx, accountId: AccountId): Promise<CardPhoto[]> {
  const rows = await selectPhotos(ctx, [accountId]);
  const { settings } = ctx.tenant;
  return rows.flatMap(({ state, current, shown, ...photo }) => {
    const stored = { state, current, shown };
    const seen = accountId === ctx.actor ? seenByOwner(stored, settings) : seenByOthers(stored, settings);
    return seen ? [{ ...photo, ...seen }] : [];
  });
}

/** The first picture of each account that others see, by account. Check before whether the caller may see the accounts. */
export async function loadFaces(
  ctx: Ctx,
  accountIds: readonly AccountId[],
): Promise<ReadonlyMap<AccountId, Picture>> {
  const faces = new Map<AccountId, Picture>();
  const rows = accountIds.length === 0 ? [] : await selectPhotos(ctx, accountIds);
  for (const { accountId, ...photo } of rows) {
    const picture = seenByOthers(photo, ctx.tenant.settings)?.picture;
    if (picture && !faces.has(accountId)) faces.set(accountId, picture);
  }
  return faces;
}

/** The caller's own photos, and whether the card is finished. */
export async function listOwnPhotos(ctx: MemberCtx): Promise<{ photos: CardPhoto[]; isFinished: boolean }> {
  const [photos, isFinished] = await Promise.all([listPhotos(ctx, ctx.actor), selectIsFinished(ctx)]);
  return { photos, isFinished };
}

/** The audience of a picture: every client that knows its name, only its owner, or none (undefined). */
export async function findPhotoAudience(
  deps: Pick<Ctx, 'db'> & { tenantOf: (id: number) => Promise<Tenant> },
  fileId: string,
): Promise<'everybody' | 'owner' | undefined> {
  const found = await selectFetched(deps.db, fileId);
  if (!found) return undefined;
  const { settings } = await deps.tenantOf(found.tenantId);
  return found.isOwnerActive && isOpen(found, settings) ? 'everybody' : 'owner';
}
