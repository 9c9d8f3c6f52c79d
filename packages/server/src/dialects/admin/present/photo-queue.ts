import type { admin, Result } from '@kith/contract';
import type { PhotoQueueItem } from '@kith/core/moderation';
import type { Picture } from '@kith/core/photos';
import { openPhotoUrl, type PhotoLinks } from '../../../app/photo-links.js';
import { withoutNulls } from './nulls.js';

/** A waiting photo with links to the pictures, which only their owners could fetch otherwise. */
export function presentPhotoQueueItem(
  item: PhotoQueueItem,
  links: PhotoLinks,
): Result<typeof admin.photos.list>['rows'][number] {
  const urlOf = (picture: Picture) => `${openPhotoUrl(picture, '')}?${links.sign(picture.fileId)}`;
  const { picture, replaces, person, decisions, lease, ...shown } = item;
  const photos = person.photos.map(({ picture: of, ...photo }) => ({ ...photo, url: urlOf(of) }));
  return {
    ...shown,
    ...withoutNulls({ lease }),
    url: urlOf(picture),
    ...(replaces && { replacesUrl: urlOf(replaces) }),
    person: { ...person, photos },
    decisions: [...decisions],
  };
}
