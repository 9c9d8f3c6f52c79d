import { findPhotoAudience } from '@kith/core/photos';
import type { Deps } from './deps.js';

/** Says who may fetch a photo of a card: everybody what is approved, its owner with a signed link what is not. */
export function makePhotoGuard({
  db,
  auth,
  photoLinks,
}: Pick<Deps, 'db' | 'auth' | 'photoLinks'>): (stem: string, query: string) => Promise<boolean> {
  return async (stem, query) => {
    const audience = await findPhotoAudience({ db, tenantOf: (id) => auth.tenant(id) }, stem);
    return audience === 'everybody' || (audience === 'owner' && photoLinks.isGood(stem, query));
  };
}
