import { makeNextExport } from '@kith/core/privacy';
import { listTenants } from '@kith/core/tenants';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Makes the copies of their data that accounts have requested, one at a time. */
export function startExportingData(deps: Deps): Worker {
  const stopping = new AbortController();
  const worker = startPeriodic(deps, {
    job: 'export_data',
    everyMs: deps.timing.exportEveryMs,
    failure: 'copies of accounts could not be made',
    trustsClock: false,
    round: async () => {
      // One of each tenant in a round, so that no tenant waits for all copies of another.
      for (const tenant of await listTenants(deps.db))
        if (!stopping.signal.aborted) await makeNextExport(visitorCtx(deps, tenant, ''), stopping.signal);
    },
  });
  return {
    stop: () => {
      stopping.abort();
      return worker.stop();
    },
  };
}
