import sharp from 'sharp';
import { expect, it } from 'vitest';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { apng } from './apng.js';
import { animation, assetsDir, manyFrames } from './samples.js';

const { picture, avatar } = makeMediaTools({ assetsDir });

/** The displayed pixels at a place, frame by frame. */
async function coloursAt(bytes: Uint8Array, x: number, y: number): Promise<string[]> {
  const { pages = 1 } = await sharp(bytes).metadata();
  const colours = [];
  for (let page = 0; page < pages; page++) {
    const { data, info } = await sharp(bytes, { page })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const at = (y * info.width + x) * 4;
    const [r = 0, g = 0, b = 0, alpha = 0] = data.subarray(at, at + 4);
    colours.push(alpha < 128 ? 'none' : r > 150 ? 'red' : g > 150 ? 'green' : b > 150 ? 'blue' : 'dark');
  }
  return colours;
}

it('an animated WebP keeps its frames, delays and loop count, also in its thumbnail', async () => {
  const gif = await animation(400, 300, 3);
  const moving = await sharp(gif, { animated: true })
    .webp({ delay: [70, 110, 1300], loop: 4 })
    .toBuffer();
  const { full, thumb } = await picture(moving);
  expect([full.extension, full.width, full.height]).toEqual(['webp', 400, 300]);
  expect([thumb.extension, thumb.width, thumb.height]).toEqual(['webp', 350, 262]);
  for (const { bytes } of [full, thumb])
    expect(await sharp(bytes).metadata()).toMatchObject({ pages: 3, delay: [70, 110, 1300], loop: 4 });
});

it('an animated PNG becomes an animated WebP with correctly composed frames', async () => {
  const moving = await apng(2, [
    { colour: '#ff0000', width: 40, height: 40, delayMs: 60 },
    { colour: '#0000ff', width: 10, height: 10, left: 4, top: 4, delayMs: 80, dispose: 2, blend: 1 },
    { colour: '#00ff00', width: 10, height: 10, left: 24, top: 24, delayMs: 100, dispose: 1 },
    { colour: '#00000000', width: 40, height: 40, delayMs: 120, blend: 1 },
  ]);
  const { full } = await picture(moving);
  expect(full.extension).toBe('webp');
  expect(await sharp(full.bytes).metadata()).toMatchObject({ pages: 4, delay: [60, 80, 100, 120], loop: 2 });
  expect(await coloursAt(full.bytes, 8, 8)).toEqual(['red', 'blue', 'red', 'red']);
  expect(await coloursAt(full.bytes, 28, 28)).toEqual(['red', 'red', 'green', 'none']);
  const square = (await avatar(moving))['300'];
  expect((await sharp(square).metadata()).format).toBe('jpeg');
});

it('a long animation is reduced in size, and keeps its frames', async () => {
  const pieces = Array.from({ length: 40 }, (_, n) => ({
    colour: n % 2 ? '#ff0000' : '#0000ff',
    width: 600,
    height: 500,
    delayMs: 40,
  }));
  const { full } = await picture(await apng(0, pieces));
  expect(full.width * full.height * 40).toBeLessThanOrEqual(8_000_000);
  expect(await sharp(full.bytes).metadata()).toMatchObject({ pages: 40, loop: 0 });
});

it('an animation has at most 1,000 frames and 50 million pixels in total, and the error names the limit', async () => {
  await expect(picture(manyFrames(1001))).rejects.toMatchObject({
    reason: 'too_large',
    exceeds: { limit: 1000, unit: 'frames' },
  });
  const red = { colour: '#ff0000', width: 1000, height: 1000, delayMs: 40 };
  const moving = await apng(
    0,
    Array.from({ length: 51 }, () => red),
  );
  await expect(picture(moving)).rejects.toMatchObject({
    reason: 'too_large',
    exceeds: { limit: 50_000_000, unit: 'pixels' },
  });
});

it('an animated PNG with a frame beyond its edge, or with one frame, is a still', async () => {
  const red = { colour: '#ff0000', width: 20, height: 20, delayMs: 60 };
  for (const pieces of [[red], [red, { ...red, left: 1 }]])
    expect((await picture(await apng(0, pieces))).full.extension).toBe('png');
});
