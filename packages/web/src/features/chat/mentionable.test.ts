import { expect, test } from 'vitest';
import { matching, mentionBefore, mentionsIn, splitMentions, type Mentionable } from './mentionable.js';

const person = (id: Mentionable['id'], name: string, shownName = name, letter = name[0]!): Mentionable => ({
  id,
  name,
  shownName,
  letter,
});
const people = [person(1, 'Zoë'), person(2, '美玲', 'Big sister', 'M'), person(3, 'Ben (1)')];

test.each([
  ['zoe', [1]],
  ['sister', [2]],
  ['m', [2]],
  ['', [1, 2, 3]],
  ['x', []],
])('@%s means %j: by name, remark, or the letter of its reading', (text, ids) => {
  expect(matching(people, text).map(({ id }) => id)).toEqual(ids);
});

test('a mention is deleted whole, with the space behind it; other text is not', () => {
  const names = people.map(({ name }) => name);
  expect(mentionBefore('Hi @美玲 ', 7, names)).toEqual({ from: 3, to: 7 });
  expect(mentionBefore('Hi @美玲 ', 6, names)).toEqual({ from: 3, to: 6 });
  expect(mentionBefore('Hi 美玲', 5, names)).toBeUndefined();
});

test('who is named after an @ is mentioned; of two with one name, the one who was chosen', () => {
  const twin = person(4, 'Zoë');
  const among = (text: string, chosen: readonly Mentionable[] = []) =>
    mentionsIn(text, { chosen, people: [person('all', 'everyone'), ...people, twin] });
  expect(among('Hi @Zoë and @Ben (1), @Zoë')).toEqual([1, 3]);
  expect(among('Hi @Zoë', [twin])).toEqual([4]);
  expect(among('Hi Zoë')).toBeUndefined();
  expect(among('@everyone and @Zoë')).toBe('all');
});

test('names are found as they are, the longest first', () => {
  expect(splitMentions('Hi @Ben (1), @Ben', ['Ben', 'Ben (1)'])).toEqual([
    'Hi ',
    '@Ben (1)',
    ', ',
    '@Ben',
    '',
  ]);
});
