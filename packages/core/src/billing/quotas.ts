import {
  bounds,
  DomainError,
  endOfDay,
  invalid,
  localDay,
  transact,
  type AccountId,
  type Ctx,
  type Tx,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import type { Quota } from '../db/tables/billing.js';
import { findEntitlement, type VipStatus } from './entitlement.js';
import {
  deleteOldSpendings,
  insertGiven,
  insertSpending,
  selectLastSpending,
  selectLedgerLines,
  selectTrustedReports,
  selectUsed,
  updateRefunded,
  type LedgerLine,
} from './quotas-store.js';
import { audit, requireWhy, type StaffCtx } from '../staff/index.js';
import { dailyLimit } from './quota-rules.js';

/** The rest of a quota today. */
export interface QuotaState {
  /** Null without a limit. */
  readonly limit: number | null;
  readonly remaining: number | null;
  /** End of the tenant's day, in milliseconds. */
  readonly resetAt: number;
}

/** The rest of one of the caller's quotas. */
export async function loadQuota(ctx: MemberCtx, quota: Quota): Promise<QuotaState> {
  return (await loadQuotas(ctx))[quota];
}

/** The rest of each of the caller's quotas. */
export async function loadQuotas(ctx: MemberCtx): Promise<Readonly<Record<Quota, QuotaState>>> {
  const day = localDay(ctx.tenant, ctx.now());
  const [standing, used] = await Promise.all([loadStanding(ctx), selectUsed(ctx, day)]);
  const stateOf = (quota: Quota): QuotaState => {
    const limit = limitOf(ctx, quota, standing);
    const remaining = limit === null ? null : Math.max(0, limit - (used.get(quota) ?? 0));
    return { limit, remaining, resetAt: endOfDay(ctx.tenant, ctx.now()) };
  };
  return {
    ticket: stateOf('ticket'),
    wave: stateOf('wave'),
    super_wave: stateOf('super_wave'),
    stranger_key: stateOf('stranger_key'),
  };
}

const refusals = { ticket: 'no_tickets', wave: 'too_many_requests', super_wave: 'no_super_waves' } as const;

/**
 * Consumes one unit of the caller's quota for an account, together with the action. A repeat for the same account
 * on the same day is free. Throws `no_tickets`, `no_super_waves` or `too_many_requests`, with the limit and its reset
 * time.
 */
export async function consumeQuota(
  tx: MemberTx,
  quota: keyof typeof refusals,
  on: { targetId: AccountId; reason: string },
): Promise<void> {
  const state = await tryConsumeQuota(tx, quota, on);
  if (state) throw usedUp(tx, quota, state);
}

/**
 * Checks the quota early, so that rejected requests do not all wait for the row that decides. Throws like
 * `consumeQuota`.
 */
export async function requireQuotaLeft(ctx: MemberCtx, quota: keyof typeof refusals): Promise<void> {
  const state = await loadQuota(ctx, quota);
  if (state.remaining === 0) throw usedUp(ctx, quota, state);
}

function usedUp(ctx: MemberCtx, quota: keyof typeof refusals, { limit, resetAt }: QuotaState): DomainError {
  return new DomainError(refusals[quota], undefined, {
    ...(limit !== null && { limit }),
    remaining: 0,
    resetAt,
    retryMs: resetAt - ctx.now(),
  });
}

/** Consumes one unit like `consumeQuota`; returns the state of the quota if nothing is left. */
export async function tryConsumeQuota(
  tx: MemberTx,
  quota: Quota,
  on: { targetId: AccountId; reason: string },
): Promise<QuotaState | undefined> {
  const day = localDay(tx.tenant, tx.now());
  const limit = limitOf(tx, quota, await loadStanding(tx));
  if (await insertSpending(tx, { quota, day, limit, ...on })) return undefined;
  return { limit, remaining: 0, resetAt: endOfDay(tx.tenant, tx.now()) };
}

/** Rejects a super wave too soon after the last one at the same account. Throws `too_many_requests`. */
export async function requireSuperWaveInterval(tx: MemberTx, targetId: AccountId): Promise<void> {
  const last = await selectLastSpending(tx, 'super_wave', targetId);
  const resetAt = (last ?? 0) + tx.tenant.settings.superWaveAgainHours * HOUR_MS;
  if (resetAt <= tx.now()) return;
  const retryMs = resetAt - tx.now();
  throw new DomainError('too_many_requests', undefined, { limit: 1, remaining: 0, resetAt, retryMs });
}

/** Refunds recent spending on an account that moderation bans. */
export function refundSpentOn(tx: Tx, targetId: AccountId): Promise<void> {
  return updateRefunded(tx, targetId, tx.now() - tx.tenant.settings.refundHours * HOUR_MS);
}

/** The reason in the ledger of what staff gave; their words are in the audit log. */
const BY_STAFF = 'staff';

/**
 * Gives an account further uses of a quota today, beside its limit; takes some if the amount is negative. Throws
 * `invalid`.
 */
export async function giveQuota(
  ctx: StaffCtx,
  { accountId, quota, amount, why }: { accountId: AccountId; quota: Quota; amount: number; why: string },
): Promise<void> {
  requireWhy(why);
  if (!Number.isInteger(amount) || amount === 0 || Math.abs(amount) > bounds.staff.quotaGiven)
    throw invalid('amount');
  const day = localDay(ctx.tenant, ctx.now());
  await transact(ctx, async (tx) => {
    await insertGiven(tx, { accountId, quota, day, amount, reason: BY_STAFF });
    const object = { kind: 'account', id: accountId };
    await audit(tx, { action: 'billing.give_quota', object, after: { quota, amount, why } });
  });
}

/** An account's recent spending, newest first; at most 100 lines. */
export function listLedgerLines(ctx: Ctx, accountId: AccountId): Promise<LedgerLine[]> {
  return selectLedgerLines(ctx, accountId);
}

const DAYS_KEPT = 180;

/** Deletes outdated counts and ledger lines. */
export function sweepQuotas(ctx: Ctx): Promise<void> {
  return deleteOldSpendings(ctx, localDay(ctx.tenant, ctx.now() - DAYS_KEPT * 24 * HOUR_MS));
}

const HOUR_MS = 3600 * 1000;

/** What the caller's limits depend on. */
interface Standing {
  readonly entitlement: VipStatus;
  readonly reports: number;
}

async function loadStanding(ctx: MemberCtx): Promise<Standing> {
  const [entitlement, reports] = await Promise.all([
    findEntitlement(ctx, ctx.actor),
    selectTrustedReports(ctx, ctx.now() - ctx.tenant.settings.reportDays * 24 * HOUR_MS),
  ]);
  return { entitlement, reports };
}

function limitOf(ctx: MemberCtx, quota: Quota, { entitlement, reports }: Standing): number | null {
  return dailyLimit(ctx.tenant.settings, quota, entitlement, reports);
}
