import sharp, { type Sharp } from 'sharp';
import { bounds } from '@kith/core/kernel';
import {
  type AvatarSize,
  type DrawnPhoto,
  MediaRefused,
  PHOTO_SIZES,
  type PicturePair,
  type PictureRendition,
} from '@kith/core/ports';
import { renderAnimation } from './animations.js';
import { draw, encode, inspectPicture, isMoving, type Source } from './decode.js';

const fullSide = 4096;
const thumbSide = 350;
const { animationPixels, smallAnimationPixels } = bounds.file;

/**
 * Allows only these decoders in the whole process; sharp has many more. SVG is for our own icons: an uploaded one is
 * rejected earlier, because its content is not recognised as a picture.
 */
export function allowListDecoders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadJpegBuffer',
      'VipsForeignLoadPngBuffer',
      'VipsForeignLoadNsgifBuffer',
      'VipsForeignLoadWebpBuffer',
      'VipsForeignLoadHeifBuffer',
      'VipsForeignLoadSvgBuffer',
    ],
  });
  // One thread per picture and no cache: memory stays proportional to the pictures in progress.
  sharp.concurrency(1);
  sharp.cache(false);
}

/**
 * Crops the middle square and renders it in every avatar size. An uploaded picture is limited to fewer pixels than
 * usual.
 */
export async function makeAvatar(
  bytes: Uint8Array,
  pixels = Infinity,
): Promise<Record<AvatarSize, Uint8Array>> {
  const source = await inspectPicture(bytes);
  if (source.width * source.height > pixels)
    throw new MediaRefused('too_large', { limit: pixels, unit: 'pixels' });
  const { data, info } = await draw(source, (image) =>
    image.autoOrient().resize(300, 300, { fit: 'cover' }).flatten({ background: '#ffffff' }).raw(),
  );
  return inAvatarSizes(
    sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }),
  );
}

const MOSAIC_SIDE = 300;
const MOSAIC_GAP = 6;
const MOSAIC_GROUND = { r: 0xe4, g: 0xe6, b: 0xea };
/** Red, green and blue. */
const CHANNELS = 3;

/**
 * Arranges one to nine pictures in a grid: rows of two for up to four, of three for more, with the shorter row first.
 */
export async function makeMosaic(faces: readonly Uint8Array[]): Promise<Record<AvatarSize, Uint8Array>> {
  const columns = faces.length === 1 ? 1 : faces.length <= 4 ? 2 : 3;
  const rows = Math.ceil(faces.length / columns);
  const side = Math.floor((MOSAIC_SIDE - MOSAIC_GAP * (columns + 1)) / columns);
  const short = faces.length - columns * (rows - 1);
  const begin = (tiles: number): number =>
    Math.floor((MOSAIC_SIDE - tiles * side - (tiles - 1) * MOSAIC_GAP) / 2);
  const { r, g, b } = MOSAIC_GROUND;
  const plate = Buffer.alloc(MOSAIC_SIDE * MOSAIC_SIDE * CHANNELS, Buffer.from([r, g, b]));
  await Promise.all(
    faces.map(async (face, i) => {
      const row = i < short ? 0 : 1 + Math.floor((i - short) / columns);
      const column = i < short ? i : (i - short) % columns;
      const left = begin(row === 0 ? short : columns) + column * (side + MOSAIC_GAP);
      const top = begin(rows) + row * (side + MOSAIC_GAP);
      const image = sharp(face).resize(side, side, { fit: 'cover' }).flatten({ background: MOSAIC_GROUND });
      const { data } = await encode(image.toColourspace('srgb').raw());
      // Copied here: composing them with sharp takes as long as all the rest.
      for (let y = 0; y < side; y++)
        data.copy(
          plate,
          ((top + y) * MOSAIC_SIDE + left) * CHANNELS,
          y * side * CHANNELS,
          (y + 1) * side * CHANNELS,
        );
    }),
  );
  return inAvatarSizes(
    sharp(plate, { raw: { width: MOSAIC_SIDE, height: MOSAIC_SIDE, channels: CHANNELS } }),
  );
}

