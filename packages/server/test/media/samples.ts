import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';

/** What ships with the server. */
export const assetsDir = fileURLToPath(new URL('../../assets', import.meta.url));

export const gpsMark = 'kith-test-secret-place';

/** A 200 x 120 photograph with everything that a telephone writes into one, to be turned by 90 degrees. */
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

/** A picture that does not compress. */
export function noise(width: number, height: number): Sharp {
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
}

/** An animation in which every frame has another grey. */
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

/** A PNG that says to be this large and holds a few bytes of zeros. */
export function pixelFlood(width: number, height: number, bitDepth = 8): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, 6, 0, 0, 0], 8);
  return png(['IHDR', header], ['IDAT', deflateSync(Buffer.alloc(1_000_000))], ['IEND', Buffer.alloc(0)]);
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

function png(...chunks: readonly (readonly [name: string, data: Buffer])[]): Buffer {
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

/** A file of MP4's family: its brand, and one box for the kind of each track. */
export function mp4(brand: string, ...tracks: readonly string[]): Buffer {
  const box = (name: string, ...content: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(content);
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length + 8, 0);
    head.write(name, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const handler = (kind: string): Buffer => box('hdlr', Buffer.alloc(8), Buffer.from(kind), Buffer.alloc(12));
  const type = box('ftyp', Buffer.from(brand.padEnd(4)), Buffer.alloc(4), Buffer.from('isom'));
  return Buffer.concat([
    type,
    box('mdat', Buffer.alloc(64)),
    box('moov', ...tracks.map((kind) => box('trak', box('mdia', handler(kind))))),
  ]);
}

/** A file of Matroska's family with a codec for each track. */
export function matroska(documentType: string, ...codecs: readonly string[]): Buffer {
  const element = (id: number[], data: Buffer): Buffer =>
    Buffer.concat([Buffer.from([...id, 0x80 | data.length]), data]);
  const head = element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from(documentType)));
  return Buffer.concat([head, ...codecs.map((codec) => element([0x86], Buffer.from(codec)))]);
}
