import { MediaRefused, MediaUnavailable, type MediaFault, type MediaLimit } from '../ports/index.js';
import { DomainError, type ValueRule } from './errors.js';

const limitRules = {
  pixels: 'media_pixels',
  frames: 'media_frames',
  parts: 'media_parts',
  seconds: 'media_seconds',
} as const satisfies Record<MediaLimit['unit'], ValueRule>;

/**
 * Returns the result of a media tool or converts its refusal to a `DomainError`: `unsupported_media` for files of
 * another kind, damaged or incomplete ones; `too_large` with the limit; `unavailable` if the tool itself failed.
 */
export async function refuseAsDomain<Result>(work: Promise<Result>, field = 'file'): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof MediaUnavailable) throw new DomainError('unavailable');
    if (error instanceof MediaRefused) throw refusalOf(error, field);
    throw error;
  }
}

/** The error for a damaged or incomplete file. */
export function brokenFile(fault: MediaFault, field = 'file'): DomainError {
  return new DomainError('unsupported_media', undefined, { field, rule: `media_${fault}` });
}

function refusalOf({ reason, exceeds }: MediaRefused, field: string): DomainError {
  if (exceeds)
    return new DomainError('too_large', undefined, { field, rule: limitRules[exceeds.unit], ...exceeds });
  if (reason === 'damaged' || reason === 'incomplete') return brokenFile(reason, field);
  return new DomainError('unsupported_media', undefined, { field });
}
