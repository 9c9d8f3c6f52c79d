import {
  measureAvatars,
  sweepAgeGroupChanges,
  sweepCodes,
  sweepSessions,
  sweepUploadQuota,
  sweepPendingAvatars,
} from '@kith/core/accounts';
import { sweepEvidence } from '@kith/core/conversations';
import { sweepDisbandedGroups } from '@kith/core/groups';
import { sweepLinkPreviews } from '@kith/core/media';
import { sweepMomentFiles } from '@kith/core/moments';
import { sweepQuotas } from '@kith/core/billing';
import { sweepFigures } from '@kith/core/operations';
import { sweepMessageOpenings, sweepReports } from '@kith/core/moderation';
import { sweepAudit, sweepStaffSessions } from '@kith/core/staff';
import { sweepMessages } from '@kith/core/outbox';
import { sweepExports } from '@kith/core/privacy';
import { measureUploads, sweepPhotos } from '@kith/core/photos';
import { sweepPushMarks } from '@kith/core/push';
import { listTenants } from '@kith/core/tenants';
import { measureVideos, sweepVideoUploads } from '@kith/core/videos';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Deletes expired and abandoned records. */
export function startSweeping(deps: Deps): Worker {
  return startPeriodic(deps, {
    job: 'sweep',
    everyMs: 10 * 60_000,
    failure: 'expired records could not be deleted',
    trustsClock: true,
    round: () => sweep(deps),
  });
}

/** Runs one round. */
export async function sweep(deps: Deps): Promise<void> {
  await sweepFigures(deps);
  for (const tenant of await listTenants(deps.db)) {
    const ctx = visitorCtx(deps, tenant, '');
    await sweepPendingAvatars(ctx);
    await sweepCodes(ctx);
    await sweepUploadQuota(ctx);
    await sweepSessions(ctx);
    await sweepAgeGroupChanges(ctx);
    await sweepMomentFiles(ctx);
    await sweepVideoUploads(ctx);
    await sweepPhotos(ctx);
    await sweepEvidence(ctx);
    await sweepDisbandedGroups(ctx);
    await sweepQuotas(ctx);
    await sweepReports(ctx);
    await sweepMessageOpenings(ctx);
    await sweepExports(ctx);
    await sweepLinkPreviews(ctx);
    await sweepMessages(ctx);
    await sweepPushMarks(ctx);
    await sweepStaffSessions(ctx);
    await sweepAudit(ctx);
    await measureAvatars(ctx);
    await measureUploads(ctx);
    await measureVideos(ctx);
  }
}
