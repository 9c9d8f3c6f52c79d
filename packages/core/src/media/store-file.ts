import { consumeUploadQuota } from '../accounts/index.js';
import { cleanFileName, type ConversationId, type MemberCtx } from '../kernel/index.js';
import { encodeFile, type EncodedFile } from './encode-file.js';
import { insertFile } from './store.js';

/** A file that was not sent for so long never will be. */
const UNSENT_MS = 24 * 3600 * 1000;

/** The names under which a stored file and its renditions are fetched. */
export type StoredFile = Pick<EncodedFile, 'name' | 'family' | 'poster' | 'width' | 'height'>;

/**
 * Keeps a file for a conversation, with a `_thumb` beside a picture and a still beside a video. Throws
 * `unsupported_media` or `too_large`.
 */
export async function storeFile(
  ctx: MemberCtx,
  input: { conversationId: ConversationId; bytes: Uint8Array; originalName: string },
): Promise<StoredFile> {
  await consumeUploadQuota(ctx, input.bytes.length);
  const file = await encodeFile(ctx, input);
  // The row first: when the server dies in between, the check finds what was left.
  await insertFile(ctx, {
    name: file.name,
    conversationId: input.conversationId,
    accountId: ctx.actor,
    family: file.family,
    mime: file.mime,
    originalName: cleanFileName(input.originalName),
    sizeBytes: file.sizeBytes,
    checkAt: ctx.now() + UNSENT_MS,
  });
  await Promise.all(file.blobs.map(({ name, bytes }) => ctx.ports.blobs.put(chatBlobKey(name), bytes)));
  return file;
}

/** The blobs behind the file of this name: itself and what was made of it. */
export function blobKeysOf({ name, family }: Pick<StoredFile, 'name' | 'family'>): string[] {
  const [stem, extension] = name.split('.');
  const names = [name];
  if (family === 'image') names.push(`${stem}_thumb.${extension}`);
  if (family === 'video') names.push(`${stem}.jpg`);
  return names.map(chatBlobKey);
}

/** Where a blob stands that evidence alone holds: outside of the folders that are served. */
export function hiddenKey(blobKey: string): string {
  return `evidence/${blobKey}`;
}

/** The blob behind a file name. */
export function chatBlobKey(name: string): string {
  return `chat/${name}`;
}
