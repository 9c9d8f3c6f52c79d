import type { GooglePurchaseHint } from '@kith/core/billing';

/** A Pub/Sub message: its id, its app, and the purchase to query. */
export interface GooglePushMessage {
  readonly id: string;
  readonly what: string;
  readonly packageName: string;
  /** Undefined if it concerns no subscription. */
  readonly hint: GooglePurchaseHint | undefined;
}

const REVOKED = 12;
const OF_SUBSCRIPTION = 1;

/** Parses a push message; undefined if invalid. None of it is verified, so the store is queried afterwards. */
export function readGooglePushMessage(body: unknown): GooglePushMessage | undefined {
  const message = (body as { message?: { data?: unknown; messageId?: unknown } } | null)?.message;
  if (
    typeof message?.data !== 'string' ||
    typeof message.messageId !== 'string' ||
    message.messageId.length > 200
  )
    return undefined;
  let news: Record<string, unknown>;
  try {
    news = JSON.parse(Buffer.from(message.data, 'base64').toString('utf8')) as typeof news;
  } catch {
    return undefined;
  }
  if (typeof news !== 'object' || news === null || typeof news['packageName'] !== 'string') return undefined;
  const envelope = { id: message.messageId, packageName: news['packageName'] };
  const subscription = news['subscriptionNotification'] as Record<string, unknown> | undefined;
  const voided = news['voidedPurchaseNotification'] as Record<string, unknown> | undefined;
  if (typeof subscription?.['purchaseToken'] === 'string') {
    const { purchaseToken, notificationType } = subscription;
    const hint = { purchaseToken, isRevoked: notificationType === REVOKED, refundedOrderId: undefined };
    return { ...envelope, what: `subscription ${Number(notificationType)}`, hint };
  }
  if (typeof voided?.['purchaseToken'] === 'string' && voided['productType'] === OF_SUBSCRIPTION) {
    const { purchaseToken, orderId } = voided;
    const hint = { purchaseToken, isRevoked: false, refundedOrderId: String(orderId) };
    return { ...envelope, what: 'voided', hint };
  }
  return { ...envelope, what: 'other', hint: undefined };
}
