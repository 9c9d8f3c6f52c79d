import type { Page } from '@kith/core/kernel';
import type { Call } from '../../implement.js';

/**
 * A page in the format of ThinkPHP paginators; `current_page` is a text if the request sent `page` and there are rows.
 */
export function presentPage<Row, Shown>(
  call: Call<unknown>,
  { total, perPage, page, lastPage, rows }: Page<Row>,
  present: (row: Row) => Shown,
): { total: number; per_page: number; current_page: number | string; last_page: number; data: Shown[] } {
  return {
    total,
    per_page: perPage,
    current_page: call.sent('page') && rows.length > 0 ? String(page) : page,
    last_page: lastPage,
    data: rows.map(present),
  };
}
