/** The markers of a JPEG before its pixels. */
export interface JpegHead {
  /** Whether there are any pixels. */
  readonly hasScan: boolean;
  /**
   * Whether the components of each pixel are stored together, so that it can be scaled while it is read. Others are
   * held in memory whole.
   */
  readonly isOnePass: boolean;
}

const END = Buffer.from([0xff, 0xd9]);

export function readJpegHead(bytes: Buffer): JpegHead {
  let components = 0;
  let isSequential = false;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // may be repeated
      continue;
    }
    const content = at + 4;
    if (marker === 0xda) return { hasScan: true, isOnePass: isSequential && bytes[content] === components };
    // Frames are C0 to CF except three other segments; C0 and C1 are sequential and, with a single scan, decode in one
    // pass.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      isSequential = marker <= 0xc1;
      components = bytes[content + 5] ?? 0;
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return { hasScan: false, isOnePass: false };
}

/** A JPEG with its missing end marker appended; undefined if it has one. Zeros may follow the marker. */
export function endJpeg(bytes: Buffer): Buffer | undefined {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(Math.max(0, end - 2), end).equals(END) ? undefined : Buffer.concat([bytes, END]);
}

const SCAN = 0xda;
const PROGRESSIVE_FRAME = 0xc2;
const COEFFICIENTS = 64;

/**
 * Whether the scans of a progressive JPEG contain every bit of every coefficient. A file that was cut off between two
 * scans lacks some bits, and is decoded without a warning. Other JPEGs contain all bits, or cause a warning.
 */
export function hasEveryScan(bytes: Buffer): boolean {
  /** The lowest bit found so far for each coefficient of a component. */
  const lowest = new Map<number, number[]>();
  for (let at = bytes.indexOf(0xff, 2); at >= 0 && at + 4 <= bytes.length; at = bytes.indexOf(0xff, at)) {
    const marker = bytes[at + 1] ?? 0;
    // Escaped bytes of the pixels, fillers and restarts have no content.
    if (marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const content = bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2));
    if (marker === PROGRESSIVE_FRAME)
      for (let i = 6; i < content.length; i += 3)
        lowest.set(content[i]!, Array<number>(COEFFICIENTS).fill(Infinity));
    if (marker === SCAN) {
      const [first = 0, last = 0, bits = 0] = content.subarray(-3);
      for (let i = 1; i < content.length - 3; i += 2)
        lowest.get(content[i]!)?.fill(bits & 0x0f, first, Math.min(last + 1, COEFFICIENTS));
    }
    at += 4 + content.length;
  }
  return [...lowest.values()].every((bits) => bits.every((bit) => bit === 0));
}
