import { beforeAll, expect, it } from 'vitest';
import { MediaRefused } from '@kith/core/ports';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { expectWork } from '../hostile/sender.js';
import { animation, assetsDir, halves, manyFrames, noise, pixelFlood, profileBomb } from './samples.js';

const { avatar, picture, sniff } = makeMediaTools({ assetsDir });

// The first picture loads the decoders; the test measures the cost of an attack on a running server.
beforeAll(async () => void (await picture(await halves(8, 8).jpeg().toBuffer())));

it.each([
  ['a PNG of 65,500 x 65,500 pixels', 'too_large', () => pixelFlood(65_500, 65_500)],
  ['a PNG of 65,500 x 900 pixels', 'too_large', () => pixelFlood(65_500, 900)],
  ['a PNG of 40 million pixels of 16 bits', 'too_large', () => pixelFlood(8000, 5000, 16)],
  ['a PNG that declares 49 million pixels and contains few', 'damaged', () => pixelFlood(7000, 7000)],
  ['a GIF of 10,000 frames', 'too_large', () => manyFrames(10_000)],
  ['a GIF of 900 huge frames', 'too_large', () => manyFrames(900, 60_000, 60_000)],
  ['a GIF of only a header', 'damaged', () => Buffer.from('GIF89a\x01\0\x01\0\0\0\0', 'latin1')],
  ['text named .jpg', 'not_an_image', () => Buffer.from('this is no picture')],
  [
    'an SVG',
    'not_an_image',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
  ],
  [
    'an SVG that includes another file',
    'not_an_image',
    () => Buffer.from('<?xml version="1.0"?><svg><image href="/etc/passwd"/></svg>'),
  ],
  ['a web page', 'not_an_image', () => Buffer.from('<!doctype html><img src=x onerror=alert(1)>')],
  ['a PDF', 'not_an_image', () => Buffer.from('%PDF-1.7\n1 0 obj\n')],
  [
    'a page after the first bytes of a JPEG',
    'damaged',
    () => Buffer.from('\xff\xd8\xff\xe0<html><script>alert(1)</script>', 'latin1'),
  ],
  ['nothing', 'not_an_image', () => Buffer.alloc(0)],
] as const)('%s is refused immediately: %s', async (_name, reason, make) => {
  const bytes = make();
  for (const work of [picture, avatar]) {
    // Processor time: other work may use the rest of a busy machine.
    const error = await expectWork(100, () => work(bytes).catch((error: unknown) => error));
    expect(error).toBeInstanceOf(MediaRefused);
    expect(error).toMatchObject({ reason });
  }
});

it('a profile that inflates to 100 MB is refused', async () => {
  const bytes = profileBomb();
  const before = process.memoryUsage.rss();
  await picture(bytes).catch(refusal);
  expect(process.memoryUsage.rss() - before).toBeLessThan(50_000_000);
});

it('200 truncated files are refused quickly and in little memory; a GIF may keep its complete frames', async () => {
  const originals = [
    await noise(160, 120, 1).jpeg().toBuffer(),
    await noise(160, 120, 1).jpeg({ progressive: true }).toBuffer(),
    await noise(160, 120, 1).png().toBuffer(),
    await noise(160, 120, 1).webp().toBuffer(),
    await animation(60, 60, 4),
  ];
  const before = process.memoryUsage.rss();
  for (let n = 0; n < 200; n++) {
    const original = originals[n % originals.length]!;
    // 40 lengths of each, from a few bytes to almost all.
    const bytes = original.subarray(0, Math.floor((original.length * (n + 1)) / 206));
    const result = await expectWork(100, () => picture(bytes).catch(refusal));
    if (!(result instanceof MediaRefused)) expect(result.full.extension).toBe('gif');
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
});

it('200 files with random changes are refused or converted, without any other effect', async () => {
  const originals = [
    await noise(60, 40, 1).jpeg().toBuffer(),
    await noise(60, 40, 1).png().toBuffer(),
    await noise(60, 40, 1).webp().toBuffer(),
    await noise(60, 40, 1).avif({ effort: 0 }).toBuffer(),
    await animation(30, 30, 4),
  ];
  const random = makeRandom(20);
  for (let n = 0; n < 200; n++) {
    const bytes = Buffer.from(originals[n % originals.length]!);
    for (let changes = 0; changes < 8; changes++)
      bytes[Math.floor(random() ** 3 * bytes.length)] = Math.floor(random() * 256);
    await sniff(bytes);
    const result = await expectWork(100, () => picture(bytes).catch(refusal));
    if (!(result instanceof MediaRefused)) expect(result.full.width).toBeGreaterThan(0);
  }
});

it('a refusal frees the place in the queue', async () => {
  const bad = Array.from({ length: 10 }, () => picture(Buffer.from('no')).catch(refusal));
  const good = picture(await halves(8, 8).png().toBuffer());
  expect((await good).full.width).toBe(8);
  expect(await Promise.all(bad)).toHaveLength(10);
});

/** Returns a `MediaRefused` as a result, and rethrows other errors. */
function refusal(error: unknown): MediaRefused {
  if (error instanceof MediaRefused) return error;
  throw error;
}

/** The same numbers in every run (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
