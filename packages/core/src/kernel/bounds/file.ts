/** Uploads and stored files. */
export const file = {
  /** Picture file from a caller who is not signed in. */
  strangersPictureBytes: 2 * 1024 * 1024,
  /** Pixels of a picture from a caller who is not signed in. Members may send twice as many. */
  strangersPicturePixels: 25_000_000,
  /** Minimum side of a video. */
  videoMinSidePixels: 16,
  /** Maximum side of a video. */
  videoMaxSidePixels: 4096,
  /** Files deleted per batch. */
  collectedAtOnce: 100,
  /** Batches of deleted files per run. */
  collectionsARound: 10,
  /** Card photos released per batch. */
  photosReleasedAtOnce: 100,
  /** Unreleased videos deleted per run. */
  videosSweptAtOnce: 500,
  /** Files of each kind whose missing sizes are noted per run. */
  measuredAtOnce: 1000,
  /** Pixels of a member's picture, summed over all frames of an animation. */
  picturePixels: 50_000_000,
  /**
   * Pixels of a JPEG. It is reduced while it is decoded, so it is never held whole: phones take 200-megapixel
   * photos.
   */
  jpegPixels: 200_000_000,
  /**
   * Memory of a decoded picture: one byte for each of four channels per pixel. Pictures with deeper channels have
   * fewer pixels.
   */
  decodedBytes: 200_000_000,
  animationFrames: 1000,
  /** Total pixels of all frames, to which an animation is reduced: a million takes up to half a second. */
  animationPixels: 8_000_000,
  /** The same for its small rendition. */
  smallAnimationPixels: 3_000_000,
  /** Maximum time to process one picture. */
  drawingSeconds: 15,
  /** Heap of the process that reads audio and video containers. */
  readerHeapMegabytes: 128,
  /** Maximum time of that process for one file. */
  readerMs: 10_000,
  /** That process ends after this idle time. */
  readerIdleMs: 60_000,
  /** Boxes or elements read from an audio or video container. */
  containerParts: 1_000_000,
  /** Time and memory of ffmpeg for the still of one video. */
  stillMs: 5_000,
  stillMegabytes: 512,
} as const;
