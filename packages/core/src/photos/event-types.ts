/** The review state of a photo. */
export type PhotoState = 'waiting' | 'approved' | 'refused';

/** The data of the area's events in an account's own stream. */
export interface PhotosEventData {
  /** Moderation has reviewed a photo of the account's own card. */
  photo_reviewed: { photoId: number; place: number; state: PhotoState };
}
