import type { admin, Params } from '@kith/contract';

/** What people can be found by, beside all of it. */
export const KEYS = ['name', 'id', 'phone', 'email', 'device'] as const satisfies readonly NonNullable<
  Params<typeof admin.people.search>['by']
>[];

/** What the address says about the people that are shown. */
export interface PeopleFilters {
  readonly text?: string;
  readonly by?: (typeof KEYS)[number];
}

/** The filters in an address; what cannot be one is left out. */
export function readPeopleFilters({ text, by }: Record<string, unknown>): PeopleFilters {
  // The router reads digits as a number.
  const words = typeof text === 'number' ? String(text) : text;
  const key = KEYS.find((one) => one === by);
  return {
    ...(typeof words === 'string' && words.trim() !== '' && words.length <= 254 && { text: words }),
    ...(key !== undefined && { by: key }),
  };
}
