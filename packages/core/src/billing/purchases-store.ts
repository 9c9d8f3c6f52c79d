import { sql } from 'kysely';
import type { AccountId, Ctx, Tx, TenantId } from '../kernel/index.js';
import type { StoreTransaction } from '../ports/index.js';

/** Where a purchase was made. */
export type Platform = 'ios' | 'android' | 'web';

/** A purchase with the texts that the client first sent. */
export interface PurchaseRecord {
  readonly accountId: AccountId;
  readonly planId: number;
  readonly planCode: string;
  readonly transactionId: string;
  readonly transactionDate: string;
  readonly originalTransactionId: string;
  readonly originalTransactionDate: string;
  readonly amount: string;
  readonly extraData: string;
}

/** A purchase with its last state at the store and its entitlement. */
export interface Purchase extends PurchaseRecord {
  readonly id: number;
  readonly platform: Platform;
  /** The identifier that stays the same through renewals: the original id, or the purchase token. */
  readonly repeatKey: string;
  readonly createdAt: number;
  readonly entitlementId: number;
  readonly storeTransactionId: string | null;
  readonly storePurchasedAt: number | null;
  readonly storeConfirmedAt: number | null;
  readonly isRefunded: boolean;
  readonly isSandbox: boolean;
  /** From here on, the fields of its entitlement. */
  readonly boughtAt: number;
  readonly setEnd: number | null;
  readonly endsAt: number;
  readonly graceUntil: number | null;
  readonly isRevoked: boolean;
}

/** The token that identifies an account to the stores; created on first use. */
export async function obtainStoreToken(ctx: Ctx, accountId: AccountId): Promise<string> {
  const { rows } = await sql<{ token: string }>`
    with made as (
      insert into store_identities (tenant_id, account_id, token)
      select ${ctx.tenant.id}, ${accountId}, ${ctx.ids.uuid()}
      where not exists (
        select from store_identities where tenant_id = ${ctx.tenant.id} and account_id = ${accountId}
      )
      on conflict (tenant_id, account_id) do nothing
      returning token
    )
    select token from made
    union all select token from store_identities where tenant_id = ${ctx.tenant.id} and account_id = ${accountId}
  `.execute(ctx.db);
  // Another transaction created it at the same moment; the next statement sees it.
  return rows[0]?.token ?? obtainStoreToken(ctx, accountId);
}

