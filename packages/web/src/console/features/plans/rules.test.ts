import { expect, test } from 'vitest';
import { priceOf, priceText, readPurchaseFilters } from './rules.js';

test('a price is written and read in hundredths, with a point or a comma', () => {
  for (const price of [0, 5, 10, 39_000, 39_050, 2_000_000_000])
    expect(priceOf(priceText(price))).toBe(price);
  expect(priceText(39_050)).toBe('390.50');
  expect(priceOf(' 390,5 ')).toBe(39_050);
  for (const text of ['', '-1', '1.234', '1e3', 'free', '200000001', '1.', '.5'])
    expect(priceOf(text), text).toBeUndefined();
});

test('an address keeps the filters that can be some', () => {
  expect(readPurchaseFilters({ q: 2_000_000_123, person: 7, before: 9 })).toEqual({
    q: '2000000123',
    person: 7,
    before: 9,
  });
  expect(readPurchaseFilters({ q: '  ', person: '7', before: -1, other: 1 })).toEqual({});
});
