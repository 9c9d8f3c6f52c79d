import { sql } from 'kysely';
import type { Quota } from '../db/tables/billing.js';
import type { AccountId, Ctx, Tx, MemberCtx, MemberTx } from '../kernel/index.js';

/** The caller's use of quotas on a day; those not used are missing. */
export async function selectUsed(ctx: MemberCtx, day: string): Promise<ReadonlyMap<Quota, number>> {
  const rows = await ctx.db
    .selectFrom('quota_days')
    .select(['quota', 'used'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('day', '=', day)
    .execute();
  return new Map(rows.map(({ quota, used }) => [quota, used]));
}

/**
 * Counts and records one use if the limit allows it; returns false if nothing is left. A recorded use for the same
 * person and day is already paid.
 */
export async function insertSpending(
  tx: MemberTx,
  of: { quota: Quota; day: string; limit: number | null; targetId: AccountId; reason: string },
): Promise<boolean> {
  const { rows } = await sql<{ is_paid: boolean }>`
    with paid as (
      select from quota_ledger
      where tenant_id = ${tx.tenant.id} and account_id = ${tx.actor} and quota = ${of.quota}
        and target_id = ${of.targetId} and day = ${of.day} and refunded_at is null
    ),
    counted as (
      insert into quota_days as q (tenant_id, account_id, quota, day, used)
      select ${tx.tenant.id}, ${tx.actor}, ${of.quota}, ${of.day}, 1
      where not exists (select from paid) and (
        coalesce(${of.limit}::int > 0, true)
        -- Staff may give uses to somebody without any.
        or exists (
          select from quota_days g where g.tenant_id = ${tx.tenant.id} and g.account_id = ${tx.actor} and g.quota = ${of.quota}
            and g.day = ${of.day} and g.used < ${of.limit}::int
        )
      )
      on conflict (tenant_id, account_id, quota, day) do update set used = q.used + 1
      where coalesce(q.used < ${of.limit}::int, true)
      returning used
    ),
    written as (
      insert into quota_ledger (tenant_id, account_id, quota, day, target_id, reason, left_before, left_after, created_at)
      select ${tx.tenant.id}, ${tx.actor}, ${of.quota}, ${of.day}, ${of.targetId}, ${of.reason},
        ${of.limit}::int - used + 1, ${of.limit}::int - used, ${tx.now()} from counted
      returning 1
    )
    select exists (select from paid) or exists (select from written) as is_paid
  `.execute(tx.db);
  return rows[0]?.is_paid ?? false;
}

/** Gives an account further uses on a day, and records it; takes some if the amount is negative. */
export async function insertGiven(
  tx: Tx,
  of: { accountId: AccountId; quota: Quota; day: string; amount: number; reason: string },
): Promise<void> {
  await sql`
    with counted as (
      insert into quota_days as q (tenant_id, account_id, quota, day, used)
      values (${tx.tenant.id}, ${of.accountId}, ${of.quota}, ${of.day}, -${of.amount}::int)
      on conflict (tenant_id, account_id, quota, day) do update set used = q.used + excluded.used
    )
    insert into quota_ledger (tenant_id, account_id, quota, day, given, reason, created_at)
    values (${tx.tenant.id}, ${of.accountId}, ${of.quota}, ${of.day}, ${of.amount}, ${of.reason}, ${tx.now()})
  `.execute(tx.db);
}

/** When the caller last spent a quota on an account, in milliseconds. */
export async function selectLastSpending(
  ctx: MemberCtx,
  quota: Quota,
  targetId: AccountId,
): Promise<number | undefined> {
  const row = await ctx.db
    .selectFrom('quota_ledger')
    .select('created_at')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('quota', '=', quota)
    .where('target_id', '=', targetId)
    .where('refunded_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.created_at;
}

/** A line of the quota ledger. */
export interface LedgerLine {
  readonly at: number;
  readonly quota: Quota;
  /** Null for what staff gave. */
  readonly targetId: AccountId | null;
  readonly reason: string;
  /** Further uses that staff gave; null for a use. */
  readonly given: number | null;
  readonly leftBefore: number | null;
  readonly leftAfter: number | null;
  readonly refundedAt: number | null;
}

/** An account's last 100 ledger lines, newest first. */
export function selectLedgerLines(ctx: Ctx, accountId: AccountId): Promise<LedgerLine[]> {
  return ctx.db
    .selectFrom('quota_ledger')
    .select([
      'created_at as at',
      'quota',
      'target_id as targetId',
      'reason',
      'given',
      'left_before as leftBefore',
      'left_after as leftAfter',
      'refunded_at as refundedAt',
    ])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
}

/** Whether a report counts against its target: an undismissed case. An SQL condition on rows `p` of reports. */
export const countsAgainstTarget = sql<boolean>`(p.is_case and p.state in ('open', 'upheld'))`;

/** The number of people whose reports against the caller since a time weigh enough and were not dismissed. */
export async function selectTrustedReports(ctx: MemberCtx, since: number): Promise<number> {
  const { halveAtWeight } = ctx.tenant.settings;
  if (halveAtWeight === 0) return 0;
  const { rows } = await sql<{ count: number }>`
    select count(distinct p.reporter_id)::int as count from reports p
    where p.tenant_id = ${ctx.tenant.id} and p.target_id = ${ctx.actor} and p.created_at > ${since}
      and ${countsAgainstTarget} and p.weight >= ${halveAtWeight}
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Deletes counts and ledger lines before a day. */
export async function deleteOldSpendings(ctx: Ctx, day: string): Promise<void> {
  for (const table of ['quota_days', 'quota_ledger'] as const)
    await ctx.db.deleteFrom(table).where('tenant_id', '=', ctx.tenant.id).where('day', '<', day).execute();
}

/**
 * Refunds tickets and super waves spent on an account since a time. Each line was counted once on its day and is refunded
 * once; a count is negative if staff gave uses that are left.
 */
export async function updateRefunded(tx: Tx, targetId: AccountId, since: number): Promise<void> {
  await sql`
    with refunded as (
      update quota_ledger set refunded_at = ${tx.now()}
      where tenant_id = ${tx.tenant.id} and target_id = ${targetId} and created_at > ${since}
        and quota in ('ticket', 'super_wave') and refunded_at is null
      returning account_id, quota, day
    ),
    counted as (
      select account_id, quota, day, count(*)::int as amount from refunded group by account_id, quota, day
    )
    update quota_days q set used = q.used - c.amount
    from counted c
    where q.tenant_id = ${tx.tenant.id} and q.account_id = c.account_id and q.quota = c.quota and q.day = c.day
  `.execute(tx.db);
}
