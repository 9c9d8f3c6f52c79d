import { requesterOf, brokenFile, DomainError, refuseAsDomain, type Ctx } from '../kernel/index.js';
import { shownMedia, type MediaFault, type PicturePair, type SniffedMedia } from '../ports/index.js';

/** An uploaded file, encoded for storage but not yet stored. */
export interface EncodedFile {
  /** 128 random bits; the prefix of every name below. */
  readonly fileId: string;
  readonly name: string;
  readonly extension: string;
  readonly family: SniffedMedia['family'];
  readonly mime: string;
  /** For a video: the name of its still. */
  readonly poster: string | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
  /** Set if the file starts like audio, video or a picture but cannot be displayed. */
  readonly fault: MediaFault | undefined;
  /** Size of the stored file, without metadata. */
  readonly sizeBytes: number;
  /** The file and its renditions, to be stored. */
  readonly blobs: readonly NamedBytes[];
}

/** Bytes and the file name under which clients fetch them. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Examines a file and encodes it. Removes metadata of pictures, audio and video; re-encodes pictures and adds a
 * `_thumb`, adds a still to videos. Throws `unsupported_media` for a damaged picture and for a file whose name
 * indicates another family than its content, and `too_large`.
 */
export async function encodeFile(
  ctx: Ctx,
  input: { bytes: Uint8Array; originalName: string },
): Promise<EncodedFile> {
  if (input.bytes.length === 0) throw new DomainError('unsupported_media');
  const sniffed = await refuseAsDomain(ctx.ports.media.sniff(input.bytes, requesterOf(ctx)));
  const promised = shownMedia.get(extensionOf(input.originalName))?.family;
  // .m4a and .webm files may contain audio or video.
  const isTimed = (family: string | undefined) => family === 'audio' || family === 'video';
  if (promised && promised !== sniffed.family && !(isTimed(promised) && isTimed(sniffed.family))) {
    throw sniffed.fault ? brokenFile(sniffed.fault) : new DomainError('unsupported_media');
  }
  const fileId = ctx.ids.hex(16);
  return sniffed.family === 'image'
    ? encodePicture(ctx, fileId, input.bytes, sniffed)
    : encodeAsIs(ctx, fileId, input, sniffed);
}

/** Re-encodes a picture and its thumbnail. Throws `unsupported_media` or `too_large`. */
export function drawPicture(ctx: Ctx, bytes: Uint8Array): Promise<PicturePair> {
  return refuseAsDomain(ctx.ports.media.picture(bytes, requesterOf(ctx)));
}

async function encodePicture(
  ctx: Ctx,
  fileId: string,
  bytes: Uint8Array,
  { family, mime }: SniffedMedia,
): Promise<EncodedFile> {
  const { full, thumb } = await drawPicture(ctx, bytes);
  const { extension, width, height } = full;
  const name = `${fileId}.${extension}`;
  const blobs = [
    { name, bytes: full.bytes },
    { name: `${fileId}_thumb.${extension}`, bytes: thumb.bytes },
  ];
  return {
    fileId,
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
  fileId: string,
  { bytes, originalName }: { bytes: Uint8Array; originalName: string },
  { family, mime, extension: sniffed, fault }: SniffedMedia,
): Promise<EncodedFile> {
  const extension = family === 'other' ? extensionOf(originalName) || 'bin' : sniffed;
  const name = `${fileId}.${extension}`;
  const isShown = family !== 'other';
  const kept = isShown ? await refuseAsDomain(ctx.ports.media.strip(bytes, sniffed)) : bytes;
  const blobs = [{ name, bytes: kept }];
  const poster = family === 'video' ? `${fileId}.jpg` : undefined;
  if (poster)
    blobs.push({ name: poster, bytes: await ctx.ports.media.poster(kept, sniffed, requesterOf(ctx)) });
  return {
    fileId,
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
