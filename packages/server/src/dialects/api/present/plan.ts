import type { api, Result } from '@kith/contract';
import type { PurchaseRecord } from '@kith/core/membership';

/** A purchase as it was stored, every value a text. */
export function presentRecord(
  record: PurchaseRecord,
): NonNullable<Result<typeof api.user_friendship.buy_vip_plan>['list']> {
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
