/** The settings of a tenant that belong to the area `billing`. */
export interface BillingSettings {
  /** People whom a user may start writing to per day; -1 for no limit. */
  readonly ticketsPerDay: number;
  /** Whether VIPs have no such limit; otherwise their plan's figure applies. */
  readonly vipUnlimitedTickets: boolean;
  /** Waves per day, and super waves per day. */
  readonly wavesPerDay: number;
  readonly wavesPerDayVip: number;
  readonly superWavesPerDay: number;
  readonly superWavesPerDayVip: number;
  /** Interval between two super waves at the same person. */
  readonly superWaveAgainHours: number;
  /** Stranger conversations that a user may unlock per day; VIPs need no keys. */
  readonly strangerKeysPerDay: number;
  /** Reports of this total weight halve the reported user's daily limits for `reportDays`; 0 for never. */
  readonly halveAtWeight: number;
  /** If moderation bans a user, quotas that others spent on the user within this many hours are refunded. */
  readonly refundHours: number;
  /**
   * Required proof of a purchase: `strict`, a signed receipt; `api`, a receipt or a lookup by id at the store;
   * `trust`, none.
   */
  readonly receiptMode: 'strict' | 'api' | 'trust';
  /** The tenant's app in the stores; empty, or 0, if it is not sold there. */
  readonly appleBundleId: string;
  readonly appleAppId: number;
  readonly googlePackageName: string;
  /** Whether purchases in the stores' sandboxes count. */
  readonly storeSandbox: boolean;
  /** How long a subscription stays valid after its end while its renewal is unknown. */
  readonly vipGraceHours: number;
  /** How long a report counts. */
  readonly reportDays: number;
}

/** The defaults of these settings. */
export const billingSettings: BillingSettings = {
  ticketsPerDay: 10,
  vipUnlimitedTickets: true,
  wavesPerDay: 30,
  wavesPerDayVip: 100,
  superWavesPerDay: 1,
  superWavesPerDayVip: 5,
  superWaveAgainHours: 168,
  strangerKeysPerDay: 3,
  halveAtWeight: 1,
  refundHours: 24,
  receiptMode: 'strict',
  appleBundleId: '',
  appleAppId: 0,
  googlePackageName: '',
  storeSandbox: false,
  vipGraceHours: 24,
  reportDays: 30,
};
