import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { makeMediaTools } from '../../src/adapters/media-tools.js';
import { animation, assetsDir, gpsMark, halves, noise, photograph } from './samples.js';

const { avatar, mosaic, picture } = makeMediaTools({ assetsDir });

it.each(['jpeg', 'png', 'webp', 'avif'] as const)(
  'no metadata is left in a %s, and it is upright',
  async (format) => {
    const photo = await photograph(format);
    expect(photo.includes(gpsMark)).toBe(true);
    const { full, thumb } = await picture(photo);
    const squares = await avatar(photo);
    for (const bytes of [full.bytes, thumb.bytes, ...Object.values(squares)]) {
      const { exif, xmp, icc, orientation } = await sharp(bytes).metadata();
      expect({ exif, xmp, icc, orientation }).toEqual({});
      expect(Buffer.from(bytes).includes(gpsMark)).toBe(false);
    }
    // Rotated by 90 degrees to the right: the left side is on top.
    expect([full.width, full.height]).toEqual([120, 200]);
    expect(await colourAt(full.bytes, 60, 20)).toBe('red');
    expect(await colourAt(full.bytes, 60, 180)).toBe('blue');
    expect(await colourAt(squares['300'], 150, 20)).toBe('red');
  },
);

it('an avatar is three square JPEGs, for a picture of any shape and size', async () => {
  for (const [width, height] of [
    [1000, 400],
    [20, 90],
    [1, 1],
  ] as const) {
    const squares = await avatar(await halves(Math.max(2, width), height).png().toBuffer());
    for (const [size, bytes] of Object.entries(squares)) {
      expect(await sharp(bytes).metadata()).toMatchObject({
        format: 'jpeg',
        width: Number(size),
        height: Number(size),
      });
    }
  }
});

it('transparent parts of an avatar become white', async () => {
  const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: '#00000000' } })
    .png()
    .toBuffer();
  const { data } = await sharp((await avatar(clear))['70'])
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(Math.min(...data.subarray(0, 3))).toBeGreaterThan(250);
});

it('a mosaic has a tile for each face, the shorter row first and in the middle', async () => {
  const face = (background: string) =>
    sharp({ create: { width: 300, height: 300, channels: 3, background } });
  const sheer = sharp({ create: { width: 300, height: 300, channels: 4, background: '#ff000080' } });
  const faces = await Promise.all([
    face('red').jpeg().toBuffer(),
    face('blue').jpeg().toBuffer(),
    face('#808080').greyscale().jpeg().toBuffer(), // one channel
    sheer.png().toBuffer(), // four channels
    face('blue').jpeg().toBuffer(),
  ]);
  const squares = await mosaic(faces);
  for (const [size, bytes] of Object.entries(squares)) {
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: Number(size), channels: 3 });
  }
  const { data } = await sharp(squares['300']).raw().toBuffer({ resolveWithObject: true });
  const near = (x: number, y: number) =>
    [...data.subarray((y * 300 + x) * 3, (y * 300 + x) * 3 + 3)].map((value) => Math.round(value / 32) * 32);
  const [red, blue, grey, rose, ground] = [
    [256, 0, 0],
    [0, 0, 256],
    [128, 128, 128],
    [256, 128, 128],
    [224, 224, 224],
  ];
  expect([near(101, 101), near(199, 101)]).toEqual([red, blue]);
  expect([near(52, 199), near(150, 199), near(248, 199)]).toEqual([grey, rose, blue]);
  for (const [x, y] of [
    [30, 101],
    [150, 101],
    [270, 101],
    [101, 199],
    [199, 199],
    [150, 30],
    [150, 270],
  ] as const)
    expect([x, y, near(x, y)]).toEqual([x, y, ground]);
});

it('a large photo is reduced to 4096 pixels, its thumbnail to 350, in its proportions', async () => {
  const { full, thumb } = await picture(await halves(6000, 1200).jpeg().toBuffer());
  expect([full.width, full.height, full.extension]).toEqual([4096, 819, 'jpg']);
  expect([thumb.width, thumb.height, thumb.extension]).toEqual([350, 70, 'jpg']);
  expect(await sharp(full.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 4096, height: 819 });
  expect(await sharp(thumb.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 350, height: 70 });
});

