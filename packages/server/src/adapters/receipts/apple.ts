import type { JWSTransactionDecodedPayload, SignedDataVerifier } from '@apple/app-store-server-library';
import {
  ReceiptRefused,
  type AppleApp,
  type StoreNotification,
  type StoreTransaction,
} from '@kith/core/ports';
import { importPKCS8, SignJWT } from 'jose';
import { requestStore } from './store-http.js';

/** The operator's credentials for Apple's server API. */
export interface AppleKey {
  readonly issuerId: string;
  readonly keyId: string;
  /** PKCS 8, PEM. */
  readonly privateKey: string;
}

export interface AppleOptions {
  /** The root certificates of Apple's signatures, DER or PEM. */
  readonly roots: readonly Uint8Array[];
  readonly key: AppleKey | undefined;
  /** The address of Apple's server, if it is not the usual one. */
  readonly apiUrl: string | undefined;
  readonly now: () => number;
}

/** Production, and the sandbox in which reviewers and testers of an app buy, against this same server. */
type AppleEnvironment = 'production' | 'sandbox';

const servers: Readonly<Record<AppleEnvironment, string>> = {
  production: 'https://api.storekit.apple.com',
  sandbox: 'https://api.storekit-sandbox.apple.com',
};
const TOKEN_SECONDS = 300;

/** Verifies and reads a transaction signed by Apple. */
export async function readAppleTransaction(
  options: AppleOptions,
  app: AppleApp,
  signed: string,
): Promise<StoreTransaction> {
  return inEnvironments(app, async (environment) => {
    const verifier = await verifierFor(options, app, environment, signed);
    return transactionOf(await verified(() => verifier.verifyAndDecodeTransaction(signed)));
  });
}

/** Fetches the transaction with this id from Apple's server. */
export async function fetchAppleTransaction(
  options: AppleOptions,
  app: AppleApp,
  transactionId: string,
): Promise<StoreTransaction> {
  if (!options.key) throw new ReceiptRefused('No key for the App Store is configured.');
  if (!/^\d{1,32}$/.test(transactionId)) throw new ReceiptRefused('This is not an Apple transaction id.');
  const { issuerId, keyId, privateKey } = options.key;
  const now = Math.floor(options.now() / 1000);
  const token = await new SignJWT({ bid: app.bundleId })
    .setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'JWT' })
    .setIssuer(issuerId)
    .setAudience('appstoreconnect-v1')
    .setIssuedAt(now)
    .setExpirationTime(now + TOKEN_SECONDS)
    .sign(await importPKCS8(privateKey, 'ES256'));
  const answer = await inEnvironments(app, async (environment) => {
    const base = options.apiUrl ?? servers[environment];
    return (await requestStore(`${base}/inApps/v1/transactions/${transactionId}`, {
      headers: { authorization: `Bearer ${token}` },
    })) as { signedTransactionInfo?: unknown } | undefined;
  });
  if (typeof answer?.signedTransactionInfo !== 'string')
    throw new ReceiptRefused('Apple answered without a transaction.');
  const transaction = await readAppleTransaction(options, app, answer.signedTransactionInfo);
  if (transaction.transactionId !== transactionId)
    throw new ReceiptRefused('Apple answered with another transaction.');
  return transaction;
}

/** Verifies and reads a notification signed by Apple. */
export async function readAppleNotification(
  options: AppleOptions,
  app: AppleApp,
  signed: string,
): Promise<StoreNotification> {
  const { verifier, notice } = await inEnvironments(app, async (environment) => {
    const verifierThere = await verifierFor(options, app, environment, signed);
    return {
      verifier: verifierThere,
      notice: await verified(() => verifierThere.verifyAndDecodeNotification(signed)),
    };
  });
  const { notificationUUID: id, notificationType: type, subtype, data, signedDate } = notice;
  if (!id || !type) throw new ReceiptRefused('The notification has no id or no type.');
  const what = subtype ? `${type}/${subtype}` : type;
  const info = data?.signedTransactionInfo;
  if (info === undefined) return { id, what, transaction: undefined };
  const transaction = await readAppleTransaction(options, app, info);
  const renewalInfo = data?.signedRenewalInfo;
  const renewal =
    renewalInfo === undefined
      ? undefined
      : await verified(async () => {
          requireEs256(renewalInfo);
          return verifier.verifyAndDecodeRenewalInfo(renewalInfo);
        });
  const graceUntil = renewal?.gracePeriodExpiresDate ?? null;
  return {
    id,
    what,
    transaction: {
      ...transaction,
      state: stateOf(transaction, what, renewal?.autoRenewStatus),
      graceUntil: type === 'GRACE_PERIOD_EXPIRED' || type === 'EXPIRED' ? null : graceUntil,
      saidAt: signedDate ?? transaction.saidAt,
    },
  };
}

