import { expect, test } from 'vitest';
import { changesOf as changesWith } from './changes.js';
import { paramsOf, readFilters } from './filters.js';

const changesOf = (before: unknown, after: unknown) => changesWith(before, after, (time) => `time ${time}`);

test('a change is shown value by value, without what stayed', () => {
  expect(changesOf({ role: 'support', name: 'Mei' }, { role: 'editor', name: 'Mei' })).toEqual([
    'role: support → editor',
  ]);
  expect(changesOf(undefined, { name: 'Mei', role: 'support' })).toEqual(['name: Mei', 'role: support']);
  expect(changesOf({ name: 'Mei' }, undefined)).toEqual(['name: Mei → –']);
  expect(changesOf(1, 2)).toEqual(['1 → 2']);
  // A state, and what has become of it; what is empty is no change.
  expect(changesOf('waiting', { what: 'approved', why: '' })).toEqual(['waiting', 'what: approved']);
  expect(changesOf(undefined, { list: [1, 2] })).toEqual(['list: [1,2]']);
  expect(changesOf({ until: null }, { until: 5, publishAt: 6, chat: 7 })).toEqual([
    'until: – → time 5',
    'publishAt: time 6',
    'chat: 7',
  ]);
  expect(changesOf(undefined, undefined)).toEqual([]);
});

test('filters come from the address, and what cannot be one is left out', () => {
  expect(readFilters({ staffId: 3, action: 'staff.add', objectKind: 'staff', objectId: 7, days: 7 })).toEqual(
    {
      staffId: 3,
      action: 'staff.add',
      objectKind: 'staff',
      objectId: '7',
      days: 7,
    },
  );
  expect(readFilters({ staffId: 'x', action: ' ', days: 2, before: -1, objectId: {}, more: 1 })).toEqual({});
  expect(readFilters({ action: 'a'.repeat(65), before: 1.5 })).toEqual({});
});

test('a period is a time for the server', () => {
  expect(paramsOf({ days: 1, staffId: 3 }, 100_000_000)).toEqual({ staffId: 3, since: 13_600_000 });
  expect(paramsOf({ before: 9 }, 100_000_000)).toEqual({ before: 9 });
});
