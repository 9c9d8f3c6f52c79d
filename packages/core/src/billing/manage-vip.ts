import { DomainError, invalid, transact, type AccountId, type Ctx } from '../kernel/index.js';
import { audit, requireWhy, type OperatorCtx } from '../staff/index.js';
import { change, findEntitlement, grant, type Decision, type VipStatus } from './entitlement.js';
import { listLedgerLines } from './quotas.js';
import type { LedgerLine } from './quotas-store.js';
import { getPlan } from './plans.js';
import { lockEntitlements, selectHeld, selectLog, type LogLine } from './store.js';

const DAY_MS = 24 * 3600 * 1000;

/**
 * Grants a plan to an account without a purchase: for `days` from now, otherwise for the plan's months. Throws
 * `invalid`.
 */
export async function grantVip(
  ctx: OperatorCtx,
  input: Decision & { accountId: AccountId; planCode: string; days?: number | undefined },
): Promise<void> {
  const { accountId, planCode, days, by, why } = input;
  if (days !== undefined && !(Number.isInteger(days) && days > 0 && days <= 3650)) throw invalid('days');
  requireReason(input);
  const plan = await getPlan(ctx, planCode);
  await transact(ctx, async (tx) => {
    const boughtAt = tx.now();
    const setEnd = days === undefined ? null : boughtAt + days * DAY_MS;
    const given = { accountId, plan, purchaseId: null, boughtAt, setEnd, graceUntil: null };
    await grant(tx, given, { by, why });
    await audit(tx, {
      action: 'billing.grant',
      object: { kind: 'account', id: accountId },
      after: { plan: planCode, ...(days !== undefined && { days }), why },
    });
  });
}

/**
 * Revokes all entitlements of an account, including future ones. Throws `not_found` if there are none, or `invalid`.
 */
export async function revokeVip(ctx: OperatorCtx, input: Decision & { accountId: AccountId }): Promise<void> {
  const { accountId, by, why } = input;
  requireReason(input);
  await transact(ctx, async (tx) => {
    await lockEntitlements(tx, accountId);
    const held = await selectHeld(tx, accountId, tx.now());
    if (held.length === 0) throw new DomainError('not_found', 'There is nothing to revoke.');
    for (const { id } of held)
      await change(tx, { accountId, id }, { revoked_at: tx.now(), closed_at: tx.now() }, 'revoke', {
        by,
        why,
      });
    await audit(tx, {
      action: 'billing.revoke',
      object: { kind: 'account', id: accountId },
      before: { plans: held.map(({ planCode }) => planCode) },
      after: { why },
    });
  });
}

/** An account's status, its entitlements, their audit log, and its recent spending of quotas. */
export async function showVip(
  ctx: Ctx,
  accountId: AccountId,
): Promise<
  VipStatus & {
    held: { planCode: string; startsAt: number; endsAt: number; isSandbox: boolean }[];
    log: LogLine[];
    spent: LedgerLine[];
  }
> {
  const [vipStatus, held, log, spent] = await Promise.all([
    findEntitlement(ctx, accountId),
    selectHeld(ctx, accountId, ctx.now()),
    selectLog(ctx, accountId),
    listLedgerLines(ctx, accountId),
  ]);
  return {
    ...vipStatus,
    held: held.map(({ planCode, startsAt, endsAt, isSandbox }) => ({
      planCode,
      startsAt,
      endsAt,
      isSandbox,
    })),
    log,
    spent,
  };
}

function requireReason({ by, why }: Decision): void {
  if (by.trim() === '') throw invalid('by');
  requireWhy(why);
}
