import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Tx, MemberCtx, MemberTx, MomentId } from '../kernel/index.js';
import { circleOf, isInCircle } from './circle-store.js';

/** The row of a moment. */
export interface MomentRow {
  readonly id: MomentId;
  readonly authorId: AccountId;
  readonly text: string;
  readonly postedAt: number;
  /** Whether the caller likes it. */
  readonly isLiked: boolean;
}

/** The start of a page, in seconds: the newest moments, or those before or after a second. */
export type PageStart =
  | { readonly from: 'newest' }
  | { readonly from: 'before' | 'after'; readonly second: number };

const PAGE = 10;

/** Whether a moment `m` was not taken down. */
export const isUp = sql<boolean>`m.taken_down_at is null`;

const momentColumns = (ctx: MemberCtx) => sql`
  m.id, m.author_id as "authorId", m.text, m.posted_at as "postedAt",
  exists (
    select from moment_likes own
    where own.tenant_id = m.tenant_id and own.moment_id = m.id and own.account_id = ${ctx.actor}
  ) as "isLiked"`;

/**
 * Inserts a moment with the next id and a time not before any other's. Inserts within a tenant are serialized, so ids
 * increase in commit order: a reader who has seen up to an id has missed nothing below it.
 */
export async function insertMoment(tx: MemberTx, text: string): Promise<MomentId> {
  await sql`select from tenants where id = ${tx.tenant.id} for no key update`.execute(tx.db);
  const { rows } = await sql<{ id: MomentId }>`
    insert into moments (tenant_id, author_id, text, posted_at)
    values (${tx.tenant.id}, ${tx.actor}, ${text}, greatest(${tx.now()}, (
      select posted_at from moments where tenant_id = ${tx.tenant.id} order by id desc limit 1
    )))
    returning id
  `.execute(tx.db);
  const [row] = rows;
  if (!row) throw new Error('The moment was not inserted.');
  return row.id;
}

/**
 * A moment that the caller sees. `stay` locks it against deletion until the transaction ends; `own` locks it
 * exclusively.
 */
export async function lockMoment(
  tx: MemberTx,
  id: MomentId,
  lock: 'stay' | 'own',
): Promise<MomentRow | undefined> {
  const locks = { stay: sql`for key share of m`, own: sql`for update of m` };
  const { rows } = await sql<MomentRow>`
    select ${momentColumns(tx)} from moments m
    where m.tenant_id = ${tx.tenant.id} and m.id = ${id} and ${isUp}
      and ${isInCircle(tx, sql<AccountId>`m.author_id`, tx.actor)}
    ${locks[lock]}
  `.execute(tx.db);
  return rows[0];
}

/** The moments among the ids that the caller sees, newest first. */
export async function selectMoments(ctx: MemberCtx, ids: readonly MomentId[]): Promise<MomentRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<MomentRow>`
    select ${momentColumns(ctx)} from moments m
    where m.tenant_id = ${ctx.tenant.id} and m.id = any(${[...ids]}::bigint[]) and ${isUp}
      and ${isInCircle(ctx, sql<AccountId>`m.author_id`, ctx.actor)}
    order by m.id desc
  `.execute(ctx.db);
  return rows;
}

/**
 * A page of the moments that the caller sees, of all authors or of one, newest first. It has ten moments, or more if
 * the last ones share a second: clients page by seconds, so a second is never split. A page of later moments starts
 * right after its start, including unseen moments of the start second.
 */
export async function selectMomentPage(
  ctx: MemberCtx,
  start: PageStart,
  authorId?: AccountId,
): Promise<MomentRow[]> {
  const second = sql`m.posted_at / 1000`;
  const isLater = start.from === 'after';
  let isInPage: RawBuilder<unknown> = sql``;
  if (start.from === 'before') isInPage = sql`and ${second} < ${start.second}`;
  if (start.from === 'after')
    isInPage = authorId
      ? sql`and ${second} > ${start.second}`
      : sql`and ${second} >= ${start.second} and (${second} > ${start.second} or m.id > ${seenId(ctx)})`;
  const direction = isLater ? sql`asc` : sql`desc`;
  const ofPerson = sql`
    from moments m where m.tenant_id = ${ctx.tenant.id} and m.author_id = person.id and ${isUp} ${isInPage}
    order by ${second} ${direction}`;
  // Only authors among the ten nearest can be on the page, so few authors' moments are read.
  const { rows } = await sql<MomentRow>`
    with person as (
      select circle.id from ${circleOf(ctx, ctx.actor)} as circle ${authorId ? sql`where circle.id = ${authorId}` : sql``}
    ),
    nearest as (
      select person.id from person cross join lateral (select ${second} as second ${ofPerson} limit 1) m
      order by m.second ${direction} fetch first ${sql.lit(PAGE)} rows with ties
    )
    select ${momentColumns(ctx)}
    from nearest person
    cross join lateral (select m.* ${ofPerson} fetch first ${sql.lit(PAGE)} rows with ties) m
    order by ${second} ${direction} fetch first ${sql.lit(PAGE)} rows with ties
  `.execute(ctx.db);
  return rows.toSorted((a, b) => b.id - a.id);
}

/** The newest moment of others that the caller sees and has not seen before, or undefined. */
export async function selectNewestUnseen(ctx: MemberCtx): Promise<MomentId | undefined> {
  // Only for authors of unseen moments is it decided whether the caller sees them, which takes most of the work.
  const { rows } = await sql<{ id: MomentId }>`
    select unseen.id from (
      select m.id, f.friend_id from friends f
      cross join lateral (
        select m.id, m.posted_at from moments m
        where m.tenant_id = ${ctx.tenant.id} and m.author_id = f.friend_id and ${isUp}
        order by m.posted_at / 1000 desc, m.id desc limit 1
      ) m
      where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor}
        and m.id > ${seenId(ctx)} and m.posted_at >= f.created_at
        and exists (select from moments n where n.tenant_id = ${ctx.tenant.id} and n.id > ${seenId(ctx)})
      order by m.id desc offset 0
    ) unseen
    where ${isInCircle(ctx, sql<AccountId>`unseen.friend_id`, ctx.actor)}
    order by unseen.id desc limit 1
  `.execute(ctx.db);
  return rows[0]?.id;
}

/** Records that the caller has seen everything up to this moment; the mark never decreases. */
export async function upsertMark(ctx: MemberCtx, seen: MomentId): Promise<void> {
  await ctx.db
    .insertInto('moment_marks')
    .values({ tenant_id: ctx.tenant.id, account_id: ctx.actor, seen_id: seen })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'account_id'])
        .doUpdateSet({ seen_id: seen })
        .where('moment_marks.seen_id', '<', seen),
    )
    .execute();
}

/** Deletes a moment with its likes, comments and notices. Its files must be removed before. */
export async function deleteMomentRow(tx: Tx, id: MomentId): Promise<void> {
  await tx.db.deleteFrom('moments').where('tenant_id', '=', tx.tenant.id).where('id', '=', id).execute();
}

function seenId(ctx: MemberCtx): RawBuilder<MomentId> {
  return sql<MomentId>`coalesce((
    select seen_id from moment_marks where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor}
  ), 0)`;
}
