/** The settings of a tenant that belong to the area `photos`. */
export interface PhotosSettings {
  /** Maximum size of a card photo: bytes and pixels. */
  readonly photoMaxBytes: number;
  readonly photoMaxPixels: number;
  /** Whether others see a photo before its review. */
  readonly photoBeforeReview: 'hidden' | 'visible';
}

/** The defaults of these settings. */
export const photosSettings: PhotosSettings = {
  photoMaxBytes: 10 * 1024 * 1024,
  photoMaxPixels: 25_000_000,
  photoBeforeReview: 'hidden',
};
