import { sql } from 'kysely';
import type { AccountId, Ctx, MomentId, Tx } from '../kernel/index.js';

/** The row of a moment in a list of staff. */
export interface OverseenRow {
  readonly id: MomentId;
  readonly authorId: AccountId;
  readonly authorName: string;
  readonly text: string;
  readonly likes: number;
  readonly comments: number;
  readonly postedAt: number;
  readonly takenDownAt: number | null;
  /** Whether there are open reports about the author, except those of child safety. */
  readonly isReported: boolean;
}

/** A comment in a list of staff. */
export interface OverseenComment {
  readonly id: number;
  readonly authorId: AccountId;
  readonly authorName: string;
  readonly text: string;
  readonly createdAt: number;
  readonly takenDownAt: number | null;
}

/** What a list of moments is narrowed to. */
export interface OverseenFilter {
  readonly author?: number | undefined;
  /** Only those of authors with open reports. */
  readonly isReported?: boolean | undefined;
  readonly isTakenDown?: boolean | undefined;
  readonly before?: number | undefined;
}

/** Moments of the tenant with smaller ids than `before`, newest first. */
export async function selectOverseen(
  ctx: Ctx,
  { author, isReported, isTakenDown, before }: OverseenFilter,
  limit: number,
): Promise<OverseenRow[]> {
  const reported = sql`select r.account_id from reported_accounts r
    where r.tenant_id = ${ctx.tenant.id} and not r.is_child_safety`;
  const conditions = sql.join(
    [
      sql`m.tenant_id = ${ctx.tenant.id}`,
      isTakenDown === undefined ? sql`true` : sql`(m.taken_down_at is not null) = ${isTakenDown}`,
      isTakenDown ? sql`m.taken_down_at is not null` : sql`true`,
      before === undefined ? sql`true` : sql`m.id < ${before}`,
      author === undefined ? sql`true` : sql`m.author_id = ${author}`,
    ],
    sql` and `,
  );
  // Ids increase with the seconds. The moments of an author are in an index by second, those of all by id.
  const ofAuthor = sql`order by m.posted_at / 1000 desc, m.id desc limit ${limit}`;
  const found = isReported
    ? sql`select own.* from (${reported}) r cross join lateral (
        select m.* from moments m where ${conditions} and m.author_id = r.account_id ${ofAuthor}
      ) own`
    : sql`select m.* from moments m where ${conditions}
        ${author === undefined ? sql`order by m.id desc limit ${limit}` : ofAuthor}`;
  const { rows } = await sql<OverseenRow>`
    select m.id, m.author_id as "authorId", a.username as "authorName", m.text, m.posted_at as "postedAt",
      m.taken_down_at as "takenDownAt", m.author_id in (${reported}) as "isReported",
      (select count(*)::int from moment_likes l where l.tenant_id = m.tenant_id and l.moment_id = m.id) as likes,
      (select count(*)::int from moment_comments c where c.tenant_id = m.tenant_id and c.moment_id = m.id) as comments
    from (select found.* from (${found}) found order by found.id desc limit ${limit}) m
    join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = m.author_id
    order by m.id desc
  `.execute(ctx.db);
  return rows;
}

/** Comments on a moment with smaller ids than `before`, newest first; undefined if there is no such moment. */
export async function selectOverseenComments(
  ctx: Ctx,
  { momentId, before }: { momentId: number; before: number | undefined },
  limit: number,
): Promise<OverseenComment[] | undefined> {
  const { rows } = await sql<{ comments: OverseenComment[] }>`
    select (
      select coalesce(json_agg(json_build_object('id', c.id, 'authorId', c.author_id, 'authorName', a.username,
        'text', c.text, 'createdAt', c.created_at, 'takenDownAt', c.taken_down_at) order by c.id desc), '[]')
      from (
        select c.* from moment_comments c
        where c.tenant_id = ${ctx.tenant.id} and c.moment_id = m.id
          and ${before === undefined ? sql`true` : sql`c.id < ${before}`}
        order by c.id desc limit ${limit}
      ) c
      join accounts a on a.tenant_id = ${ctx.tenant.id} and a.id = c.author_id
    ) as comments
    from moments m where m.tenant_id = ${ctx.tenant.id} and m.id = ${momentId}
  `.execute(ctx.db);
  return rows[0]?.comments;
}

/** Takes a moment down, or restores it; returns the author, or undefined if it does not exist or is in this state already. */
export async function updateMomentTakenDown(
  tx: Tx,
  id: number,
  takenDownAt: number | null,
): Promise<{ authorId: AccountId } | undefined> {
  const { rows } = await sql<{ authorId: AccountId }>`
    update moments set taken_down_at = ${takenDownAt}::bigint
    where tenant_id = ${tx.tenant.id} and id = ${id} and (taken_down_at is null) = ${takenDownAt !== null}
    returning author_id as "authorId"
  `.execute(tx.db);
  return rows[0];
}

/** The same for a comment on a moment. */
export async function updateCommentTakenDown(
  tx: Tx,
  id: number,
  takenDownAt: number | null,
): Promise<{ authorId: AccountId; momentId: MomentId } | undefined> {
  const { rows } = await sql<{ authorId: AccountId; momentId: MomentId }>`
    update moment_comments set taken_down_at = ${takenDownAt}::bigint
    where tenant_id = ${tx.tenant.id} and id = ${id} and (taken_down_at is null) = ${takenDownAt !== null}
    returning author_id as "authorId", moment_id as "momentId"
  `.execute(tx.db);
  return rows[0];
}

/** Whether a file belongs to a moment that is taken down; its id is unique in the installation. */
export async function selectIsClosed(db: Ctx['db'], fileId: string): Promise<boolean> {
  const { rows } = await sql<{ isClosed: boolean }>`
    select exists (
      select from moment_files f join moments m on m.tenant_id = f.tenant_id and m.id = f.moment_id
      where f.file_id = ${fileId} and m.taken_down_at is not null
    ) as "isClosed"
  `.execute(db);
  return rows[0]?.isClosed ?? false;
}
