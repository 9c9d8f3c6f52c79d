import jsrsasign from 'jsrsasign';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import type { Receipts } from '@kith/core/ports';
import { makeReceipts } from '../../src/adapters/receipts/receipts.js';
import type { Config } from '../../src/config/config.js';
import type { Secrets } from '../../src/config/secrets.js';
import type { Kith, Person } from '../harness/kith.js';

const HOUR_MS = 3600 * 1000;
export const DAY_MS = 24 * HOUR_MS;
export const BUNDLE = 'org.example.kith';
export const APP_ID = 1234567;
export const PACKAGE = 'org.example.kith';

interface Keys {
  readonly publicKey: string;
  readonly privateKey: string;
}

const newKeys = (): Keys =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

/** The marker of Apple's certificates that sign receipts. */
const LEAF_MARK = '1.2.840.113635.100.6.11.1';
const INTERMEDIATE_MARK = '1.2.840.113635.100.6.2.1';

let serial = 1;
function certify(
  subject: string,
  keys: Keys,
  by: { name: string; keys: Keys },
  more: { isAuthority: boolean; mark?: string | undefined; until?: string },
): X509Certificate {
  const { isAuthority, mark, until = '20490101000000Z' } = more;
  const certificate = new jsrsasign.KJUR.asn1.x509.Certificate({
    version: 3,
    serial: { int: ++serial },
    issuer: { str: `/CN=${by.name}` },
    subject: { str: `/CN=${subject}` },
    notbefore: '20200101000000Z',
    notafter: until,
    sbjpubkey: keys.publicKey,
    sigalg: 'SHA256withECDSA',
    cakey: by.keys.privateKey,
    ext: [
      { extname: 'basicConstraints', critical: true, cA: isAuthority },
      ...(mark === undefined ? [] : [{ extname: mark, extn: '0500' }]),
    ],
  });
  return new X509Certificate(certificate.getPEM());
}

/** A chain of three certificates like Apple's, or with a defect. */
export interface Chain {
  readonly root: Uint8Array;
  readonly x5c: readonly string[];
  readonly leafKey: string;
}

export function makeChain(
  wrong: { leafMark?: string | undefined; intermediateMark?: string | undefined; until?: string } = {},
): Chain {
  const [root, intermediate, leaf] = [newKeys(), newKeys(), newKeys()];
  const { leafMark = LEAF_MARK, intermediateMark = INTERMEDIATE_MARK, until = '20490101000000Z' } = wrong;
  const byRoot = { name: 'Root', keys: root };
  const rootCertificate = certify('Root', root, byRoot, { isAuthority: true });
  const certificates = [
    certify(
      'Leaf',
      leaf,
      { name: 'Between', keys: intermediate },
      { isAuthority: false, mark: leafMark, until },
    ),
    certify('Between', intermediate, byRoot, { isAuthority: true, mark: intermediateMark }),
    rootCertificate,
  ];
  return {
    root: rootCertificate.raw,
    x5c: certificates.map(({ raw }) => raw.toString('base64')),
    leafKey: leaf.privateKey,
  };
}

/** Signs a value as Apple does. */
export function sign(chain: Chain, payload: object, x5c = chain.x5c): Promise<string> {
  return new SignJWT({ ...payload })
    .setProtectedHeader({ alg: 'ES256', x5c: [...x5c] })
    .sign(createPrivateKey(chain.leafKey));
}

let transactions = 2_000_000_000_000;
export const newId = () => String(++transactions);

/** Apple's data about a monthly subscription bought now. */
export function appleTransaction(
  token: string,
  given: Record<string, unknown> = {},
): Record<string, unknown> {
  const transactionId = newId();
  const now = Date.now();
  return {
    transactionId,
    originalTransactionId: transactionId,
    bundleId: BUNDLE,
    productId: 'vip.1',
    purchaseDate: now,
    originalPurchaseDate: now,
    expiresDate: now + 30 * DAY_MS,
    type: 'Auto-Renewable Subscription',
    appAccountToken: token,
    signedDate: now,
    environment: 'Production',
    ...given,
  };
}

/** The client's request for a transaction, with the proof. */
export async function postOf(chain: Chain, transaction: Record<string, unknown>) {
  return {
    plan_code: 'VIP1',
    transaction_id: String(transaction['transactionId']),
    transaction_date: String(transaction['purchaseDate']),
    original_transaction_id: String(transaction['originalTransactionId']),
    original_transaction_date: String(transaction['originalPurchaseDate']),
    signed_transaction: await sign(chain, transaction),
  };
}

