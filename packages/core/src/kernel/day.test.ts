import { expect, test } from 'vitest';
import { addMonths, endOfDay, isDay, localDateTime, localDay, instantOf, nextMinuteOfDay } from './day.js';
import { defaultSettings, type Tenant } from './tenant.js';
import type { TenantId } from './ids.js';

const inZone = (timeZone: string): Tenant => ({
  id: 1 as TenantId,
  name: '',
  settings: { ...defaultSettings, timeZone },
});

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

test('a day begins in the zone of the tenant', () => {
  const lateInTheDay = Date.UTC(2026, 0, 31, 23, 30);
  expect(localDay(inZone('UTC'), lateInTheDay)).toBe('2026-01-31');
  expect(localDay(inZone('Asia/Shanghai'), lateInTheDay)).toBe('2026-02-01');
});

test('a local time of a zone converts to the time in UTC', () => {
  expect(instantOf('Asia/Taipei', Date.UTC(2023, 7, 16, 16, 52))).toBe(Date.UTC(2023, 7, 16, 8, 52));
  expect(instantOf('UTC', Date.UTC(321, 0, 1))).toBe(Date.UTC(321, 0, 1));
  expect(instantOf('America/New_York', Date.UTC(2026, 6, 1, 12))).toBe(Date.UTC(2026, 6, 1, 16));
  expect(instantOf('America/New_York', Date.UTC(2026, 0, 1, 12))).toBe(Date.UTC(2026, 0, 1, 17));
});

test('months are calendar months in local time', () => {
  const taipei = (...at: Parameters<typeof Date.UTC>) => instantOf('Asia/Taipei', Date.UTC(...at));
  expect(addMonths('Asia/Taipei', taipei(2026, 0, 31, 9, 30), 1)).toBe(taipei(2026, 1, 28, 9, 30));
  expect(addMonths('Asia/Taipei', taipei(2026, 7, 31), 6)).toBe(taipei(2027, 1, 28));
  // The last evening of a month in UTC is already the next month in Taipei.
  expect(addMonths('Asia/Taipei', Date.UTC(2026, 0, 31, 20), 1)).toBe(Date.UTC(2026, 1, 28, 20));
  expect(addMonths('Asia/Taipei', taipei(2023, 1, 28), 12)).toBe(taipei(2024, 1, 28));
  // Daylight saving time begins in between: noon stays noon.
  const noon = instantOf('America/New_York', Date.UTC(2026, 1, 20, 12));
  expect(addMonths('America/New_York', noon, 1) - noon).toBe(28 * 24 * 3600 * 1000 - 3600 * 1000);
});

test('days of 23 and of 25 hours end at midnight of the tenant', () => {
  const newYork = inZone('America/New_York');
  const spring = Date.parse('2027-03-14T05:00:00Z');
  expect(endOfDay(newYork, spring) - spring).toBe(23 * HOUR_MS);
  expect([localDateTime(newYork, spring), localDateTime(newYork, spring + 2 * HOUR_MS)]).toEqual([
    '2027-03-14T00:00:00',
    '2027-03-14T03:00:00',
  ]);
  const autumn = Date.parse('2026-11-01T04:00:00Z');
  expect(endOfDay(newYork, autumn) - autumn).toBe(25 * HOUR_MS);
  expect([localDay(newYork, autumn + 25 * HOUR_MS - 1), localDay(newYork, autumn + 25 * HOUR_MS)]).toEqual([
    '2026-11-01',
    '2026-11-02',
  ]);
});

