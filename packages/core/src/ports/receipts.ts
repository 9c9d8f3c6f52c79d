/** The app stores that sell plans and confirm purchases. */
export type Store = 'apple' | 'google';

/** An app in Apple's store. */
export interface AppleApp {
  readonly bundleId: string;
  /** The numeric app id; 0 if not set. */
  readonly appId: number;
  /** Whether only sandbox purchases count; otherwise production is queried first, then the sandbox. */
  readonly isSandbox: boolean;
}

/** An app in Google's store. */
export interface GoogleApp {
  readonly packageName: string;
  /** Whether sandbox purchases count. */
  readonly isSandbox: boolean;
}

/** A transaction confirmed by a store. */
export interface StoreTransaction {
  readonly store: Store;
  /** The identifier that stays the same through renewals: the original id, or the purchase token. */
  readonly key: string;
  readonly transactionId: string;
  readonly productId: string;
  /** Milliseconds, like the other times. */
  readonly purchasedAt: number;
  /** Null for purchases that do not expire. */
  readonly expiresAt: number | null;
  /**
   * `renewing`: will renew. `ending`: will not renew. `ended`: over, regardless of `expiresAt`. `refunded`: revoked.
   */
  readonly state: 'renewing' | 'ending' | 'ended' | 'refunded';
  /** End of the unpaid grace period. */
  readonly graceUntil: number | null;
  /** The server's token for the buyer; null if the app did not send it. */
  readonly accountToken: string | null;
  /** The key of the purchase that this one replaced. */
  readonly replaces: string | null;
  /** Whether the store will refund the purchase unless the server acknowledges it soon. */
  readonly isUnacknowledged: boolean;
  /** When the store reported this state. */
  readonly saidAt: number;
  /** Whether it is a sandbox purchase. */
  readonly isSandbox: boolean;
}

/** A notification sent by a store. */
export interface StoreNotification {
  readonly id: string;
  /** The store's name of the notification type. */
  readonly what: string;
  /** Undefined if it does not concern a purchase. */
  readonly transaction: StoreTransaction | undefined;
}

/**
 * Queries stores about purchases and verifies their signatures. Every result is confirmed by the store for this app
 * and this environment. Throws `ReceiptRefused` for unconfirmed data; methods that use the network throw `unavailable`
 * if the store does not answer in time. Never call it within a transaction.
 */
export interface Receipts {
  /** Whether a tenant may accept unconfirmed purchases: not in production. */
  readonly mayTrust: boolean;
  /** Verifies a transaction signed by Apple. Does not use the network. */
  readApple(app: AppleApp, signed: string): Promise<StoreTransaction>;
  /** Fetches a transaction by its id. */
  fetchApple(app: AppleApp, transactionId: string): Promise<StoreTransaction>;
  /** Verifies a notification signed by Apple. Does not use the network. */
  readAppleNotification(app: AppleApp, signed: string): Promise<StoreNotification>;
  /** Fetches the current state of a purchase. */
  fetchGoogle(app: GoogleApp, purchaseToken: string): Promise<StoreTransaction>;
  /** Acknowledges that the server delivered the purchase. A repeat is harmless. */
  acknowledgeGoogle(app: GoogleApp, purchase: { productId: string; purchaseToken: string }): Promise<void>;
}

/** Thrown for a receipt that proves nothing; the message gives the reason, for the log. */
export class ReceiptRefused extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.name = 'ReceiptRefused';
  }
}
