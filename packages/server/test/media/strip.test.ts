import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MediaRefused } from '@kith/core/ports';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { expectWork } from '../hostile/sender.js';
import { film, webm } from './films.js';
import { assetsDir, box, element, fixtures, u16, u32 } from './samples.js';

const { probe, strip } = makeMediaTools({ assetsDir });

const MARK = '+25.0330+121.5654/kith-secret-place';
const mark = Buffer.from(MARK);
const strict = { width: 320, height: 240, hasPicture: true, isCutOff: false, durationMs: 2000 };

/** Strips a copy; the result has the same length and does not contain the mark. */
async function strippedInPlace(bytes: Buffer, extension: string): Promise<Buffer> {
  expect(bytes.includes(mark)).toBe(true);
  const kept = Buffer.from(await strip(Buffer.from(bytes), extension));
  expect(kept.length).toBe(bytes.length);
  expect(kept.includes(mark), `${kept.indexOf(mark)}`).toBe(false);
  return kept;
}

/** Appends boxes to a box of a movie and corrects the enclosing sizes; the index is at the end. */
function insert(movie: Buffer, path: readonly string[], ...boxes: readonly Buffer[]): Buffer {
  const extra = Buffer.concat(boxes);
  const copy = Buffer.concat([movie, Buffer.alloc(0)]);
  let from = 0;
  let end = copy.length;
  for (const name of path) {
    const at = copy.indexOf(name, from, 'latin1') - 4;
    end = at + copy.readUInt32BE(at);
    copy.writeUInt32BE(copy.readUInt32BE(at) + extra.length, at);
    from = at + 8;
  }
  return Buffer.concat([copy.subarray(0, end), extra, copy.subarray(end)]);
}

const itunes = box('meta', u32(0), box('hdlr', u32(0, 0), Buffer.from('mdir'), u32(0, 0, 0)), box('ilst', box('\xa9xyz', box('data', u32(1, 0), mark)))); // prettier-ignore
const quicktime = box('meta', box('hdlr', u32(0, 0), Buffer.from('mdta'), u32(0, 0, 0)), box('keys', u32(0, 1), box('mdta', Buffer.from('com.apple.quicktime.location.ISO6709'))), box('ilst', box('\0\0\0\x01', box('data', u32(1, 0), mark)))); // prettier-ignore
const telephone = box('udta', box('\xa9xyz', u16(mark.length, 0x15c7), mark), box('loci', u32(0), mark), itunes); // prettier-ignore
const xmp = box('uuid', Buffer.from('BE7ACFCB97A942E89C71999491E3AFAC', 'hex'), mark);

it.each([
  ['udta of the movie', ['moov'], telephone],
  ['keys of QuickTime', ['moov'], quicktime],
  ['udta of a track', ['moov', 'trak'], telephone],
  ['a meta of a track', ['moov', 'trak'], quicktime],
  ['a udta of the media', ['moov', 'trak', 'mdia'], telephone],
  ['XMP after the movie', [], xmp],
  ['a meta of the file', [], quicktime],
  ['free space', [], box('free', mark)],
  ['an unknown box', ['moov'], box('zzzz', mark)],
  ['a fragment', [], box('moof', box('mfhd', u32(0, 1)), xmp, telephone)],
] as const)('a movie still plays without %s', async (_name, path, extra) => {
  for (const brand of ['isom', 'qt', '3gp4']) {
    const kept = await strippedInPlace(insert(await film({ brand }), path, extra), 'mov');
    expect(await probe(kept)).toEqual(strict);
  }
});

