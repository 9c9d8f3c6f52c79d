import sharp from 'sharp';
import { expect, it } from 'vitest';
import { encodeClip } from '../../src/cli/demo-clip.js';

interface Element {
  readonly id: number;
  readonly body: Buffer;
}

const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TIMECODE = 0xe7;
const SIMPLE_BLOCK = 0xa3;

it('a clip of the demo is a WebM whose blocks are pictures at their times', async () => {
  const greys = [10, 90, 170, 250, 130];
  const frames = greys.map((grey) => Buffer.alloc(32 * 48 * 3, grey));
  const clip = await encodeClip({ width: 32, height: 48, framesPerSecond: 2, frames });
  const segment = elements(Buffer.from(clip)).find(({ id }) => id === SEGMENT)!;
  const shown: [ms: number, grey: number][] = [];
  for (const cluster of elements(segment.body).filter(({ id }) => id === CLUSTER)) {
    const parts = elements(cluster.body);
    const startMs = parts.find(({ id }) => id === TIMECODE)!.body.readUIntBE(0, parts[0]!.body.length);
    for (const { body } of parts.filter(({ id }) => id === SIMPLE_BLOCK)) {
      expect([body[0], body[3]], 'track 1, a key frame').toEqual([0x81, 0x80]);
      const { channels, ...size } = await pictureOf(body.subarray(4));
      expect(size).toEqual({ width: 32, height: 48 });
      shown.push([startMs + body.readInt16BE(1), Math.round(channels[0]!.mean / 40) * 40]);
    }
  }
  expect(shown).toEqual(greys.map((grey, i) => [i * 500, Math.round(grey / 40) * 40]));
});

/** A VP8 key frame as a lossy WebP, which has the same format. */
async function pictureOf(vp8: Buffer) {
  const padded = vp8.length % 2 ? Buffer.concat([vp8, Buffer.alloc(1)]) : vp8;
  const head = Buffer.from('RIFF\0\0\0\0WEBPVP8 \0\0\0\0', 'latin1');
  head.writeUInt32LE(12 + padded.length, 4);
  head.writeUInt32LE(vp8.length, 16);
  const image = sharp(Buffer.concat([head, padded]));
  const { width, height } = await image.metadata();
  return { width, height, channels: (await image.stats()).channels };
}

/** The adjacent elements in these bytes. */
function elements(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const idLength = Math.clz32(bytes[at]!) - 23;
    const id = bytes.readUIntBE(at, idLength);
    at += idLength;
    const sizeLength = Math.clz32(bytes[at]!) - 23;
    const size = Number(
      BigInt.asUintN(7 * sizeLength, BigInt(`0x${bytes.toString('hex', at, at + sizeLength)}`)),
    );
    at += sizeLength;
    found.push({ id, body: bytes.subarray(at, at + size) });
    at += size;
  }
  return found;
}
