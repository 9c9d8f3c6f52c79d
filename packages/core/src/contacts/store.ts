import { sql, type Transaction, type RawBuilder } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  literalLimit,
  type AccountId,
  type MemberCtx,
  type MemberTx,
  type TenantId,
} from '../kernel/index.js';
import { blocksBothWays, isVisible } from './visibility-store.js';

/** The caller's side of a friendship, or undefined. */
export function selectFriend(
  ctx: MemberCtx,
  friendId: AccountId,
): Promise<{ remark: string; source: number } | undefined> {
  return ctx.db
    .selectFrom('friends')
    .select(['remark', 'source'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('friend_id', '=', friendId)
    .executeTakeFirst();
}

/** The caller's remarks for the friends among the ids. */
export async function selectRemarks(
  ctx: MemberCtx,
  ids: readonly AccountId[],
): Promise<Map<AccountId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .selectFrom('friends')
    .select(['friend_id', 'remark'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('friend_id', '=', sql<AccountId>`any(${[...ids]}::int[])`)
    .execute();
  return new Map(rows.map((row) => [row.friend_id, row.remark]));
}

/** A person as lists of conversations show it. */
export interface NamedPerson {
  readonly id: AccountId;
  readonly nickname: string;
  /** 0 male, 1 female. */
  readonly sex: 0 | 1;
  readonly avatarName: string | null;
  /** The caller's own name for a friend, or an empty text. */
  readonly remark: string;
}

/** The people among the ids, by id, each looked up by key: there may be thousands. */
export async function loadNamedPeople(
  ctx: MemberCtx,
  ids: readonly AccountId[],
): Promise<Map<AccountId, NamedPerson>> {
  if (ids.length === 0) return new Map();
  const picked = [...new Set(ids)];
  const { rows } = await sql<NamedPerson>`
    select a.id, a.nickname, a.sex, a.avatar_name as "avatarName", coalesce(f.remark, '') as remark
    from unnest(${picked}::int[]) as picked (id)
    cross join lateral (
      select * from accounts a where a.tenant_id = ${ctx.tenant.id} and a.id = picked.id offset 0
    ) a
    left join lateral (
      select f.remark from friends f
      where f.tenant_id = ${ctx.tenant.id} and f.account_id = ${ctx.actor} and f.friend_id = picked.id
      offset 0
    ) f on true
    limit ${sql.lit(literalLimit(picked.length))}
  `.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Serializes changes of the relation between two people until the transaction ends. Lock the pair before their
 * conversation.
 */
export async function lockPair(tx: MemberTx, otherId: AccountId): Promise<void> {
  const [low, high] = tx.actor < otherId ? [tx.actor, otherId] : [otherId, tx.actor];
  await sql`select pg_advisory_xact_lock(${low}::int, ${high}::int)`.execute(tx.db);
}

/** Inserts both sides of the caller's friendships; returns false if all of them already exist. */
export async function insertFriendships(
  tx: MemberTx,
  friendIds: readonly AccountId[],
  source: number,
): Promise<boolean> {
  const now = tx.now();
  const side = (account_id: AccountId, friend_id: AccountId) => ({
    tenant_id: tx.tenant.id,
    account_id,
    friend_id,
    source,
    created_at: now,
  });
  const rows = await tx.db
    .insertInto('friends')
    .values(friendIds.flatMap((friendId) => [side(tx.actor, friendId), side(friendId, tx.actor)]))
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_id')
    .execute();
  return rows.length > 0;
}

/** Deletes both sides of a friendship; returns false if there is none. */
export async function deleteFriendship(tx: MemberTx, friendId: AccountId): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('friends')
    .where('tenant_id', '=', tx.tenant.id)
    .where((or) =>
      or.or([
        or.and([or('account_id', '=', tx.actor), or('friend_id', '=', friendId)]),
        or.and([or('account_id', '=', friendId), or('friend_id', '=', tx.actor)]),
      ]),
    )
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Sets the caller's remark for a friend; returns false for a non-friend. */
export async function updateRemark(
  tx: MemberTx,
  friendId: AccountId,
  change: { remark: string; remark_letter: string; folded_remark: string },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('friends')
    .set(change)
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', tx.actor)
    .where('friend_id', '=', friendId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The ids that have blocked the caller or are blocked by the caller. */
export async function selectBlockedAmong(ctx: MemberCtx, ids: readonly AccountId[]): Promise<Set<AccountId>> {
  const { rows } = await sql<{ id: AccountId }>`
    select b.other_id as id from ${blocksBothWays(sql`${ctx.tenant.id}`)} b
    where b.id = ${ctx.actor} and b.other_id = any(${[...ids]}::int[])
  `.execute(ctx.db);
  return new Set(rows.map((row) => row.id));
}

/**
 * Visible people whose user name, phone or id equals the text, or whose nickname contains it. Never includes the
 * caller.
 */
export async function selectPeople(
  ctx: MemberCtx,
  { usernameKey, folded, pieces }: { usernameKey: string; folded: string; pieces: string[] },
): Promise<AccountId[]> {
  const asId = /^\d{1,9}$/.test(usernameKey) ? Number(usernameKey) : -1;
  // A single character matches only whole nicknames: partial matches would be far too many.
  const nickname =
    [...folded].length < 2
      ? sql`char_length(a.folded_nickname) < 2 and a.folded_nickname = ${folded}`
      : sql`a.grams @> ${pieces}::text[] and ${holds('a.folded_nickname', folded)}`;
  // Each condition has an index; for conditions with `or`, the planner may read all accounts.
  const having = (condition: RawBuilder<unknown>) =>
    sql`select a.id from accounts a where a.tenant_id = ${ctx.tenant.id} and ${condition}`;
  const { rows } = await sql<{ id: AccountId }>`
    select a.id from (
      ${having(sql`a.username_key = ${usernameKey}`)} union ${having(sql`a.phone = ${usernameKey}`)}
      union ${having(sql`a.id = ${asId}`)} union ${having(nickname)}
    ) found
    cross join lateral (
      select * from accounts a where a.tenant_id = ${ctx.tenant.id} and a.id = found.id offset 0
    ) a
    join accounts v on v.tenant_id = ${ctx.tenant.id} and v.id = ${ctx.actor}
    where a.id <> v.id and ${isVisible(ctx.tenant, 'v', 'a')}
    order by (a.id = ${asId}) desc, (a.username_key = ${usernameKey}) desc, a.active_at desc, a.id
    limit 50
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}

interface Remarked {
  readonly tenant_id: TenantId;
  readonly account_id: AccountId;
  readonly friend_id: AccountId;
  readonly remark: string;
}

/** Locks some remarks without a search form. */
export async function lockUnfoldedRemarks(tx: Transaction<Tables>, limit: number): Promise<Remarked[]> {
  return await tx
    .selectFrom('friends')
    .select(['tenant_id', 'account_id', 'friend_id', 'remark'])
    .where('remark', '<>', '')
    .where('folded_remark', '=', '')
    .limit(limit)
    .forNoKeyUpdate()
    .execute();
}

/** Stores the search forms and letters of remarks. */
export async function updateUnfoldedRemarks(
  tx: Transaction<Tables>,
  rows: readonly (Remarked & { letter: string; folded: string })[],
): Promise<void> {
  await sql`
    update friends f set folded_remark = r.folded, remark_letter = r.letter
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (tenant_id int, account_id int, friend_id int, folded text, letter text)
    where f.tenant_id = r.tenant_id and f.account_id = r.account_id and f.friend_id = r.friend_id
  `.execute(tx);
}

/**
 * Whether a column of folded text contains another folded text, compared byte by byte regardless of the database's
 * locale.
 */
function holds(column: string, folded: string): RawBuilder<boolean> {
  return sql<boolean>`strpos(${sql.ref(column)} collate "C", ${folded}) > 0`;
}
