import {
  DomainError,
  parseRowId,
  type AccountId,
  type Ctx,
  type MemberCtx,
  type MomentId,
} from '../kernel/index.js';
import { selectAudience } from './circle-store.js';
import { selectFiles, selectNewestFiles, type MomentFile } from './files-store.js';
import {
  countNotices,
  selectComments,
  selectLikes,
  deleteNotices,
  type MomentComment,
} from './reactions-store.js';
import {
  selectMomentPage,
  selectMoments,
  selectNewestUnseen,
  upsertMark,
  type MomentRow,
  type PageStart,
} from './store.js';

/** A moment with the likes and comments of accounts that the caller sees. */
export interface Moment extends MomentRow {
  readonly files: readonly MomentFile[];
  readonly likerIds: readonly AccountId[];
  readonly comments: readonly MomentComment[];
}

/**
 * A page of moments, newest first: those of friends and the caller, or those of one author. Reading the newest of all
 * marks them as seen; `isSeen` marks everything as seen.
 */
export async function listMoments(
  ctx: MemberCtx,
  page: { start: PageStart; authorId?: AccountId | undefined; isSeen: boolean },
): Promise<Moment[]> {
  const newest = page.isSeen ? await selectNewestUnseen(ctx) : undefined;
  const rows = await selectMomentPage(ctx, page.start, page.authorId);
  const isNews = page.authorId === undefined && page.start.from !== 'before';
  const shown = isNews ? rows[0]?.id : undefined;
  const seen = Math.max(newest ?? 0, shown ?? 0) as MomentId;
  if (seen > 0) await upsertMark(ctx, seen);
  return loadMoments(ctx, rows);
}

/** The newest ten moments with unseen reactions; marks these reactions as seen. */
export async function listUnseenReactions(ctx: MemberCtx): Promise<Moment[]> {
  return loadMoments(ctx, await selectMoments(ctx, await deleteNotices(ctx)));
}

/** One moment. Throws `not_found`. */
export async function getMoment(ctx: MemberCtx, id: string): Promise<Moment> {
  const rowId = parseRowId(id) as MomentId | undefined;
  const moment = rowId && (await findMoment(ctx, rowId));
  if (!moment) throw new DomainError('not_found');
  return moment;
}

/** A moment, or undefined if the caller does not see it. */
export async function findMoment(ctx: MemberCtx, id: MomentId): Promise<Moment | undefined> {
  const [moment] = await loadMoments(ctx, await selectMoments(ctx, [id]));
  return moment;
}

/** The newest pictures of an author that the caller sees. */
export function listNewestPictures(
  ctx: MemberCtx,
  authorId: AccountId,
): Promise<(MomentFile & { momentId: MomentId })[]> {
  return selectNewestFiles(ctx, authorId, 5);
}

/** Whether friends have posted new moments, and the number of unseen reactions. */
export async function countMomentNews(ctx: MemberCtx): Promise<{ hasNew: boolean; reactions: number }> {
  const [newest, reactions] = await Promise.all([selectNewestUnseen(ctx), countNotices(ctx)]);
  return { hasNew: newest !== undefined, reactions };
}

/** The accounts that see an author's moments now, without the author. */
export function listAudience(ctx: Ctx, authorId: AccountId): Promise<AccountId[]> {
  return selectAudience(ctx, authorId);
}

async function loadMoments(ctx: MemberCtx, rows: readonly MomentRow[]): Promise<Moment[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [files, likes, comments] = await Promise.all([
    selectFiles(ctx, ids),
    selectLikes(ctx, ids),
    selectComments(ctx, ids),
  ]);
  return rows.map((row) => ({
    ...row,
    files: files.get(row.id) ?? [],
    likerIds: likes.get(row.id) ?? [],
    comments: comments.get(row.id) ?? [],
  }));
}
