import { expect, it } from 'vitest';
import { presentSize } from '../../src/dialects/size.js';

it.each([
  [0, '0B'],
  [1, '1B'],
  [1023, '1023B'],
  [1024, '1KB'],
  [1536, '1.5KB'],
  [1024 ** 2 - 1, '1023.99KB'],
  [1.5 * 1024 ** 2, '1.5MB'],
  [30 * 1024 ** 3, '30GB'],
  [30 * 1024 ** 3 - 1, '29.99GB'],
  [2 * 1024 ** 4, '2TB'],
  [3000 * 1024 ** 4, '3000TB'],
])('%i bytes are shown as %s', (bytes, text) => {
  expect(presentSize(bytes)).toBe(text);
});
