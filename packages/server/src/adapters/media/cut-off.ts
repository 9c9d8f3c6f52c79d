import { boxesIn } from './boxes.js';
import { elementsIn, MATROSKA } from './elements.js';
import { Parts } from './parts.js';

/** Whether an audio or video container is truncated. Throws `MediaRefused`. */
export function isCutOff(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.length >= 4 && buffer.readUInt32BE(0) === MATROSKA.head
    ? isSegmentCutOff(buffer)
    : isMovieCutOff(buffer);
}

function isSegmentCutOff(buffer: Buffer): boolean {
  for (const { id, isCutOff } of elementsIn(buffer, new Parts())) {
    if (id === MATROSKA.segment) return isCutOff;
  }
  return true;
}

function isMovieCutOff(buffer: Buffer): boolean {
  let hasIndex = false;
  for (const { name, isCutOff } of boxesIn(buffer, new Parts())) {
    if (isCutOff) return true;
    hasIndex ||= name === 'moov';
  }
  return !hasIndex;
}
