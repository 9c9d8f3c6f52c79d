import { sql } from 'kysely';
import { bounds, type AccountId, type MemberCtx, type MemberTx, type MomentId } from '../kernel/index.js';
import { circleCte, isInCircle } from './circle-store.js';
import { isUp, type MomentRow } from './store.js';

/** A comment on a moment. */
export interface MomentComment {
  readonly id: number;
  readonly authorId: AccountId;
  /** The author of the answered comment, if visible to the reader. */
  readonly replyToId: AccountId | null;
  readonly text: string;
  readonly createdAt: number;
}

/** Whether a comment `c` was not taken down. */
const isShown = sql<boolean>`c.taken_down_at is null`;

/** Stores the caller's like; returns whether it is new, and the author for notification if the author may see it. */
export async function insertLike(
  tx: MemberTx,
  moment: Pick<MomentRow, 'id' | 'authorId'>,
): Promise<{ isNew: boolean; toIds: AccountId[] }> {
  const { rows } = await sql<{ isNew: boolean; toIds: AccountId[] }>`
    with liked as (
      insert into moment_likes (tenant_id, moment_id, account_id, created_at)
      values (${tx.tenant.id}, ${moment.id}, ${tx.actor}, ${tx.now()})
      on conflict do nothing
      returning account_id
    ),
    noticed as (
      insert into moment_notices (tenant_id, account_id, moment_id, liker_id)
      select ${tx.tenant.id}, ${moment.authorId}::int, ${moment.id}, account_id from liked
      where ${moment.authorId} <> ${tx.actor} and ${isInCircle(tx, sql<AccountId>`liked.account_id`, moment.authorId)}
      returning account_id
    )
    select exists (select from liked) as "isNew", array(select account_id from noticed) as "toIds"
  `.execute(tx.db);
  return rows[0] ?? { isNew: false, toIds: [] };
}

/** Removes the caller's like and its unseen notice; returns false if there was none. */
export async function deleteLike(tx: MemberTx, momentId: MomentId): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('moment_likes')
    .where('tenant_id', '=', tx.tenant.id)
    .where('moment_id', '=', momentId)
    .where('account_id', '=', tx.actor)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Stores a comment of the caller; returns its id, and the author and the answered person if they must be notified. */
export async function insertComment(
  tx: MemberTx,
  moment: Pick<MomentRow, 'id' | 'authorId'>,
  comment: { replyToId: AccountId | null; text: string },
): Promise<{ id: number; toIds: AccountId[] }> {
  const others = [...new Set([moment.authorId, comment.replyToId])].filter((id) => id !== null);
  const { rows } = await sql<{ id: number; toIds: AccountId[] }>`
    with said as (
      insert into moment_comments (tenant_id, moment_id, author_id, reply_to_id, text, created_at)
      values (${tx.tenant.id}, ${moment.id}, ${tx.actor}, ${comment.replyToId}, ${comment.text}, ${tx.now()})
      returning id
    ),
    noticed as (
      insert into moment_notices (tenant_id, account_id, moment_id, comment_id)
      select ${tx.tenant.id}, other.id, ${moment.id}, said.id
      from said, unnest(${others}::int[]) as other(id)
      where other.id <> ${tx.actor}
        and ${isInCircle(tx, sql<AccountId>`${tx.actor}::int`, sql<AccountId>`other.id`)}
        and ${isInCircle(tx, sql<AccountId>`${moment.authorId}::int`, sql<AccountId>`other.id`)}
      returning account_id
    )
    select (select id from said) as id, array(select account_id from noticed) as "toIds"
  `.execute(tx.db);
  const [row] = rows;
  if (!row) throw new Error('The comment was not inserted.');
  return row;
}

