import type { AvatarSize } from '../ports/index.js';
import { requesterOf, type Ctx } from './ctx.js';
import { refuseAsDomain } from './media-refusals.js';

/** The side lengths, in pixels, of every avatar's renditions. */
export const AVATAR_SIZES = ['70', '90', '300'] as const;

type Avatar = Readonly<Record<AvatarSize, Uint8Array>>;

/** Re-encodes a picture in the avatar sizes. Throws `unsupported_media` or `too_large`. */
export function drawAvatar(ctx: Ctx, bytes: Uint8Array): Promise<Avatar> {
  return refuseAsDomain(ctx.ports.media.avatar(bytes, requesterOf(ctx)));
}

/** Re-encodes a picture as `drawAvatar` does and stores the renditions in a folder. */
export async function putAvatar(ctx: Ctx, folder: string, bytes: Uint8Array): Promise<void> {
  await putRenditions(ctx, folder, await drawAvatar(ctx, bytes));
}

/** Stores an avatar's renditions in a folder. */
export async function putRenditions(ctx: Ctx, folder: string, avatar: Avatar): Promise<void> {
  await Promise.all(AVATAR_SIZES.map((size) => ctx.ports.blobs.put(`${folder}/${size}.jpg`, avatar[size])));
}

/** Copies an avatar to another folder; false if there is none, or if it was removed meanwhile. */
export async function copyAvatar(
  { ports: { blobs } }: Pick<Ctx, 'ports'>,
  from: string,
  to: string,
): Promise<boolean> {
  const copied = await Promise.all(
    AVATAR_SIZES.map(async (size) => {
      const file = await blobs.open(`${from}/${size}.jpg`);
      if (file) await blobs.put(`${to}/${size}.jpg`, file.read());
      return file !== undefined;
    }),
  );
  return copied.every(Boolean);
}

/** Moves an avatar and replaces the one at `to`; false if `from` has no avatar. */
export async function moveAvatar(ctx: Pick<Ctx, 'ports'>, from: string, to: string): Promise<boolean> {
  const moved = await Promise.all(
    AVATAR_SIZES.map((size) => ctx.ports.blobs.move(`${from}/${size}.jpg`, `${to}/${size}.jpg`)),
  );
  return moved.some(Boolean);
}

/** Deletes an avatar's renditions. */
export async function removeAvatar(ctx: Ctx, folder: string): Promise<void> {
  await Promise.all(avatarKeys(folder).map((key) => ctx.ports.blobs.remove(key)));
}

/** The keys of the renditions in a folder. */
export function avatarKeys(folder: string): string[] {
  return AVATAR_SIZES.map((size) => `${folder}/${size}.jpg`);
}
