import { expect, test } from 'vitest';
import { readPeopleFilters } from './filters.js';
import { standingsOf, tasksFor, type Person } from './standing.js';

const ada: Person = {
  id: 7,
  username: 'ada',
  nickname: 'Ada',
  kind: 'member',
  status: 'active',
  isHidden: false,
  createdAt: 1,
  lastSeenAt: 2,
  signature: '',
  sex: 0,
  ageStatus: 0,
  isAgeProven: false,
  device: '',
  photos: [],
  sessions: [],
  sanctions: [],
  reportsAbout: [],
  reportsBy: [],
  purchases: [],
  ledger: [],
  notes: [],
};
const ban = { id: 1, kind: 'ban', createdAt: 5, until: 9 } as const;
const namesOf = (person: Person, permissions: readonly string[]) =>
  tasksFor(person, permissions).map((task) => ('of' in task ? `${task.kind} ${task.of}` : task.kind));

test('the address says who is looked for, by what, and nothing else', () => {
  expect(readPeopleFilters({ text: 'ada', by: 'name', more: 1 })).toEqual({ text: 'ada', by: 'name' });
  expect(readPeopleFilters({ text: 10_001 })).toEqual({ text: '10001' });
  expect(readPeopleFilters({ text: ' ', by: 'password' })).toEqual({});
  expect(readPeopleFilters({ text: 'a'.repeat(255) })).toEqual({});
});

test('an account stands as its sanctions, its status and its deletion say', () => {
  expect(standingsOf(ada)).toEqual([{ state: 'active' }]);
  // A ban disables an account; that is said once.
  expect(standingsOf({ ...ada, status: 'disabled', sanctions: [ban] })).toEqual([{ state: 'ban', until: 9 }]);
  expect(standingsOf({ ...ada, sanctions: [{ ...ban, endedAt: 8 }] })).toEqual([{ state: 'active' }]);
  // One that the reader may not see.
  expect(standingsOf({ ...ada, status: 'disabled', isHidden: true })).toEqual([
    { state: 'limit' },
    { state: 'disabled' },
  ]);
  expect(standingsOf({ ...ada, status: 'frozen' })).toEqual([{ state: 'frozen' }]);
  expect(standingsOf({ ...ada, status: 'frozen', eraseAt: 99 })).toEqual([{ state: 'deleting', until: 99 }]);
});

test('what can be done follows from the permissions of the reader and from what is in force', () => {
  const sanctions = ['sanction limit', 'sanction bucket', 'sanction ban'];
  const moderation = [...sanctions, 'age'];
  expect(namesOf(ada, ['people'])).toEqual([]);
  expect(namesOf(ada, ['people', 'sanctions'])).toEqual(moderation);
  expect(namesOf(ada, ['accounts'])).toEqual(['password', 'export', 'freeze', 'disable', 'delete']);
  const session = { id: 's', device: '', platform: 'web', createdAt: 1, lastUsedAt: 1 };
  expect(namesOf({ ...ada, sessions: [session] }, ['accounts'])).toContain('signOut');
  expect(namesOf({ ...ada, kind: 'visitor' }, ['accounts'])).not.toContain('password');
  expect(namesOf({ ...ada, status: 'frozen', eraseAt: 9 }, ['accounts'])).toEqual([
    'password',
    'export',
    'activate',
    'disable',
  ]);
  // Nobody gets around a ban with the status or a deletion.
  expect(namesOf({ ...ada, status: 'disabled', sanctions: [ban] }, ['sanctions', 'accounts'])).toEqual([
    ...sanctions,
    'lift ban',
    'age',
    'password',
    'export',
  ]);
});
