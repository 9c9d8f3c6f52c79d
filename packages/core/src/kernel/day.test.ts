import { expect, test } from 'vitest';
import { addMonths, isDay, localDay, momentOf } from './day.js';
import { defaultSettings, type Tenant } from './tenant.js';
import type { TenantId } from './ids.js';

test('a day begins in the zone of the tenant', () => {
  const lateInTheDay = Date.UTC(2026, 0, 31, 23, 30);
  const inZone = (timeZone: string): Tenant => ({
    id: 1 as TenantId,
    name: '',
    settings: { ...defaultSettings, timeZone },
  });
  expect(localDay(inZone('UTC'), lateInTheDay)).toBe('2026-01-31');
  expect(localDay(inZone('Asia/Shanghai'), lateInTheDay)).toBe('2026-02-01');
});

test('clocks of a zone show a moment, and the moment is found again', () => {
  expect(momentOf('Asia/Taipei', Date.UTC(2023, 7, 16, 16, 52))).toBe(Date.UTC(2023, 7, 16, 8, 52));
  expect(momentOf('UTC', Date.UTC(321, 0, 1))).toBe(Date.UTC(321, 0, 1));
  expect(momentOf('America/New_York', Date.UTC(2026, 6, 1, 12))).toBe(Date.UTC(2026, 6, 1, 16));
  expect(momentOf('America/New_York', Date.UTC(2026, 0, 1, 12))).toBe(Date.UTC(2026, 0, 1, 17));
});

test('months are those of the calendar, by the clocks of the zone', () => {
  const taipei = (...at: Parameters<typeof Date.UTC>) => momentOf('Asia/Taipei', Date.UTC(...at));
  expect(addMonths('Asia/Taipei', taipei(2026, 0, 31, 9, 30), 1)).toBe(taipei(2026, 1, 28, 9, 30));
  expect(addMonths('Asia/Taipei', taipei(2026, 7, 31), 6)).toBe(taipei(2027, 1, 28));
  // The last evening of a month in UTC is a day of the next one there.
  expect(addMonths('Asia/Taipei', Date.UTC(2026, 0, 31, 20), 1)).toBe(Date.UTC(2026, 1, 28, 20));
  expect(addMonths('Asia/Taipei', taipei(2023, 1, 28), 12)).toBe(taipei(2024, 1, 28));
  // Summer time begins in between: noon stays noon.
  const noon = momentOf('America/New_York', Date.UTC(2026, 1, 20, 12));
  expect(addMonths('America/New_York', noon, 1) - noon).toBe(28 * 24 * 3600 * 1000 - 3600 * 1000);
});

test('a day is one of the calendar', () => {
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