test.each([
  ['America/New_York', '2027-03-14T05:30:00Z', 9 * 60, '2027-03-14T13:00:00Z'],
  ['America/New_York', '2027-03-14T05:30:00Z', 2 * 60 + 30, '2027-03-14T07:30:00Z'],
  ['America/New_York', '2026-11-01T04:00:00Z', 60 + 30, '2026-11-01T05:30:00Z'],
  ['America/New_York', '2026-11-01T05:30:00Z', 60 + 30, '2026-11-01T06:30:00Z'],
  ['America/New_York', '2026-11-01T06:30:00Z', 60 + 30, '2026-11-02T06:30:00Z'],
  ['UTC', '2026-11-01T06:30:00Z', 6 * 60 + 30, '2026-11-02T06:30:00Z'],
])('in %s, after %s, the clocks show minute %i of a day at %s', (zone, after, minute, at) => {
  expect(new Date(nextMinuteOfDay(zone, Date.parse(after), minute)).toISOString()).toBe(
    new Date(at).toISOString(),
  );
});

test('a day is a calendar date', () => {
  for (const day of ['2026-11-26', '2024-02-29']) expect(isDay(day), day).toBe(true);
  for (const text of [
    '',
    '2026-11',
    '2026-1-2',
    '2026-02-29',
    '2026-13-01',
    ' 2026-11-26',
    'x',
    '2026-11-26Z',
  ])
    expect(isDay(text), text).toBe(false);
});

test.each([
  ['America/Havana', '2027-03-13T12:00:00Z', '2027-03-14T05:00:00Z'],
  ['America/Santiago', '2027-09-04T12:00:00Z', '2027-09-05T04:00:00Z'],
  ['Atlantic/Azores', '2027-03-27T12:00:00Z', '2027-03-28T01:00:00Z'],
  ['Asia/Beirut', '2027-03-27T12:00:00Z', '2027-03-27T22:00:00Z'],
])('in %s a day ends at the first moment of the next, even if the change skips midnight', (zone, at, end) => {
  expect(new Date(endOfDay(inZone(zone), Date.parse(at)))).toEqual(new Date(end));
});

test('around every change of a UTC offset a day ends where the next one begins', { timeout: 60_000 }, () => {
  const seen = new Set<string>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    for (const change of changesOf(zone)) {
      // Zones with the same change need one check.
      const how = `${change} ${wallClockOf(zone, change)} ${wallClockOf(zone, change - 1)}`;
      if (seen.has(how)) continue;
      seen.add(how);
      for (const ms of [
        change - 26 * HOUR_MS,
        change - 90 * MINUTE_MS,
        change - 1,
        change,
        change + 2 * HOUR_MS,
      ]) {
        const end = endOfDay(inZone(zone), ms);
        expect([zone, ms, localDay(inZone(zone), end)]).not.toEqual([zone, ms, localDay(inZone(zone), ms)]);
        expect([zone, ms, end]).toEqual([zone, ms, nextDaySeen(inZone(zone), ms)]);
      }
    }
  }
  expect(seen.size).toBeGreaterThan(50);
});

/** The local time of a zone, as if it were UTC: by Intl, not by the code under test. */
function wallClockOf(zone: string, ms: number): number {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone });
    formats.set(zone, format);
  }
  return Date.parse(`${format.format(ms).replace(' ', 'T')}Z`);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The times from 2025 to 2027 at which a zone's UTC offset changes. */
function changesOf(zone: string): number[] {
  const offset = (ms: number) => wallClockOf(zone, ms) - ms;
  const found: number[] = [];
  for (let from = Date.UTC(2025, 0, 1); from < Date.UTC(2028, 0, 1); from += 14 * 24 * HOUR_MS) {
    let [low, high] = [from, from + 14 * 24 * HOUR_MS];
    if (offset(low) === offset(high)) continue;
    while (high - low > MINUTE_MS) {
      const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offset(middle) === offset(low)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

/** The first minute of the next day, found by reading the clock in steps. */
function nextDaySeen(tenant: Tenant, ms: number): number {
  const day = localDay(tenant, ms);
  let at = Math.floor(ms / (15 * MINUTE_MS)) * 15 * MINUTE_MS;
  while (localDay(tenant, at) <= day) at += 15 * MINUTE_MS;
  while (localDay(tenant, at - MINUTE_MS) > day) at -= MINUTE_MS;
  return at;
}
