import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, Ctx, MemberTx, SexFilter, TenantId, Tx } from '../kernel/index.js';
import { isSilenced } from './sanctions-store.js';

/** The columns of `accounts` that `updateAccount` can set; omitted ones stay the same. */
export interface AccountChange {
  readonly nickname?: string;
  readonly letter?: string;
  readonly grams?: string[];
  readonly folded_nickname?: string;
  readonly signature?: string;
  readonly sex?: 0 | 1;
  readonly is_sex_stated?: boolean;
  readonly cover?: string | null;
  readonly avatar_name?: string | null;
  readonly may_see_moments?: boolean;
  readonly password_hash?: string;
  readonly status?: 'active' | 'frozen' | 'disabled';
  readonly client_id?: string;
  readonly is_shadow_limited?: boolean;
  readonly is_presence_hidden?: boolean;
  readonly is_browsing_hidden?: boolean;
  readonly sex_filter?: SexFilter;
  readonly university_id?: number | null;
  readonly department_id?: number | null;
}

/** The columns that others see; their changes move `updated_at`. */
const SHOWN: readonly (keyof AccountChange)[] = [
  'nickname',
  'signature',
  'sex',
  'is_sex_stated',
  'cover',
  'avatar_name',
  'university_id',
  'department_id',
];

/** Changes an account. Others see `updated_at`, so it moves only if something visible to them changes. */
export async function updateAccount(ctx: Ctx, id: AccountId, change: AccountChange): Promise<boolean> {
  const isOther = SHOWN.flatMap((column) =>
    change[column] === undefined ? [] : [sql`${sql.ref(column)} is distinct from ${change[column]}`],
  );
  const moved = sql<number>`case when ${sql.join([sql`false`, ...isOther], sql` or `)} then ${ctx.now()} else updated_at end`;
  const result = await ctx.db
    .updateTable('accounts')
    .set({ ...change, updated_at: moved })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Returns the name of the account's avatar; sets it to `name` if there is none. */
export async function updateAvatarName(ctx: Ctx, id: AccountId, name: string): Promise<string> {
  const row = await ctx.db
    .updateTable('accounts')
    .set({
      avatar_name: sql<string>`coalesce(avatar_name, ${name})`,
      avatar_bytes: null,
      updated_at: ctx.now(),
    })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .returning('avatar_name as name')
    .executeTakeFirstOrThrow();
  return row.name ?? name;
}

/** Moves the caller's `updated_at` after a visible change that is stored elsewhere. */
export async function updateShownAt(tx: MemberTx): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set({ updated_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', tx.actor)
    .execute();
}

/** An activity is not recorded if the last recorded one is younger: four indexes contain its time. */
const TOUCHED_EVERY_MS = 60_000;

/** Records activity of these accounts, each at its time (milliseconds). Skips locked ones: another attempt follows. */
export async function touchAccounts(
  db: Kysely<Tables>,
  accounts: readonly { tenantId: TenantId; accountId: AccountId; at: number }[],
): Promise<void> {
  await sql`
    with present as materialized (
      select a.tenant_id, a.id, seen.at from accounts a
      join unnest(
        ${accounts.map(({ tenantId }) => tenantId)}::int[], ${accounts.map(({ accountId }) => accountId)}::int[],
        ${accounts.map(({ at }) => at)}::bigint[]
      ) as seen(tenant_id, id, at) on a.tenant_id = seen.tenant_id and a.id = seen.id
      where a.last_seen_at <= seen.at - ${TOUCHED_EVERY_MS}
      for no key update of a skip locked
    )
    update accounts a set last_seen_at = p.at from present p where a.tenant_id = p.tenant_id and a.id = p.id
  `.execute(db);
}

/** Freezes an active account; a disabled one stays disabled. */
export async function updateAccountFrozen(tx: Tx, id: AccountId): Promise<void> {
  await tx.db
    .updateTable('accounts')
    .set({ status: 'frozen' })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('status', '=', 'active')
    .execute();
}

/** Disables an account; returns its previous status, or undefined if it was already disabled. */
export async function updateAccountBanned(tx: Tx, id: AccountId): Promise<'active' | 'frozen' | undefined> {
  const { rows } = await sql<{ before: 'active' | 'frozen' }>`
    with old as (
      select id, status from accounts where tenant_id = ${tx.tenant.id} and id = ${id} and status <> 'disabled' for no key update
    )
    update accounts a set status = 'disabled' from old
    where a.tenant_id = ${tx.tenant.id} and a.id = old.id returning old.status as before
  `.execute(tx.db);
  return rows[0]?.before;
}

/** The number of active accounts among the ids; locks their status until the transaction ends. */
export async function lockActive(tx: Tx, ids: readonly AccountId[]): Promise<number> {
  const rows = await tx.db
    .selectFrom('accounts')
    .select('id')
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', sql<AccountId>`any(${[...ids]}::int[])`)
    .where('status', '=', 'active')
    .orderBy('id')
    .forShare()
    .execute();
  return rows.length;
}

/** The ids whose accounts are active and neither hidden nor silenced by moderation. */
export async function listUnsanctioned(ctx: Ctx, ids: readonly AccountId[]): Promise<Set<AccountId>> {
  const { rows } = await sql<{ id: AccountId }>`
    select a.id from accounts a
    where a.tenant_id = ${ctx.tenant.id} and a.id = any(${[...ids]}::int[]) and a.is_listed
      and not ${isSilenced(sql`a.tenant_id`, sql`a.id`, sql`${ctx.now()}`)}
  `.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

/** Clamps future times of at most `limit` accounts to now; returns how many. */
export async function updateFutureAccountTimes(
  db: Kysely<Tables>,
  now: number,
  limit: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update accounts a
    set created_at = least(a.created_at, ${now}), updated_at = least(a.updated_at, ${now}), last_seen_at = least(a.last_seen_at, ${now})
    from (
      select tenant_id, id from accounts
      where last_seen_at > ${now} or updated_at > ${now} or created_at > ${now} limit ${limit} for no key update
    ) as late
    where a.tenant_id = late.tenant_id and a.id = late.id
  `.execute(db);
  return Number(numAffectedRows);
}
