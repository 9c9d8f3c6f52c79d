import type { admin, Params } from '@kith/contract';

export const STATES = ['draft', 'scheduled', 'shown', 'hidden'] as const;
export const POSITIONS = ['help', 'about'] as const;

/** What the address says about the articles that are shown. */
export interface ArticleFilters {
  readonly q?: string;
  readonly position?: (typeof POSITIONS)[number];
  readonly state?: (typeof STATES)[number];
  /** The page begins below the article of this id. */
  readonly before?: number;
}

/** The filters in an address; what cannot be one is left out. */
export function readArticleFilters(search: Record<string, unknown>): ArticleFilters {
  const { q, position, state, before } = search;
  // The router reads digits as a number.
  const text = typeof q === 'number' ? String(q) : q;
  const place = POSITIONS.find((one) => one === position);
  const wanted = STATES.find((one) => one === state);
  return {
    ...(typeof text === 'string' && text !== '' && text.length <= 200 && { q: text }),
    ...(place && { position: place }),
    ...(wanted && { state: wanted }),
    ...(Number.isSafeInteger(before) && (before as number) > 0 && { before: before as number }),
  };
}

/** The filters as parameters of the server. */
export function paramsOf({ q = '', ...filters }: ArticleFilters): Params<typeof admin.content.listArticles> {
  return { ...filters, ...(q.trim() !== '' && { text: q.trim() }) };
}
