import { requesterOf, brokenFile, DomainError, refuseAsDomain, type Ctx } from '../kernel/index.js';
import { shownMedia, type MediaFault, type PicturePair, type SniffedMedia } from '../ports/index.js';

/** A file of a stranger in the form in which it is kept; nothing is stored yet. */
export interface EncodedFile {
  /** 128 random bits that every name below begins with. */
  readonly stem: string;
  readonly name: string;
  readonly extension: string;
  readonly family: SniffedMedia['family'];
  readonly mime: string;
  /** Of a video: the name of its still picture. */
  readonly poster: string | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** It begins like sound, video or a picture, but is none that can be shown. */
  readonly fault: MediaFault | undefined;
  /** How large the file is that is kept, which has lost its metadata. */
  readonly sizeBytes: number;
  /** What is to be stored: the file and its renditions. */
  readonly blobs: readonly NamedBytes[];
}

/** Bytes and the name under which they are fetched. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Looks into a file. Metadata of pictures, sound and video goes; pictures are drawn anew with a `_thumb` beside them,
 * videos get a still. Throws `unsupported_media` for a damaged picture and for a file whose name promises another family
 * than its content, and `too_large`.
 */
export async function encodeFile(
  ctx: Ctx,
  input: { bytes: Uint8Array; originalName: string },
): Promise<EncodedFile> {
  if (input.bytes.length === 0) throw new DomainError('unsupported_media');
  const sniffed = await refuseAsDomain(ctx.ports.media.sniff(input.bytes, requesterOf(ctx)));
  const promised = shownMedia.get(extensionOf(input.originalName))?.family;
  // A .m4a and a .webm may hold either sound or moving pictures.
  const isTimed = (family: string | undefined) => family === 'audio' || family === 'video';
  if (promised && promised !== sniffed.family && !(isTimed(promised) && isTimed(sniffed.family))) {
    throw sniffed.fault ? brokenFile(sniffed.fault) : new DomainError('unsupported_media');
  }
  const stem = ctx.ids.hex(16);
  return sniffed.family === 'image'
    ? encodePicture(ctx, stem, input.bytes, sniffed)
    : encodeAsIs(ctx, stem, input, sniffed);
}

/** A picture and its thumbnail. Throws `unsupported_media` or `too_large`. */
export function drawPicture(ctx: Ctx, bytes: Uint8Array): Promise<PicturePair> {
  return refuseAsDomain(ctx.ports.media.picture(bytes, requesterOf(ctx)));
}

async function encodePicture(
  ctx: Ctx,
  stem: string,
  bytes: Uint8Array,
  { family, mime }: SniffedMedia,
): Promise<EncodedFile> {
  const { full, thumb } = await drawPicture(ctx, bytes);
  const { extension, width, height } = full;
  const name = `${stem}.${extension}`;
  const blobs = [
    { name, bytes: full.bytes },
    { name: `${stem}_thumb.${extension}`, bytes: thumb.bytes },
  ];
  return {
    stem,
    name,
    extension,
    family,
    mime,
    poster: undefined,
    width,
    height,
    fault: undefined,
    sizeBytes: full.bytes.length,
    blobs,
  };
}

async function encodeAsIs(
  ctx: Ctx,
  stem: string,
  { bytes, originalName }: { bytes: Uint8Array; originalName: string },
  { family, mime, extension: sniffed, fault }: SniffedMedia,
): Promise<EncodedFile> {
  const extension = family === 'other' ? extensionOf(originalName) || 'bin' : sniffed;
  const name = `${stem}.${extension}`;
  const isShown = family !== 'other';
  const kept = isShown ? await refuseAsDomain(ctx.ports.media.strip(bytes, sniffed)) : bytes;
  const blobs = [{ name, bytes: kept }];
  const poster = family === 'video' ? `${stem}.jpg` : undefined;
  if (poster)
    blobs.push({ name: poster, bytes: await ctx.ports.media.poster(kept, sniffed, requesterOf(ctx)) });
  return {
    stem,
    name,
    extension,
    family,
    mime,
    poster,
    width: undefined,
    height: undefined,
    fault,
    sizeBytes: kept.length,
    blobs,
  };
}

function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
