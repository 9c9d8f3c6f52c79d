import { sql } from 'kysely';
import type { AccountId, Ctx, Departed, Tx } from '../kernel/index.js';

/** What an account showed before its owner deleted it. */
export interface ShownBefore {
  readonly nickname: string;
  readonly signature: string;
  readonly avatarName: string | null;
  readonly cover: string | null;
}

/** A deletion that its owner has requested. */
export interface Deletion {
  /** The end of the grace period, in milliseconds. */
  readonly eraseAt: number;
  /** Since then the owner cannot keep the account; null before. */
  readonly startedAt: number | null;
}

/** Schedules the deletion of an account and keeps what it shows; a repeated request changes nothing. */
export async function insertDeletion(tx: Tx, id: AccountId, eraseAt: number): Promise<void> {
  await sql`
    insert into account_deletions (tenant_id, account_id, requested_at, erase_at, next_at, shown)
    select tenant_id, id, ${tx.now()}, ${eraseAt}, ${eraseAt}, jsonb_build_object(
      'nickname', nickname, 'signature', signature, 'avatarName', avatar_name, 'cover', cover
    )
    from accounts where tenant_id = ${tx.tenant.id} and id = ${id}
    on conflict do nothing
  `.execute(tx.db);
}

/** The deletion of an account, or undefined. */
export function selectDeletion(ctx: Ctx, id: AccountId): Promise<Deletion | undefined> {
  return ctx.db
    .selectFrom('account_deletions')
    .select(['erase_at as eraseAt', 'started_at as startedAt'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', id)
    .executeTakeFirst();
}

/** The same; it neither starts nor is taken back until the transaction ends. */
export function lockDeletion(tx: Tx, id: AccountId): Promise<Deletion | undefined> {
  return tx.db
    .selectFrom('account_deletions')
    .select(['erase_at as eraseAt', 'started_at as startedAt'])
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', id)
    .forShare()
    .executeTakeFirst();
}

/** Takes back the deletion of an account unless it has started; returns what the account showed before. */
export async function deleteDeletion(tx: Tx, id: AccountId): Promise<ShownBefore | undefined> {
  const { rows } = await sql<{ shown: ShownBefore }>`
    delete from account_deletions
    where tenant_id = ${tx.tenant.id} and account_id = ${id} and started_at is null
    returning shown
  `.execute(tx.db);
  return rows[0]?.shown;
}

/** The accounts whose deletion is due, the longest due first. */
export async function selectDueDeletions(ctx: Ctx, limit: number): Promise<AccountId[]> {
  const rows = await ctx.db
    .selectFrom('account_deletions')
    .select('account_id as id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('next_at', '<=', ctx.now())
    .orderBy('next_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Marks a due deletion as started; returns the account, or undefined if the owner has kept it. */
export async function updateDeletionStarted(tx: Tx, id: AccountId): Promise<Departed | undefined> {
  const { rows } = await sql<Departed>`
    update account_deletions d set started_at = coalesce(d.started_at, ${tx.now()})
    from accounts a
    where d.tenant_id = ${tx.tenant.id} and d.account_id = ${id} and d.next_at <= ${tx.now()}
      and a.tenant_id = d.tenant_id and a.id = d.account_id
    returning a.id, a.username_key as "usernameKey", a.phone, a.email_key as "emailKey"
  `.execute(tx.db);
  return rows[0];
}

/** Tries a deletion again at a time. */
export async function updateDeletionPostponed(ctx: Ctx, id: AccountId, nextAt: number): Promise<void> {
  await ctx.db
    .updateTable('account_deletions')
    .set({ next_at: nextAt })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', id)
    .execute();
}

/** Records that an account is erased; `nextAt` is the time to look again for what was held, or null. */
export async function updateDeletionDone(tx: Tx, id: AccountId, nextAt: number | null): Promise<void> {
  await sql`
    update account_deletions set erased_at = coalesce(erased_at, ${tx.now()}), shown = null, next_at = ${nextAt}
    where tenant_id = ${tx.tenant.id} and account_id = ${id}
  `.execute(tx.db);
}

/** The names of an account's picture: the one shown, and the one from before the deletion. */
export async function selectAvatarNames(ctx: Ctx, id: AccountId): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select n.name from accounts a
    left join account_deletions d on d.tenant_id = a.tenant_id and d.account_id = a.id
    cross join lateral (values (a.avatar_name), (d.shown->>'avatarName')) as n(name)
    where a.tenant_id = ${ctx.tenant.id} and a.id = ${id} and n.name is not null
  `.execute(ctx.db);
  return rows.map(({ name }) => name);
}
