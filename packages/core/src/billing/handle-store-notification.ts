import { transact, type Ctx, type Tx } from '../kernel/index.js';
import type { StoreTransaction } from '../ports/index.js';
import { appleApp, googleApp } from './check-receipt.js';
import { change } from './entitlement.js';
import { listPlans } from './plans.js';
import {
  insertStoreNotification,
  selectPurchase,
  selectUnacknowledged,
  updateAcknowledged,
  updatePurchase,
  type Purchase,
  type Unacknowledged,
} from './purchases-store.js';
import { graceOf } from './rules.js';
import { lockEntitlements, type EntitlementChange, type LogLine } from './store.js';

/** `stored`: processed, now or earlier. `unknown`: no account of the tenant has posted this purchase yet. */
export type NotificationOutcome = 'stored' | 'unknown';

/** Handles a notification that Apple has signed for the tenant's app. Throws `ReceiptRefused`. */
export async function handleAppleNotification(ctx: Ctx, signed: string): Promise<NotificationOutcome> {
  const { id, what, transaction } = await ctx.ports.receipts.readAppleNotification(appleApp(ctx), signed);
  return transaction ? handleNotification(ctx, { platform: 'ios', id, what, transaction }) : 'stored';
}

/** Google's notification about a purchase: only a reason to query the purchase. */
export interface GooglePurchaseHint {
  readonly purchaseToken: string;
  readonly isRevoked: boolean;
  /** The refunded order; undefined if none was refunded. */
  readonly refundedOrderId: string | undefined;
}

/** Handles a Google notification by querying the purchase. Throws `ReceiptRefused` or `unavailable`. */
export async function handleGoogleNotification(
  ctx: Ctx,
  { id, what, hint }: { id: string; what: string; hint: GooglePurchaseHint },
): Promise<NotificationOutcome> {
  // A caller with the secret cannot make the server query Google about purchases that no account has posted.
  if (!(await selectPurchase(ctx, 'android', hint.purchaseToken))) return 'unknown';
  const asked = await ctx.ports.receipts.fetchGoogle(googleApp(ctx), hint.purchaseToken);
  const isRefunded = hint.isRevoked || hint.refundedOrderId === asked.transactionId;
  const transaction = isRefunded ? { ...asked, state: 'refunded' as const } : asked;
  return handleNotification(ctx, { platform: 'android', id, what, transaction });
}

/**
 * Sandbox transactions do not affect production purchases, and production transactions do not affect sandbox purchases.
 */
function isOtherMoney(purchase: Purchase, transaction: StoreTransaction): boolean {
  return purchase.storeConfirmedAt !== null && purchase.isSandbox !== transaction.isSandbox;
}

async function handleNotification(
  ctx: Ctx,
  notification: { platform: 'ios' | 'android'; id: string; what: string; transaction: StoreTransaction },
): Promise<NotificationOutcome> {
  const { platform, id, what, transaction } = notification;
  return transact(ctx, async (tx) => {
    const found = await selectPurchase(tx, platform, transaction.key);
    if (!found || isOtherMoney(found, transaction)) return 'unknown';
    await lockEntitlements(tx, found.accountId);
    if (!(await insertStoreNotification(tx, { platform, id, what, purchaseId: found.id }))) return 'stored';
    // Read again: the purchase may have changed before the lock.
    const known = await selectPurchase(tx, platform, transaction.key);
    if (known) await applyTransaction(tx, known, transaction, what, 'all');
    return 'stored';
  });
}

/**
 * Applies the store's current state to a purchase of a locked account: extends, ends, revokes or restores it. A
 * statement older than the last processed one changes nothing. `newer` accepts only a later transaction. Returns
 * whether anything changed.
 */
export async function applyTransaction(
  tx: Tx,
  known: Purchase,
  transaction: StoreTransaction,
  why: string,
  what: 'newer' | 'all',
): Promise<boolean> {
  if (isOtherMoney(known, transaction)) return false;
  // An unconfirmed purchase has only the client's values.
  const isSame = transaction.transactionId === (known.storeTransactionId ?? known.transactionId);
  const isNewer = !isSame && transaction.state !== 'refunded' && isLater(known, transaction);
  const isLate = transaction.saidAt < (known.storeConfirmedAt ?? 0);
  // A refund of a past month does not affect the current one.
  if (isNewer ? isLate && what === 'all' : what === 'newer' || isLate || !isSame) return false;
  await updatePurchase(tx, known, transaction);
  const step = await stepOf(tx, known, transaction, isNewer);
  if (!step) return false;
  const of = { accountId: known.accountId, id: known.entitlementId };
  await change(tx, of, step.columns, step.what, { by: transaction.store, why });
  return true;
}

/** Google reports its newest transaction and dates all of them like the first. */
function isLater(known: Purchase, { store, purchasedAt }: StoreTransaction): boolean {
  return store === 'google' || purchasedAt > (known.storePurchasedAt ?? known.boughtAt);
}

async function stepOf(
  tx: Tx,
  known: Purchase,
  transaction: StoreTransaction,
  isNewer: boolean,
): Promise<{ what: LogLine['what']; columns: EntitlementChange } | undefined> {
  if (transaction.state === 'refunded') {
    if (known.isRevoked) return undefined;
    return { what: 'revoke', columns: { revoked_at: tx.now(), closed_at: tx.now() } };
  }
  const setEnd = endOf(known, transaction);
  const graceUntil = graceOf(transaction, tx.tenant.settings.vipGraceHours);
  // An entitlement that the operator revoked stays revoked until a new payment; one that the store revoked, until the
  // store restores it.
  const isRestored = known.isRevoked && (isNewer || known.isRefunded);
  if (setEnd === known.setEnd && graceUntil === known.graceUntil && !isRestored) return undefined;
  const plan = isNewer ? await planOf(tx, transaction) : undefined;
  return {
    what: isRestored ? 'restore' : 'change',
    columns: {
      ...(setEnd !== null && { set_end: setEnd }),
      grace_until: graceUntil,
      ...(isRestored && { revoked_at: null, closed_at: null }),
      ...(plan && { plan_id: plan.id, months: plan.months, price: plan.price }),
    },
  };
}

/** The end set by the store; null if the plan's months decide. */
function endOf(known: Purchase, { state, expiresAt, saidAt }: StoreTransaction): number | null {
  if (state === 'ended') return Math.min(expiresAt ?? saidAt, saidAt);
  return expiresAt ?? known.setEnd;
}

/** A renewal may change the plan. */
async function planOf(tx: Tx, { store, productId }: StoreTransaction) {
  const plans = await listPlans(tx);
  return plans.find((plan) => productId === (store === 'apple' ? plan.appleProductId : plan.googleProductId));
}

/** Some purchases that Google expects the server to acknowledge. */
export function findUnacknowledged({ db }: Pick<Ctx, 'db'>): Promise<Unacknowledged[]> {
  return selectUnacknowledged(db, 20);
}

/** Acknowledges a purchase to Google. Throws `ReceiptRefused` or `unavailable`. */
export async function acknowledge(ctx: Ctx, purchase: Unacknowledged): Promise<void> {
  const { productId, purchaseToken, id } = purchase;
  await ctx.ports.receipts.acknowledgeGoogle(googleApp(ctx), { productId, purchaseToken });
  await updateAcknowledged(ctx, id);
}
