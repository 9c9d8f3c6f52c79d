import type { Tenant } from './tenant.js';

/** The day of a moment (milliseconds) in the tenant's zone, as `2026-11-26`. */
export function localDay(tenant: Tenant, ms: number): string {
  // The Swedish way to write a date is the database's.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: tenant.settings.timeZone }).format(ms);
}

/** When the day of a moment ends in the tenant's zone, in milliseconds. */
export function endOfDay(tenant: Tenant, ms: number): number {
  const next = Date.parse(`${localDay(tenant, ms)}T00:00:00Z`) + 24 * 3600 * 1000;
  return momentOf(tenant.settings.timeZone, next);
}

/**
 * The moment (milliseconds) at which clocks of a zone show a time, given as if it were UTC. A time that clocks leave
 * out when they are put forward is the one as far behind it; of one that they show twice it is one of the two.
 */
export function momentOf(timeZone: string, shown: number): number {
  const first = shown - offsetAt(timeZone, shown);
  return shown - offsetAt(timeZone, first);
}

/** So many calendar months later by the clocks of a zone; a day that the month has not got is its last one. */
export function addMonths(timeZone: string, ms: number, months: number): number {
  const shown = new Date(ms + offsetAt(timeZone, ms));
  const month = shown.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(shown.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const timeOfDay =
    shown.getTime() - Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate());
  const day = Math.min(shown.getUTCDate(), lastDay);
  return momentOf(timeZone, Date.UTC(shown.getUTCFullYear(), month, day) + timeOfDay);
}

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
function offsetAt(timeZone: string, ms: number): number {
  const second = Math.floor(ms / 1000) * 1000;
  const shown = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone,
  }).format(second);
  // Years before 1000 come without their zeros.
  return Date.parse(`${shown.padStart(19, '0').replace(' ', 'T')}Z`) - second;
}

/** Whether a text names a day of the calendar, as `2026-11-26`. */
export function isDay(text: string): boolean {
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === text;
}
