/** Pages that the server reads for previews of links. */
export const link = {
  /** Pages read at the same time, and those that may wait. */
  atOnce: 4,
  waiting: 32,
  /** All requests for one page together. */
  withinMs: 8_000,
  redirects: 3,
  /** A page is read up to here; a larger picture is left out. */
  pageBytes: 512 * 1024,
  pictureBytes: 4 * 1024 * 1024,
  urlCharacters: 2_000,
  titleCharacters: 200,
  descriptionCharacters: 500,
  /** How long a preview is kept, and how long a page that could not be read is not tried again. */
  keptMs: 24 * 3600_000,
  failureKeptMs: 10 * 60_000,
  /** Previews deleted at once. */
  sweptAtOnce: 200,
} as const;
