import { sweepWaitingPhotos } from '@kith/core/accounts';
import { sweepMomentFiles } from '@kith/core/moments';
import { listTenants } from '@kith/core/tenants';
import { sweepVideoUploads } from '@kith/core/videos';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

const EVERY_MS = 10 * 60_000;

/** Throws away what waits for somebody who never came. Answers a function that stops it. */
export function startSweeping(deps: Deps): () => void {
  async function sweep(): Promise<void> {
    for (const tenant of await listTenants(deps.db)) {
      const ctx = visitorCtx(deps, tenant, '');
      await sweepWaitingPhotos(ctx);
      await sweepMomentFiles(ctx);
      await sweepVideoUploads(ctx);
    }
  }
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => deps.log.warn({ err: error }, 'waiting files could not be swept'));
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}
