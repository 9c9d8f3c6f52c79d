import { sql } from 'kysely';
import type { AccountId, Ctx, Tx } from '../kernel/index.js';

/** A video in a list of staff. */
export interface OverseenVideo {
  readonly id: number;
  readonly authorId: AccountId;
  readonly authorName: string;
  readonly title: string;
  /** File names. */
  readonly file: string;
  readonly cover: string;
  readonly category: string | null;
  readonly likes: number;
  readonly comments: number;
  readonly createdAt: number;
  readonly takenDownAt: number | null;
  /** Whether there are open reports about the author, except those of child safety. */
  readonly isReported: boolean;
}

/** Videos of the tenant with smaller ids than `before`, newest first. */
export async function selectOverseen(
  ctx: Ctx,
  {
    author,
    isReported,
    isTakenDown,
    before,
  }: {
    author?: number | undefined;
    /** Only those of authors with open reports. */
    isReported?: boolean | undefined;
    isTakenDown?: boolean | undefined;
    before?: number | undefined;
  },
  limit: number,
): Promise<OverseenVideo[]> {
  const reported = sql`select r.account_id from reported_accounts r
    where r.tenant_id = ${ctx.tenant.id} and not r.is_child_safety`;
  const conditions = [
    sql`true`,
    author === undefined ? undefined : sql`v.account_id = ${author}`,
    isTakenDown === undefined
      ? undefined
      : isTakenDown
        ? sql`v.taken_down_at is not null`
        : sql`v.taken_down_at is null`,
    before === undefined ? undefined : sql`v.id < ${before}`,
  ].filter((one) => one !== undefined);
  const matches = sql.join(conditions, sql` and `);
  const newest = sql`order by v.id desc limit ${limit}`;
  const found = isReported
    ? sql`select own.* from (${reported}) r cross join lateral (
        select v.* from videos v where v.tenant_id = ${ctx.tenant.id} and ${matches} and v.account_id = r.account_id ${newest}
      ) own`
    : sql`select v.* from videos v where v.tenant_id = ${ctx.tenant.id} and ${matches} ${newest}`;
  const { rows } = await sql<OverseenVideo>`
    select v.id, v.account_id as "authorId", a.username as "authorName", v.title, v.file, v.cover, c.name as category,
      v.like_count as likes, v.comment_count as comments, v.created_at as "createdAt", v.taken_down_at as "takenDownAt",
      v.account_id in (${reported}) as "isReported"
    from (select v.* from (${found}) v ${newest}) v
    join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = v.account_id
    left join video_categories c on c.tenant_id = ${ctx.tenant.id} and c.id = v.category_id
    order by v.id desc
  `.execute(ctx.db);
  return rows;
}

/**
 * Takes a video down, or restores it, with the number of the author's videos, in one statement. Returns the author and the
 * title; undefined if the video does not exist or is in this state already.
 */
export async function updateTakenDown(
  tx: Tx,
  id: number,
  takenDownAt: number | null,
): Promise<{ authorId: AccountId; title: string } | undefined> {
  const change = takenDownAt === null ? 1 : -1;
  const { rows } = await sql<{ authorId: AccountId; title: string }>`
    with changed as (
      update videos v set taken_down_at = ${takenDownAt}::bigint
      where v.tenant_id = ${tx.tenant.id} and v.id = ${id} and (v.taken_down_at is null) = ${takenDownAt !== null}
      returning v.account_id, v.category_id, v.title
    ),
    counted as (
      insert into video_counts as c (tenant_id, account_id, category_id, videos)
      select ${tx.tenant.id}, account_id, coalesce(category_id, 0), ${change}::int from changed
      on conflict (tenant_id, account_id, category_id) do update set videos = c.videos + ${change}::int
    )
    select account_id as "authorId", title from changed
  `.execute(tx.db);
  return rows[0];
}

/** Whether a file belongs to a video that is taken down; its name is unique in the installation. */
export async function selectIsClosed(db: Ctx['db'], name: string): Promise<boolean> {
  const { rows } = await sql<{ isClosed: boolean }>`
    select exists (select from videos v where v.file = ${name} and v.taken_down_at is not null)
      or exists (select from videos v where v.cover = ${name} and v.taken_down_at is not null) as "isClosed"
  `.execute(db);
  return rows[0]?.isClosed ?? false;
}