it('a movie loses the names of its handlers and encoders, and its creation time', async () => {
  const movie = await film();
  const handler = movie.indexOf('hdlr', 0, 'latin1') + 4;
  movie.writeUInt32BE(0xd0d0d0d0, movie.indexOf('mvhd', 0, 'latin1') + 8);
  movie.write('KITH', movie.indexOf('jpeg', movie.indexOf('stsd')) + 4 + 42, 'latin1');
  movie.write('x', handler + 24, 'latin1');
  const kept = Buffer.from(await strip(Buffer.from(movie), 'mp4'));
  expect(kept.includes(Buffer.from([0xd0, 0xd0, 0xd0, 0xd0]))).toBe(false);
  expect(kept.includes('KITH')).toBe(false);
  expect(kept[handler + 24]).toBe(0);
  expect(await probe(kept)).toEqual(strict);
  const pictures = movie.indexOf('mdat');
  expect(kept.subarray(pictures, movie.indexOf('moov')).equals(movie.subarray(pictures, movie.indexOf('moov')))).toBe(true); // prettier-ignore
});

/** A track of locations, with its samples in the same mdat as the pictures. */
function placesTrack(offset: number, count = 2): Buffer {
  const samples = box('stbl', box('stsd', u32(0, 1), box('mebx', u32(0), u16(0, 1), box('keys', mark))), box('stts', u32(0, 1, count, 1000)), box('stsc', u32(0, 1, 1, count, 1)), box('stsz', u32(0, mark.length, count)), box('stco', u32(0, 1, offset))); // prettier-ignore
  return box(
    'trak',
    box('tkhd', u32(7, 0, 0, 9, 0, 2000), Buffer.alloc(60)),
    box('mdia', box('mdhd', u32(0, 0, 0, 1000, 2000, 0)), box('hdlr', u32(0, 0), Buffer.from('meta'), u32(0, 0, 0)), box('minf', box('nmhd', u32(0)), samples)), // prettier-ignore
  );
}

it('a track of locations is removed with its samples', async () => {
  const movie = await film();
  const offset = movie.length + 8;
  const kept = await strippedInPlace(
    Buffer.concat([
      insert(movie, ['moov'], placesTrack(offset + placesTrack(0).length)),
      box('mdat', mark, mark),
    ]),
    'mp4',
  );
  expect(await probe(kept)).toEqual(strict);
});

it('a track of locations is removed from fragments too', async () => {
  const movie = insert(await film(), ['moov'], placesTrack(0, 0), box('mvex', box('trex', u32(0, 9, 1, 0, mark.length, 0)))); // prettier-ignore
  const fragment = (sizes: boolean) => {
    const run = (dataOffset: number) => box('moof', box('mfhd', u32(0, 1)), box('traf', box('tfhd', u32(0x20000, 9)), box('trun', sizes ? u32(0x201, 2, dataOffset, mark.length, mark.length) : u32(1, 2, dataOffset)))); // prettier-ignore
    return Buffer.concat([run(run(0).length + 8), box('mdat', mark, mark)]);
  };
  const kept = await strippedInPlace(Buffer.concat([movie, fragment(true), fragment(false)]), 'mp4');
  expect((await probe(kept)).hasPicture).toBe(true);
});

it('tables that reference the same bytes a million times are refused immediately', async () => {
  const sizes = Buffer.concat([u32(0, 0, 100_000), Buffer.alloc(400_000, 0x7f)]);
  const track = box('trak', box('mdia', box('hdlr', u32(0, 0), Buffer.from('meta'), u32(0, 0, 0)), box('minf', box('stbl', box('stsc', u32(0, 1, 1, 100_000, 1)), box('stsz', sizes), box('stco', u32(0, 1, 0)))))); // prettier-ignore
  const bytes = insert(await film(), ['moov'], track);
  await expectWork(100, () => expect(strip(bytes, 'mp4')).rejects.toThrow(MediaRefused));
});

const tags = element([0x12, 0x54, 0xc3, 0x67], element([0x73, 0x73], element([0x67, 0xc8], element([0x45, 0xa3], Buffer.from('LOCATION')), element([0x44, 0x87], mark)))); // prettier-ignore
const attachment = element([0x19, 0x41, 0xa4, 0x69], element([0x61, 0xa7], element([0x46, 0x6e], mark), element([0x46, 0x5c], Buffer.alloc(300, MARK)))); // prettier-ignore
const chapters = element([0x10, 0x43, 0xa7, 0x70], element([0x45, 0xb9], mark));