/** Stores a purchase and returns its id; undefined if any account has already posted it. */
export async function insertPurchase(
  tx: Tx,
  purchase: PurchaseRecord & {
    platform: Platform;
    repeatKey: string;
    transaction: StoreTransaction | undefined;
  },
): Promise<number | undefined> {
  const { transaction } = purchase;
  const row = await tx.db
    .insertInto('purchases')
    .values({
      tenant_id: tx.tenant.id,
      account_id: purchase.accountId,
      plan_id: purchase.planId,
      platform: purchase.platform,
      repeat_key: purchase.repeatKey,
      plan_code: purchase.planCode,
      transaction_id: purchase.transactionId,
      transaction_date: purchase.transactionDate,
      original_transaction_id: purchase.originalTransactionId,
      original_transaction_date: purchase.originalTransactionDate,
      amount: purchase.amount,
      extra_data: purchase.extraData,
      store_transaction_id: transaction?.transactionId ?? null,
      store_product_id: transaction?.productId ?? null,
      store_purchased_at: transaction?.purchasedAt ?? null,
      store_confirmed_at: transaction?.saidAt ?? null,
      is_refunded: transaction?.state === 'refunded',
      is_unacknowledged: transaction?.isUnacknowledged ?? false,
      is_sandbox: transaction?.isSandbox ?? false,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'platform', 'repeat_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** A purchase by the key that stays the same through renewals; undefined if it was never posted. */
export function selectPurchase(
  ctx: Ctx,
  platform: Platform,
  repeatKey: string,
): Promise<Purchase | undefined> {
  return purchasesOf(ctx)
    .where('p.platform', '=', platform)
    .where('p.repeat_key', '=', repeatKey)
    .executeTakeFirst();
}

/** A purchase by its id; undefined without one. */
export function selectPurchaseById(ctx: Ctx, id: number): Promise<Purchase | undefined> {
  return purchasesOf(ctx).where('p.id', '=', id).executeTakeFirst();
}

function purchasesOf({ db, tenant }: Ctx) {
  return db
    .selectFrom('purchases as p')
    .innerJoin('entitlements as e', (on) =>
      on.onRef('e.tenant_id', '=', 'p.tenant_id').onRef('e.purchase_id', '=', 'p.id'),
    )
    .select([
      'p.id',
      'p.account_id as accountId',
      'p.plan_id as planId',
      'p.plan_code as planCode',
      'p.platform',
      'p.repeat_key as repeatKey',
      'p.transaction_id as transactionId',
      'p.transaction_date as transactionDate',
      'p.original_transaction_id as originalTransactionId',
      'p.original_transaction_date as originalTransactionDate',
      'p.amount',
      'p.extra_data as extraData',
      'p.store_transaction_id as storeTransactionId',
      'p.store_purchased_at as storePurchasedAt',
      'p.store_confirmed_at as storeConfirmedAt',
      'p.is_refunded as isRefunded',
      'p.is_sandbox as isSandbox',
      'p.created_at as createdAt',
      'e.id as entitlementId',
      'e.bought_at as boughtAt',
      'e.set_end as setEnd',
      'e.ends_at as endsAt',
      'e.grace_until as graceUntil',
      (e) => e('e.revoked_at', 'is not', null).$castTo<boolean>().as('isRevoked'),
    ])
    .where('p.tenant_id', '=', tenant.id);
}

/** Which purchases to show. */
export interface PurchaseFilter {
  readonly accountId?: number | undefined;
  /** A whole number of a transaction, as the client or the store names it, or a purchase token. */
  readonly text?: string | undefined;
  /** Only rows with a smaller id. */
  readonly before?: number | undefined;
}

/** A purchase with its buyer. */
export type ListedPurchase = Purchase & { readonly username: string; readonly nickname: string };

/** Purchases, newest first. */
export function selectPurchases(
  ctx: Ctx,
  { accountId, text, before }: PurchaseFilter,
  limit: number,
): Promise<ListedPurchase[]> {
  let query = purchasesOf(ctx)
    .innerJoin('accounts as a', (on) =>
      on.onRef('a.tenant_id', '=', 'p.tenant_id').onRef('a.id', '=', 'p.account_id'),
    )
    .select(['a.username', 'a.nickname']);
  // A number is its own id.
  if (accountId !== undefined) query = query.where('p.account_id', '=', accountId as AccountId);
  if (text !== undefined)
    query = query.where('p.id', 'in', (found) =>
      found
        .selectFrom('purchases as f')
        .select('f.id')
        .where('f.tenant_id', '=', ctx.tenant.id)
        .where((or) =>
          or.or([
            or('f.transaction_id', '=', text),
            or('f.original_transaction_id', '=', text),
            or('f.store_transaction_id', '=', text),
            or.and([or('f.platform', 'in', ['ios', 'android', 'web']), or('f.repeat_key', '=', text)]),
          ]),
        ),
    );
  if (before !== undefined) query = query.where('p.id', '<', before);
  return query.orderBy('p.id', 'desc').limit(limit).execute();
}

/** Stores the last state of a purchase at the store. */
export async function updatePurchase(
  tx: Tx,
  { id, storeConfirmedAt }: Pick<Purchase, 'id' | 'storeConfirmedAt'>,
  transaction: StoreTransaction,
): Promise<void> {
  await tx.db
    .updateTable('purchases')
    .set({
      store_transaction_id: transaction.transactionId,
      store_product_id: transaction.productId,
      store_purchased_at: transaction.purchasedAt,
      store_confirmed_at: Math.max(transaction.saidAt, storeConfirmedAt ?? 0),
      is_refunded: transaction.state === 'refunded',
      is_unacknowledged: transaction.isUnacknowledged,
      is_sandbox: transaction.isSandbox,
    })
    .where('tenant_id', '=', tx.tenant.id)
    .where('id', '=', id)
    .execute();
}

/** Records a store notification; returns false if it was already recorded. */
export async function insertStoreNotification(
  tx: Tx,
  notice: { platform: 'ios' | 'android'; id: string; what: string; purchaseId: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('store_notifications')
    .values({
      tenant_id: tx.tenant.id,
      platform: notice.platform,
      notification_id: notice.id,
      purchase_id: notice.purchaseId,
      what: notice.what,
      received_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** A purchase that Google expects the server to acknowledge. */
export interface Unacknowledged {
  readonly tenantId: TenantId;
  readonly id: number;
  readonly purchaseToken: string;
  readonly productId: string;
}

/** Some unacknowledged purchases of all tenants. */
export async function selectUnacknowledged(db: Ctx['db'], limit: number): Promise<Unacknowledged[]> {
  const rows = await db
    .selectFrom('purchases')
    .select(['tenant_id as tenantId', 'id', 'repeat_key as purchaseToken', 'store_product_id as productId'])
    .where('is_unacknowledged', '=', true)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, productId: row.productId ?? '' }));
}

/** Records that a purchase was acknowledged to Google. */
export async function updateAcknowledged(ctx: Ctx, id: number): Promise<void> {
  await ctx.db
    .updateTable('purchases')
    .set({ is_unacknowledged: false })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .execute();
}
