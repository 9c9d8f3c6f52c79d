import type { Tenant } from './tenant.js';

const DAY_MS = 24 * 3600 * 1000;

/** The day of a moment (milliseconds) in the tenant's zone, as `2026-11-26`. */
export function localDay(tenant: Tenant, ms: number): string {
  return new Date(shownAt(tenant.settings.timeZone, ms)).toISOString().slice(0, 10);
}

/** When the day of a moment ends in the tenant's zone, in milliseconds. */
export function endOfDay(tenant: Tenant, ms: number): number {
  const next = Date.parse(`${localDay(tenant, ms)}T00:00:00Z`) + DAY_MS;
  return momentOf(tenant.settings.timeZone, next);
}

/**
 * The moment (milliseconds) at which clocks of a zone show a time, given as if it were UTC. A time that clocks leave
 * out when they are put forward is as far behind the change as it would have been; of one that they show twice it is
 * the first.
 */
export function momentOf(timeZone: string, shown: number): number {
  // No zone changes its clocks twice within two days.
  const before = shown - offsetAt(timeZone, shown - DAY_MS);
  const after = shown - offsetAt(timeZone, shown + DAY_MS);
  const found = [Math.min(before, after), Math.max(before, after)].find(
    (ms) => shownAt(timeZone, ms) === shown,
  );
  return found ?? before;
}

/** So many calendar months later by the clocks of a zone; a day that the month has not got is its last one. */
export function addMonths(timeZone: string, ms: number, months: number): number {
  const shown = new Date(shownAt(timeZone, ms));
  const month = shown.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(shown.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const timeOfDay =
    shown.getTime() - Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate());
  const day = Math.min(shown.getUTCDate(), lastDay);
  return momentOf(timeZone, Date.UTC(shown.getUTCFullYear(), month, day) + timeOfDay);
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetAt(timeZone: string, ms: number): number {
  return shownAt(timeZone, ms) - ms;
}

/** What the clocks of a zone show at a moment, as if it were UTC. */
export function shownAt(timeZone: string, ms: number): number {
  const second = Math.floor(ms / 1000) * 1000;
  const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  // Parts, because how a language joins them depends on the data that Node.js was built with.
  for (const { type, value } of formatOf(timeZone).formatToParts(second))
    if (type in shown) shown[type as keyof typeof shown] = Number(value);
  const date = new Date(0);
  date.setUTCFullYear(shown.year, shown.month - 1, shown.day);
  date.setUTCHours(shown.hour, shown.minute, shown.second);
  return date.getTime() + (ms - second);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { ...PARTS, calendar: 'gregory', hourCycle: 'h23', timeZone });
    formats.set(timeZone, format);
  }
  return format;
}

const PARTS = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

/** A format costs a hundred times what it is used for. There are no more of them than zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a text names a day of the calendar, as `2026-11-26`. */
export function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === text;
}
