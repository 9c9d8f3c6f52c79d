import { DomainError, pageOf, type MemberCtx, type Page } from '../kernel/index.js';
import {
  countFavourites,
  selectUsageByType,
  selectFavourites,
  type TypeUsage,
  type Favourite,
} from './store.js';
import { selectUsage, type Usage } from './usage-store.js';

const PER_PAGE = 10;

/** A page of the caller's favourites, newest first, of one or all content types. */
export async function listFavourites(
  ctx: MemberCtx,
  input: { type: number | undefined; page: number },
): Promise<Page<Favourite>> {
  const { type, page } = input;
  const [rows, total] = await Promise.all([
    selectFavourites(ctx, { type, offset: (page - 1) * PER_PAGE, limit: PER_PAGE }),
    countFavourites(ctx, type),
  ]);
  return pageOf(rows, total, page, PER_PAGE);
}

/** Returns a favourite of the caller. Throws `not_found`. */
export async function accessFavourite(ctx: MemberCtx, id: number): Promise<Favourite> {
  const [favourite] = await selectFavourites(ctx, { id });
  if (!favourite) throw new DomainError('not_found');
  return favourite;
}

/** The caller's total usage. */
export function getUsage(ctx: MemberCtx): Promise<Usage> {
  return selectUsage(ctx);
}

/** The caller's usage by content type; omits types without favourites. */
export function getUsageByType(ctx: MemberCtx): Promise<Map<number, TypeUsage>> {
  return selectUsageByType(ctx);
}
