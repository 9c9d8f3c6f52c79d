import { bounds, DomainError, invalid, transact } from '../kernel/index.js';
import { audit, type StaffCtx, type StaffTx } from '../staff/index.js';
import {
  deleteArticle,
  deleteOldVersions,
  insertVersions,
  selectArticleHistory,
  selectArticleRows,
  selectArticleVersion,
  updateToDrafts,
  type ArticleContent,
  type ArticleFilter,
  type ArticleRow,
  type ArticleState,
  type ArticleVersion,
} from './articles-store.js';
import { cleanArticle } from './clean-article.js';

/** An article for editors: its newest version, what members see of it, and all versions, newest first. */
export interface EditedArticle extends ArticleContent {
  readonly id: number;
  readonly version: number;
  readonly state: ArticleState;
  /** The version that members see; null if there is none. */
  readonly shownVersion: number | null;
  readonly scheduledAt: number | null;
  readonly versions: readonly ArticleVersion[];
}

/** What becomes of a new version: it stays a draft, or members see it at once or from a time on. */
export interface Publication {
  readonly state: 'draft' | 'published' | 'scheduled';
  readonly publishAt?: number | undefined;
}

/** A version of an article that its author has seen. */
export interface SeenArticle {
  readonly id: number;
  /** The newest version then: a change is refused as `stale` if there is a newer one. */
  readonly version: number;
}

/** A page of the articles of the tenant, newest first. `next` is the `before` of the next page. */
export async function findArticles(
  ctx: StaffCtx,
  filter: ArticleFilter,
): Promise<{ rows: ArticleRow[]; next: number | undefined }> {
  const found = await selectArticleRows(ctx, filter);
  const rows = found.slice(0, bounds.list.articleRows);
  return { rows, next: found.length > rows.length ? rows.at(-1)?.id : undefined };
}

/** An article for editors. Throws `not_found`. */
export async function openArticle(ctx: StaffCtx, id: number): Promise<EditedArticle> {
  const [newest, history] = await Promise.all([
    selectArticleVersion(ctx, { id }),
    selectArticleHistory(ctx, id),
  ]);
  if (!newest || !history) throw new DomainError('not_found');
  const { position, picture, isShown, sort, texts, version } = newest;
  const { state, shownVersion, scheduledAt, versions } = history;
  return { id, version, position, picture, isShown, sort, texts, state, shownVersion, scheduledAt, versions };
}

/** What an article says in one of its versions. Throws `not_found`. */
export async function openArticleVersion(
  ctx: StaffCtx,
  of: SeenArticle,
): Promise<ArticleContent & ArticleVersion> {
  const found = await selectArticleVersion(ctx, of);
  if (!found) throw new DomainError('not_found');
  return found;
}

/** Writes a new article. Throws `invalid` or `too_large`. */
export async function addArticle(
  ctx: StaffCtx,
  input: ArticleContent & Publication,
): Promise<{ id: number; version: number }> {
  const content = await cleanArticle(ctx, contentOf(input));
  const publishAt = publishTime(ctx.now(), input);
  return transact(ctx, async (tx) => {
    const [written] = await insertVersions(tx, [{ ...content, publishAt }], tx.staff.name);
    await logVersion(tx, 'content.addArticle', { ...written!, publishAt });
    return written!;
  });
}

/** Writes a new version of an article. Throws `stale`, `not_found`, `invalid` or `too_large`. */
export async function saveArticle(
  ctx: StaffCtx,
  input: SeenArticle & ArticleContent & Publication,
): Promise<{ version: number }> {
  const content = await cleanArticle(ctx, contentOf(input));
  const publishAt = publishTime(ctx.now(), input);
  return transact(ctx, (tx) =>
    writeVersion(tx, 'content.saveArticle', { ...content, ...seenOf(input), publishAt }),
  );
}

/** Makes an older version the newest one again, as a draft. Throws `stale` or `not_found`. */
export function restoreArticle(
  ctx: StaffCtx,
  { restored, ...seen }: SeenArticle & { restored: number },
): Promise<{ version: number }> {
  return transact(ctx, async (tx) => {
    const older = await openArticleVersion(tx, { id: seen.id, version: restored });
    return writeVersion(tx, 'content.restoreArticle', {
      ...contentOf(older),
      ...seenOf(seen),
      publishAt: null,
    });
  });
}

/** Keeps the versions that wait for their time as drafts. Throws `stale` or `not_found`. */
export function unscheduleArticle(ctx: StaffCtx, seen: SeenArticle): Promise<void> {
  return transact(ctx, async (tx) => {
    if (!(await updateToDrafts(tx, seen))) await refuse(tx, seen.id);
    await audit(tx, { action: 'content.unscheduleArticle', object: { kind: 'article', id: seen.id } });
  });
}

/** Deletes an article with all its versions. Throws `stale` or `not_found`. */
export function removeArticle(ctx: StaffCtx, seen: SeenArticle): Promise<void> {
  return transact(ctx, async (tx) => {
    if (!(await deleteArticle(tx, seen))) await refuse(tx, seen.id);
    await audit(tx, { action: 'content.removeArticle', object: { kind: 'article', id: seen.id } });
  });
}

async function writeVersion(
  tx: StaffTx,
  action: string,
  next: ArticleContent & { id: number; seen: number; publishAt: number | null },
): Promise<{ version: number }> {
  const [written] = await insertVersions(tx, [next], tx.staff.name);
  if (!written) return refuse(tx, next.id);
  await deleteOldVersions(tx, next.id);
  await logVersion(tx, action, { ...written, publishAt: next.publishAt });
  return { version: written.version };
}

/** Says why nothing was written: the article does not exist, or somebody has changed it since. */
async function refuse(tx: StaffTx, id: number): Promise<never> {
  const newest = await selectArticleVersion(tx, { id });
  if (!newest) throw new DomainError('not_found');
  throw new DomainError('stale', undefined, {
    decided: { by: newest.writtenBy, what: 'article saved', at: newest.createdAt },
  });
}

function logVersion(
  tx: StaffTx,
  action: string,
  { id, version, publishAt }: { id: number; version: number; publishAt: number | null },
): Promise<void> {
  return audit(tx, { action, object: { kind: 'article', id }, after: { version, publishAt } });
}

function publishTime(now: number, { state, publishAt }: Publication): number | null {
  if (state === 'draft') return null;
  if (state === 'published') return now;
  if (publishAt === undefined || publishAt <= now) throw invalid('publishAt');
  return publishAt;
}

function contentOf({ position, picture, isShown, sort, texts }: ArticleContent): ArticleContent {
  return { position, picture, isShown, sort, texts };
}

function seenOf({ id, version }: SeenArticle): { id: number; seen: number } {
  return { id, seen: version };
}
