import type { SettingSchemas } from '../kernel/setting.js';

/** The settings of a tenant that belong to the area `discovery`. */
export const discoverySettings = {
  recentWindowMs: {
    kind: 'number',
    default: 24 * 3600 * 1000,
    min: 0,
    max: 3650 * 24 * 3600 * 1000,
    unit: 'milliseconds',
    meaning: 'How long after its last activity an account counts as recently online.',
  },
  profileClicksPerDay: {
    kind: 'number',
    default: 30,
    min: 0,
    max: 100_000,
    meaning: "How often a day one account's visits to one intro count as clicks.",
  },
  finishedPeopleOnly: {
    kind: 'switch',
    default: false,
    meaning: 'Whether lists of people omit unfinished profiles instead of showing them last.',
  },
  filterMutual: {
    kind: 'switch',
    default: false,
    meaning:
      "Whether lists of people, except `seen`, show an account only to viewers whom that account's own sex filter admits.",
  },
  nearByCity: {
    kind: 'switch',
    default: false,
    meaning:
      "Whether `near` adds schools of the same city if the viewer's own school has less than a page of people.",
  },
  seenVipOnly: {
    kind: 'switch',
    default: false,
    meaning: 'Whether only VIPs see who opened their intro; others see how many people did, and when.',
  },
} as const satisfies SettingSchemas;
