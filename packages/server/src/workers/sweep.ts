import { sweepWaitingPhotos } from '@kith/core/accounts';
import { listTenants } from '@kith/core/tenants';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

const EVERY_MS = 10 * 60_000;

/** Throws away what waits for somebody who never came. Answers a function that stops it. */
export function startSweeping(deps: Deps): () => void {
  async function sweep(): Promise<void> {
    for (const tenant of await listTenants(deps.db)) await sweepWaitingPhotos(visitorCtx(deps, tenant, ''));
  }
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => deps.log.warn({ err: error }, 'waiting pictures could not be swept'));
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}
