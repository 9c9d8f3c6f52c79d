import sharp, { type Sharp } from 'sharp';
import type { PictureRendition } from '@kith/core/ports';
import { framesOf, type Apng } from './apng.js';
import { draw, encode, type Source } from './decode.js';

/**
 * Renders an animation, keeping its delays and loop count: GIF stays GIF, WebP and PNG become WebP. A long one is
 * scaled down, not cut.
 */
export async function renderAnimation(
  source: Source,
  side: number,
  pixels: number,
): Promise<PictureRendition> {
  const { width, height, pages, apng } = source;
  const scale = Math.min(1, side / width, side / height, Math.sqrt(pixels / (width * height * pages)));
  const size = {
    width: Math.max(1, Math.floor(width * scale)),
    height: Math.max(1, Math.floor(height * scale)),
  };
  const resize = (image: Sharp): Sharp =>
    scale < 1 ? image.resize(size.width, size.height, { fit: 'fill' }) : image;
  if (apng) return { bytes: await renderApng(source, apng, size, resize), extension: 'webp', ...size };
  const isGif = source.kind === 'gif';
  const { data } = await draw(
    source,
    (image) => (isGif ? resize(image).gif({ effort: 1, dither: 0.5 }) : resize(image).webp(WEBP)),
    { animated: true },
  );
  return { bytes: data, extension: isGif ? 'gif' : 'webp', ...size };
}

/** A fifth of the default's time, for 10 % more bytes. */
const WEBP = { quality: 85, effort: 2 } as const;

async function renderApng(
  source: Source,
  apng: Apng,
  size: { width: number; height: number },
  resize: (image: Sharp) => Sharp,
): Promise<Buffer> {
  const { width, height } = apng;
  const decode = async (png: Buffer): Promise<Buffer> =>
    (await draw({ bytes: png, kind: source.kind }, pixelsOf)).data;
  const frames: Buffer[] = [];
  for await (const frame of framesOf(apng, decode)) {
    const image = resize(sharp(frame, { raw: { width, height, channels: 4 } }));
    frames.push((await encode(image.raw())).data);
  }
  const raw = { ...size, height: size.height * frames.length, channels: 4, pageHeight: size.height } as const;
  const delay = apng.pieces.map(({ delayMs }) => delayMs);
  return (await encode(sharp(Buffer.concat(frames), { raw }).webp({ ...WEBP, delay, loop: apng.loop }))).data;
}

/** Four bytes per pixel. */
function pixelsOf(image: Sharp): Sharp {
  return image.toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' });
}
