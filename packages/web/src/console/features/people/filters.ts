import type { admin, Params } from '@kith/contract';

/** What people can be found by, beside all of it. */
export const KEYS = ['name', 'id', 'phone', 'email', 'device'] as const satisfies readonly NonNullable<
  Params<typeof admin.people.search>['by']
>[];

/** The lists of people beside the search. */
export const LISTS = ['newest', 'online'] as const;

/** What the address says about the people that are shown. */
export interface PeopleFilters {
  readonly text?: string;
  readonly by?: (typeof KEYS)[number];
  /** Without a text: everybody by registration, or those who are online. */
  readonly list?: (typeof LISTS)[number];
  /** The place behind which the page of that list begins. */
  readonly after?: string;
}

/** The filters in an address; what cannot be one is left out. */
export function readPeopleFilters({ text, by, list, after }: Record<string, unknown>): PeopleFilters {
  // The router reads digits as a number.
  const words = typeof text === 'number' ? String(text) : text;
  const key = KEYS.find((one) => one === by);
  const known = LISTS.find((one) => one === list);
  return {
    ...(typeof words === 'string' && words.trim() !== '' && words.length <= 254 && { text: words }),
    ...(key !== undefined && { by: key }),
    ...(known !== undefined && { list: known }),
    ...(typeof after === 'string' && /^\d{1,15}-\d{1,9}$/.test(after) && { after }),
  };
}
