import { expect, it } from 'vitest';
import { pageOf } from './paging.js';

it.each([
  [0, 15, 0],
  [1, 15, 1],
  [15, 15, 1],
  [16, 15, 2],
])('%i rows by %i per page are %i pages', (total, perPage, lastPage) => {
  expect(pageOf([], total, 1, perPage)).toEqual({ total, perPage, page: 1, lastPage, rows: [] });
});
