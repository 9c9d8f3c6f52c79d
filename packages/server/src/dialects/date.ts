import { instantOf, localDateTime, type Tenant } from '@kith/core/kernel';

/** Formats a time (milliseconds) as in the document, `Y-m-d H:i:s` in the tenant's zone. */
export function presentDateTime(tenant: Tenant, ms: number): string {
  return localDateTime(tenant, ms).replace('T', ' ');
}

const NUMBER = /^\d{1,13}(?:\.\d{1,9})?$/;
const LOCAL =
  /^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})[ T](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** Smaller numbers are seconds: as milliseconds they would lie before March 1973. */
const FIRST_MS = 100_000_000_000;

/** Whether `readDateTime` can parse a text. */
export function isDateTime(text: string): boolean {
  return readUtc(text.trim()) !== undefined;
}

/**
 * Parses a time to milliseconds, and reports whether its precision is a second. Accepts seconds or milliseconds since
 * 1970, a date with a time in the tenant's zone, or an ISO date with a zone. 0 for what `isDateTime` rejects.
 */
export function readDateTime(tenant: Tenant, text: string): { ms: number; isToTheSecond: boolean } {
  const read = readUtc(text.trim());
  if (!read) return { ms: 0, isToTheSecond: false };
  const ms = read.isLocal ? instantOf(tenant.settings.timeZone, read.ms) : read.ms;
  return { ms, isToTheSecond: read.isToTheSecond };
}

/** Parses a time as if the tenant's zone were UTC. */
function readUtc(text: string): { ms: number; isToTheSecond: boolean; isLocal: boolean } | undefined {
  if (NUMBER.test(text)) {
    const number = Number(text);
    const isSeconds = number < FIRST_MS;
    const ms = Math.round(isSeconds ? number * 1000 : number);
    return { ms, isToTheSecond: isSeconds && !text.includes('.'), isLocal: false };
  }
  if (ISO.test(text)) {
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? undefined : { ms, isToTheSecond: !text.includes('.'), isLocal: false };
  }
  const found = LOCAL.exec(text)?.groups;
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = fields.map((name) => Number(found[name] ?? 0));
  const ms = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  // An invalid day or hour would roll over into the next.
  const isReal = new Date(ms).getUTCDate() === day && new Date(ms).getUTCHours() === hour;
  return isReal ? { ms, isToTheSecond: true, isLocal: true } : undefined;
}

const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Formats the age of a time as clients show it: relative up to a month, then its date. */
export function presentAge(tenant: Tenant, ms: number, now: number): string {
  const age = now - ms;
  if (age < MINUTE_MS) return '刚刚';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}分钟前`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)}小时前`;
  if (age < 30 * DAY_MS) return `${Math.floor(age / DAY_MS)}天前`;
  return presentDateTime(tenant, ms).slice(0, 10);
}
