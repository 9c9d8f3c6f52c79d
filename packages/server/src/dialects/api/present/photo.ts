import type { apiShapes } from '@kith/contract';
import type { Tenant } from '@kith/core/kernel';
import type { CardPhoto, PhotoState } from '@kith/core/photos';
import { openPhotoUrl, type PhotoLinks } from '../../../app/photo-links.js';
import { presentDateTime } from '../../date.js';

/** The origin of photo URLs, and the signer of links for owners. */
export interface PhotoPlace {
  readonly origin: string;
  readonly photoLinks: PhotoLinks;
}

const reviewNumbers: Readonly<Record<PhotoState, number>> = { waiting: 0, approved: 1, refused: 2 };

/** A photo of a card, as the caller sees it. */
export function presentPhoto(tenant: Tenant, photo: CardPhoto, place: PhotoPlace): apiShapes.UserPhoto {
  return {
    id: photo.id,
    user_id: photo.accountId,
    review_status: reviewNumbers[photo.state],
    photo_index: photo.place,
    photo_url: photoUrl(photo, place),
    created_at: presentDateTime(tenant, photo.createdAt),
    updated_at: presentDateTime(tenant, photo.updatedAt),
  };
}

function photoUrl({ picture, isOpen }: CardPhoto, { origin, photoLinks }: PhotoPlace): string {
  if (!picture) return '';
  const url = openPhotoUrl(picture, origin);
  return isOpen ? url : `${url}?${photoLinks.sign(picture.fileId)}`;
}
