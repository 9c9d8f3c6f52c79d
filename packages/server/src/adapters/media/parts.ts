import { bounds } from '@kith/core/kernel';
import { MediaRefused } from '@kith/core/ports';

const limit = bounds.file.containerParts;

/** Counts the visited parts of a container: a file may consist of millions of empty ones. */
export class Parts {
  #seen = 0;

  /** Throws `MediaRefused`. */
  count(parts = 1): void {
    this.#seen += parts;
    if (this.#seen > limit) throw new MediaRefused('too_large', { limit, unit: 'parts' });
  }
}