it('a small picture is not enlarged', async () => {
  const { full, thumb } = await picture(await halves(40, 30).webp().toBuffer());
  expect([full.width, full.height, thumb.width, thumb.height]).toEqual([40, 30, 40, 30]);
});

it('PNG stays PNG, WebP becomes PNG if it is transparent and JPEG if not', async () => {
  const sheer = (): Sharp =>
    sharp({ create: { width: 400, height: 400, channels: 4, background: '#ff000080' } });
  for (const [input, extension] of [
    [halves(400, 400).png(), 'png'],
    [sheer().png(), 'png'],
    [sheer().webp(), 'png'],
    [halves(400, 400).webp(), 'jpg'],
    [halves(400, 400).avif({ effort: 0 }), 'jpg'],
  ] as const) {
    const { full, thumb } = await picture(await input.toBuffer());
    expect([full.extension, thumb.extension]).toEqual([extension, extension]);
    expect((await sharp(thumb.bytes).metadata()).format).toBe(extension === 'jpg' ? 'jpeg' : extension);
  }
});

it('a GIF stays animated, also as a thumbnail, with its timing', async () => {
  const { full, thumb } = await picture(await animation(500, 400, 6));
  expect([full.width, full.height, full.extension]).toEqual([500, 400, 'gif']);
  expect([thumb.width, thumb.height, thumb.extension]).toEqual([350, 280, 'gif']);
  for (const { bytes, width, height } of [full, thumb]) {
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: 'gif',
      pages: 6,
      delay: Array(6).fill(50),
      width,
      height,
    });
  }
});

it('a very long GIF keeps all its frames and becomes smaller', async () => {
  const { full } = await picture(await animation(300, 300, 150));
  expect(await sharp(full.bytes).metadata()).toMatchObject({
    format: 'gif',
    pages: 150,
    width: full.width,
    height: full.height,
  });
  expect(full.width).toBeLessThan(300);
  expect(full.width * full.height * 150).toBeLessThanOrEqual(8_000_000);
});

it('a GIF without animation stays a GIF', async () => {
  const { full, thumb } = await picture(await halves(400, 100).gif().toBuffer());
  expect([full.extension, thumb.extension, thumb.width]).toEqual(['gif', 'gif', 350]);
});

it('many parallel pictures are all converted', async () => {
  const photo = await noise(300, 300).jpeg().toBuffer();
  const results = await Promise.all(Array.from({ length: 20 }, () => picture(photo)));
  expect(results.every(({ full }) => full.width === 300)).toBe(true);
});

it.each([
  [
    'GIF and script',
    async () =>
      Buffer.concat([
        Buffer.from('GIF89a'),
        (await animation(8, 8, 2)).subarray(6),
        Buffer.from('*/=1;alert("evil")'),
      ]),
  ],
  [
    'JPEG and HTML',
    async () => withComment(await halves(8, 8).jpeg().toBuffer(), '<html><script>alert("evil")</script>'),
  ],
  [
    'PNG with a PHP tail',
    async () => Buffer.concat([await halves(8, 8).png().toBuffer(), Buffer.from('<?php echo "evil"; ?>')]),
  ],
  [
    'WebP with a ZIP tail',
    async () =>
      Buffer.concat([
        await halves(8, 8).webp().toBuffer(),
        Buffer.from('PK\x03\x04 evil'),
        deflateSync('evil'),
      ]),
  ],
])('of a file that is also %s only the picture is kept', async (_name, make) => {
  const bytes = await make();
  expect(bytes.includes('evil')).toBe(true);
  const { full, thumb } = await picture(bytes);
  for (const rendition of [full, thumb]) expect(Buffer.from(rendition.bytes).includes('evil')).toBe(false);
});

/** A JPEG with a comment after its first marker. */
function withComment(jpeg: Buffer, comment: string): Buffer {
  const marker = Buffer.from([0xff, 0xfe, 0, comment.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), marker, Buffer.from(comment), jpeg.subarray(2)]);
}

async function colourAt(bytes: Uint8Array, left: number, top: number): Promise<'red' | 'blue'> {
  const pixel = await sharp(bytes).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
  return (pixel[0] ?? 0) > (pixel[2] ?? 0) ? 'red' : 'blue';
}
