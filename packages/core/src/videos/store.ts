import { sql, type RawBuilder } from 'kysely';
import { isVisible } from '../contacts/index.js';
import {
  bounds,
  literalLimit,
  type AccountId,
  type MemberCtx,
  type MemberTx,
  type Tx,
} from '../kernel/index.js';

/** A video as shown to the caller. */
export interface Video {
  readonly id: number;
  readonly authorId: AccountId;
  readonly title: string;
  /** File names, created by `uploadVideo`. */
  readonly file: string;
  readonly cover: string;
  readonly likeCount: number;
  readonly commentCount: number;
  readonly createdAt: number;
  readonly categoryId: number | null;
  /** Whether the caller likes it. */
  readonly isLiked: boolean;
  /** Whether the caller follows its author. */
  readonly isFollowed: boolean;
}

/** A selection of videos and its order: recommended ones by rank, all others newest first. */
export type Feed =
  | { readonly kind: 'recommended' | 'followed' }
  | { readonly kind: 'newest'; readonly categoryId: number | undefined }
  | { readonly kind: 'of'; readonly authorId: AccountId };

/** A window of a list. */
export interface Window {
  readonly limit: number;
  readonly offset: number;
}

/** As a part of a statement. */
export function windowOf({ limit, offset }: Window): RawBuilder<unknown> {
  return sql`limit ${limit} offset ${offset}`;
}

/** The rows of a list from which the caller sees some: as many of the given ones, which are in order, as a list reads. */
export function newestRows(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${rows} limit ${sql.lit(bounds.list.videoRows)})`;
}

/** Whether the caller may see content of the account in this column: the caller's own, and that of visible accounts. */
export function isShown(ctx: MemberCtx, column: string): RawBuilder<boolean> {
  // A value instead of `exists`, which the planner may answer by reading all accounts of the tenant.
  return sql`coalesce((
    select author.id = viewer.id or ${isVisible(ctx.tenant, 'viewer', 'author')}
    from accounts viewer join accounts author on author.tenant_id = viewer.tenant_id and author.id = ${sql.ref(column)}
    where viewer.tenant_id = ${ctx.tenant.id} and viewer.id = ${ctx.actor}
  ), false)`;
}

/** Whether a video `v` was not taken down. */
export const isUp = sql<boolean>`v.taken_down_at is null`;

/** The ids of a window of a feed, in order, without `except`. */
export async function selectFeed(
  ctx: MemberCtx,
  feed: Feed,
  window: Window,
  except?: number,
): Promise<number[]> {
  const others = except === undefined ? sql`` : sql`and v.id <> ${except}`;
  const order = feed.kind === 'recommended' ? sql`v.rank_at desc, v.id desc` : sql`v.id desc`;
  const upToEnd = sql`limit ${sql.lit(literalLimit(window.offset + window.limit))}`;
  // Reads at most one window per followed author: scanning all videos could take long.
  const from =
    feed.kind === 'followed'
      ? sql`(
          select v.* from video_follows f cross join lateral (
            select v.tenant_id, v.account_id, v.id, v.taken_down_at from videos v
            where v.tenant_id = f.tenant_id and v.account_id = f.followed_id and ${isUp} ${others}
            order by v.id desc ${upToEnd}
          ) v where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor}
        )`
      : sql`videos`;
  const { rows } = await sql<{ id: number }>`
    select v.id from (
      select v.* from ${from} v where ${isIn(ctx, feed)} and ${isUp} ${others} order by ${order} ${upToEnd}
    ) v
    order by ${order} ${windowOf(window)}
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** The number of videos in a feed. */
export async function countFeed(ctx: MemberCtx, feed: Feed): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(v.videos), 0)::int as count from video_counts v where ${isIn(ctx, feed)}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Whether the row `v`, of `videos` or `video_counts`, belongs to a feed. */
function isIn(ctx: MemberCtx, feed: Feed): RawBuilder<boolean> {
  const shown = sql<boolean>`v.tenant_id = ${ctx.tenant.id} and ${isShown(ctx, 'v.account_id')}`;
  switch (feed.kind) {
    case 'recommended':
      return shown;
    case 'newest':
      return feed.categoryId === undefined ? shown : sql`${shown} and v.category_id = ${feed.categoryId}`;
    case 'of':
      return sql`${shown} and v.account_id = ${feed.authorId}`;
    case 'followed':
      return sql`${shown} and v.account_id in (
        select followed_id from video_follows where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor}
      )`;
  }
}

/** The visible videos with these ids, in the order of the ids. */
export async function selectVideos(ctx: MemberCtx, ids: readonly number[]): Promise<Video[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Video>`
    select v.id, v.account_id as "authorId", v.title, v.file, v.cover, v.like_count as "likeCount",
      v.comment_count as "commentCount", v.created_at as "createdAt", v.category_id as "categoryId",
      coalesce((
        select true from video_likes l where l.tenant_id = v.tenant_id and l.account_id = ${ctx.actor} and l.video_id = v.id
      ), false) as "isLiked",
      coalesce((
        select true from video_follows f
        where f.tenant_id = v.tenant_id and f.account_id = ${ctx.actor} and f.followed_id = v.account_id
      ), false) as "isFollowed"
    from unnest(${[...ids]}::int[]) with ordinality as picked (id, place)
    cross join lateral (select * from videos v where v.tenant_id = ${ctx.tenant.id} and v.id = picked.id offset 0) v
    where ${isUp} and ${isShown(ctx, 'v.account_id')}
    order by picked.place limit ${sql.lit(literalLimit(ids.length))}
  `.execute(ctx.db);
  return rows;
}

/** Locks a video, if it exists, until the transaction ends: one change of its comments at a time. */
export async function lockVideoRow(tx: Tx, id: number): Promise<void> {
  await sql`select from videos where tenant_id = ${tx.tenant.id} and id = ${id} for no key update`.execute(
    tx.db,
  );
}

/** Stores and counts a video of the caller, in one statement. */
export async function insertVideo(
  tx: MemberTx,
  {
    title,
    file,
    cover,
    categoryId,
    sizeBytes,
  }: { title: string; file: string; cover: string; categoryId: number | null; sizeBytes: number | null },
): Promise<void> {
  const now = tx.now();
  await sql`
    with written as (
      insert into videos (tenant_id, account_id, category_id, title, file, cover, size_bytes, rank_at, created_at)
      values (${tx.tenant.id}, ${tx.actor}, ${categoryId}, ${title}, ${file}, ${cover}, ${sizeBytes}, ${now}, ${now})
    )
    insert into video_counts as c (tenant_id, account_id, category_id, videos)
    values (${tx.tenant.id}, ${tx.actor}, ${categoryId ?? 0}, 1)
    on conflict (tenant_id, account_id, category_id) do update set videos = c.videos + 1
  `.execute(tx.db);
}

/** Whether the caller has published this file. */
export async function hasPublished(ctx: MemberCtx, file: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('videos')
    .select('id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('file', '=', file)
    .executeTakeFirst();
  return row !== undefined;
}
