import type { Parts } from './parts.js';

/** A box of the MP4 family: its name and position. */
export interface Box {
  readonly name: string;
  readonly start: number;
  /** The offset of its content. */
  readonly contentStart: number;
  /** Clipped to the end of its parent. */
  readonly end: number;
  /** Whether its declared end is beyond its parent's. */
  readonly isCutOff: boolean;
}

/**
 * The boxes of a part of an MP4, MOV or 3GP. Anything that is not a box ends the sequence. Throws `MediaRefused` if
 * there are too many.
 */
export function* boxesIn(bytes: Buffer, parts: Parts, from = 0, to = bytes.length): Generator<Box> {
  let start = from;
  while (start + 8 <= to) {
    const name = bytes.toString('latin1', start + 4, start + 8);
    // Zeros or text may follow the last box.
    if (!/^[\x20-\x7e\xa9]{4}$/.test(name)) return;
    let sizeBytes = bytes.readUInt32BE(start);
    let headBytes = 8;
    if (sizeBytes === 1) {
      if (start + 16 > to) return;
      sizeBytes = Number(bytes.readBigUInt64BE(start + 8));
      headBytes = 16;
    } else if (sizeBytes === 0) {
      sizeBytes = to - start;
    }
    if (sizeBytes < headBytes) return;
    parts.count();
    const end = Math.min(start + sizeBytes, to);
    yield { name, start, contentStart: start + headBytes, end, isCutOff: start + sizeBytes > to };
    start = end;
  }
}
