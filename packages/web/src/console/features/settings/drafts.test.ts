import { expect, test } from 'vitest';
import {
  differencesOf,
  draftOf,
  matching,
  paramsOf,
  readable,
  readSettingFilters,
  withDraft,
  type Drafts,
  type Setting,
} from './drafts.js';

const setting = (name: string, more: Partial<Setting> = {}): Setting => ({
  name,
  area: 'photos',
  meaning: 'Who reviews photos.',
  kind: 'number',
  isDangerous: false,
  default: 1,
  value: 1,
  isDefault: true,
  ...more,
});
const none: Drafts = new Map();

test('a draft counts only while it changes something', () => {
  const own = setting('own', { value: 5, isDefault: false });
  expect([...withDraft(none, own, 6)]).toEqual([['own', 6]]);
  expect([...withDraft(withDraft(none, own, 6), own, 5)]).toEqual([]);
  expect([...withDraft(none, own, undefined)]).toEqual([['own', undefined]]);
  expect([...withDraft(none, setting('a'), undefined)]).toEqual([]);
  // The value of the default is not the same as no value: a new default would not count.
  expect([...withDraft(none, own, 1)]).toEqual([['own', 1]]);
});

test('the difference names old and new values, and what returns to the default', () => {
  const settings = [setting('a'), setting('b', { value: 5, isDefault: false }), setting('c')];
  const drafts: Drafts = new Map([
    ['a', 2],
    ['b', undefined],
  ]);
  expect(settings.map((one) => draftOf(one, drafts))).toEqual([2, 1, 1]);
  expect(differencesOf(settings, drafts).map(({ from, to, isReset }) => [from, to, isReset])).toEqual([
    [1, 2, false],
    [5, 1, true],
  ]);
  expect(paramsOf(drafts)).toEqual({ values: { a: 2 }, reset: ['b'] });
});

test('words are looked for in all that is shown, and filters come from the address', () => {
  const settings = [
    setting('photoReview'),
    setting('tickets', { meaning: 'Tickets a day.', isDefault: false }),
  ];
  const textOf = ({ name, meaning }: Setting) => `${name} ${meaning}`;
  const found = (search: Record<string, unknown>) =>
    matching(settings, readSettingFilters(search), textOf).map(({ name }) => name);
  expect(found({ q: 'PHOTO who' })).toEqual(['photoReview']);
  expect(found({ q: 'photo day' })).toEqual([]);
  expect(found({ set: true })).toEqual(['tickets']);
  expect(found({ q: {}, set: 'x' })).toEqual(['photoReview', 'tickets']);
});

test('large numbers are readable', () => {
  expect(readable(604_800_000, 'milliseconds')).toEqual({ count: 7, unit: 'day' });
  expect(readable(90_000, 'milliseconds')).toEqual({ count: 90, unit: 'second' });
  expect(readable(5 * 1024 ** 2, 'bytes')).toEqual({ count: 5, unit: 'megabyte' });
  expect([readable(7, 'days'), readable(1500, 'milliseconds'), readable(0, 'bytes')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
