import { MediaRefused, type AvatarSize } from '../ports/index.js';
import type { Ctx } from './ctx.js';
import { DomainError } from './errors.js';

/** The side lengths in which every avatar exists. */
export const AVATAR_SIZES = ['70', '90', '300'] as const;

/** Draws a picture anew in the sizes of an avatar and keeps it in a folder. Throws `unsupported_media` or `too_large`. */
export async function putAvatar(ctx: Ctx, folder: string, bytes: Uint8Array): Promise<void> {
  const avatar = await ctx.ports.media.avatar(bytes).catch((error: unknown) => {
    if (error instanceof MediaRefused)
      throw new DomainError(error.reason === 'too_large' ? 'too_large' : 'unsupported_media');
    throw error;
  });
  await putRenditions(ctx, folder, avatar);
}

/** Keeps an avatar that we have drawn. */
export async function putRenditions(
  ctx: Ctx,
  folder: string,
  avatar: Readonly<Record<AvatarSize, Uint8Array>>,
): Promise<void> {
  await Promise.all(AVATAR_SIZES.map((size) => ctx.ports.blobs.put(`${folder}/${size}.jpg`, avatar[size])));
}

/** Moves an avatar, in place of what was there; false when there was none to move. */
export async function moveAvatar(ctx: Ctx, from: string, to: string): Promise<boolean> {
  const moved = await Promise.all(
    AVATAR_SIZES.map((size) => ctx.ports.blobs.move(`${from}/${size}.jpg`, `${to}/${size}.jpg`)),
  );
  return moved.some(Boolean);
}

/** Throws an avatar away. */
export async function removeAvatar(ctx: Ctx, folder: string): Promise<void> {
  await Promise.all(AVATAR_SIZES.map((size) => ctx.ports.blobs.remove(`${folder}/${size}.jpg`)));
}
