import type { MemberCtx } from '../kernel/index.js';
import { findEntitlement, type VipStatus } from './entitlement.js';
import { listPlans, type Plan } from './plans.js';
import { obtainStoreToken } from './purchases-store.js';
import { loadQuota, type QuotaState } from './quotas.js';
import { discountOf, pricePerMonth } from './rules.js';

/** A plan as it is offered to somebody. */
export interface OfferedPlan extends Plan {
  /** In hundredths. */
  readonly pricePerMonth: number;
  /** By how many percent it is cheaper than the monthly plan; 0 when it is not. */
  readonly discount: number;
  readonly isRunning: boolean;
}

/** What is sold to the caller, and what the caller has. */
export interface Offer {
  readonly vipStatus: VipStatus;
  readonly plans: readonly OfferedPlan[];
  readonly tickets: QuotaState;
  /** How the caller is named when something is bought at a store. */
  readonly storeToken: string;
}

/** What is sold to the caller: what is not hidden, and what runs. */
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

/** What a single month costs in a currency; 0 where it is not sold. */
function monthlyPrice(plans: readonly Plan[], currency: string): number {
  return plans.find((plan) => plan.months === 1 && plan.currency === currency)?.price ?? 0;
}
