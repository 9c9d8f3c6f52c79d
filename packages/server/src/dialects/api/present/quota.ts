import type { QuotaState } from '@kith/core/billing';

/** Tickets in wire format: "-1" for no limit. */
export function presentTickets({ remaining }: QuotaState): string {
  return remaining === null ? '-1' : String(remaining);
}

/** Keys in wire format: 999 for no limit, and -1 when none is left. */
export function presentKeys({ remaining }: QuotaState): number {
  if (remaining === null) return 999;
  return remaining === 0 ? -1 : remaining;
}

/** Super waves in wire format: 999 for no limit. */
export function presentSuperWaves({ remaining }: QuotaState): number {
  return remaining ?? 999;
}