/** Whether an account has commented on a moment, as far as the caller sees. */
export async function hasCommented(
  ctx: MemberCtx,
  momentId: MomentId,
  accountId: AccountId,
): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (
      select from moment_comments c
      where c.tenant_id = ${ctx.tenant.id} and c.moment_id = ${momentId} and c.author_id = ${accountId} and ${isShown}
    ) and ${isInCircle(ctx, sql<AccountId>`${accountId}::int`, ctx.actor)} as has
  `.execute(ctx.db);
  return rows[0]?.has ?? false;
}

/** The accounts that like each moment, as far as the caller sees, oldest like first. */
export async function selectLikes(
  ctx: MemberCtx,
  ids: readonly MomentId[],
): Promise<Map<MomentId, AccountId[]>> {
  const { rows } = await sql<{ momentId: MomentId; likers: AccountId[] }>`
    with ${circleCte(ctx)}
    select l.moment_id as "momentId", array_agg(l.account_id order by l.id) as likers
    from unnest(${[...ids]}::bigint[]) as wanted(id)
    cross join lateral (
      select * from moment_likes l
      where l.tenant_id = ${ctx.tenant.id} and l.moment_id = wanted.id and l.account_id in (select id from circle)
      order by l.id desc limit ${sql.lit(bounds.list.momentReactions)}
    ) l
    group by l.moment_id
  `.execute(ctx.db);
  return new Map(rows.map((row) => [row.momentId, row.likers]));
}

/** The comments on each moment, as far as the caller sees, oldest first. */
export async function selectComments(
  ctx: MemberCtx,
  ids: readonly MomentId[],
): Promise<Map<MomentId, MomentComment[]>> {
  const { rows } = await sql<MomentComment & { momentId: MomentId }>`
    with ${circleCte(ctx)}
    select c.moment_id as "momentId", c.id, c.author_id as "authorId", c.text, c.created_at as "createdAt",
      case when c.reply_to_id in (select id from circle) then c.reply_to_id end as "replyToId"
    from unnest(${[...ids]}::bigint[]) as wanted(id)
    cross join lateral (
      select * from moment_comments c
      where c.tenant_id = ${ctx.tenant.id} and c.moment_id = wanted.id and c.author_id in (select id from circle)
        and ${isShown}
      order by c.id desc limit ${sql.lit(bounds.list.momentReactions)}
    ) c
    order by c.id
  `.execute(ctx.db);
  const comments = new Map<MomentId, MomentComment[]>(ids.map((id) => [id, []]));
  for (const { momentId, ...comment } of rows) comments.get(momentId)?.push(comment);
  return comments;
}

/** The caller's unseen notices about visible moments and visible people, using `circleCte`. */
const unseen = (ctx: MemberCtx) => sql`
  select n.id, n.moment_id from moment_notices n
  join moments m on m.tenant_id = n.tenant_id and m.id = n.moment_id
  left join moment_comments c on c.tenant_id = n.tenant_id and c.id = n.comment_id
  where n.tenant_id = ${ctx.tenant.id} and n.account_id = ${ctx.actor}
    and m.author_id in (select id from circle) and coalesce(n.liker_id, c.author_id) in (select id from circle)
    and ${isUp} and ${isShown}`;

/** Whether the caller has unseen notices, visible or not: most callers have none. */
const hasNotices = (ctx: MemberCtx) => sql`exists (
  select from moment_notices o where o.tenant_id = ${ctx.tenant.id} and o.account_id = ${ctx.actor}
)`;

/** The number of unseen reactions to the caller's moments and comments. */
export async function countNotices(ctx: MemberCtx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with ${circleCte(ctx, hasNotices(ctx))}
    select count(*)::int as count from (${unseen(ctx)}) as n
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Deletes the unseen notices of the newest ten moments that have some; returns these moments. */
export async function deleteNotices(ctx: MemberCtx): Promise<MomentId[]> {
  const { rows } = await sql<{ momentId: MomentId }>`
    with ${circleCte(ctx)},
    unseen as materialized (${unseen(ctx)}),
    taken as (
      delete from moment_notices
      where tenant_id = ${ctx.tenant.id} and id in (
        select id from unseen
        where moment_id in (select distinct moment_id from unseen order by moment_id desc limit 10)
      )
      returning moment_id
    )
    select distinct moment_id as "momentId" from taken
  `.execute(ctx.db);
  return rows.map((row) => row.momentId);
}
