/** The states that the list can be narrowed to. */
export const STATES = ['shown', 'taken_down', 'reported'] as const;

/** What the address says about the videos or moments that are shown. */
export interface PostFilters {
  /** The id of the author. */
  readonly author?: number;
  readonly state?: (typeof STATES)[number];
  /** The page begins below the one of this id. */
  readonly before?: number;
  /** Pictures are shown without a veil. */
  readonly clear?: true;
}

/** The filters in an address; what cannot be one is left out. */
export function readPostFilters({ author, state, before, clear }: Record<string, unknown>): PostFilters {
  const which = STATES.find((one) => one === state);
  return {
    ...(isId(author) && { author }),
    ...(which !== undefined && { state: which }),
    ...(isId(before) && { before }),
    ...(clear === true && { clear }),
  };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) < 2 ** 31;
}
