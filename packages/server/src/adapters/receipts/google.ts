import { ReceiptRefused, type GoogleApp, type StoreTransaction } from '@kith/core/ports';
import { importPKCS8, SignJWT } from 'jose';
import type { GoogleAccount } from '../../config/secrets.js';
import { requestStore } from './store-http.js';

export interface GoogleOptions {
  readonly account: GoogleAccount | undefined;
  readonly apiUrl: string;
  readonly now: () => number;
}

const SCOPE = 'https://www.googleapis.com/auth/androidpublisher';
const TOKEN_SECONDS = 3600;
/** The token becomes part of a URL. */
const TOKEN = /^[\w-][\w.~-]{7,}$/;
/** A token is not used in the last minute of its life. */
const MARGIN_MS = 60_000;

/** Queries Google about purchases; caches its access token. */
export interface GoogleClient {
  fetchPurchase(app: GoogleApp, purchaseToken: string): Promise<StoreTransaction>;
  acknowledge(app: GoogleApp, purchase: { productId: string; purchaseToken: string }): Promise<void>;
}

export function makeGoogleClient(options: GoogleOptions): GoogleClient {
  const { apiUrl, now } = options;
  let token: { value: string; until: number } | undefined;

  async function request(app: GoogleApp, path: string, method: 'GET' | 'POST'): Promise<unknown> {
    if (app.packageName === '') throw new ReceiptRefused('The tenant has no Google app.');
    if (!token || token.until < now()) {
      const value = await fetchToken(options);
      token = { value, until: now() + TOKEN_SECONDS * 1000 - MARGIN_MS };
    }
    const base = `${apiUrl}/androidpublisher/v3/applications/${encodeURIComponent(app.packageName)}/purchases`;
    return requestStore(`${base}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    });
  }

  return {
    fetchPurchase: async (app, purchaseToken) => {
      if (!TOKEN.test(purchaseToken)) throw new ReceiptRefused('This is not a purchase token.');
      const path = `subscriptionsv2/tokens/${encodeURIComponent(purchaseToken)}`;
      return transactionOf(
        app,
        purchaseToken,
        (await request(app, path, 'GET')) as Subscription | undefined,
        now(),
      );
    },
    acknowledge: async (app, { productId, purchaseToken }) => {
      const path = `subscriptions/${encodeURIComponent(productId)}/tokens/${encodeURIComponent(purchaseToken)}:acknowledge`;
      await request(app, path, 'POST');
    },
  };
}

async function fetchToken({ account, now }: GoogleOptions): Promise<string> {
  if (!account) throw new ReceiptRefused('No Google service account is configured.');
  const at = Math.floor(now() / 1000);
  const assertion = await new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(account.email)
    .setAudience(account.tokenUrl)
    .setIssuedAt(at)
    .setExpirationTime(at + TOKEN_SECONDS)
    .sign(await importPKCS8(account.privateKey, 'RS256'));
  const answer = (await requestStore(account.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }),
  })) as { access_token?: unknown } | undefined;
  if (typeof answer?.access_token !== 'string') throw new ReceiptRefused('Google returned no access token.');
  return answer.access_token;
}

/** The fields of a subscription that are used. */
interface Subscription {
  readonly startTime?: string;
  readonly subscriptionState?: string;
  readonly latestOrderId?: string;
  readonly linkedPurchaseToken?: string;
  readonly acknowledgementState?: string;
  readonly testPurchase?: object;
  readonly externalAccountIdentifiers?: { readonly obfuscatedExternalAccountId?: string };
  readonly lineItems?: readonly {
    readonly productId?: string;
    readonly expiryTime?: string;
    readonly latestSuccessfulOrderId?: string;
  }[];
}

/** The meaning of each state; any other state grants nothing yet. */
const states: Readonly<Record<string, StoreTransaction['state']>> = {
  SUBSCRIPTION_STATE_ACTIVE: 'renewing',
  // Google has already postponed the end.
  SUBSCRIPTION_STATE_IN_GRACE_PERIOD: 'ending',
  SUBSCRIPTION_STATE_CANCELED: 'ending',
  SUBSCRIPTION_STATE_ON_HOLD: 'ended',
  SUBSCRIPTION_STATE_PAUSED: 'ended',
  SUBSCRIPTION_STATE_EXPIRED: 'ended',
};

function transactionOf(
  app: GoogleApp,
  purchaseToken: string,
  subscription: Subscription | undefined,
  now: number,
): StoreTransaction {
  const [item, ...others] = subscription?.lineItems ?? [];
  const state = states[subscription?.subscriptionState ?? ''];
  if (!subscription || !item || others.length > 0 || !state)
    throw new ReceiptRefused(
      `Google has no single subscription (${subscription?.subscriptionState ?? 'nothing'}).`,
    );
  if (subscription.testPurchase && !app.isSandbox) throw new ReceiptRefused('It is a test purchase.');
  const transactionId = item.latestSuccessfulOrderId ?? subscription.latestOrderId;
  const [purchasedAt, expiresAt] = [
    Date.parse(subscription.startTime ?? ''),
    Date.parse(item.expiryTime ?? ''),
  ];
  if (!item.productId || !transactionId || Number.isNaN(purchasedAt) || Number.isNaN(expiresAt))
    throw new ReceiptRefused('The subscription lacks required fields.');
  return {
    store: 'google',
    key: purchaseToken,
    transactionId,
    productId: item.productId,
    purchasedAt,
    expiresAt,
    state,
    graceUntil: null,
    accountToken: subscription.externalAccountIdentifiers?.obfuscatedExternalAccountId?.toLowerCase() ?? null,
    replaces: subscription.linkedPurchaseToken ?? null,
    isUnacknowledged: subscription.acknowledgementState === 'ACKNOWLEDGEMENT_STATE_PENDING',
    saidAt: now,
    isSandbox: subscription.testPurchase !== undefined,
  };
}
