import type { api, Result } from '@kith/contract';
import type { Offer, OfferedPlan, PurchaseRecord } from '@kith/core/billing';
import { presentTickets } from './quota.js';

type OfferResult = Result<typeof api.user_friendship.vip_plan>;
type BoughtResult = Result<typeof api.user_friendship.buy_vip_plan>;

/** The offer, without the caller's pictures. */
export function presentOffer({
  vipStatus,
  plans,
  tickets,
  storeToken,
}: Offer): Omit<OfferResult, 'user_icon' | 'user_background_icon'> {
  return {
    ticket_number: presentTickets(tickets),
    ticket_constant: vipStatus.plan?.tickets ?? 0,
    is_vip: vipStatus.isVip,
    app_account_token: storeToken,
    list: plans.map(presentPlan),
  };
}

function presentPlan(plan: OfferedPlan): OfferResult['list'][number] {
  return {
    plan_id: plan.id,
    unit_name: '每個月',
    amount_per_unit: presentAmount(plan.currency, plan.pricePerMonth),
    plan_note: plan.note,
    ticket_constant: plan.tickets,
    plan_discount: plan.discount === 0 ? '' : `折扣 ${plan.discount}%`,
    plan_name: plan.name,
    plan_code: plan.code,
    amount: presentAmount(plan.currency, plan.price),
    plan_status: plan.isRunning,
    extra_data: plan.extraData,
  };
}

/** Formats an amount in hundredths, such as `NT$1490.00`. */
function presentAmount(currency: string, hundredths: number): string {
  return `${currency}${(hundredths / 100).toFixed(2)}`;
}

/** A purchase as it was stored, with every value as text. */
export function presentRecord(record: PurchaseRecord): NonNullable<BoughtResult['list']> {
  return {
    original_transaction_date: record.originalTransactionDate,
    original_transaction_id: record.originalTransactionId,
    user_id: String(record.accountId),
    plan_id: String(record.planId),
    amount: record.amount,
    extra_data: record.extraData,
    plan_code: record.planCode,
    transaction_date: record.transactionDate,
    transaction_id: record.transactionId,
  };
}
