import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx, Tx, TenantId } from '../kernel/index.js';
import type { Period } from './rules.js';

/** A plan that an account has, bought or granted. */
export interface Entitlement extends Period {
  readonly id: number;
  readonly accountId: AccountId;
  readonly planId: number;
  readonly planCode: string;
  readonly tickets: number;
  readonly purchaseId: number | null;
  readonly months: number;
  readonly price: number;
  readonly boughtAt: number;
  readonly setEnd: number | null;
  readonly holdsUntil: number;
  /** Whether it is a sandbox purchase. */
  readonly isSandbox: boolean;
}

/** A line of the audit log. */
export interface LogLine {
  readonly at: number;
  readonly what: 'grant' | 'change' | 'revoke' | 'restore' | 'end';
  readonly planCode: string;
  readonly until: number;
  readonly by: string;
  readonly why: string;
}

/** The changes of an entitlement; omitted fields stay the same. */
export interface EntitlementChange {
  readonly plan_id?: number;
  readonly months?: number;
  readonly price?: number;
  readonly set_end?: number;
  readonly grace_until?: number | null;
  readonly revoked_at?: number | null;
  readonly closed_at?: number | null;
}

/** Serializes changes of an account's entitlements until the transaction ends. */
export async function lockEntitlements(tx: Tx, accountId: AccountId): Promise<void> {
  // Other advisory locks of accounts use other first numbers.
  await sql`select pg_advisory_xact_lock(-2, ${accountId}::int)`.execute(tx.db);
}

const columns = [
  'e.id',
  'e.account_id as accountId',
  'e.plan_id as planId',
  'p.code as planCode',
  'p.tickets',
  'e.purchase_id as purchaseId',
  'e.months',
  'e.price',
  'e.bought_at as boughtAt',
  'e.set_end as setEnd',
  'e.starts_at as startsAt',
  'e.ends_at as endsAt',
  'e.holds_until as holdsUntil',
] as const;

function selectEntitlements({ db, tenant }: Ctx) {
  return db
    .selectFrom('entitlements as e')
    .innerJoin('plans as p', (on) =>
      on.onRef('p.tenant_id', '=', 'e.tenant_id').onRef('p.id', '=', 'e.plan_id'),
    )
    .leftJoin('purchases as b', (on) =>
      on.onRef('b.tenant_id', '=', 'e.tenant_id').onRef('b.id', '=', 'e.purchase_id'),
    )
    .select(columns)
    .select((e) => e.fn.coalesce('b.is_sandbox', e.lit(false)).as('isSandbox'))
    .where('e.tenant_id', '=', tenant.id);
}

/** An account's unrevoked entitlements that hold after `after`. */
export function selectHeld(ctx: Ctx, accountId: AccountId, after = 0): Promise<Entitlement[]> {
  return selectEntitlements(ctx)
    .where('e.account_id', '=', accountId)
    .where('e.revoked_at', 'is', null)
    .where('e.holds_until', '>', after)
    .orderBy('e.id')
    .execute();
}

/** An entitlement by its id, or undefined. */
export function selectEntitlement(ctx: Ctx, id: number): Promise<Entitlement | undefined> {
  return selectEntitlements(ctx).where('e.id', '=', id).executeTakeFirst();
}

/** Whether a row of `entitlements` with this alias counts at a time (milliseconds); `findRunning` has the same rule. */
export function isRunning(alias: string, now: RawBuilder<unknown>): RawBuilder<boolean> {
  const [revokedAt, startsAt, holdsUntil] = ['revoked_at', 'starts_at', 'holds_until'].map((name) =>
    sql.ref(`${alias}.${name}`),
  );
  return sql<boolean>`(${revokedAt} is null and ${startsAt} <= ${now} and ${holdsUntil} > ${now})`;
}

