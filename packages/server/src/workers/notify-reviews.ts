import { findUnnotifiedPhotos, notifyReview } from '@kith/core/photos';
import type { Deps } from '../app/deps.js';
import { visitorCtx } from '../app/context.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Notifies the owners of photos that a command has reviewed in another process. */
export function startNotifyingReviews(deps: Deps): Worker {
  return startPeriodic(deps, {
    job: 'notify_reviews',
    everyMs: deps.timing.notifyReviewsEveryMs,
    failure: 'owners could not be notified of photo reviews',
    trustsClock: false,
    round: async () => {
      for (const photo of await findUnnotifiedPhotos(deps))
        await notifyReview(visitorCtx(deps, await deps.auth.tenant(photo.tenantId), ''), photo);
    },
  });
}
