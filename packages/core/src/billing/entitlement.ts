import { notifyAccounts } from '../accounts/index.js';
import { transact, type AccountId, type Ctx, type Tx, type TenantId } from '../kernel/index.js';
import type { Plan } from './plan.js';
import { findRunning, heldUntil, scheduleGrants } from './rules.js';
import {
  insertEntitlement,
  insertLog,
  lockEntitlements,
  selectDue,
  selectEntitlement,
  selectHeld,
  selectHolders,
  updateClosed,
  updateEntitlement,
  updatePeriods,
  type Entitlement,
  type EntitlementChange,
  type LogLine,
} from './store.js';

/** An account's current entitlement. */
export interface VipStatus {
  readonly isVip: boolean;
  /** The running plan; null without one. */
  readonly plan: { readonly id: number; readonly code: string; readonly tickets: number } | null;
  /** End of the entitlement without further purchases, in milliseconds; null without a plan. */
  readonly until: number | null;
}

/** The author and reason of a change. */
export interface Decision {
  readonly by: string;
  readonly why: string;
}

/** The current VIP status of an account, its plan and its end. The only source of this decision. */
export async function findEntitlement(ctx: Ctx, accountId: AccountId): Promise<VipStatus> {
  const now = ctx.now();
  return vipStatusOf(await selectHeld(ctx, accountId, now), now);
}

/** The accounts among the ids that are VIPs now, by the same rule. */
export async function loadVips(ctx: Ctx, ids: readonly AccountId[]): Promise<ReadonlySet<AccountId>> {
  return new Set(await selectHolders(ctx, ids));
}

function vipStatusOf(held: readonly Entitlement[], now: number): VipStatus {
  const running = findRunning(held, now);
  if (!running) return { isVip: false, plan: null, until: null };
  const { planId: id, planCode: code, tickets } = running;
  return { isVip: true, plan: { id, code, tickets }, until: heldUntil(held, now) ?? null };
}

/** A plan to be granted to an account. */
export interface NewGrant {
  readonly accountId: AccountId;
  readonly plan: Plan;
  readonly purchaseId: number | null;
  readonly boughtAt: number;
  readonly setEnd: number | null;
  readonly graceUntil: number | null;
}

/** Grants a plan to an account. */
export async function grant(tx: Tx, given: NewGrant, decision: Decision): Promise<void> {
  const { plan, ...rest } = given;
  await lockEntitlements(tx, given.accountId);
  const id = await insertEntitlement(tx, {
    ...rest,
    planId: plan.id,
    months: plan.months,
    price: plan.price,
  });
  await reschedule(tx, { accountId: given.accountId, id, what: 'grant', decision });
}

/** Changes a locked entitlement: extends, ends, revokes or restores it. */
export async function change(
  tx: Tx,
  of: { accountId: AccountId; id: number },
  columns: EntitlementChange,
  what: LogLine['what'],
  decision: Decision,
): Promise<void> {
  await updateEntitlement(tx, of.id, columns);
  await reschedule(tx, { ...of, what, decision });
}

/** Some entitlements that have ended without notification. */
export function findDueEntitlements(
  ctx: Pick<Ctx, 'db' | 'now'>,
): Promise<{ tenantId: TenantId; id: number; accountId: AccountId }[]> {
  return selectDue(ctx, 200);
}

/** Notifies an account that an entitlement has ended, unless it was extended meanwhile. */
export async function closeEntitlement(ctx: Ctx, due: { id: number; accountId: AccountId }): Promise<void> {
  await transact(ctx, async (tx) => {
    await lockEntitlements(tx, due.accountId);
    if (!(await updateClosed(tx, due.id))) return;
    await recordChange(tx, { ...due, what: 'end', decision: { by: 'kith', why: 'The plan expired.' } });
  });
}

interface EntitlementStep {
  readonly accountId: AccountId;
  readonly id: number;
  readonly what: LogLine['what'];
  readonly decision: Decision;
}

/** Recomputes the periods of an account's entitlements, logs the change and notifies the owner. */
async function reschedule(tx: Tx, done: EntitlementStep): Promise<void> {
  const held = await selectHeld(tx, done.accountId);
  await updatePeriods(tx, scheduleGrants(held, tx.tenant.settings.timeZone));
  await recordChange(tx, done);
}

async function recordChange(tx: Tx, { accountId, id, what, decision }: EntitlementStep): Promise<void> {
  const entitlement = await selectEntitlement(tx, id);
  if (!entitlement) throw new Error('A changed entitlement does not exist.');
  const { planCode, endsAt: until } = entitlement;
  await insertLog(tx, { accountId, entitlementId: id, what, planCode, until, ...decision });
  const now = await findEntitlement(tx, accountId);
  await notifyAccounts(tx, [
    {
      accountId,
      type: 'vip_changed',
      data: { isVip: now.isVip, planCode: now.plan?.code ?? null, until: now.until },
    },
  ]);
}
