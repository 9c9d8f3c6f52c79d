import type { admin, Params } from '@kith/contract';

/** The orders of the list, and the sizes and states that it can be narrowed to. */
export const ORDERS = ['created', 'members', 'active'] as const;
export const SIZES = [50, 500] as const;
export const STATES = ['open', 'closed'] as const;

/** What the address says about the groups that are shown. */
export interface GroupFilters {
  /** The id of a group or a part of its name. */
  readonly q?: string;
  /** The id of the owner. */
  readonly owner?: number;
  readonly min?: (typeof SIZES)[number];
  readonly state?: (typeof STATES)[number];
  readonly order?: (typeof ORDERS)[number];
  /** Where the page begins. */
  readonly after?: string;
}

/** The filters in an address; what cannot be one is left out. */
export function readGroupFilters(search: Record<string, unknown>): GroupFilters {
  const { q, owner, min, state, order, after } = search;
  // The router reads digits as a number.
  const text = typeof q === 'number' ? String(q) : q;
  const size = SIZES.find((one) => one === min);
  const which = STATES.find((one) => one === state);
  const by = ORDERS.find((one) => one === order);
  return {
    ...(typeof text === 'string' && /\S/.test(text) && text.length <= 100 && { q: text }),
    ...(Number.isSafeInteger(owner) && (owner as number) > 0 && { owner: owner as number }),
    ...(size !== undefined && { min: size }),
    ...(which !== undefined && { state: which }),
    ...(by !== undefined && by !== 'created' && { order: by }),
    ...(typeof after === 'string' && { after }),
  };
}

/** The filters as parameters of the server. */
export function paramsOf({ q, min, ...filters }: GroupFilters): Params<typeof admin.groups.list> {
  return { ...filters, ...(q !== undefined && { text: q }), ...(min !== undefined && { minMembers: min }) };
}