/** Whether an account is a VIP at a time (milliseconds), as an SQL condition. */
export function isVip(
  tenantId: RawBuilder<unknown>,
  accountId: RawBuilder<unknown>,
  now: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from entitlements n
    where n.tenant_id = ${tenantId} and n.account_id = ${accountId} and ${isRunning('n', now)}
  )`;
}

/** The accounts among the ids with a current entitlement. */
export async function selectHolders(ctx: Ctx, ids: readonly AccountId[]): Promise<AccountId[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: AccountId }>`
    select distinct n.account_id as id from entitlements n
    where n.tenant_id = ${ctx.tenant.id} and n.account_id = any(${[...ids]}::int[])
      and ${isRunning('n', sql`${ctx.now()}`)}
  `.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Stores a grant and returns its id; `updatePeriods` sets its period. */
export async function insertEntitlement(
  tx: Tx,
  grant: {
    accountId: AccountId;
    planId: number;
    purchaseId: number | null;
    months: number;
    price: number;
    boughtAt: number;
    setEnd: number | null;
    graceUntil: number | null;
  },
): Promise<number> {
  const { id } = await tx.db
    .insertInto('entitlements')
    .values({
      tenant_id: tx.tenant.id,
      account_id: grant.accountId,
      plan_id: grant.planId,
      purchase_id: grant.purchaseId,
      months: grant.months,
      price: grant.price,
      bought_at: grant.boughtAt,
      set_end: grant.setEnd,
      starts_at: grant.boughtAt,
      ends_at: grant.boughtAt,
      grace_until: grant.graceUntil,
      revoked_at: null,
      closed_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Changes columns of an entitlement. */
export async function updateEntitlement(tx: Tx, id: number, change: EntitlementChange): Promise<void> {
  await tx.db
    .updateTable('entitlements')
    .set(change)
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** Sets the periods of entitlements and reopens those whose end has moved into the future. */
export async function updatePeriods(tx: Tx, periods: ReadonlyMap<number, Period>): Promise<void> {
  const rows = [...periods].map(([id, period]) => ({ id, ...period }));
  await sql`
    update entitlements e set
      starts_at = p."startsAt", ends_at = p."endsAt",
      closed_at = case when greatest(p."endsAt", e.grace_until) > ${tx.now()} then null else e.closed_at end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p (id bigint, "startsAt" bigint, "endsAt" bigint)
    where e.tenant_id = ${tx.tenant.id} and e.id = p.id
  `.execute(tx.db);
}

/** Some ended entitlements of all tenants without notification. */
export function selectDue(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  limit: number,
): Promise<{ tenantId: TenantId; id: number; accountId: AccountId }[]> {
  return db
    .selectFrom('entitlements')
    .select(['tenant_id as tenantId', 'id', 'account_id as accountId'])
    .where('closed_at', 'is', null)
    .where('holds_until', '<=', now())
    .orderBy('holds_until')
    .limit(limit)
    .execute();
}

/** Marks an entitlement's end as announced; returns false if it already was, or if the entitlement was extended. */
export async function updateClosed(tx: Tx, id: number): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('entitlements')
    .set({ closed_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .where('holds_until', '<=', tx.now())
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Appends a line to the audit log of entitlements. */
export async function insertLog(
  tx: Tx,
  line: Omit<LogLine, 'at'> & { accountId: AccountId; entitlementId: number },
): Promise<void> {
  await tx.db
    .insertInto('billing_log')
    .values({
      tenant_id: tx.tenant.id,
      at: tx.now(),
      account_id: line.accountId,
      entitlement_id: line.entitlementId,
      what: line.what,
      plan_code: line.planCode,
      until: line.until,
      done_by: line.by,
      why: line.why,
    })
    .execute();
}

/** The audit log of an account's entitlements, newest first; at most 100 lines. */
export function selectLog(ctx: Ctx, accountId: AccountId): Promise<LogLine[]> {
  return ctx.db
    .selectFrom('billing_log')
    .select(['at', 'what', 'plan_code as planCode', 'until', 'done_by as by', 'why'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
}
