import type { ImFrame } from '@kith/contract';
import { restoreNumbers } from '@kith/core/kernel';

/** Encodes a frame of the Chat API. */
export function encodeImFrame(frame: ImFrame): string {
  return restoreNumbers(JSON.stringify(frame));
}
