/** The settings of a tenant that belong to the area `discovery`. */
export interface DiscoverySettings {
  /** How long after the last activity an account counts as recently online. */
  readonly recentWindowMs: number;
  /** Openings of one intro by the same viewer that count as clicks per day. */
  readonly profileClicksPerDay: number;
  /** Whether lists of people omit unfinished profiles instead of showing them last. */
  readonly finishedPeopleOnly: boolean;
  /** Whether lists show a person only to viewers whom that person's own filter admits. */
  readonly filterMutual: boolean;
  /** Whether `near` adds schools of the same city if the viewer's own school has less than a page of people. */
  readonly nearByCity: boolean;
  /** Whether only VIPs see the viewers of their intro; others see the number. */
  readonly seenVipOnly: boolean;
}

/** The defaults of these settings. */
export const discoverySettings: DiscoverySettings = {
  recentWindowMs: 24 * 3600 * 1000,
  profileClicksPerDay: 30,
  finishedPeopleOnly: false,
  filterMutual: false,
  nearByCity: false,
  seenVipOnly: false,
};
