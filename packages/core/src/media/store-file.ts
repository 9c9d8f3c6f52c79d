import { DomainError, type AccountId, type ConversationId, type MemberCtx } from '../kernel/index.js';
import { MediaRefused, shownMedia, type SniffedMedia } from '../ports/index.js';
import { insertFile } from './store.js';

/** The names under which a stored file and its renditions are fetched. */
export interface StoredFile {
  readonly name: string;
  readonly family: SniffedMedia['family'];
  /** Of a video: the name of its still picture. */
  readonly poster: string | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/**
 * Keeps a file for a conversation. Pictures are drawn anew (their metadata goes) with a `_thumb` beside
 * them, videos get a still. Throws `unsupported_media` for a damaged picture and for a file whose name
 * promises another family than its content, and `too_large`.
 */
export async function storeFile(
  ctx: MemberCtx,
  input: { conversationId: ConversationId; bytes: Uint8Array; originalName: string },
): Promise<StoredFile> {
  await ctx.ports.limits.consume('upload', String(ctx.actor));
  if (input.bytes.length === 0) throw new DomainError('unsupported_media');
  const sniffed = await ctx.ports.media.sniff(input.bytes);
  const promised = shownMedia.get(extensionOf(input.originalName))?.family;
  // A .m4a and a .webm may hold either sound or moving pictures.
  const isTimed = (family: string | undefined) => family === 'audio' || family === 'video';
  if (promised && promised !== sniffed.family && !(isTimed(promised) && isTimed(sniffed.family))) {
    throw new DomainError('unsupported_media');
  }

  const stem = ctx.ids.hex(16);
  const stored =
    sniffed.family === 'image'
      ? await storePicture(ctx, stem, input.bytes)
      : await storeAsIs(ctx, stem, input, sniffed);
  await insertFile(ctx, {
    name: stored.name,
    conversationId: input.conversationId,
    accountId: ctx.actor satisfies AccountId,
    family: sniffed.family,
    mime: sniffed.mime,
    originalName: cleanName(input.originalName),
    sizeBytes: input.bytes.length,
  });
  return stored;
}

/** The blob behind a file name. */
export function chatBlobKey(name: string): string {
  return `chat/${name}`;
}

async function storePicture(ctx: MemberCtx, stem: string, bytes: Uint8Array): Promise<StoredFile> {
  const { full, thumb } = await ctx.ports.media.picture(bytes).catch((error: unknown) => {
    if (error instanceof MediaRefused)
      throw new DomainError(error.reason === 'too_large' ? 'too_large' : 'unsupported_media');
    throw error;
  });
  const name = `${stem}.${full.extension}`;
  await Promise.all([
    ctx.ports.blobs.put(chatBlobKey(name), full.bytes),
    ctx.ports.blobs.put(chatBlobKey(`${stem}_thumb.${full.extension}`), thumb.bytes),
  ]);
  return { name, family: 'image', poster: undefined, width: full.width, height: full.height };
}

async function storeAsIs(
  ctx: MemberCtx,
  stem: string,
  input: { bytes: Uint8Array; originalName: string },
  sniffed: SniffedMedia,
): Promise<StoredFile> {
  const extension = sniffed.family === 'other' ? extensionOf(input.originalName) || 'bin' : sniffed.extension;
  const name = `${stem}.${extension}`;
  await ctx.ports.blobs.put(chatBlobKey(name), input.bytes);
  let poster: string | undefined;
  if (sniffed.family === 'video') {
    poster = `${stem}.jpg`;
    await ctx.ports.blobs.put(
      chatBlobKey(poster),
      await ctx.ports.media.poster(input.bytes, sniffed.extension),
    );
  }
  return { name, family: sniffed.family, poster, width: undefined, height: undefined };
}

function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** A name as it can be stored and shown: nothing in it ends a line or turns what follows around. */
function cleanName(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069/\\]/gu, '');
  return [...plain].slice(0, 255).join('');
}
