import type { TenantId } from '@kith/core/kernel';
import { bucketOf, DURATION_SECONDS, type Counted } from '@kith/core/operations';

/** What this process counts for the console's overview, until it is stored. */
export interface Counts {
  message(tenantId: TenantId): void;
  /** A message was handed to sockets `seconds` after it was sent. */
  delivery(tenantId: TenantId, seconds: number): void;
  /** A request was answered; without a tenant if it has named nobody. */
  request(tenantId: TenantId | undefined, hasFailed: boolean): void;
  /** Hands over what was counted, and begins at zero. */
  take(): Counted[];
  /** Counts again what could not be stored. */
  putBack(counted: readonly Counted[]): void;
}

type Sums = { -readonly [K in keyof Counted]: Counted[K] } & { deliveries: number[] };

export function makeCounts(): Counts {
  let sums = new Map<TenantId | null, Sums>();

  function of(tenantId: TenantId | null): Sums {
    const known = sums.get(tenantId);
    if (known) return known;
    const deliveries = Array.from({ length: DURATION_SECONDS.length + 1 }, () => 0);
    const fresh = { tenantId, messages: 0, deliveries, requests: 0, errors: 0 };
    sums.set(tenantId, fresh);
    return fresh;
  }

  return {
    message: (tenantId) => {
      of(tenantId).messages++;
    },
    delivery: (tenantId, seconds) => {
      const { deliveries } = of(tenantId);
      const bucket = bucketOf(seconds);
      deliveries[bucket] = (deliveries[bucket] ?? 0) + 1;
    },
    request: (tenantId, hasFailed) => {
      const sum = of(tenantId ?? null);
      sum.requests++;
      if (hasFailed) sum.errors++;
    },
    take: () => {
      const taken = [...sums.values()];
      sums = new Map();
      return taken;
    },
    putBack: (counted) => {
      for (const one of counted) {
        const sum = of(one.tenantId);
        sum.messages += one.messages;
        sum.requests += one.requests;
        sum.errors += one.errors;
        for (const [bucket, amount] of one.deliveries.entries())
          sum.deliveries[bucket] = (sum.deliveries[bucket] ?? 0) + amount;
      }
    },
  };
}
