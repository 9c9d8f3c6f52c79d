import {
  avatarKeys,
  bounds,
  copyAvatar,
  DomainError,
  limitActor,
  moveAvatar,
  putAvatar,
  putRenditions,
  removeAvatar,
  sizeOfBlobs,
  transact,
  usernameKey,
  type AccountId,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import { notifyAccounts } from './events.js';
import { requireMayWrite } from './may-write.js';
import { requireActive } from './require-active.js';
import {
  deletePendingAvatarsBefore,
  deletePendingAvatar,
  selectOfferedAvatar,
  selectUnmeasuredAvatars,
  updateAvatarSizes,
  upsertPendingAvatar,
} from './avatars-store.js';
import { cleanUsername } from './rules.js';
import { updateAvatarName } from './store.js';
import { consumeAnonymousUploadQuota, consumeUploadQuota } from './upload-quota.js';

const WAIT_MS = 3600_000;

/**
 * Stores an avatar for an hour for a user name that is about to register; the last one counts. Only a registration from
 * the same network receives it, so other clients cannot set an avatar for the name.
 */
export async function storePendingAvatar(
  ctx: Ctx,
  input: { username: string; bytes: Uint8Array | undefined },
): Promise<void> {
  const username = cleanUsername(input.username);
  // Clients submit the form again without a file if the user took no picture.
  if (input.bytes === undefined) return;
  await ctx.ports.limits.consume('pending_avatar_address', ctx.address);
  await consumeAnonymousUploadQuota(ctx, input.bytes.length);
  const folder = `waiting/${ctx.ids.hex(16)}`;
  await putAvatar(ctx, folder, input.bytes);
  const replaced = await transact(ctx, (tx) => upsertPendingAvatar(tx, usernameKey(username), folder));
  if (replaced !== undefined) await removeAvatar(ctx, replaced);
}

/** Gives a new account the pending avatar of its user name, or the drawn one that it chose. */
export async function assignFirstAvatar(
  ctx: Ctx,
  of: { accountId: AccountId; username: string; drawnAvatar: string | undefined },
): Promise<void> {
  const waiting = await deletePendingAvatar(ctx, usernameKey(of.username), ctx.now() - WAIT_MS);
  const name = ctx.ids.hex(16);
  if (waiting !== undefined) await moveAvatar(ctx, waiting, avatarFolder(name));
  else {
    const chosen = of.drawnAvatar;
    const isPut = chosen !== undefined && (await putChosen(ctx, avatarFolder(name), chosen));
    if (!isPut) return;
  }
  await updateAvatarName(ctx, of.accountId, name);
}

/** Copies the picture that somebody has chosen into a folder; false if it is not offered. */
async function putChosen(ctx: Ctx, folder: string, id: string): Promise<boolean> {
  const offered = /^[1-9]\d{2,8}$/.test(id) ? await selectOfferedAvatar(ctx, Number(id)) : undefined;
  if (offered !== undefined) {
    const isCopied = await copyAvatar(ctx, avatarFolder(offered), folder);
    if (!isCopied) await removeAvatar(ctx, folder); // a part of it, taken back meanwhile
    return isCopied;
  }
  const drawn = await ctx.ports.media.drawnAvatar(id);
  if (drawn) await putRenditions(ctx, folder, drawn);
  return drawn !== undefined;
}

/** Deletes pending avatars whose user names never registered. Run periodically. */
export async function sweepPendingAvatars(ctx: Ctx): Promise<void> {
  const folders = await deletePendingAvatarsBefore(ctx, ctx.now() - WAIT_MS);
  await Promise.all(folders.map((folder) => removeAvatar(ctx, folder)));
}

/** Notes the sizes of avatars that are new since the last time, some at a time. Run periodically. */
export async function measureAvatars(ctx: Ctx): Promise<void> {
  const avatars = await selectUnmeasuredAvatars(ctx, bounds.file.measuredAtOnce);
  const sizes = avatars.map(async (avatar) => ({
    ...avatar,
    bytes: await sizeOfBlobs(ctx, avatarKeys(avatarFolder(avatar.name))),
  }));
  await updateAvatarSizes(ctx, await Promise.all(sizes));
}

/** Stores the caller's new avatar, which `commitAvatar` then publishes. Throws `unsupported_media` or `too_large`. */
export async function uploadAvatar(ctx: MemberCtx, bytes: Uint8Array): Promise<void> {
  await consumeUploadQuota(ctx, bytes.length);
  await putAvatar(ctx, uploadedAvatarFolder(ctx.actor), bytes);
}

/** Publishes the avatar uploaded last. Throws `bucketed`, or `not_found` if there is none. */
export async function commitAvatar(ctx: MemberCtx): Promise<void> {
  await limitActor(ctx, 'profile');
  await requireMayWrite(ctx);
  await transact(ctx, async (tx) => {
    await requireActive(tx);
    const name = await updateAvatarName(tx, ctx.actor, tx.ids.hex(16));
    if (!(await moveAvatar(tx, uploadedAvatarFolder(tx.actor), avatarFolder(name))))
      throw new DomainError('not_found');
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'profile_changed', data: { accountId: ctx.actor } },
    ]);
  });
}

/** The folder of an account's avatar. */
export function avatarFolder(avatarName: string): string {
  return `photo/user/${avatarName}`;
}

/** The folder of the avatar that an account has uploaded and not published. */
export function uploadedAvatarFolder(id: AccountId): string {
  return `uploaded/user/${id}`;
}
