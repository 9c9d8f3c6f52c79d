import type { admin, Result } from '@kith/contract';
import type { ReviewedPerson } from '@kith/core/moderation';
import { signedPhotoUrl, type PhotoLinks } from '../../../app/photo-links.js';

type Shown = Result<typeof admin.photos.list>['rows'][number]['person'];

/** A person with links to the photos of the card, which only their owner could fetch otherwise. */
export function presentReviewedPerson({ photos, ...person }: ReviewedPerson, links: PhotoLinks): Shown {
  return {
    ...person,
    photos: photos.map(({ picture, ...photo }) => ({ ...photo, url: signedPhotoUrl(picture, links) })),
  };
}
