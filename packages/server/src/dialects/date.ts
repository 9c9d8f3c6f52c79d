import type { Tenant } from '@kith/core/kernel';

/** A moment (milliseconds) as the document shows it, `Y-m-d H:i:s` in the tenant's zone. */
export function presentDateTime(tenant: Tenant, ms: number): string {
  const { timeZone } = tenant.settings;
  let format = formats.get(timeZone);
  // The Swedish way to write a date is the document's.
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone })));
  return format.format(ms);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago a moment was, in the words that clients show: up to a month, then its day. */
export function presentAge(tenant: Tenant, ms: number, now: number): string {
  const age = now - ms;
  if (age < MINUTE_MS) return '刚刚';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}分钟前`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)}小时前`;
  if (age < 30 * DAY_MS) return `${Math.floor(age / DAY_MS)}天前`;
  return presentDateTime(tenant, ms).slice(0, 10);
}

const parts = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const;

// A format costs a hundred times what it is used for.
const formats = new Map<string, Intl.DateTimeFormat>();
