import type { realtime } from '@kith/contract';

/** Encodes a client's frame. */
export function encodeFrame(frame: realtime.ClientFrame): string {
  return JSON.stringify(frame);
}
