import { expect, it } from 'vitest';
import { groupByLetter } from './friends.js';

it('rows are grouped by letter, A to Z and # last, in their original order', () => {
  const rows = ['#1', 'Z1', 'A1', 'Z2', '#2', 'M1'].map((name) => ({ name, letter: name.charAt(0) }));
  expect(
    groupByLetter(rows).map(({ letter, rows: members }) => [letter, ...members.map(({ name }) => name)]),
  ).toEqual([
    ['A', 'A1'],
    ['M', 'M1'],
    ['Z', 'Z1', 'Z2'],
    ['#', '#1', '#2'],
  ]);
  expect(groupByLetter([])).toEqual([]);
});
