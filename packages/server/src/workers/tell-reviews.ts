import { findUntoldPhotos, tellReview } from '@kith/core/photos';
import type { Deps } from '../app/compose.js';
import { visitorCtx } from '../app/context.js';

/** Tells people what was decided about their photos, soon after a command has done so. Answers a function that stops it. */
export function startTellingReviews(deps: Deps): () => Promise<void> {
  let round: Promise<void> | undefined;

  async function tellAll(): Promise<void> {
    for (const photo of await findUntoldPhotos(deps))
      await tellReview(visitorCtx(deps, await deps.auth.tenant(photo.tenantId), ''), photo);
  }

  const timer = setInterval(() => {
    round ??= tellAll()
      .catch((error: unknown) => deps.log.warn({ err: error }, 'reviews of photos could not be told'))
      .finally(() => (round = undefined));
  }, deps.timing.tellReviewsEveryMs).unref();

  return async () => {
    clearInterval(timer);
    await round;
  };
}