it('a browser recording still plays without the tags, attachments and chapters behind its open clusters', async () => {
  const recorded = await readFile(join(fixtures, 'recorded.webm'));
  const before = await probe(Buffer.from(recorded));
  const kept = await strippedInPlace(Buffer.concat([recorded, tags, attachment, chapters]), 'webm');
  expect(await probe(kept)).toEqual(before);
  expect(kept.includes('Lavf')).toBe(false);
});

it('a WebM loses its title, track names and subtitles', async () => {
  const clip = await webm();
  const [info, entry] = [clip.indexOf(Buffer.from('1549a966', 'hex')), clip.indexOf(Buffer.from('Kith'))];
  expect(info).toBeLessThan(entry);
  const kept = Buffer.from(await strip(Buffer.from(clip), 'webm'));
  expect(kept.includes('Kith')).toBe(false);
  expect(await probe(kept)).toMatchObject({ width: 64, height: 96, durationMs: 1000 });

  const subtitles = element([0xae], element([0xd7], Buffer.from([2])), element([0x83], Buffer.from([0x11])), element([0x53, 0x6e], mark)); // prettier-ignore
  const picture = element([0xae], element([0xd7], Buffer.from([1])), element([0x83], Buffer.from([1])), element([0x86], Buffer.from('V_VP8')), element([0x53, 0x6e], mark), element([0xe0], element([0xb0], Buffer.from([64])), element([0xba], Buffer.from([96])))); // prettier-ignore
  const block = (track: number, content: Buffer) => Buffer.concat([Buffer.from([0x80 | track, 0, 0, 0x80]), content]); // prettier-ignore
  const film = Buffer.concat([
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from('matroska'))),
    element(
      [0x18, 0x53, 0x80, 0x67],
      element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], Buffer.from([0x0f, 0x42, 0x40])), element([0x7b, 0xa9], mark), element([0x73, 0x84], mark)), // prettier-ignore
      element([0x16, 0x54, 0xae, 0x6b], picture, subtitles),
      element([0x1f, 0x43, 0xb6, 0x75], element([0xe7], Buffer.from([0])), element([0xa3], block(1, Buffer.from('picture'))), element([0xa3], block(2, mark)), element([0xa0], element([0xa1], block(2, mark)))), // prettier-ignore
      tags,
    ),
  ]);
  const bare = await strippedInPlace(film, 'mkv');
  expect(bare.includes('picture')).toBe(true);
  expect(await probe(bare)).toMatchObject({ hasPicture: true, width: 64, height: 96, isCutOff: false });
});

const sound = Buffer.concat(Array<Buffer>(3).fill(Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413, 7)]))); // prettier-ignore
const ape = (isHeader: boolean) => Buffer.concat([Buffer.from('APETAGEX'), Buffer.from([0xd0, 7, 0, 0, mark.length + 32, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, isHeader ? 0xa0 : 0x80]), Buffer.alloc(8)]); // prettier-ignore
const id3 = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0', 'latin1'), Buffer.from([mark.length]), mark]);

it('an MP3 keeps its audio without the surrounding tags', async () => {
  const tagged = Buffer.concat([
    id3,
    id3,
    sound,
    ape(true),
    mark,
    ape(false),
    Buffer.from(`LYRICSBEGIN${MARK}LYRICSEND`),
    Buffer.concat([Buffer.from(`TAG${MARK}`), Buffer.alloc(128)]).subarray(0, 128),
  ]);
  expect(Buffer.from(await strip(tagged, 'mp3')).equals(sound)).toBe(true);
  await expect(strip(Buffer.concat([id3, id3]), 'mp3')).rejects.toThrow(MediaRefused);
});