function stateOf(
  { state }: StoreTransaction,
  what: string,
  autoRenewStatus: number | undefined,
): StoreTransaction['state'] {
  if (state === 'refunded' || state === 'ended') return state;
  if (what.startsWith('EXPIRED') || what === 'GRACE_PERIOD_EXPIRED') return 'ended';
  const isLast = what === 'DID_FAIL_TO_RENEW' || autoRenewStatus === 0;
  return isLast ? 'ending' : state;
}

function transactionOf(payload: JWSTransactionDecodedPayload): StoreTransaction {
  const {
    originalTransactionId: key,
    transactionId,
    productId,
    purchaseDate,
    expiresDate,
    signedDate,
  } = payload;
  if (!key || !transactionId || !productId || purchaseDate === undefined || signedDate === undefined)
    throw new ReceiptRefused('The transaction lacks required fields.');
  const isRefunded = payload.revocationDate !== undefined;
  const isSubscription = payload.type === 'Auto-Renewable Subscription';
  return {
    store: 'apple',
    key,
    transactionId,
    productId,
    purchasedAt: purchaseDate,
    expiresAt: expiresDate ?? null,
    // After an upgrade, the store has refunded the rest.
    state: isRefunded ? 'refunded' : payload.isUpgraded ? 'ended' : isSubscription ? 'renewing' : 'ending',
    graceUntil: null,
    accountToken: payload.appAccountToken?.toLowerCase() ?? null,
    replaces: null,
    isUnacknowledged: false,
    saidAt: signedDate,
    isSandbox: payload.environment === 'Sandbox',
  };
}

/** Tries production first, then the sandbox if the app accepts it. */
async function inEnvironments<R>(
  { isSandbox }: AppleApp,
  read: (environment: AppleEnvironment) => Promise<R>,
): Promise<R> {
  if (isSandbox) return read('sandbox');
  try {
    return await read('production');
  } catch (error) {
    if (!(error instanceof ReceiptRefused)) throw error;
    // Of two refusals, the first names the cause.
    return read('sandbox').catch((second: unknown) => {
      throw second instanceof ReceiptRefused ? error : second;
    });
  }
}

/** Loaded lazily: the library is large, and most processes never handle a receipt. */
async function verifierFor(
  { roots }: AppleOptions,
  { bundleId, appId }: AppleApp,
  where: AppleEnvironment,
  signed: string,
): Promise<SignedDataVerifier> {
  requireEs256(signed);
  if (bundleId === '') throw new ReceiptRefused('The tenant has no Apple app.');
  const { Environment, SignedDataVerifier: Verifier } = await import('@apple/app-store-server-library');
  const environment = where === 'sandbox' ? Environment.SANDBOX : Environment.PRODUCTION;
  // Without online checks, a certificate must have been valid at the time of signing; nothing is requested over the
  // network.
  return new Verifier(
    roots.map((root) => Buffer.from(root)),
    false,
    environment,
    bundleId,
    appId,
  );
}

/** The algorithm that a token names is never trusted: only ES256 is accepted. */
function requireEs256(signed: string): void {
  let header: { alg?: unknown } | null;
  try {
    header = JSON.parse(
      Buffer.from(signed.split('.')[0] ?? '', 'base64url').toString('utf8'),
    ) as typeof header;
  } catch (error) {
    throw new ReceiptRefused('This is not a signed transaction.', { cause: error });
  }
  if (header?.alg !== 'ES256') throw new ReceiptRefused('The signature algorithm is not ES256.');
}

async function verified<R>(verify: () => Promise<R>): Promise<R> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof ReceiptRefused) throw error;
    const status = error instanceof Error && 'status' in error ? String(error.status) : '?';
    throw new ReceiptRefused(`The signature is not by Apple for this app (status ${status}).`, {
      cause: error,
    });
  }
}
