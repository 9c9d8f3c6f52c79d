/** The data of the area's events in an account's own stream. */
export interface BillingEventData {
  /** The account's entitlement has changed; `until` is null without a plan. */
  vip_changed: { isVip: boolean; planCode: string | null; until: number | null };
}
