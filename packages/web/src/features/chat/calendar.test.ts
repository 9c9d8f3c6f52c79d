import { expect, test } from 'vitest';
import { addDays, addMonths, firstDayOfWeek, weeksOf } from './calendar.js';

const days = (weeks: ReturnType<typeof weeksOf>) => weeks.map((week) => week.map((day) => day.getDate()));

test('a month is whole weeks, from any first day', () => {
  expect(days(weeksOf(new Date(2026, 1, 14), 0))).toEqual([
    [1, 2, 3, 4, 5, 6, 7],
    [8, 9, 10, 11, 12, 13, 14],
    [15, 16, 17, 18, 19, 20, 21],
    [22, 23, 24, 25, 26, 27, 28],
  ]);
  const monday = days(weeksOf(new Date(2026, 10, 29), 1));
  expect(monday[0]).toEqual([26, 27, 28, 29, 30, 31, 1]);
  expect(monday.at(-1)).toEqual([30, 1, 2, 3, 4, 5, 6]);
});

test('days and months go on over their ends', () => {
  expect(addDays(new Date(2026, 1, 28), 1)).toEqual(new Date(2026, 2, 1));
  expect(addMonths(new Date(2026, 0, 31), 1)).toEqual(new Date(2026, 1, 28));
  expect(addMonths(new Date(2026, 0, 31), -2)).toEqual(new Date(2025, 10, 30));
  expect(firstDayOfWeek('en-US')).toBe(0);
});
