import { setCover, consumeUploadQuota } from '../accounts/index.js';
import {
  bounds,
  brokenFile,
  DomainError,
  invalid,
  limitActor,
  transact,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import { drawPicture, encodeFile, type NamedBytes } from '../media/index.js';
import { accessOwnMoment } from './access.js';
import {
  deleteFileRows,
  insertFile,
  selectFiles,
  selectWaitingFileIds,
  updateCoversGoneExcept,
  updateForgottenFilesGone,
  updateWaitingFilesGone,
  updateCoverShown,
  updateFilesShown,
  updateFileWaiting,
  type MomentFile,
  type Purpose,
} from './files-store.js';
import { checkFiles } from './rules.js';

/** How long a file is kept for its moment. */
const WAIT_MS = 3600_000;

/** The name under which clients fetch a file. */
export function fileName({ fileId, extension }: MomentFile): string {
  return `${fileId}.${extension}`;
}

/** The name of the file's thumbnail; for a video, that of its still. */
export function thumbName({ fileId, extension, isVideo }: MomentFile): string {
  return `${fileId}_thumb.${isVideo ? 'jpg' : extension}`;
}

/**
 * Stores a picture or video for a moment to be posted, one of `count`. Throws `unsupported_media`, `too_large`, or
 * `invalid` if a moment cannot have so many.
 */
export async function uploadMomentFile(
  ctx: MemberCtx,
  input: { bytes: Uint8Array; originalName: string; count: number | undefined },
): Promise<MomentFile> {
  if ((input.count ?? 1) > bounds.list.momentPictures) throw invalid('fileCount', 'moment_files');
  await consumeUploadQuota(ctx, input.bytes.length);
  const file = await encodeFile(ctx, input);
  if (file.fault) throw brokenFile(file.fault);
  if (file.family !== 'image' && file.family !== 'video') throw new DomainError('unsupported_media');
  const { fileId, extension } = file;
  const blobs = [...file.blobs];
  const still = blobs.find(({ name }) => name === file.poster);
  if (still) {
    const { thumb } = await drawPicture(ctx, still.bytes);
    blobs.push({ name: `${fileId}_thumb.jpg`, bytes: thumb.bytes });
  }
  const kept = { fileId, extension, isVideo: file.family === 'video' };
  await insertFile(ctx, { ...kept, purpose: 'moment', sizeBytes: file.sizeBytes });
  await putBlobs(ctx, 'circle', blobs);
  await updateFileWaiting(ctx, fileId);
  return kept;
}

/**
 * Attaches the caller's uploads to a moment without files; a moment whose content named its files does not change.
 * Throws `not_found`, `forbidden`, or `invalid` for more files than a moment can have.
 */
export async function bindMomentFiles(ctx: MemberCtx, momentId: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const moment = await accessOwnMoment(tx, momentId);
    const shown = (await selectFiles(tx, [moment.id])).get(moment.id) ?? [];
    if (shown.length > 0) return;
    checkFiles(await updateFilesShown(tx, moment.id, await selectWaitingFileIds(tx)));
  });
}

/** Deletes the caller's uploads for an unposted moment. */
export async function discardMomentFiles(ctx: MemberCtx): Promise<void> {
  await removeFiles(ctx, await updateWaitingFilesGone(ctx));
}

/**
 * Stores a picture for the caller's cover, which `commitCover` then publishes. Throws `unsupported_media` or
 * `too_large`.
 */
export async function uploadCover(ctx: MemberCtx, bytes: Uint8Array): Promise<void> {
  await consumeUploadQuota(ctx, bytes.length);
  const { full } = await drawPicture(ctx, bytes);
  const file = { fileId: ctx.ids.hex(16), extension: full.extension, isVideo: false };
  await insertFile(ctx, { ...file, purpose: 'cover', sizeBytes: full.bytes.length });
  await putBlobs(ctx, 'photo/circle', [{ name: fileName(file), bytes: full.bytes }]);
  await updateFileWaiting(ctx, file.fileId);
}

/** Publishes the cover uploaded last. Throws `not_found` if there is none. */
export async function commitCover(ctx: MemberCtx): Promise<void> {
  await limitActor(ctx, 'profile');
  const replaced = await transact(ctx, async (tx) => {
    const file = await updateCoverShown(tx);
    if (!file) throw new DomainError('not_found');
    await setCover(tx, fileName(file));
    return updateCoversGoneExcept(tx, file.fileId);
  });
  await removeCovers(ctx, replaced);
}

/** Deletes files whose moments were never posted. Run periodically. */
export async function sweepMomentFiles(ctx: Ctx): Promise<void> {
  const files = await updateForgottenFilesGone(ctx, ctx.now() - WAIT_MS);
  await removeFiles(
    ctx,
    files.filter((file) => file.purpose === 'moment'),
  );
  await removeCovers(
    ctx,
    files.filter((file) => file.purpose === 'cover'),
  );
}

/** Deletes the bytes of removed files, then their rows; an interrupted removal is repeated by the sweep. */
export async function removeFiles(ctx: Ctx, files: readonly MomentFile[]): Promise<void> {
  await removeBlobs(
    ctx,
    files.flatMap((file) => blobKeysOf({ ...file, purpose: 'moment' })),
  );
  await deleteFileRows(
    ctx,
    files.map((file) => file.fileId),
  );
}

async function removeCovers(ctx: Ctx, files: readonly MomentFile[]): Promise<void> {
  await removeBlobs(
    ctx,
    files.flatMap((file) => blobKeysOf({ ...file, purpose: 'cover' })),
  );
  await deleteFileRows(
    ctx,
    files.map((file) => file.fileId),
  );
}

async function putBlobs(ctx: Ctx, folder: string, blobs: readonly NamedBytes[]): Promise<void> {
  await Promise.all(blobs.map(({ name, bytes }) => ctx.ports.blobs.put(`${folder}/${name}`, bytes)));
}

/** The keys of a file's blobs. */
export function blobKeysOf({ purpose, ...file }: MomentFile & { purpose: Purpose }): string[] {
  if (purpose === 'cover') return [`photo/circle/${fileName(file)}`];
  const names = [fileName(file), thumbName(file), ...(file.isVideo ? [`${file.fileId}.jpg`] : [])];
  return names.map((name) => `circle/${name}`);
}

async function removeBlobs(ctx: Ctx, keys: readonly string[]): Promise<void> {
  await Promise.all(keys.map((key) => ctx.ports.blobs.remove(key)));
}
