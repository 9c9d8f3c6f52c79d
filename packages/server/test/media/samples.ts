import { createCipheriv, randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';

/** The files that are part of the server. */
export const assetsDir = fileURLToPath(new URL('../../assets', import.meta.url));

/** Recordings; see their README. */
export const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));

export const gpsMark = 'kith-test-secret-place';

/** A 200 x 120 photo with all metadata of a phone, to be rotated by 90 degrees. */
export function photograph(format: 'jpeg' | 'png' | 'webp' | 'avif'): Promise<Buffer> {
  return halves(200, 120)
    .withMetadata({ orientation: 6 })
    .withExif({
      IFD0: { Make: gpsMark },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 4366/100',
      },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${gpsMark}</x:xmpmeta>`)
    .toFormat(format)
    .toBuffer();
}

/** The left half is red, the right half is blue. */
export function halves(width: number, height: number): Sharp {
  const half = { width: Math.floor(width / 2), height, channels: 3 as const };
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } })
    .composite([{ input: { create: { ...half, background: '#0000ff' } }, gravity: 'east' }])
    .removeAlpha();
}

/** An incompressible picture; with a seed, the same one every time. */
export function noise(width: number, height: number, seed?: number): Sharp {
  const size = width * height * 3;
  const bytes = seed === undefined ? randomBytes(size) : randomBytesFrom(seed, size);
  return sharp(bytes, { raw: { width, height, channels: 3 } });
}

/** The key stream of a cipher. */
function randomBytesFrom(seed: number, size: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(size));
}

/** An animation with a different grey in every frame. */
export function animation(width: number, height: number, frames: number): Promise<Buffer> {
  const frameBytes = width * height * 3;
  const raw = Buffer.alloc(frameBytes * frames);
  for (let n = 0; n < frames; n++) raw.fill((n * 90) % 256, n * frameBytes, (n + 1) * frameBytes);
  return sharp(raw, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .gif({ delay: Array<number>(frames).fill(50), effort: 1 })
    .toBuffer();
}

/** A GIF of n frames, 23 bytes each. */
export function manyFrames(n: number, width = 1, height = 1): Buffer {
  const size = [width & 255, width >> 8, height & 255, height >> 8];
  const screen = Buffer.from([...size, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
  const frame = Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0, 0x2c, 0, 0, 0, 0, ...size, 0, 2, 2, 0x44, 1, 0]);
  return Buffer.concat([Buffer.from('GIF89a'), screen, ...Array<Buffer>(n).fill(frame), Buffer.from([0x3b])]);
}

/** A PNG that claims this size and contains a few bytes of zeros; colour type 6 is RGBA, 2 is RGB. */
export function pixelFlood(width: number, height: number, bitDepth = 8, colourType: 2 | 6 = 6): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, 0], 8);
  return png(['IHDR', header], ['IDAT', deflateSync(Buffer.alloc(1_000_000))], ['IEND', Buffer.alloc(0)]);
}

/** The side of a block of a JPEG whose colours have half the resolution. */
const JPEG_BLOCK = 16;

/**
 * A whole JPEG of one colour. Only its first row of blocks is encoded: every other row is a copy behind a restart marker, where
 * decoding begins anew.
 */
export async function plainJpeg(width: number, height: number, orientation: number): Promise<Buffer> {
  const row = await sharp({ create: { width, height: JPEG_BLOCK, channels: 3, background: '#778899' } })
    .withMetadata({ orientation })
    .jpeg({ quality: 10 })
    .toBuffer();
  const scan = segmentOf(row, 0xda);
  const pixelsAt = scan + 2 + row.readUInt16BE(scan + 2);
  const pixels = row.subarray(pixelsAt, -2);
  const interval = Buffer.concat([Buffer.from([0xff, 0xdd, 0, 4]), u16(Math.ceil(width / JPEG_BLOCK))]);
  const rows = Array.from({ length: Math.ceil(height / JPEG_BLOCK) - 1 }, (_, i) => [
    Buffer.from([0xff, 0xd0 + (i % 8)]),
    pixels,
  ]);
  const head = withJpegHeight(row.subarray(0, scan), height);
  return Buffer.concat([
    head,
    interval,
    row.subarray(scan, pixelsAt),
    pixels,
    ...rows.flat(),
    row.subarray(-2),
  ]);
}

/** The same bytes, with another height in the frame header. */
export function withJpegHeight(jpeg: Buffer, height: number): Buffer {
  const bytes = Buffer.from(jpeg);
  bytes.writeUInt16BE(height, segmentOf(bytes, 0xc0, 0xc1, 0xc2) + 5);
  return bytes;
}

/** Where the first segment with one of these markers begins. */
function segmentOf(jpeg: Buffer, ...markers: readonly number[]): number {
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2))
    if (markers.includes(jpeg[at + 1]!)) return at;
  throw new Error('The JPEG has no such segment.');
}

/** A PNG with a profile that inflates to 100 MB. */
export function profileBomb(): Buffer {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
  const profile = Buffer.concat([Buffer.from('icc\0\0'), deflateSync(Buffer.alloc(100_000_000))]);
  return png(
    ['IHDR', header],
    ['iCCP', profile],
    ['IDAT', deflateSync(Buffer.from([0, 1, 2, 3]))],
    ['IEND', Buffer.alloc(0)],
  );
}

export function png(...chunks: readonly (readonly [name: string, data: Buffer])[]): Buffer {
  const parts = chunks.map(([name, data]) => {
    const chunk = Buffer.alloc(data.length + 12);
    chunk.writeUInt32BE(data.length, 0);
    chunk.write(name, 4, 'latin1');
    data.copy(chunk, 8);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, data.length + 8)), data.length + 8);
    return chunk;
  });
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

/** The head of an MP4-family file, with an index of empty tracks after bytes that must not matter. */
export function mp4(brand: string, ...tracks: readonly ('vide' | 'soun')[]): Buffer {
  return Buffer.concat([
    box('ftyp', Buffer.from(brand.padEnd(4)), u32(0), Buffer.from('isom')),
    // Names of boxes and codecs among the frames.
    box('mdat', Buffer.from('hdlr\0\0\0\0\0\0\0\0videhdlr\0\0\0\0\0\0\0\0soun V_VP8 A_OPUS moov trak')),
    box(
      'moov',
      box('mvhd', u32(0, 0, 0, 1000, 1000, 0x10000), Buffer.alloc(76)),
      ...tracks.map((kind, i) => emptyTrack(kind, i + 1)),
    ),
  ]);
}

function emptyTrack(kind: 'vide' | 'soun', id: number): Buffer {
  const entry =
    kind === 'vide'
      ? box('jpeg', u32(0), u16(0, 1), u32(0, 0, 0, 0), u16(16, 16), Buffer.alloc(50))
      : box('samr', u32(0), u16(0, 1), u32(0, 0), u16(1, 16, 0, 0), u32(8000 * 0x10000));
  const tables = ['stts', 'stsc', 'stco'].map((name) => box(name, u32(0, 0)));
  const samples = box('stbl', box('stsd', u32(0, 1), entry), ...tables, box('stsz', u32(0, 0, 0)));
  return box(
    'trak',
    box('tkhd', u32(7, 0, 0, id, 0, 1000), Buffer.alloc(52), u32(16 << 16, 16 << 16)),
    box(
      'mdia',
      box('mdhd', u32(0, 0, 0, 1000, 1000), u16(0x55c4, 0)),
      box('hdlr', u32(0, 0), Buffer.from(kind), u32(0, 0, 0), Buffer.from('\0\0')),
      box('minf', samples),
    ),
  );
}

/** A box of the MP4 family. */
export function box(name: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([u32(body.length + 8), Buffer.from(name, 'latin1'), body]);
}

export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value >>> 0, i * 4));
  return bytes;
}

export function u16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16BE(value, i * 2));
  return bytes;
}

/** A Matroska-family file with a track for each codec, and a cluster whose frame must not matter. */
export function matroska(documentType: string, ...codecs: readonly string[]): Buffer {
  const tracks = codecs.map((codec, i) => {
    const isVideo = codec.startsWith('V_');
    const kind = isVideo
      ? element([0xe0], element([0xb0], Buffer.from([16])), element([0xba], Buffer.from([16])))
      : element([0xe1], element([0x9f], Buffer.from([1])));
    const head = [element([0xd7], Buffer.from([i + 1])), element([0x73, 0xc5], Buffer.from([i + 1]))];
    return element([0xae], ...head, element([0x83], Buffer.from([isVideo ? 1 : 2])), element([0x86], Buffer.from(codec)), kind); // prettier-ignore
  });
  const frame = Buffer.from('\x81\0\0\x80V_VP8 A_OPUS hdlr vide soun', 'latin1');
  return Buffer.concat([
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from(documentType))),
    element(
      [0x18, 0x53, 0x80, 0x67],
      element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], Buffer.from([0x0f, 0x42, 0x40]))),
      element([0x16, 0x54, 0xae, 0x6b], ...tracks),
      element([0x1f, 0x43, 0xb6, 0x75], element([0xe7], Buffer.from([0])), element([0xa3], frame)),
    ),
  ]);
}

/** An element of the Matroska family. */
export function element(id: readonly number[], ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from(id), u32((0x10000000 | body.length) >>> 0), body]);
}
