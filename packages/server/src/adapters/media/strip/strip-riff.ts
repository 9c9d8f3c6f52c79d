import { Parts } from '../parts.js';

const kept = new Set(['fmt ', 'data', 'fact', 'ds64', 'PEAK', 'cue ', 'smpl']);

/** Turns the chunks of a WAV that playback does not need into padding: descriptions, ID3, XMP, broadcast data. */
export function stripRiff(bytes: Buffer): void {
  const parts = new Parts();
  for (let at = 12; at + 8 <= bytes.length;) {
    parts.count();
    const sizeBytes = bytes.readUInt32LE(at + 4);
    const end = Math.min(at + 8 + sizeBytes, bytes.length);
    if (!kept.has(bytes.toString('latin1', at, at + 4))) {
      bytes.write('JUNK', at, 'latin1');
      bytes.fill(0, at + 8, end);
    }
    at = end + (sizeBytes & 1);
  }
}
