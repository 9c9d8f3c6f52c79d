import type { admin, Params } from '@kith/contract';

/** How many days back the page can look, beside all. */
export const PERIODS = [1, 7, 30] as const;
const DAY_MS = 24 * 3600 * 1000;

/** What the address says about the rows that are shown. */
export interface AuditFilters {
  readonly staffId?: number;
  readonly action?: string;
  readonly objectKind?: string;
  readonly objectId?: string;
  readonly days?: (typeof PERIODS)[number];
  /** The page begins below the row of this id. */
  readonly before?: number;
}

/** The filters in an address; what cannot be one is left out. */
export function readFilters(search: Record<string, unknown>): AuditFilters {
  const { staffId, action, objectKind, objectId, days, before } = search;
  const period = PERIODS.find((one) => one === days);
  return {
    ...(isId(staffId) && { staffId }),
    ...(isWord(action) && { action }),
    ...(isWord(objectKind) && { objectKind }),
    // The router reads digits as a number.
    ...((isWord(objectId) || isId(objectId)) && { objectId: String(objectId) }),
    ...(period !== undefined && { days: period }),
    ...(isId(before) && { before }),
  };
}

/** The filters as parameters of the server. */
export function paramsOf({ days, ...filters }: AuditFilters, now: number): Params<typeof admin.audit.list> {
  return { ...filters, ...(days !== undefined && { since: now - days * DAY_MS }) };
}

/** The address of a file with all rows that the filters leave. */
export function exportUrlOf(filters: AuditFilters, format: 'csv' | 'jsonl', now: number): string {
  const { before: _, ...params } = paramsOf(filters, now);
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(params)) if (value !== undefined) query.set(name, String(value));
  return `/admin/audit/export?${query.toString()}`;
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /\S/.test(value) && value.length <= 64;
}
