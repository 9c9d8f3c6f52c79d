import type { PhotoState, TenantSettings } from '../kernel/index.js';

/** Where on a card a photo stands. */
export type PhotoPlace = 1 | 2 | 3 | 4 | 5 | 6;

/** A picture of a photo, by the name under which its sizes are fetched. */
export interface Picture {
  readonly stem: string;
  /** Whether there is a short animation beside the sizes. */
  readonly isAnimated: boolean;
  /** Evidence that nobody is shown. */
  readonly isRestricted: boolean;
}

/** A photo as it is stored. */
export interface StoredPhoto {
  readonly state: PhotoState;
  readonly current: Picture;
  /** What others see: an approved picture, also while its successor waits. */
  readonly shown: Picture | null;
}

/** A photo as somebody sees it. */
export interface SeenPhoto {
  readonly state: PhotoState;
  /** Null where there is nothing to look at, yet or any more. */
  readonly picture: Picture | null;
  /** Whether everybody may fetch the picture who knows its name; else its owner alone. */
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

/** A photo as others see it; undefined for one that they do not. */
export function seenByOthers(photo: StoredPhoto, settings: ReviewSettings): SeenPhoto | undefined {
  const { state, current, shown } = photo;
  if (state === 'refused') return undefined;
  if (state === 'waiting' && settings.photoBeforeReview === 'visible')
    return { state, picture: current, isOpen: true };
  return shown
    ? { state: 'approved', picture: shown, isOpen: true }
    : { state, picture: null, isOpen: false };
}

/** Whether everybody may fetch a picture of a photo who knows its name. */
export function isOpen(
  picture: { state: PhotoState; isShown: boolean; isCurrent: boolean },
  { photoBeforeReview }: ReviewSettings,
): boolean {
  if (picture.isShown) return true;
  return picture.isCurrent && picture.state === 'waiting' && photoBeforeReview === 'visible';
}
