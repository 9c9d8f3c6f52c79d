import { expect, test } from 'vitest';
import type { Chat } from '../../client/chats/rules.js';
import { inHeldOrder } from './use-order.js';

const rows = (...ids: readonly string[]) => ids.map((to) => ({ to }) as Chat);
const ids = (chats: readonly Chat[]) => chats.map(({ to }) => to).join('');

test('a held order keeps its rows where they are: newcomers wait, a page below joins, what is gone leaves', () => {
  expect(ids(inHeldOrder(rows('c', 'a', 'b'), ['a', 'b', 'c']))).toBe('abc');
  expect(ids(inHeldOrder(rows('x', 'a', 'b'), ['a', 'b']))).toBe('ab');
  expect(ids(inHeldOrder(rows('a', 'b', 'y', 'z'), ['a', 'b']))).toBe('abyz');
  expect(ids(inHeldOrder(rows('b'), ['a', 'b']))).toBe('b');
});
