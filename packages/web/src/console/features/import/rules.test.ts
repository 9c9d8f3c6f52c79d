import { expect, test } from 'vitest';
import { MOST_ROWS, passwordsFile, readPeople } from './rules.js';

test('a file of a spreadsheet is read by the names of its columns', () => {
  const file = readPeople(
    '\uFEFFUsername,Nickname, EMAIL ,Class\r\nada,"Ada, of ""the"" lake",ada@example.org,3b\r\n\r\nbo, ,,\r\n',
  );
  const made = expect.stringMatching(/^Kith-\d{18}$/) as string;
  expect(file).toEqual({
    rows: [
      {
        line: 2,
        person: { username: 'ada', password: made, nickname: 'Ada, of "the" lake', email: 'ada@example.org' },
        isPasswordNew: true,
        isRepeat: false,
      },
      { line: 3, person: { username: 'bo', password: made }, isPasswordNew: true, isRepeat: false },
    ],
    unknown: ['class'],
  });
  expect(readPeople('username;password\nada;secret\n')).toMatchObject({
    rows: [{ person: { username: 'ada', password: 'secret' }, isPasswordNew: false }],
  });
});

test('a second row with the same name or address is marked', () => {
  const file = readPeople(
    'username,email\nada,a@example.org\nADA,b@example.org\nbo,A@example.org\ncy,\ndee,\n',
  );
  expect(typeof file === 'object' && file.rows.map(({ isRepeat }) => isRepeat)).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});

test('a file that cannot be one says why', () => {
  expect(readPeople('')).toBe('noUsernames');
  expect(readPeople('name,email\nada,a@example.org\n')).toBe('noUsernames');
  expect(readPeople('username\n\n')).toBe('empty');
  expect(readPeople('username\n"ada\n')).toBe('damaged');
  expect(readPeople(`username\n${'ada\n'.repeat(MOST_ROWS + 1)}`)).toBe('tooMany');
});

test('a password that begins like a formula stays a text in a spreadsheet', () => {
  expect(passwordsFile([{ username: '=1+1', password: 'Kith-1' }])).toBe(
    'username,password\r\n"\'=1+1",Kith-1',
  );
});
