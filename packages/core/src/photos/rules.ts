import type { TenantSettings } from '../kernel/index.js';
import type { PhotoState } from './event-types.js';

/** The place of a photo on a card. */
export type PhotoPlace = 1 | 2 | 3 | 4 | 5 | 6;

/** A picture of a photo, identified by the name under which its sizes are fetched. */
export interface Picture {
  readonly fileId: string;
  /** Whether a short animation exists beside the sizes. */
  readonly isAnimated: boolean;
  /** Whether it is evidence, which no account sees. */
  readonly isRestricted: boolean;
}

/** A photo as stored. */
export interface StoredPhoto {
  readonly state: PhotoState;
  readonly current: Picture;
  /** The picture that others see: an approved one, also while its successor waits. */
  readonly shown: Picture | null;
}

/** A photo as a viewer sees it. */
export interface SeenPhoto {
  readonly state: PhotoState;
  /** Null if there is nothing to see. */
  readonly picture: Picture | null;
  /** Whether every client that knows its name may fetch the picture; otherwise only its owner. */
  readonly isOpen: boolean;
}

type ReviewSettings = Pick<TenantSettings, 'photoBeforeReview'>;

/** A photo as its owner sees it: always the last picture. */
export function seenByOwner({ state, current }: StoredPhoto, settings: ReviewSettings): SeenPhoto {
  const picture = current.isRestricted ? null : current;
  return {
    state,
    picture,
    isOpen: isOpen({ state, isShown: state === 'approved', isCurrent: true }, settings),
  };
}

/** A photo as others see it; undefined if they do not see it. */
export function seenByOthers(photo: StoredPhoto, settings: ReviewSettings): SeenPhoto | undefined {
  const { state, current, shown } = photo;
  if (state === 'refused') return undefined;
  if (state === 'waiting' && settings.photoBeforeReview === 'visible')
    return { state, picture: current, isOpen: true };
  return shown
    ? { state: 'approved', picture: shown, isOpen: true }
    : { state, picture: null, isOpen: false };
}

/** Whether every client that knows its name may fetch a picture. */
export function isOpen(
  picture: { state: PhotoState; isShown: boolean; isCurrent: boolean },
  { photoBeforeReview }: ReviewSettings,
): boolean {
  if (picture.isShown) return true;
  return picture.isCurrent && picture.state === 'waiting' && photoBeforeReview === 'visible';
}