/** Renders the pixels of a picture of 300 x 300 in every avatar size. */
async function inAvatarSizes(pixels: Sharp): Promise<Record<AvatarSize, Uint8Array>> {
  const jpeg = async (size: number): Promise<Uint8Array> =>
    (await encode(pixels.clone().resize(size, size).jpeg({ quality: 88 }))).data;
  return { '70': await jpeg(70), '90': await jpeg(90), '300': await jpeg(300) };
}

/** Re-encodes a picture at full size and as a thumbnail. */
export async function makePicture(bytes: Uint8Array): Promise<PicturePair> {
  const source = await inspectPicture(bytes);
  const isAnimated = isMoving(source);
  const full = isAnimated
    ? await renderAnimation(source, fullSide, animationPixels)
    : await renderStill(source, fullSide);
  if (full.width <= thumbSide && full.height <= thumbSide) return { full, thumb: full };
  // Made from our own picture: it is smaller, and already upright.
  const { width, height, extension: kind } = full;
  const own: Source = { ...source, width, height, kind, bytes: Buffer.from(full.bytes), apng: undefined };
  const thumb = isAnimated
    ? await renderAnimation(own, thumbSide, smallAnimationPixels)
    : await renderStill({ ...own, kind: source.kind }, thumbSide);
  return { full, thumb };
}

/** The longest animation that a photo keeps. */
const photoAnimationMs = 3_000;

/** Renders a photo in its sizes, on white. */
export async function makePhoto(bytes: Uint8Array, maxPixels: number): Promise<DrawnPhoto> {
  const source = await inspectPicture(bytes);
  if (source.width * source.height > maxPixels)
    throw new MediaRefused('too_large', { limit: maxPixels, unit: 'pixels' });
  const inside = (side: string) =>
    [Number(side), Number(side), { fit: 'inside', withoutEnlargement: true }] as const;
  const largest = await draw(source, (image) =>
    image
      .autoOrient()
      .resize(...inside(PHOTO_SIZES[0]))
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw(),
  );
  const { width, height, channels } = largest.info;
  const image = sharp(largest.data, { raw: { width, height, channels } });
  const jpeg = async (side: string): Promise<Uint8Array> =>
    (
      await encode(
        image
          .clone()
          .resize(...inside(side))
          .jpeg({ quality: 85 }),
      )
    ).data;
  const sizes = { '1600': await jpeg('1600'), '800': await jpeg('800'), '350': await jpeg('350') };
  const isShort = source.pages > 1 && source.durationMs <= photoAnimationMs;
  const animation =
    source.kind === 'gif' && isShort
      ? (await renderAnimation(source, Number(PHOTO_SIZES[1]), smallAnimationPixels)).bytes
      : undefined;
  return { sizes, animation };
}

/** Re-encodes a frame that another tool has decoded as JPEG. */
export async function makePoster(frame: Uint8Array): Promise<Uint8Array> {
  const { data } = await draw(await inspectPicture(frame), (image) =>
    image.resize(1280, 1280, { fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 80 }),
  );
  return data;
}

async function renderStill(source: Source, side: number): Promise<PictureRendition> {
  const extension = source.kind === 'gif' ? 'gif' : source.kind === 'png' || source.hasAlpha ? 'png' : 'jpg';
  const { data, info } = await draw(source, (image) => {
    const small = image.autoOrient().resize(side, side, { fit: 'inside', withoutEnlargement: true });
    return extension === 'gif'
      ? small.gif()
      : extension === 'png'
        ? small.png()
        : small.jpeg({ quality: 85 });
  });
  return { bytes: data, extension, width: info.width, height: info.height };
}

/** Whether a picture that we have encoded can be decoded completely. */
export async function isWholePicture(bytes: Uint8Array): Promise<boolean> {
  return sharp(bytes)
    .stats()
    .then(
      () => true,
      () => false,
    );
}
