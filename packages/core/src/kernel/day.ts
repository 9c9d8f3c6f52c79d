import type { Tenant } from './tenant.js';

const DAY_MS = 24 * 3600 * 1000;

/** The date of a time (milliseconds) in the tenant's zone, as `2026-11-26`. */
export function localDay(tenant: Tenant, ms: number): string {
  return new Date(wallClockOf(tenant.settings.timeZone, ms)).toISOString().slice(0, 10);
}

/** The end of a time's day in the tenant's zone, in milliseconds. */
export function endOfDay(tenant: Tenant, ms: number): number {
  const next = Date.parse(`${localDay(tenant, ms)}T00:00:00Z`) + DAY_MS;
  return instantOf(tenant.settings.timeZone, next);
}

/**
 * The time (milliseconds) at which a zone's clocks show `shown`, which is given as if it were UTC. A skipped local
 * time resolves to the time after the change, as if the clocks had not moved; of a repeated one, the first counts.
 */
export function instantOf(timeZone: string, shown: number): number {
  // No zone changes its offset twice within two days.
  const before = shown - offsetAt(timeZone, shown - DAY_MS);
  const after = shown - offsetAt(timeZone, shown + DAY_MS);
  const found = [Math.min(before, after), Math.max(before, after)].find(
    (ms) => wallClockOf(timeZone, ms) === shown,
  );
  return found ?? before;
}

/** Adds calendar months in a zone's local time. A day that the target month lacks becomes the month's last day. */
export function addMonths(timeZone: string, ms: number, months: number): number {
  const shown = new Date(wallClockOf(timeZone, ms));
  const month = shown.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(shown.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const timeOfDay =
    shown.getTime() - Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate());
  const day = Math.min(shown.getUTCDate(), lastDay);
  return instantOf(timeZone, Date.UTC(shown.getUTCFullYear(), month, day) + timeOfDay);
}

/** The UTC offset of a zone at a time, in milliseconds. */
function offsetAt(timeZone: string, ms: number): number {
  return wallClockOf(timeZone, ms) - ms;
}

/** The local time of a zone, as if it were UTC. */
export function wallClockOf(timeZone: string, ms: number): number {
  const second = Math.floor(ms / 1000) * 1000;
  const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  // Use the parts: how a locale joins them depends on Node's ICU data.
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

/** Creating a format costs a hundred times as much as using it. The number of zones bounds the map. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a text is a calendar date such as `2026-11-26`. */
export function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === text;
}
