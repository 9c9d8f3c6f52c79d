import type { Tenant } from './tenant.js';

/** The day of a moment (milliseconds) in the tenant's zone, as `2026-11-26`. */
export function localDay(tenant: Tenant, ms: number): string {
  // The Swedish way to write a date is the database's.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: tenant.settings.timeZone }).format(ms);
}
