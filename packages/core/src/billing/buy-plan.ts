import { DomainError, limitActor, transact, type MemberCtx, type MemberTx } from '../kernel/index.js';
import type { StoreTransaction } from '../ports/index.js';
import { checkReceipt, type Claim } from './check-receipt.js';
import { change, findEntitlement, grant } from './entitlement.js';
import { applyTransaction } from './handle-store-notification.js';
import { getPlan } from './plans.js';
import type { Plan } from './plan.js';
import {
  insertPurchase,
  selectPurchase,
  type Platform,
  type Purchase,
  type PurchaseRecord,
} from './purchases-store.js';
import { graceOf, priceText } from './rules.js';
import { lockEntitlements } from './store.js';

/** A purchase as a client posts it; texts are stored unchanged. */
export interface PurchaseInput extends Omit<Claim, 'platform'> {
  readonly planCode: string;
  /** Where it was bought; defaults to the platform of its proof, otherwise to Apple. */
  readonly platform?: Platform | undefined;
  readonly transactionDate: string;
  readonly originalTransactionDate: string;
  /** `transactionDate` in milliseconds. */
  readonly boughtAt: number;
}

/** `isRepeat`: it was posted before and grants nothing; `record` is the stored purchase if the caller posted it. */
export type PurchaseResult =
  | { readonly isRepeat: false }
  | { readonly isRepeat: true; readonly isVip: boolean; readonly record: PurchaseRecord | undefined };

/**
 * Records a purchase and grants its plan, once per purchase, regardless of the posting account and of repeats. A newer
 * transaction of the same purchase extends it if the store confirms it. Throws `invalid`, `receipt_unverified`,
 * `too_many_requests` or `unavailable`.
 */
export async function buyPlan(ctx: MemberCtx, input: PurchaseInput): Promise<PurchaseResult> {
  const plan = await getPlan(ctx, input.planCode);
  await limitActor(ctx, 'purchase');
  const claim = claimOf(input);
  const checked = await checkReceipt(ctx, plan, claim);
  const transaction = typeof checked === 'object' ? checked : undefined;
  const key = transaction?.key ?? claim.originalTransactionId ?? claim.transactionId;
  if (checked === 'unproven') {
    const known = await selectPurchase(ctx, claim.platform, key);
    if (!known) throw new DomainError('receipt_unverified');
    return repeat(ctx, known);
  }
  return transact(ctx, async (tx) => {
    const record = recordOf(tx, plan, input);
    const id = await insertPurchase(tx, { ...record, platform: claim.platform, repeatKey: key, transaction });
    if (id !== undefined) {
      await grantPurchase(tx, { plan, purchaseId: id, input, transaction });
      return { isRepeat: false };
    }
    await lockEntitlements(tx, tx.actor);
    const known = await selectPurchase(tx, claim.platform, key);
    if (!known) throw new DomainError('unavailable'); // the purchase was deleted in the meantime
    const isOwn = known.accountId === tx.actor;
    if (
      isOwn &&
      transaction &&
      (await applyTransaction(tx, known, transaction, 'A renewal was posted.', 'newer'))
    )
      return { isRepeat: false };
    return repeat(tx, known);
  });
}

/** The claim, with ids trimmed so that blanks do not make it a different purchase. */
function claimOf(input: PurchaseInput): Claim {
  return {
    platform: platformOf(input),
    transactionId: input.transactionId.trim(),
    originalTransactionId: input.originalTransactionId?.trim(),
    signedTransaction: input.signedTransaction,
    purchaseToken: input.purchaseToken,
  };
}

function platformOf({ platform, signedTransaction, purchaseToken }: PurchaseInput): Platform {
  if (platform !== undefined) return platform;
  return purchaseToken !== undefined && signedTransaction === undefined ? 'android' : 'ios';
}

function recordOf(ctx: MemberCtx, plan: Plan, input: PurchaseInput): PurchaseRecord {
  return {
    accountId: ctx.actor,
    planId: plan.id,
    planCode: input.planCode,
    transactionId: input.transactionId,
    transactionDate: input.transactionDate,
    originalTransactionId: input.originalTransactionId ?? '',
    originalTransactionDate: input.originalTransactionDate,
    amount: priceText(plan.price),
    extraData: plan.extraData,
  };
}

/** Grants the purchased plan and ends the plan that it replaces. */
async function grantPurchase(
  tx: MemberTx,
  bought: {
    plan: Plan;
    purchaseId: number;
    input: PurchaseInput;
    transaction: StoreTransaction | undefined;
  },
): Promise<void> {
  const { plan, purchaseId, input, transaction } = bought;
  const decision = { by: transaction?.store ?? 'client', why: `Transaction ${input.transactionId}.` };
  await grant(
    tx,
    {
      accountId: tx.actor,
      plan,
      purchaseId,
      // A purchase cannot lie in the future.
      boughtAt: Math.min(transaction?.purchasedAt ?? input.boughtAt, tx.now()),
      setEnd: transaction?.state === 'ended' ? transaction.saidAt : (transaction?.expiresAt ?? null),
      graceUntil: transaction ? graceOf(transaction, tx.tenant.settings.vipGraceHours) : null,
    },
    decision,
  );
  const replaced = transaction?.replaces && (await selectPurchase(tx, 'android', transaction.replaces));
  if (transaction && replaced && replaced.accountId === tx.actor) {
    const end = Math.min(replaced.endsAt, transaction.purchasedAt);
    const of = { accountId: tx.actor, id: replaced.entitlementId };
    await change(tx, of, { set_end: end, grace_until: null }, 'change', {
      ...decision,
      why: 'Another plan replaced it.',
    });
  }
}

async function repeat(ctx: MemberCtx, known: Purchase): Promise<PurchaseResult> {
  const { isVip } = await findEntitlement(ctx, ctx.actor);
  return { isRepeat: true, isVip, record: known.accountId === ctx.actor ? known : undefined };
}
