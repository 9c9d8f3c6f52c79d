import { consumeUploadQuota } from '../accounts/index.js';
import { createHash } from 'node:crypto';
import { requesterOf, DomainError, refuseAsDomain, type MemberCtx } from '../kernel/index.js';
import { PHOTO_SIZES, type DrawnPhoto } from '../ports/index.js';
import type { PhotoPlace } from './rules.js';
import { insertUpload, selectPhotoAt } from './store.js';

/** A picture for a place on the caller's card. */
export interface PhotoInput {
  readonly place: PhotoPlace;
  readonly bytes: Uint8Array;
  /** The type that the client declares. */
  readonly type: 'png' | 'jpg' | 'gif';
}

/** A stored picture that no photo uses yet. */
export interface SavedUpload {
  readonly id: number;
  readonly place: PhotoPlace;
  readonly sourceHash: string;
  readonly pictureHash: string;
}

/** Uploads not put on a card within this time are deleted. */
const UNPLACED_MS = 3600_000;

/**
 * Re-encodes a picture in every size and stores it; undefined if the same bytes are already at that place. Throws
 * `unsupported_media` if it is not an intact picture of the declared type, `too_large`, and `not_stored`.
 */
export async function savePhoto(ctx: MemberCtx, input: PhotoInput): Promise<SavedUpload | undefined> {
  await consumeUploadQuota(ctx, input.bytes.length);
  const { photoMaxBytes, photoMaxPixels } = ctx.tenant.settings;
  const { extension } = await refuseAsDomain(ctx.ports.media.sniff(input.bytes, requesterOf(ctx)), 'image');
  if (extension !== input.type) throw new DomainError('unsupported_media', undefined, { field: 'image' });
  if (input.bytes.length > photoMaxBytes)
    throw new DomainError('too_large', undefined, { field: 'image', limit: photoMaxBytes, unit: 'bytes' });
  const sourceHash = hashOf(input.bytes);
  if ((await selectPhotoAt(ctx, input.place))?.sourceHash === sourceHash) return undefined;

  const drawn = await refuseAsDomain(
    ctx.ports.media.photo(input.bytes, photoMaxPixels, requesterOf(ctx)),
    'image',
  );
  const upload = {
    fileId: ctx.ids.hex(16),
    sourceHash,
    pictureHash: hashOf(drawn.animation ?? drawn.sizes['1600']),
  };
  // The row is stored first: if the server dies in between, the sweep finds the remains.
  const id = await insertUpload(ctx, {
    ...upload,
    isAnimated: drawn.animation !== undefined,
    sizeBytes: sizeOf(drawn),
    removeAt: ctx.now() + UNPLACED_MS,
  });
  await putPhoto(ctx, upload.fileId, drawn);
  return { id, place: input.place, sourceHash, pictureHash: upload.pictureHash };
}

/** The key of the blob of a size or of the animation. */
export function photoBlobKey(fileId: string, name: string): string {
  return `user_photo/${fileId}/${name}`;
}

/** The keys of an upload's blobs. */
export function photoBlobKeys({ fileId, isAnimated }: { fileId: string; isAnimated: boolean }): string[] {
  const names = PHOTO_SIZES.map((size) => `${size}.jpg`);
  return [...names, ...(isAnimated ? ['animated.gif'] : [])].map((name) => photoBlobKey(fileId, name));
}

async function putPhoto(ctx: MemberCtx, fileId: string, { sizes, animation }: DrawnPhoto): Promise<void> {
  const put = (name: string, bytes: Uint8Array) => ctx.ports.blobs.put(photoBlobKey(fileId, name), bytes);
  try {
    await Promise.all([
      ...PHOTO_SIZES.map((size) => put(`${size}.jpg`, sizes[size])),
      ...(animation ? [put('animated.gif', animation)] : []),
    ]);
  } catch (error) {
    ctx.log.error({ err: error }, 'could not store a photo');
    throw new DomainError('not_stored');
  }
}

function sizeOf({ sizes, animation }: DrawnPhoto): number {
  return PHOTO_SIZES.reduce((sum, size) => sum + sizes[size].length, animation?.length ?? 0);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
