import type { Agent } from './screen.js';

/** The hours of an agent on one day, or in a week. */
export type Hours = NonNullable<Agent['hours']>;

/** The days of a week, from Monday. */
export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const DAY_MINUTES = 24 * 60;
const SPAN = /^(\d{1,2}):([0-5]\d)\s*[-–]\s*(\d{1,2}):([0-5]\d)$/;

/** What the field of a day shows, such as `09:00-12:00, 13:00-18:00`; empty for a free day. */
export function dayText(hours: Hours, day: number): string {
  return hours
    .filter((span) => span.day === day)
    .map(({ from, to }) => `${clock(from)}-${clock(to)}`)
    .join(', ');
}

/** The hours that the field of a day says; undefined for what are none. A span that ends at 00:00 ends at midnight. */
export function readDay(text: string, day: number): Hours | undefined {
  const spans = text.split(/[,，、]/).flatMap((part) => part.trim() || []);
  const read = spans.map((span) => {
    const [, ...numbers] = SPAN.exec(span) ?? [];
    const [fromHour = 24, fromMinute = 0, toHour = 25, toMinute = 0] = numbers.map(Number);
    const from = fromHour * 60 + fromMinute;
    return { day, from, to: toHour * 60 + toMinute || DAY_MINUTES };
  });
  return read.every(({ from, to }) => from < to && to <= DAY_MINUTES) ? read : undefined;
}

function clock(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