/** A notification as Apple posts it. */
export async function appleNotice(
  chain: Chain,
  what: string,
  transaction: Record<string, unknown>,
  given: { id?: string; renewal?: Record<string, unknown>; signedDate?: number; bundleId?: string } = {},
): Promise<string> {
  const [notificationType, subtype] = what.split('/');
  const signedDate = given.signedDate ?? Date.now();
  const environment = transaction['environment'];
  return sign(chain, {
    notificationType,
    ...(subtype && { subtype }),
    notificationUUID: given.id ?? crypto.randomUUID(),
    version: '2.0',
    signedDate,
    data: {
      appAppleId: APP_ID,
      bundleId: given.bundleId ?? BUNDLE,
      environment,
      signedTransactionInfo: await sign(chain, { ...transaction, signedDate }),
      signedRenewalInfo: await sign(chain, {
        originalTransactionId: transaction['originalTransactionId'],
        autoRenewStatus: 1,
        environment,
        signedDate,
        ...given.renewal,
      }),
    },
  });
}

/** The stores' identifier of an account, which the app passes on. */
export async function storeToken({ api }: Person): Promise<string> {
  return (await api.user_friendship.vip_plan()).app_account_token;
}

/** The servers of both stores, on this machine. */
export interface Stores {
  readonly receipts: Receipts;
  /** Settings of a process that uses these servers. */
  readonly config: Pick<Config, 'appleKey' | 'appleApiUrl' | 'googleApiUrl'>;
  readonly secrets: Pick<Secrets, 'appleKey' | 'googleAccount'>;
  /** The response of Apple's server by transaction id: signed data or a status. */
  readonly apple: Map<string, string | number>;
  /** The response of Google's server by purchase token. */
  readonly google: Map<string, object | number>;
  /** The requested paths with their tokens, in order. */
  readonly asked: string[];
  /** While it is set, every response waits for it. */
  wait: Promise<void> | undefined;
}

export async function openStores(chain: Chain, mayTrust = false): Promise<Stores> {
  const stores = { apple: new Map(), google: new Map(), asked: [] as string[], wait: undefined } as {
    -readonly [K in keyof Stores]: Stores[K];
  };
  const rsa = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const answer = (request: IncomingMessage): unknown => {
    const path = decodeURIComponent(request.url ?? '');
    const bearer = request.headers.authorization ?? '';
    stores.asked.push(`${request.method} ${path}`);
    const last = path.split('/').at(-1) ?? '';
    if (path === '/token') return { access_token: 'google-token', expires_in: 3600 };
    if (path.startsWith('/inApps/')) {
      if (!bearer.startsWith('Bearer ey')) return 401;
      const found = stores.apple.get(last) ?? 404;
      return typeof found === 'number' ? found : { signedTransactionInfo: found };
    }
    if (bearer !== 'Bearer google-token') return 401;
    return last.endsWith(':acknowledge') ? {} : (stores.google.get(last) ?? 404);
  };
  const server = createServer((request, response) => {
    request.resume();
    const respond = async (): Promise<void> => {
      await stores.wait;
      const body = answer(request);
      if (typeof body === 'number') response.writeHead(body).end();
      else response.end(JSON.stringify(body));
    };
    request.on('end', () => void respond());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  server.unref();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [issuer, keyId, appleKey] = ['issuer', 'KEY', newKeys().privateKey];
  const googleAccount = {
    email: 'kith@example.org',
    privateKey: rsa.privateKey,
    tokenUrl: `${url}/token`,
  };
  stores.config = { appleKey: { issuerId: issuer, keyId, file: '' }, appleApiUrl: url, googleApiUrl: url };
  stores.secrets = { appleKey, googleAccount };
  stores.receipts = makeReceipts({
    mayTrust,
    apple: {
      roots: [chain.root],
      key: { issuerId: issuer, keyId, privateKey: appleKey },
      apiUrl: url,
      now: Date.now,
    },
    google: { account: googleAccount, apiUrl: url, now: Date.now },
  });
  return stores;
}

/** Google's data about a monthly subscription bought now. */
export function googleSubscription(
  token: string,
  given: Record<string, unknown> = {},
): Record<string, unknown> {
  const {
    expiryTime = new Date(Date.now() + 30 * DAY_MS).toISOString(),
    orderId = 'GPA.1111-2222-3333-44444',
    ...rest
  } = given;
  return {
    startTime: new Date().toISOString(),
    subscriptionState: 'SUBSCRIPTION_STATE_ACTIVE',
    acknowledgementState: 'ACKNOWLEDGEMENT_STATE_PENDING',
    externalAccountIdentifiers: { obfuscatedExternalAccountId: token },
    lineItems: [{ productId: 'vip_1', expiryTime, latestSuccessfulOrderId: orderId }],
    ...rest,
  };
}

/** The audit log of an account's entitlements: each action with its reason. */
export async function billingLogOf(kith: Kith, { id }: Person): Promise<string[]> {
  const rows = await kith.sql<{ what: string; why: string }>(
    'select what, why from billing_log where account_id = $1 order by id',
    [id],
  );
  return rows.map(({ what, why }) => `${what}: ${why}`);
}
