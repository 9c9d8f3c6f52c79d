import type { Tenant } from '@kith/core/kernel';

/** A moment (milliseconds) as the document shows it, `Y-m-d H:i:s` in the tenant's zone. */
export function presentDateTime(tenant: Tenant, ms: number): string {
  const { timeZone } = tenant.settings;
  let format = formats.get(timeZone);
  // The Swedish way to write a date is the document's.
  if (!format) formats.set(timeZone, (format = new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone })));
  return format.format(ms);
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
