import { consumeUploadQuota } from '../accounts/index.js';
import {
  cleanFileName,
  DomainError,
  type ConversationId,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import { encodeFile, type EncodedFile } from './encode-file.js';
import { insertFile, type FileRow } from './store.js';

/** Files not sent within this time are checked and deleted. */
export const UNSENT_MS = 24 * 3600 * 1000;

/** The names under which clients fetch a stored file and its renditions. */
export type SavedFile = Pick<EncodedFile, 'name' | 'family' | 'poster' | 'width' | 'height'>;

/**
 * Stores a file for a conversation, with a `_thumb` for a picture and a still for a video. Throws `unsupported_media`
 * or `too_large`, and like `consumeUploadQuota`.
 */
export async function saveFile(
  ctx: MemberCtx,
  input: { conversationId: ConversationId; bytes: Uint8Array; originalName: string },
): Promise<SavedFile> {
  await consumeUploadQuota(ctx, input.bytes.length);
  const file = await encodeFile(ctx, input);
  await storeFile(ctx, file, {
    conversationId: input.conversationId,
    accountId: ctx.actor,
    originalName: cleanFileName(input.originalName),
  });
  return file;
}

/** Stores a picture that belongs to no account and no conversation. Throws `unsupported_media` or `too_large`. */
export async function saveOperatorPicture(ctx: Ctx, bytes: Uint8Array): Promise<EncodedFile> {
  const file = await encodeFile(ctx, { bytes, originalName: '' });
  if (file.family !== 'image') throw new DomainError('unsupported_media');
  await storeFile(ctx, file, { conversationId: null, accountId: null, originalName: '' });
  return file;
}

async function storeFile(
  ctx: Ctx,
  { name, family, mime, sizeBytes, blobs }: EncodedFile,
  of: Pick<FileRow, 'conversationId' | 'accountId' | 'originalName'>,
): Promise<void> {
  // The row is stored first: if the server dies in between, the check finds the remains.
  await insertFile(ctx, { ...of, name, family, mime, sizeBytes, checkAt: ctx.now() + UNSENT_MS });
  await Promise.all(blobs.map((blob) => ctx.ports.blobs.put(chatBlobKey(blob.name), blob.bytes)));
}

/** The keys of the blobs of a file and its renditions. */
export function blobKeysOf({ name, family }: Pick<SavedFile, 'name' | 'family'>): string[] {
  const [fileId, extension] = name.split('.');
  const names = [name];
  if (family === 'image') names.push(`${fileId}_thumb.${extension}`);
  if (family === 'video') names.push(`${fileId}.jpg`);
  return names.map(chatBlobKey);
}

/** The key of a blob that only evidence references, outside the served folders. */
export function hiddenKey(blobKey: string): string {
  return `evidence/${blobKey}`;
}

/** The key of the blob with a file name. */
export function chatBlobKey(name: string): string {
  return `chat/${name}`;
}
