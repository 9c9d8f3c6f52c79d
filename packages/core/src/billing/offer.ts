import type { MemberCtx } from '../kernel/index.js';
import { findEntitlement, type VipStatus } from './entitlement.js';
import { listPlans } from './plans.js';
import type { Plan } from './plan.js';
import { obtainStoreToken } from './purchases-store.js';
import { loadQuota, type QuotaState } from './quotas.js';
import { discountOf, pricePerMonth } from './rules.js';

/** A plan as offered to an account. */
export interface OfferedPlan extends Plan {
  /** Price per month in hundredths. */
  readonly pricePerMonth: number;
  /** Discount against the monthly plan in percent; 0 for none. */
  readonly discount: number;
  readonly isRunning: boolean;
}

/** The plans offered to the caller, and the caller's status. */
export interface Offer {
  readonly vipStatus: VipStatus;
  readonly plans: readonly OfferedPlan[];
  readonly tickets: QuotaState;
  /** The token that identifies the caller to the stores. */
  readonly storeToken: string;
}

/** The caller's offer: visible plans and the running one. */
export async function getOffer(ctx: MemberCtx): Promise<Offer> {
  const [vipStatus, all, tickets, storeToken] = await Promise.all([
    findEntitlement(ctx, ctx.actor),
    listPlans(ctx),
    loadQuota(ctx, 'ticket'),
    obtainStoreToken(ctx, ctx.actor),
  ]);
  const offered = all.filter(({ id, isHidden }) => !isHidden || id === vipStatus.plan?.id);
  const plans = offered.map((plan) => ({
    ...plan,
    pricePerMonth: pricePerMonth(plan),
    discount: discountOf(plan, monthlyPrice(offered, plan.currency)),
    isRunning: plan.id === vipStatus.plan?.id,
  }));
  return { vipStatus, plans, tickets, storeToken };
}

/** The price of one month in a currency; 0 if it is not sold. */
function monthlyPrice(plans: readonly Plan[], currency: string): number {
  return plans.find((plan) => plan.months === 1 && plan.currency === currency)?.price ?? 0;
}
