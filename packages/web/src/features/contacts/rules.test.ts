import { expect, test } from 'vitest';
import { filterContacts } from './rules.js';
import type { Letter } from './use-contacts.js';

const letter = (name: string, ...names: readonly string[]): Letter => ({
  letter: name,
  index: 0,
  data: names.map((one, index) => ({ user_id: index, name: one, photo: '', list_id: '' })),
});

test('finds names by a part, without regard to case and accents', () => {
  const letters = [letter('C', 'Chloé', 'Cy'), letter('L', '林美')];
  expect(filterContacts(letters, ' ')).toBe(letters);
  expect(filterContacts(letters, 'LOE')).toEqual([letter('C', 'Chloé')]);
  expect(filterContacts(letters, '美')).toEqual([letter('L', '林美')]);
  expect(filterContacts(letters, 'x')).toEqual([]);
  // By the letter of its reading, as members of a group are mentioned.
  expect(filterContacts(letters, 'l')).toEqual([letter('C', 'Chloé'), letter('L', '林美')]);
});
