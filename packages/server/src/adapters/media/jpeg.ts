/** What the markers of a JPEG say before its pixels begin. */
export interface JpegHead {
  /** Whether the pixels begin at all. */
  readonly hasScan: boolean;
  /** Whether all of a pixel stands together, so that it can be made smaller while it is read. Others are held whole. */
  readonly isOnePass: boolean;
}

const END = Buffer.from([0xff, 0xd9]);

export function readJpegHead(bytes: Buffer): JpegHead {
  let components = 0;
  let isSequential = false;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // it may stand several times
      continue;
    }
    const content = at + 4;
    if (marker === 0xda) return { hasScan: true, isOnePass: isSequential && bytes[content] === components };
    // Frames are C0 to CF but for three other segments; of them two have all of a pixel in one place, if there is one scan.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      isSequential = marker <= 0xc1;
      components = bytes[content + 5] ?? 0;
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return { hasScan: false, isOnePass: false };
}

/** A JPEG that lacks its last marker, with it; undefined for one that has it. Zeros may stand behind it. */
export function endJpeg(bytes: Buffer): Buffer | undefined {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(Math.max(0, end - 2), end).equals(END) ? undefined : Buffer.concat([bytes, END]);
}
