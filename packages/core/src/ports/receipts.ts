/** The stores that sell plans and can be asked about it. */
export type Store = 'apple' | 'google';

/** An app as Apple knows it. */
export interface AppleApp {
  readonly bundleId: string;
  /** The number of the app; 0 when it is not set. */
  readonly appId: number;
  /** Whether play money counts, and nothing else; otherwise real money counts first, then play money. */
  readonly isSandbox: boolean;
}

/** An app as Google knows it. */
export interface GoogleApp {
  readonly packageName: string;
  /** Whether play money counts. */
  readonly isSandbox: boolean;
}

/** A transaction that a store has vouched for. */
export interface StoreTransaction {
  readonly store: Store;
  /** What stays the same through renewals: the original id, or the purchase token. */
  readonly key: string;
  readonly transactionId: string;
  readonly productId: string;
  /** In milliseconds, like the others. */
  readonly purchasedAt: number;
  /** Null for what does not end by itself. */
  readonly expiresAt: number | null;
  /** `renewing`: is to go on. `ending`: is not. `ended`: is over, whatever `expiresAt` says. `refunded`: taken back. */
  readonly state: 'renewing' | 'ending' | 'ended' | 'refunded';
  /** Until when it counts although nothing was paid. */
  readonly graceUntil: number | null;
  /** How we name whoever bought it; null when the app did not say. */
  readonly accountToken: string | null;
  /** The key of the purchase in whose place this one came. */
  readonly replaces: string | null;
  /** Whether the store takes the purchase back unless it hears soon that we gave what was bought. */
  readonly isUnacknowledged: boolean;
  /** When the store said so. */
  readonly saidAt: number;
  /** Whether it was paid with play money. */
  readonly isSandbox: boolean;
}

/** What a store tells by itself. */
export interface StoreNotification {
  readonly id: string;
  /** In the words of the store. */
  readonly what: string;
  /** Undefined when it is about no purchase. */
  readonly transaction: StoreTransaction | undefined;
}

/**
 * Asks stores about purchases, and checks what they have signed. Everything that it answers was vouched for by the store,
 * for this app and this environment. Throws `ReceiptRefused` for what is not; where it asks over the network, `unavailable`
 * when the store does not answer in time. Never call it with a transaction open.
 */
export interface Receipts {
  /** Whether a tenant may let purchases count that nobody vouches for: not in production. */
  readonly mayTrust: boolean;
  /** A transaction that Apple has signed. Asks nobody. */
  readApple(app: AppleApp, signed: string): Promise<StoreTransaction>;
  /** The transaction with this id. */
  fetchApple(app: AppleApp, transactionId: string): Promise<StoreTransaction>;
  /** A notification that Apple has signed. Asks nobody. */
  readAppleNotification(app: AppleApp, signed: string): Promise<StoreNotification>;
  /** How a purchase stands now. */
  fetchGoogle(app: GoogleApp, purchaseToken: string): Promise<StoreTransaction>;
  /** Says that we gave what was bought. A repeat is harmless. */
  acknowledgeGoogle(app: GoogleApp, purchase: { productId: string; purchaseToken: string }): Promise<void>;
}

/** A receipt proves nothing; the message says why, for the log. */
export class ReceiptRefused extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.name = 'ReceiptRefused';
  }
}
