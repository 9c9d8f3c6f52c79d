import { expect, it } from 'vitest';
import { dayText, readDay } from './hours.js';

it.each([
  ['', []],
  ['09:00-18:00', [[540, 1080]]],
  [
    '9:00 – 12:00，13:00-00:00',
    [
      [540, 720],
      [780, 1440],
    ],
  ],
  ['00:00-24:00', [[0, 1440]]],
  ['18:00-09:00', undefined],
  ['09:00-09:00', undefined],
  ['09:00-24:01', undefined],
  ['always', undefined],
  ['09:00-12:00, later', undefined],
])('a day with %j', (text, spans) =>
  expect(readDay(text, 3)).toEqual(spans?.map(([from, to]) => ({ day: 3, from, to }))),
);

it('shows the hours of a day as they are read', () => {
  const hours = [
    { day: 1, from: 540, to: 720 },
    { day: 1, from: 780, to: 1440 },
    { day: 2, from: 0, to: 60 },
  ];
  expect([1, 2, 3].map((day) => dayText(hours, day))).toEqual([
    '09:00-12:00, 13:00-24:00',
    '00:00-01:00',
    '',
  ]);
});
