export { buyPlan, type PurchaseInput, type PurchaseResult } from './buy-plan.js';
export {
  closeEntitlement,
  findDueEntitlements,
  findEntitlement,
  loadVips,
  type VipStatus,
} from './entitlement.js';
export {
  acknowledge,
  findUnacknowledged,
  handleAppleNotification,
  handleGoogleNotification,
  type GooglePurchaseHint,
  type NotificationOutcome,
} from './handle-store-notification.js';
export { getOffer, type Offer, type OfferedPlan } from './offer.js';
export { grantVip, revokeVip, showVip } from './manage-vip.js';
export type { Plan, PlanInput } from './plan.js';
export { addPlan, listPlans, listPlansAsStaff, setPlan } from './plans.js';
export { checkPurchase, findPurchases, type StoreAnswer } from './staff-purchases.js';
export {
  consumeQuota,
  loadQuota,
  giveQuota,
  loadQuotas,
  refundSpentOn,
  requireQuotaLeft,
  requireSuperWaveInterval,
  sweepQuotas,
  tryConsumeQuota,
  type QuotaState,
} from './quotas.js';
export { countsAgainstTarget } from './quotas-store.js';
export { isVip } from './store.js';
export type { ListedPurchase, Platform, PurchaseRecord } from './purchases-store.js';
export { eraseQuotas } from './erase.js';
