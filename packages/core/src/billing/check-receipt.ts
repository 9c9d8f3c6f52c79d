import { DomainError, type MemberCtx } from '../kernel/index.js';
import { ReceiptRefused, type AppleApp, type GoogleApp, type StoreTransaction } from '../ports/index.js';
import type { Plan } from './plan.js';
import { obtainStoreToken, type Platform } from './purchases-store.js';
import { isSameOrder } from './rules.js';

/** A claimed purchase and its proof. */
export interface Claim {
  readonly platform: Platform;
  readonly transactionId: string;
  readonly originalTransactionId?: string | undefined;
  /** Signed by Apple. */
  readonly signedTransaction?: string | undefined;
  /** Given out by Google. */
  readonly purchaseToken?: string | undefined;
}

/** The tenant's app in Apple's store. */
export function appleApp({ tenant: { settings } }: Pick<MemberCtx, 'tenant'>): AppleApp {
  return { bundleId: settings.appleBundleId, appId: settings.appleAppId, isSandbox: settings.storeSandbox };
}

/** The tenant's app in Google's store. */
export function googleApp({ tenant: { settings } }: Pick<MemberCtx, 'tenant'>): GoogleApp {
  return { packageName: settings.googlePackageName, isSandbox: settings.storeSandbox };
}

/**
 * The store's transaction for a claim, if the tenant's receipt mode requires one. `trusted`: accepted without
 * confirmation. `unproven`: not confirmed. May wait for a store. Throws `receipt_unverified` for a proof of something
 * else.
 */
export async function checkReceipt(
  ctx: MemberCtx,
  plan: Plan,
  claim: Claim,
): Promise<StoreTransaction | 'trusted' | 'unproven'> {
  const { receiptMode } = ctx.tenant.settings;
  const isTrusting = receiptMode === 'trust' && ctx.ports.receipts.mayTrust;
  try {
    const transaction = await findTransaction(ctx, claim);
    if (!transaction) return isTrusting ? 'trusted' : 'unproven';
    requireMatch(plan, claim, transaction);
    if (transaction.accountToken !== (await obtainStoreToken(ctx, ctx.actor)))
      throw new ReceiptRefused('It was bought for another account.');
    return transaction;
  } catch (error) {
    if (!(error instanceof ReceiptRefused)) throw error;
    ctx.log.warn({ accountId: ctx.actor, why: error.message }, 'receipt rejected');
    throw new DomainError('receipt_unverified');
  }
}

/** The store's transaction; undefined without proof if the store is not to be queried. */
async function findTransaction(ctx: MemberCtx, claim: Claim): Promise<StoreTransaction | undefined> {
  const { receipts } = ctx.ports;
  if (claim.platform === 'ios' && claim.signedTransaction !== undefined)
    return receipts.readApple(appleApp(ctx), claim.signedTransaction);
  if (claim.platform === 'android' && claim.purchaseToken !== undefined)
    return receipts.fetchGoogle(googleApp(ctx), claim.purchaseToken);
  if (claim.platform === 'ios' && ctx.tenant.settings.receiptMode === 'api')
    return receipts.fetchApple(appleApp(ctx), claim.transactionId);
  return undefined;
}

/** Requires that the proof matches the claim. */
function requireMatch(plan: Plan, claim: Claim, transaction: StoreTransaction): void {
  const { store, key, transactionId, productId, state } = transaction;
  const product = store === 'apple' ? plan.appleProductId : plan.googleProductId;
  if (productId !== product) throw new ReceiptRefused('It is for another product.');
  if (state === 'refunded') throw new ReceiptRefused('It was refunded.');
  const isClaimed =
    store === 'apple'
      ? claim.transactionId === transactionId && (claim.originalTransactionId ?? key) === key
      : claim.transactionId === key || isSameOrder(claim.transactionId, transactionId);
  if (!isClaimed) throw new ReceiptRefused('It is a different transaction.');
}