it('a FLAC, also in an Ogg, keeps what its decoder needs', async () => {
  const blocks = Buffer.concat([
    Buffer.from([0, 0, 0, 34]),
    Buffer.alloc(34, 1),
    ...[4, 6, 2].map((kind) => Buffer.concat([Buffer.from([kind, 0, 0, mark.length]), mark])),
    Buffer.from([0x83, 0, 0, 18]),
    Buffer.alloc(18, 2),
  ]);
  const flac = Buffer.concat([Buffer.from('fLaC'), blocks, sound]);
  const kept = await strippedInPlace(flac, 'flac');
  expect(kept.subarray(8, 42).equals(flac.subarray(8, 42))).toBe(true);
  expect(kept.subarray(-sound.length).equals(sound)).toBe(true);
  expect([kept[42], kept.indexOf(Buffer.alloc(18, 2))]).toEqual([1, flac.indexOf(Buffer.alloc(18, 2))]);
});

it('a WAV keeps its format and its audio', async () => {
  const chunk = (name: string, content: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(content.length);
    return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length & 1)]);
  };
  const chunks = Buffer.concat([
    chunk('fmt ', Buffer.alloc(16, 1)),
    chunk('LIST', Buffer.concat([Buffer.from('INFOICMT'), mark])),
    chunk('data', Buffer.alloc(101, 9)),
    ...['id3 ', 'bext', 'iXML', '_PMX'].map((name) => chunk(name, mark)),
  ]);
  const kept = await strippedInPlace(Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE'), chunks]), 'wav');
  expect(kept.includes(chunk('data', Buffer.alloc(101, 9)))).toBe(true);
});

it.each([
  ['Opus', 'OpusHead', 'OpusTags'],
  ['Vorbis', '\x01vorbis', '\x03vorbis'],
])('an Ogg of %s has empty comments with a valid checksum', async (_name, first, second) => {
  const comments = Buffer.concat([Buffer.from(second, 'latin1'), u32(0, 0), Buffer.alloc(600, MARK)]);
  const lacing = [255, 255, comments.length - 510];
  const ogg = Buffer.concat([
    page(0, 2, [19], Buffer.concat([Buffer.from(first, 'latin1'), Buffer.alloc(19)]).subarray(0, 19)),
    // The comments begin on one page and end on the next, which audio follows.
    page(1, 0, lacing.slice(0, 2), comments.subarray(0, 510)),
    page(2, 1, [lacing[2]!, 50], Buffer.concat([comments.subarray(510), Buffer.alloc(50, 8)])),
    page(3, 4, [60], Buffer.alloc(60, 9)),
  ]);
  const kept = await strippedInPlace(ogg, 'ogg');
  for (const body of [Buffer.alloc(50, 8), Buffer.alloc(60, 9)]) expect(kept.includes(body)).toBe(true);
  let at = 0;
  for (let n = 0; n < 4; n++) {
    const count = kept[at + 26]!;
    const end = kept.subarray(at + 27, at + 27 + count).reduce((sum, size) => sum + size, at + 27 + count);
    const copy = Buffer.from(kept.subarray(at, end));
    copy.writeUInt32LE(0, 22);
    expect(kept.readUInt32LE(at + 22)).toBe(n === 1 || n === 2 ? oggChecksum(copy) : 0);
    at = end;
  }
});

/** An Ogg page without a checksum. */
function page(number: number, flags: number, lacing: readonly number[], content: Buffer): Buffer {
  const head = Buffer.alloc(27 + lacing.length);
  head.write('OggS', 0, 'latin1');
  head[5] = flags;
  head.writeUInt32LE(7, 14);
  head.writeUInt32LE(number, 18);
  head[26] = lacing.length;
  head.set(lacing, 27);
  return Buffer.concat([head, content]);
}

/** Bit by bit, as in the specification. */
function oggChecksum(bytes: Buffer): number {
  let sum = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const isSet = ((sum >>> 31) ^ (byte >> bit)) & 1;
      sum = ((sum << 1) ^ (isSet ? 0x04c11db7 : 0)) >>> 0;
    }
  }
  return sum;
}
