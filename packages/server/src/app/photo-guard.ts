import { findPhotoAudience } from '@kith/core/photos';
import type { Deps } from './deps.js';

/**
 * Decides whether a card photo may be fetched: approved ones by every client, others by their owner with a signed link.
 */
export function makePhotoGuard({
  db,
  auth,
  photoLinks,
}: Pick<Deps, 'db' | 'auth' | 'photoLinks'>): (fileId: string, query: string) => Promise<boolean> {
  return async (fileId, query) => {
    const audience = await findPhotoAudience({ db, tenantOf: (id) => auth.tenant(id) }, fileId);
    return audience === 'everybody' || (audience === 'owner' && photoLinks.isGood(fileId, query));
  };
}
