import { bounds, type TenantId } from '@kith/core/kernel';
import { countTenantsOf, recordCounts, recordRuns, recordSamples } from '@kith/core/operations';
import { atMost } from '../app/at-most.js';
import type { Deps } from '../app/deps.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Stores what this node has counted, for the console's overview. */
export function startRecordingCounts(deps: Deps): Worker {
  const failure = 'figures could not be stored';
  const worker = startPeriodic(deps, {
    job: 'every_node',
    everyMs: deps.timing.recordFiguresEveryMs,
    failure,
    trustsClock: false,
    round: () => storeCounts(deps),
  });
  return {
    stop: async () => {
      await worker.stop();
      const last = storeCounts(deps).catch((error: unknown) => deps.log.warn({ err: error }, failure));
      await atMost(bounds.database.lastBatchesWithinMs, last);
    },
  };
}

/** What could not be stored is stored with the next figures, so an outage shows its errors. */
async function storeCounts(deps: Deps): Promise<void> {
  await recordRuns(deps.db, deps.runs.take());
  const { counts } = deps.metrics;
  const counted = counts.take();
  if (counted.length === 0) return;
  try {
    await recordCounts(deps, counted);
  } catch (error) {
    counts.putBack(counted);
    throw error;
  }
}

/** Stores who is online at all nodes, sign-ups and sizes. */
export function startSamplingFigures(deps: Deps): Worker {
  let sizedAt = -Infinity;
  let queuesAt = -Infinity;
  return startPeriodic(deps, {
    job: 'sample_figures',
    everyMs: deps.timing.recordFiguresEveryMs,
    failure: 'figures could not be stored',
    trustsClock: false,
    begin: () => {
      sizedAt = -Infinity;
      queuesAt = -Infinity;
    },
    round: async () => {
      const withSizes = performance.now() - sizedAt >= bounds.figures.sizesEveryMs;
      const withQueues = performance.now() - queuesAt >= bounds.figures.queuesEveryMs;
      await recordSamples(deps, { online: await countOnline(deps), withSizes, withQueues });
      if (withQueues) queuesAt = performance.now();
      if (withSizes) sizedAt = performance.now();
    },
  });
}

/** The people online of each tenant, at this node and at others. */
async function countOnline({ db, hub, presence }: Deps): Promise<{ tenantId: TenantId; amount: number }[]> {
  const amounts = new Map<TenantId, number>();
  const add = (tenantId: TenantId, amount: number) =>
    amounts.set(tenantId, (amounts.get(tenantId) ?? 0) + amount);
  for (const tenantId of hub.tenantsOfAccounts()) add(tenantId, 1);
  for (const { tenantId, amount } of await countTenantsOf(db, [...presence.elsewhere()]))
    add(tenantId, amount);
  return [...amounts].map(([tenantId, amount]) => ({ tenantId, amount }));
}
