/** What the address says about the queue of photos. */
export interface PhotoFilters {
  /** The id of a person, or the beginning of a name. */
  readonly q?: string;
  /** Pictures are shown without a veil. */
  readonly clear?: true;
}

/** The filters in an address; what cannot be one is left out. */
export function readPhotoFilters({ q, clear }: Record<string, unknown>): PhotoFilters {
  // The router reads digits as a number.
  const text = typeof q === 'number' ? String(q) : q;
  return {
    ...(typeof text === 'string' && text.trim() !== '' && text.length <= 254 && { q: text.trim() }),
    ...(clear === true && { clear }),
  };
}
