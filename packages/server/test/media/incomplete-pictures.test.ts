import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { atPace } from '../harness/at-pace.js';
import { animation, assetsDir, halves, noise, pixelFlood, plainJpeg, withJpegHeight } from './samples.js';

const { avatar, photo, picture } = makeMediaTools({ assetsDir });
/** The first bytes of each scan of a JPEG. */
const SCAN = Buffer.from([0xff, 0xda]);
const draw = [picture, avatar, (bytes: Uint8Array) => photo(bytes, 1_000_000)];

describe('a JPEG without its end marker', () => {
  it.each([
    ['two bytes', (jpeg: Buffer) => jpeg.subarray(0, -2)],
    ['half of the marker', (jpeg: Buffer) => jpeg.subarray(0, -1)],
  ])('%s: it has every pixel, so it is accepted', async (_what, cut) => {
    for (const progressive of [false, true]) {
      const whole = await noise(96, 64, 1).jpeg({ progressive }).toBuffer();
      const { full } = await picture(cut(whole));
      const pixelsOf = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();
      expect(await pixelsOf(full.bytes)).toEqual(await pixelsOf((await picture(whole)).full.bytes));
      for (const work of draw) await work(cut(whole));
    }
  });
});

it.each([
  ['JPEG', () => noise(160, 120, 1).jpeg().toBuffer()],
  ['progressive JPEG', () => noise(160, 120, 1).jpeg({ progressive: true }).toBuffer()],
  ['PNG', () => noise(160, 120, 1).png().toBuffer()],
  ['WebP', () => noise(160, 120, 1).webp().toBuffer()],
  ['AVIF', () => noise(160, 120, 1).avif({ effort: 0 }).toBuffer()],
  ['GIF', () => noise(160, 120, 1).gif().toBuffer()],
])('a %s truncated at 80 % is incomplete, and one with noise in its middle is not', async (_kind, make) => {
  const whole = await make();
  for (const work of draw)
    await expect(work(whole.subarray(0, Math.floor(whole.length * 0.8)))).rejects.toMatchObject({
      reason: 'incomplete',
    });
  const broken = Buffer.from(whole).fill(0, 40, whole.length - 20);
  const result = await picture(broken).catch((error: unknown) => error);
  expect(result).not.toMatchObject({ reason: 'incomplete' });
});

it('a progressive JPEG that ends between two scans is incomplete', async () => {
  const whole = await noise(160, 120, 1).jpeg({ progressive: true }).toBuffer();
  const scans: number[] = [];
  for (let at = whole.indexOf(SCAN); at >= 0; at = whole.indexOf(SCAN, at + 2)) scans.push(at);
  expect(scans.length).toBeGreaterThan(5);
  for (const end of scans.slice(1))
    await expect(picture(whole.subarray(0, end)), `${end}`).rejects.toMatchObject({ reason: 'incomplete' });
});

it('an animation that ends in its second frame keeps its complete frames or is incomplete', async () => {
  const whole = await animation(60, 60, 4);
  const cut = await picture(whole.subarray(0, Math.floor(whole.length * 0.6))).catch(
    (error: unknown) => error,
  );
  if (cut instanceof Error) expect(cut).toMatchObject({ reason: 'incomplete' });
});

describe('a camera photo is reduced while it is decoded', () => {
  it.each([
    ['a panorama of 62 million pixels', 16_000, 3900, 1, [4096, 998]],
    ['108 million pixels, turned', 12_000, 9000, 6, [3072, 4096]],
  ])(
    '%s',
    async (_what, width, height, orientation, size) => {
      const jpeg = await plainJpeg(width, height, orientation);
      expect(await sharp(jpeg).metadata()).toMatchObject({ width, height, orientation });
      const before = process.memoryUsage.rss();
      let peak = before;
      const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
      const { full } = await picture(jpeg);
      clearInterval(watch);
      expect([full.width, full.height]).toEqual(size);
      // Decoding other pictures may take the same memory.
      expect(peak - before).toBeLessThan(200_000_000);
    },
    atPace(90_000),
  );

  it(
    'a progressive JPEG cannot be, so the limit of other pictures applies to it, as to a PNG',
    async () => {
      const wide = await halves(10_000, 20).jpeg({ progressive: true, quality: 5 }).toBuffer();
      for (const bytes of [withJpegHeight(wide, 5001), pixelFlood(10_000, 5001, 8, 2)])
        // prettier-ignore
        await expect(picture(bytes)).rejects.toMatchObject({ exceeds: { limit: 50_000_000, unit: 'pixels' } });
      expect((await picture(await halves(4000, 20).jpeg({ progressive: true }).toBuffer())).full.width).toBe(
        4000,
      );
    },
    atPace(90_000),
  );
});
