import { isVideoFileClosed } from '@kith/core/videos';
import type { Deps } from './deps.js';
import { signedVideo } from './photo-links.js';

/** Decides whether a file of short videos may be fetched: those of videos that were taken down by staff only, with a signed link. */
export function makeVideoGuard({
  db,
  photoLinks,
}: Pick<Deps, 'db' | 'photoLinks'>): (name: string, query: string) => Promise<boolean> {
  return async (name, query) =>
    !(await isVideoFileClosed(db, name)) || photoLinks.isGood(signedVideo(name), query);
}
