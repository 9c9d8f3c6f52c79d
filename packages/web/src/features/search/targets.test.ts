import { expect, test } from 'vitest';
import { findPeople } from './targets.js';

test('finds people by the beginning of the name, of a word, by a part, and by the letter of the reading', () => {
  const person = (user_id: number, name: string) => ({ user_id, name, photo: '', list_id: '' });
  const letters = [
    { letter: 'A', index: 0, data: [person(1, 'Anna Lee'), person(2, 'Paula')] },
    { letter: 'L', index: 11, data: [person(3, '林美'), person(4, 'Lucía')] },
  ];
  const found = (text: string) => findPeople(letters, text).map(({ name }) => name);
  expect(found('L')).toEqual(['Lucía', 'Anna Lee', 'Paula', '林美']);
  expect(found('luci')).toEqual(['Lucía']);
  expect(found(' ')).toEqual([]);
});
