import type { Formats } from 'use-intl';

/** How dates and times are written, each in the usual form of the language. */
export const FORMATS = {
  dateTime: {
    time: { timeStyle: 'short' },
    /** Of the last days. */
    weekday: { weekday: 'short' },
    weekdayTime: { weekday: 'short', hour: 'numeric', minute: '2-digit' },
    /** Of this year. */
    day: { month: 'short', day: 'numeric' },
    weekdayDay: { weekday: 'long', month: 'long', day: 'numeric' },
    date: { dateStyle: 'medium' },
    longDate: { dateStyle: 'long' },
    weekdayDate: { dateStyle: 'full' },
  },
} as const satisfies Formats;
