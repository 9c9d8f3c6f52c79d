import { pageOf, type Page } from '../kernel/index.js';
import { PER_PAGE, pageToServe } from './rules.js';
import type { Window } from './store.js';

/** One page of a list: takes the total first, so that an empty page needs no query for rows. */
export async function paginate<T>(
  asked: number,
  total: number,
  load: (window: Window) => Promise<readonly T[]>,
): Promise<Page<T>> {
  const page = pageToServe(asked, total);
  const offset = (page - 1) * PER_PAGE;
  const rows = offset < total ? await load({ limit: PER_PAGE, offset }) : [];
  return pageOf(rows, total, page, PER_PAGE);
}
