export const ANNOUNCEMENT_STATES = ['waiting', 'shown', 'ended', 'taken_back'] as const;

/** What the address says about the announcements that are shown. */
export interface AnnouncementFilters {
  readonly state?: (typeof ANNOUNCEMENT_STATES)[number];
  /** The page begins below the announcement of this id. */
  readonly before?: number;
}

/** The filters in an address; what cannot be one is left out. */
export function readAnnouncementFilters({ state, before }: Record<string, unknown>): AnnouncementFilters {
  const wanted = ANNOUNCEMENT_STATES.find((one) => one === state);
  return {
    ...(wanted && { state: wanted }),
    ...(Number.isSafeInteger(before) && (before as number) > 0 && { before: before as number }),
  };
}
