import { boxesIn } from './boxes.js';
import { endJpeg, readJpegHead } from './jpeg.js';
import { Parts } from './parts.js';

/** Whether an undecodable picture is truncated; otherwise it is damaged in another way. */
export function isPictureCutOff(bytes: Buffer, extension: string): boolean {
  const isCutOff = tests[extension];
  return isCutOff?.(bytes) ?? false;
}

const tests: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  jpg: (bytes) => readJpegHead(bytes).hasScan && endJpeg(bytes) !== undefined,
  png: isPngCutOff,
  gif: isGifCutOff,
  webp: (bytes) => bytes.length >= 12 && bytes.readUInt32LE(4) + 8 > bytes.length,
  avif: (bytes) => [...boxesIn(bytes, new Parts())].some((box) => box.isCutOff),
};

function isPngCutOff(bytes: Buffer): boolean {
  const parts = new Parts();
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    parts.count();
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (name === 'IEND' || !/^[A-Za-z]{4}$/.test(name)) return false;
  }
  return true;
}

/** A file that ends before its first image does not count as truncated. */
function isGifCutOff(bytes: Buffer): boolean {
  const tableBytes = (flags = 0): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const parts = new Parts();
  let hasPicture = false;
  for (let at = 13 + tableBytes(bytes[10]); at < bytes.length;) {
    if (bytes[at] === 0x3b) return false;
    const isPicture = bytes[at] === 0x2c;
    hasPicture ||= isPicture;
    at += isPicture ? 11 + tableBytes(bytes[at + 9]) : 2;
    for (let sizeBytes = -1; sizeBytes !== 0 && at < bytes.length; at += 1 + sizeBytes) {
      parts.count();
      sizeBytes = bytes[at] ?? 0;
    }
  }
  return hasPicture;
}
