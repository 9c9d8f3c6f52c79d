import sharp from 'sharp';
import { encodeClip } from '../../src/cli/demo-clip.js';
import { box, u16, u32 } from './samples.js';

export interface Film {
  readonly brand?: string;
  readonly width?: number;
  readonly height?: number;
  readonly seconds?: number;
  /** The kinds of its tracks: `vide`, `soun`. */
  readonly tracks?: readonly ('vide' | 'soun')[];
  /** Whether the index precedes the pictures. */
  readonly isIndexFirst?: boolean;
}

/** A playable MP4 or MOV: identical JPEG pictures, two per second, with the given metadata. */
export async function film({
  brand = 'isom',
  width = 320,
  height = 240,
  seconds = 2,
  tracks = ['vide'],
  isIndexFirst = false,
}: Film = {}): Promise<Buffer> {
  const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  const count = 4;
  const type = box('ftyp', Buffer.from(brand.padEnd(4)), u32(512), Buffer.from('isom'));
  const pictures = box('mdat', ...Array<Buffer>(count).fill(picture));
  const indexOf = (picturesAt: number): Buffer => {
    const head = box('mvhd', u32(0, 0, 0, 1000, seconds * 1000, 0x10000), u16(0x100, 0), u32(0, 0), matrix, u32(0, 0, 0, 0, 0, 0, tracks.length + 1)); // prettier-ignore
    return box('moov', head, ...tracks.map((kind, i) => track(kind, i + 1, picturesAt)));
  };
  const track = (kind: 'vide' | 'soun', id: number, picturesAt: number): Buffer => {
    const isVideo = kind === 'vide';
    const size = isVideo ? u32(width * 0x10000, height * 0x10000) : u32(0, 0);
    const entry = isVideo
      ? box('jpeg', u32(0), u16(0, 1), u32(0, 0, 0, 0), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), Buffer.alloc(32), u16(24, 0xffff)) // prettier-ignore
      : box('sowt', u32(0), u16(0, 1), u32(0, 0), u16(1, 16, 0, 0), u32(8000 * 0x10000));
    const samples = box(
      'stbl',
      box('stsd', u32(0, 1), entry),
      box('stts', u32(0, 1, count, (seconds * 1000) / count)),
      box('stsc', u32(0, 1, 1, count, 1)),
      box('stsz', u32(0, picture.length, count)),
      box('stco', u32(0, 1, picturesAt)),
    );
    const media = box(
      'mdia',
      box('mdhd', u32(0, 0, 0, 1000, seconds * 1000), u16(0x55c4, 0)),
      box('hdlr', u32(0, 0), Buffer.from(kind), u32(0, 0, 0), Buffer.from('\0\0')),
      box(
        'minf',
        isVideo ? box('vmhd', u32(1), u16(0, 0, 0, 0)) : box('smhd', u32(0, 0)),
        box('dinf', box('dref', u32(0, 1), box('url ', u32(1)))),
        samples,
      ),
    );
    const header = box('tkhd', u32(7, 0, 0, id, 0, seconds * 1000, 0, 0), u16(0, 0, isVideo ? 0 : 0x100, 0), matrix, size); // prettier-ignore
    return box('trak', header, media);
  };
  if (!isIndexFirst) return Buffer.concat([type, pictures, indexOf(type.length + 8)]);
  return Buffer.concat([type, indexOf(type.length + indexOf(0).length + 8), pictures]);
}

/** A playable WebM: a second of grey. */
export async function webm(): Promise<Buffer> {
  const frames = Array.from({ length: 5 }, (_, n) => Buffer.alloc(64 * 96 * 3, n * 40));
  return Buffer.from(await encodeClip({ width: 64, height: 96, framesPerSecond: 5, frames }));
}

const matrix = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
