import type { admin, Result } from '@kith/contract';
import type { PhotoQueueItem } from '@kith/core/moderation';
import { signedPhotoUrl, type PhotoLinks } from '../../../app/photo-links.js';
import { withoutNulls } from './nulls.js';
import { presentReviewedPerson } from './reviewed-person.js';

/** A waiting photo with links to the pictures, which only their owners could fetch otherwise. */
export function presentPhotoQueueItem(
  item: PhotoQueueItem,
  links: PhotoLinks,
): Result<typeof admin.photos.list>['rows'][number] {
  const { picture, replaces, person, decisions, lease, ...shown } = item;
  return {
    ...shown,
    ...withoutNulls({ lease }),
    url: signedPhotoUrl(picture, links),
    ...(replaces && { replacesUrl: signedPhotoUrl(replaces, links) }),
    person: presentReviewedPerson(person, links),
    decisions: [...decisions],
  };
}
