import sharp, { type OutputInfo, type Sharp, type SharpOptions } from 'sharp';
import { bounds } from '@kith/core/kernel';
import { MediaRefused } from '@kith/core/ports';
import { readApng, type Apng } from './apng.js';
import { isPictureCutOff } from './cut-off-pictures.js';
import { endJpeg, hasEveryScan, readJpegHead } from './jpeg.js';
import { pictureKind } from './sniff.js';

const { picturePixels, jpegPixels, decodedBytes, animationFrames, drawingSeconds } = bounds.file;

/** An untrusted picture: the facts from its header, nothing decoded yet. */
export interface Source {
  readonly bytes: Buffer;
  /** Detected from the content, without a dot: `jpg`, `png`, `gif`, `webp`, `avif` or `heic`. */
  readonly kind: string;
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  readonly hasAlpha: boolean;
  /** Of an animation. */
  readonly durationMs: number;
  /** Set for an animated PNG, which the decoder treats as a still. */
  readonly apng: Apng | undefined;
}

/** Reads only the header. Throws `MediaRefused` for anything that is not a picture, or too expensive to decode. */
export async function inspectPicture(given: Uint8Array): Promise<Source> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const kind = await pictureKind(bytes);
  if (kind === undefined) throw new MediaRefused('not_an_image');
  const found = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: Error) => refuse(error, { bytes, kind }));
  const { width, height, channels, hasAlpha } = found;
  const apng = kind === 'png' ? readApng(bytes) : undefined;
  const pages = apng?.pieces.length ?? found.pages ?? 1;
  if (pages > animationFrames)
    throw new MediaRefused('too_large', { limit: animationFrames, unit: 'frames' });
  // Of other kinds, only the first frame is decoded.
  const pixels = width * height * (isMoving({ kind, pages, apng }) ? pages : 1);
  const limit =
    kind === 'jpg' && readJpegHead(bytes).isOnePass
      ? jpegPixels
      : Math.min(picturePixels, Math.floor(decodedBytes / (channels * (found.depth === 'uchar' ? 1 : 2))));
  if (pixels > limit) throw new MediaRefused('too_large', { limit, unit: 'pixels' });
  const delays = apng?.pieces.map(({ delayMs }) => delayMs) ?? found.delay ?? [];
  const durationMs = delays.reduce((sum, ms) => sum + ms, 0);
  return { bytes, kind, width, height, pages, hasAlpha, durationMs, apng };
}

/** Whether a picture is an animation of a kind that is kept animated. */
export function isMoving({ kind, pages, apng }: Pick<Source, 'kind' | 'pages' | 'apng'>): boolean {
  return pages > 1 && (kind === 'gif' || kind === 'webp' || apng !== undefined);
}

/** An encoded picture, or its pixels. */
export interface Drawn {
  readonly data: Buffer;
  readonly info: OutputInfo;
}

/**
 * Decodes a picture and transforms it. A JPEG that lacks only its end marker has every pixel; any other truncated
 * picture is rejected, also one that ends between two scans. Throws `MediaRefused`.
 */
export async function draw(
  source: Pick<Source, 'bytes' | 'kind'>,
  make: (image: Sharp) => Sharp,
  options: SharpOptions = {},
): Promise<Drawn> {
  try {
    return await run(make(decode(source.bytes, options)));
  } catch (error) {
    const ended = source.kind === 'jpg' && !isTimeout(error) ? endJpeg(source.bytes) : undefined;
    if (!ended || !hasEveryScan(ended)) return refuse(error as Error, source);
    // With the end marker, missing pixels cause only a warning.
    return run(make(decode(ended, { ...options, failOn: 'warning' }))).catch((again: Error) =>
      refuse(again, source),
    );
  }
}

/** Encodes our own pixels. Throws `MediaRefused` on a timeout. */
export async function encode(image: Sharp): Promise<Drawn> {
  return run(image).catch((error: Error) => refuse(error, { bytes: Buffer.alloc(0), kind: '' }));
}

function decode(bytes: Buffer, options: SharpOptions): Sharp {
  return sharp(bytes, { limitInputPixels: jpegPixels, failOn: 'error', sequentialRead: true, ...options });
}

function run(image: Sharp): Promise<Drawn> {
  return image.timeout({ seconds: drawingSeconds }).toBuffer({ resolveWithObject: true });
}

/** sharp has no other sign of its timeout. */
function isTimeout(error: unknown): boolean {
  return (error as Error).message.startsWith('timeout');
}

function refuse(error: Error, { bytes, kind }: Pick<Source, 'bytes' | 'kind'>): never {
  const cause = { cause: error };
  if (isTimeout(error))
    throw new MediaRefused('too_large', { limit: drawingSeconds, unit: 'seconds' }, cause);
  throw new MediaRefused(isPictureCutOff(bytes, kind) ? 'incomplete' : 'damaged', undefined, cause);
}
