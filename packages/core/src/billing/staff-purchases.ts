import { bounds, DomainError, transact, type Ctx } from '../kernel/index.js';
import { ReceiptRefused, type StoreTransaction } from '../ports/index.js';
import { audit, type StaffCtx } from '../staff/index.js';
import { appleApp, googleApp } from './check-receipt.js';
import { applyTransaction } from './handle-store-notification.js';
import {
  obtainStoreToken,
  selectPurchaseById,
  selectPurchases,
  type ListedPurchase,
  type Purchase,
  type PurchaseFilter,
} from './purchases-store.js';
import { lockEntitlements } from './store.js';

/** A page of the purchases of the tenant, newest first; `next` is the `before` of the next page. */
export async function findPurchases(
  ctx: StaffCtx,
  filter: PurchaseFilter,
): Promise<{ rows: ListedPurchase[]; next: number | undefined }> {
  const most = bounds.staff.purchases;
  const found = await selectPurchases(ctx, filter, most + 1);
  const rows = found.slice(0, most);
  return { rows, next: found.length > most ? rows.at(-1)?.id : undefined };
}

/** What a store says about a purchase. `refused` has the reason; `none`: purchases on the web have no store. */
export type StoreAnswer =
  | { readonly answer: 'none' }
  | { readonly answer: 'refused'; readonly why: string }
  | {
      readonly answer: 'confirmed';
      readonly state: StoreTransaction['state'];
      /** Milliseconds; null if it does not expire. */
      readonly expiresAt: number | null;
      /** Whether the store names another buyer. */
      readonly isOthers: boolean;
      /** Whether the plan of the buyer has changed. */
      readonly isChanged: boolean;
    };

/**
 * Asks the store about a purchase now, and applies what it says, as its notification would. Throws `not_found`, or
 * `unavailable` if the store does not answer.
 */
export async function checkPurchase(ctx: StaffCtx, id: number): Promise<StoreAnswer> {
  const purchase = await selectPurchaseById(ctx, id);
  if (!purchase) throw new DomainError('not_found');
  const asked = await askStore(ctx, purchase);
  return transact(ctx, async (tx) => {
    let answer: StoreAnswer;
    if (typeof asked === 'string') answer = { answer: 'refused', why: asked };
    else if (!asked) answer = { answer: 'none' };
    else {
      const { state, expiresAt, accountToken } = asked;
      const isOthers =
        accountToken !== null && accountToken !== (await obtainStoreToken(tx, purchase.accountId));
      await lockEntitlements(tx, purchase.accountId);
      // Read again: the purchase may have changed before the lock.
      const known = await selectPurchaseById(tx, id);
      const isChanged =
        known !== undefined && (await applyTransaction(tx, known, asked, 'Staff asked the store.', 'all'));
      answer = { answer: 'confirmed', state, expiresAt, isOthers, isChanged };
    }
    await audit(tx, { action: 'billing.check', object: { kind: 'purchase', id }, after: answer });
    return answer;
  });
}

/** The store's transaction; a text if the store or its credentials refuse; undefined without a store. */
async function askStore(ctx: Ctx, purchase: Purchase): Promise<StoreTransaction | string | undefined> {
  const { platform, repeatKey, storeTransactionId, transactionId } = purchase;
  const { receipts } = ctx.ports;
  if (platform === 'web') return undefined;
  try {
    const transaction =
      platform === 'ios'
        ? await receipts.fetchApple(appleApp(ctx), storeTransactionId ?? transactionId.trim())
        : await receipts.fetchGoogle(googleApp(ctx), repeatKey);
    return transaction.key === repeatKey ? transaction : 'The store knows it as a part of another purchase.';
  } catch (error) {
    if (error instanceof ReceiptRefused) return error.message;
    throw error;
  }
}
