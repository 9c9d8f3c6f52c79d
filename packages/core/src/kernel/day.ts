import { Temporal } from 'temporal-polyfill';
import type { Tenant } from './tenant.js';

/** The date of a time (milliseconds) in the tenant's zone, as `2026-11-26`. */
export function localDay(tenant: Tenant, ms: number): string {
  return inZone(tenant.settings.timeZone, ms).toPlainDate().toString();
}

/** The date and time of day in the tenant's zone, as `2026-11-26T18:05:00`. */
export function localDateTime(tenant: Tenant, ms: number): string {
  return inZone(tenant.settings.timeZone, ms).toPlainDateTime().toString({ smallestUnit: 'second' });
}

/** The beginning of a time's day in the tenant's zone, in milliseconds. */
export function startOfDay(tenant: Tenant, ms: number): number {
  const { timeZone } = tenant.settings;
  return inZone(timeZone, ms).toPlainDate().toZonedDateTime(timeZone).epochMilliseconds;
}

/** The end of a time's day in the tenant's zone, in milliseconds. */
export function endOfDay(tenant: Tenant, ms: number): number {
  const { timeZone } = tenant.settings;
  return inZone(timeZone, ms).toPlainDate().add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
}

/**
 * The time (milliseconds) at which a zone's clocks show `shown`, which is given as if it were UTC. A skipped local
 * time resolves to the time after the change, as if the clocks had not moved; of a repeated one, the first counts.
 */
export function instantOf(timeZone: string, shown: number): number {
  return inZone('UTC', shown).toPlainDateTime().toZonedDateTime(timeZone).epochMilliseconds;
}

/** Adds calendar months in a zone's local time. A day that the target month lacks becomes the month's last day. */
export function addMonths(timeZone: string, ms: number, months: number): number {
  return inZone(timeZone, ms).add({ months }).epochMilliseconds;
}

/** The minutes since midnight that a zone's clocks show. */
export function minuteOfDay(timeZone: string, ms: number): number {
  const { hour, minute } = inZone(timeZone, ms);
  return hour * 60 + minute;
}

/** The day of the week that a zone's calendar shows: 1 is Monday, 7 Sunday. */
export function dayOfWeek(timeZone: string, ms: number): number {
  return inZone(timeZone, ms).dayOfWeek;
}

/** The first time after `ms` at which a zone's clocks show this many minutes since midnight. */
export function nextMinuteOfDay(timeZone: string, ms: number, minutes: number): number {
  const time = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  const today = inZone(timeZone, ms).toPlainDate();
  const onDay = (day: Temporal.PlainDate, disambiguation: 'compatible' | 'later') =>
    day.toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
  const first = onDay(today, 'compatible');
  if (first > ms) return first;
  // The clocks may show the time twice today.
  const second = onDay(today, 'later');
  return second > ms ? second : onDay(today.add({ days: 1 }), 'compatible');
}

/** Whether a text is a calendar date such as `2026-11-26`. */
export function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === text;
}

function inZone(timeZone: string, ms: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
}
