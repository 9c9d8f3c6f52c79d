import {
  sweepAgeMoves,
  sweepCodes,
  sweepSessions,
  sweepUploadRoom,
  sweepWaitingPhotos,
} from '@kith/core/accounts';
import { sweepEvidence } from '@kith/core/conversations';
import { sweepDisbandedGroups } from '@kith/core/groups';
import { sweepMomentFiles } from '@kith/core/moments';
import { sweepQuotas } from '@kith/core/membership';
import { sweepReports } from '@kith/core/moderation';
import { sweepPhotos } from '@kith/core/photos';
import { listTenants } from '@kith/core/tenants';
import { sweepVideoUploads } from '@kith/core/videos';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

const EVERY_MS = 10 * 60_000;

/** Throws away what waits for somebody who never came, and what has been over for long. Answers a function that stops it. */
export function startSweeping(deps: Deps): () => void {
  const timer = setInterval(() => {
    if (deps.clock.isInDoubt()) return;
    sweep(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'what is over could not be swept'));
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** One round of it. */
export async function sweep(deps: Deps): Promise<void> {
  for (const tenant of await listTenants(deps.db)) {
    const ctx = visitorCtx(deps, tenant, '');
    await sweepWaitingPhotos(ctx);
    await sweepCodes(ctx);
    await sweepUploadRoom(ctx);
    await sweepSessions(ctx);
    await sweepAgeMoves(ctx);
    await sweepMomentFiles(ctx);
    await sweepVideoUploads(ctx);
    await sweepPhotos(ctx);
    await sweepEvidence(ctx);
    await sweepDisbandedGroups(ctx);
    await sweepQuotas(ctx);
    await sweepReports(ctx);
  }
}
