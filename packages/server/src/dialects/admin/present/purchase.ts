import type { admin, Result } from '@kith/contract';
import type { ListedPurchase } from '@kith/core/billing';
import { withoutNulls } from './nulls.js';

/** A purchase with its buyer. */
export function presentPurchase(
  purchase: ListedPurchase,
): Result<typeof admin.purchases.list>['rows'][number] {
  const { accountId, username, nickname, storeTransactionId, storeConfirmedAt, ...bought } = purchase;
  return {
    id: bought.id,
    createdAt: bought.createdAt,
    person: { id: accountId, username, nickname },
    platform: bought.platform,
    planCode: bought.planCode,
    amount: bought.amount,
    transactionId: bought.transactionId,
    originalTransactionId: bought.originalTransactionId,
    ...withoutNulls({ storeTransactionId, confirmedAt: storeConfirmedAt }),
    endsAt: bought.endsAt,
    isRefunded: bought.isRefunded,
    isRevoked: bought.isRevoked,
    isSandbox: bought.isSandbox,
  };
}
