import sharp, { type Metadata, type OutputInfo, type Sharp, type SharpOptions } from 'sharp';
import {
  type AvatarSize,
  type DrawnPhoto,
  MediaRefused,
  PHOTO_SIZES,
  type PicturePair,
  type PictureRendition,
} from '@kith/core/ports';
import { isPicture } from './sniff.js';

const maxPixels = 50_000_000;
// 50 million pixels of four 8-bit channels; deeper pictures may have fewer.
const maxDecodedBytes = 200_000_000;
const maxFrames = 1000;
const fullSide = 4096;
const thumbSide = 350;
// Choosing a GIF's colours costs up to half a second for each million pixels, counted over all frames;
// a longer animation is made smaller, not cut.
const fullGifPixels = 8_000_000;
const thumbGifPixels = 3_000_000;
const timeoutSeconds = 15;

/**
 * Decoders that may run, for the whole process: sharp knows many more. SVG is for the pictures that we draw ourselves; a
 * stranger's never comes so far, because what is no picture by its content is refused before.
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
  // One thread for each picture, and no cache: memory stays what the pictures in work need.
  sharp.concurrency(1);
  sharp.cache(false);
}

/** Cuts the middle square and gives it in every size of an avatar. Of a stranger there may be fewer pixels than usual. */
export async function makeAvatar(
  bytes: Uint8Array,
  pixels = maxPixels,
): Promise<Record<AvatarSize, Uint8Array>> {
  const { width, height } = await inspectPicture(bytes);
  if (width * height > pixels) throw new MediaRefused('too_large', { limit: pixels, unit: 'pixels' });
  return inAvatarSizes(
    decode(bytes).autoOrient().resize(300, 300, { fit: 'cover' }).flatten({ background: '#ffffff' }),
  );
}

const MOSAIC_GAP = 6;

/** Sets one to nine pictures side by side: rows of two for up to four, of three for more, the first row the shorter one. */
export async function makeMosaic(faces: readonly Uint8Array[]): Promise<Record<AvatarSize, Uint8Array>> {
  const columns = faces.length === 1 ? 1 : faces.length <= 4 ? 2 : 3;
  const rows = Math.ceil(faces.length / columns);
  const side = Math.floor((300 - MOSAIC_GAP * (columns + 1)) / columns);
  const short = faces.length - columns * (rows - 1);
  const top = Math.floor((300 - rows * side - (rows - 1) * MOSAIC_GAP) / 2);
  const tiles = await Promise.all(
    faces.map(async (face, i) => {
      const row = i < short ? 0 : 1 + Math.floor((i - short) / columns);
      const column = i < short ? i : (i - short) % columns;
      const inRow = row === 0 ? short : columns;
      const left = Math.floor((300 - inRow * side - (inRow - 1) * MOSAIC_GAP) / 2);
      const { data } = await encode(decode(face).resize(side, side, { fit: 'cover' }).png());
      return { input: data, left: left + column * (side + MOSAIC_GAP), top: top + row * (side + MOSAIC_GAP) };
    }),
  );
  const plate = sharp({ create: { width: 300, height: 300, channels: 3, background: '#e4e6ea' } });
  return inAvatarSizes(plate.composite(tiles));
}

/** A picture of 300 x 300 in every size of an avatar. */
async function inAvatarSizes(image: Sharp): Promise<Record<AvatarSize, Uint8Array>> {
  const { data, info } = await encode(image.raw());
  const largest = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const jpeg = async (size: number): Promise<Uint8Array> =>
    (await encode(largest.clone().resize(size, size).jpeg({ quality: 88 }))).data;
  return { '70': await jpeg(70), '90': await jpeg(90), '300': await jpeg(300) };
}

/** Encodes a picture anew, in full and as a thumbnail. */
export async function makePicture(bytes: Uint8Array): Promise<PicturePair> {
  const header = await inspectPicture(bytes);
  const isAnimated = header.format === 'gif' && header.pages > 1;
  const full = isAnimated
    ? await renderGif(bytes, header, fullSide, fullGifPixels)
    : await renderStill(bytes, header, fullSide);
  if (full.width <= thumbSide && full.height <= thumbSide) return { full, thumb: full };
  // Made of our own picture: it is smaller, and upright already.
  const { width, height } = full;
  const thumb = isAnimated
    ? await renderGif(full.bytes, { ...header, width, height }, thumbSide, thumbGifPixels)
    : await renderStill(full.bytes, header, thumbSide);
  return { full, thumb };
}

