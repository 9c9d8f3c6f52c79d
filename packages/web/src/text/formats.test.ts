import { createFormatter } from 'use-intl/core';
import { expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../client/languages.js';
import { FORMATS } from './formats.js';

const MORNING = new Date('2026-11-26T09:05:00Z');
const EVENING = new Date('2026-11-26T21:05:00Z');

/** Each format of a language. Some versions of its data separate by narrow spaces. */
function written(locale: Language) {
  const format = createFormatter({ locale, timeZone: 'UTC', formats: FORMATS });
  const say = (time: Date, name: keyof typeof FORMATS.dateTime) =>
    format.dateTime(time, name).replaceAll(/\s/g, ' ');
  return [
    say(MORNING, 'time'),
    say(EVENING, 'time'),
    say(MORNING, 'weekday'),
    say(MORNING, 'weekdayTime'),
    say(MORNING, 'day'),
    say(MORNING, 'weekdayDay'),
    say(MORNING, 'date'),
    say(MORNING, 'weekdayDate'),
  ];
}

test('each language writes the clock and the calendar in its own way', () => {
  expect(Object.fromEntries(LANGUAGES.map((language) => [language, written(language)]))).toEqual({
    en: [
      '9:05 AM',
      '9:05 PM',
      'Thu',
      'Thu 9:05 AM',
      'Nov 26',
      'Thursday, November 26',
      'Nov 26, 2026',
      'Thursday, November 26, 2026',
    ],
    'zh-Hant': [
      '上午9:05',
      '晚上9:05',
      '週四',
      '週四上午9:05',
      '11月26日',
      '11月26日星期四',
      '2026年11月26日',
      '2026年11月26日 星期四',
    ],
    'zh-Hans': [
      '09:05',
      '21:05',
      '周四',
      '周四09:05',
      '11月26日',
      '11月26日星期四',
      '2026年11月26日',
      '2026年11月26日星期四',
    ],
  });
});