/** The longest animation that a photo keeps. */
const photoAnimationMs = 3_000;

/** Draws a photo in its sizes, on white. */
export async function makePhoto(bytes: Uint8Array, maxPixels: number): Promise<DrawnPhoto> {
  const header = await inspectPicture(bytes);
  if (header.width * header.height > maxPixels)
    throw new MediaRefused('too_large', { limit: maxPixels, unit: 'pixels' });
  const inside = (side: string) =>
    [Number(side), Number(side), { fit: 'inside', withoutEnlargement: true }] as const;
  const largest = await encode(
    decode(bytes)
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
  const isShort = header.pages > 1 && header.durationMs <= photoAnimationMs;
  const animation =
    header.format === 'gif' && isShort
      ? (await renderGif(bytes, header, Number(PHOTO_SIZES[1]), thumbGifPixels)).bytes
      : undefined;
  return { sizes, animation };
}

/** Encodes a frame that another tool has decoded as a JPEG of ours. */
export async function makePoster(frame: Uint8Array): Promise<Uint8Array> {
  await inspectPicture(frame);
  return (
    await encode(
      decode(frame).resize(1280, 1280, { fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 80 }),
    )
  ).data;
}

interface Header {
  readonly format: Metadata['format'];
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  readonly hasAlpha: boolean;
  /** Of an animation. */
  readonly durationMs: number;
}

/** Reads the header only, and refuses what would cost too much to decode. */
async function inspectPicture(bytes: Uint8Array): Promise<Header> {
  if (!(await isPicture(bytes))) throw new MediaRefused('not_an_image');
  const found = await sharp(bytes, { limitInputPixels: false }).metadata().catch(refuse);
  const { format, width, height, channels, hasAlpha } = found;
  const pages = found.pages ?? 1;
  // Only GIF is decoded beyond its first frame.
  const pixels = width * height * (format === 'gif' ? pages : 1);
  const sampleBytes = found.depth === 'uchar' ? 1 : 2;
  if (pages > maxFrames) throw new MediaRefused('too_large', { limit: maxFrames, unit: 'frames' });
  const limit = Math.min(maxPixels, Math.floor(maxDecodedBytes / (channels * sampleBytes)));
  if (pixels > limit) throw new MediaRefused('too_large', { limit, unit: 'pixels' });
  const durationMs = (found.delay ?? []).reduce((sum, ms) => sum + ms, 0);
  return { format, width, height, pages, hasAlpha, durationMs };
}

async function renderStill(bytes: Uint8Array, header: Header, side: number): Promise<PictureRendition> {
  const image = decode(bytes).autoOrient().resize(side, side, { fit: 'inside', withoutEnlargement: true });
  const [encoded, extension] =
    header.format === 'gif'
      ? [image.gif(), 'gif']
      : header.format === 'png' || header.hasAlpha
        ? [image.png(), 'png']
        : [image.jpeg({ quality: 85 }), 'jpg'];
  const { data, info } = await encode(encoded);
  return { bytes: data, extension, width: info.width, height: info.height };
}

async function renderGif(
  bytes: Uint8Array,
  header: Header,
  side: number,
  pixels: number,
): Promise<PictureRendition> {
  const { width, height, pages } = header;
  const scale = Math.min(1, side / width, side / height, Math.sqrt(pixels / (width * height * pages)));
  const size = {
    width: Math.max(1, Math.floor(width * scale)),
    height: Math.max(1, Math.floor(height * scale)),
  };
  const image = decode(bytes, { animated: true });
  const { data } = await encode(
    (scale < 1 ? image.resize(size.width, size.height, { fit: 'fill' }) : image).gif({
      effort: 1,
      dither: 0.5,
    }),
  );
  return { bytes: data, extension: 'gif', ...size };
}

function decode(bytes: Uint8Array, options: SharpOptions = {}): Sharp {
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true, ...options });
}

function encode(image: Sharp): Promise<{ data: Buffer; info: OutputInfo }> {
  return image.timeout({ seconds: timeoutSeconds }).toBuffer({ resolveWithObject: true }).catch(refuse);
}

function refuse(error: Error): never {
  // sharp has no other sign for its timeout.
  if (error.message.startsWith('timeout'))
    throw new MediaRefused('too_large', { limit: timeoutSeconds, unit: 'seconds' }, { cause: error });
  throw new MediaRefused('damaged', undefined, { cause: error });
}
