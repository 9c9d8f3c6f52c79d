import {
  DomainError,
  limitActor,
  moveAvatar,
  putAvatar,
  putRenditions,
  removeAvatar,
  transact,
  usernameKey,
  type AccountId,
  type Ctx,
  type MemberCtx,
} from '../kernel/index.js';
import { notifyAccounts } from './events.js';
import { requireMayWrite } from './may-write.js';
import { deleteWaitingPhotosBefore, takeWaitingPhoto, upsertWaitingPhoto } from './photos-store.js';
import { cleanUsername } from './rules.js';
import { selectUnmovedPhotos, updatePhotoName, updatePhotosMoved } from './store.js';
import { takeStrangerRoom, takeUploadRoom } from './upload-room.js';

const WAIT_MS = 3600_000;
const MOVED_AT_ONCE = 100;

/**
 * Keeps a picture for an hour under a user name that is about to register; the last one counts. Only a registration from
 * the same network gets it: nobody else can put a picture under the name.
 */
export async function keepWaitingPhoto(
  ctx: Ctx,
  input: { username: string; bytes: Uint8Array | undefined },
): Promise<void> {
  const username = cleanUsername(input.username);
  // Clients send the form once more without a file when the user took no picture.
  if (input.bytes === undefined) return;
  await ctx.ports.limits.consume('waiting_photo_address', ctx.address);
  await takeStrangerRoom(ctx, input.bytes.length);
  const folder = `waiting/${ctx.ids.hex(16)}`;
  await putAvatar(ctx, folder, input.bytes);
  const replaced = await upsertWaitingPhoto(ctx, usernameKey(username), folder);
  if (replaced !== undefined) await removeAvatar(ctx, replaced);
}

/** Gives a new account the picture that waits under its user name, else the drawn one that it chose, if any. */
export async function giveFirstPhoto(
  ctx: Ctx,
  of: { accountId: AccountId; username: string; drawnAvatar: string | undefined },
): Promise<void> {
  const waiting = await takeWaitingPhoto(ctx, usernameKey(of.username), ctx.now() - WAIT_MS);
  const name = ctx.ids.hex(16);
  if (waiting !== undefined) await moveAvatar(ctx, waiting, photoFolder(name));
  else {
    const drawn = of.drawnAvatar && (await ctx.ports.media.drawnAvatar(of.drawnAvatar));
    if (!drawn) return;
    await putRenditions(ctx, photoFolder(name), drawn);
  }
  await updatePhotoName(ctx, of.accountId, name);
}

/** Throws away waiting pictures whose user name never registered. Run now and then. */
export async function sweepWaitingPhotos(ctx: Ctx): Promise<void> {
  const folders = await deleteWaitingPhotosBefore(ctx, ctx.now() - WAIT_MS);
  await Promise.all(folders.map((folder) => removeAvatar(ctx, folder)));
}

/** Takes the caller's new photo; it is shown after `commitPhoto`. Throws `unsupported_media` or `too_large`. */
export async function uploadPhoto(ctx: MemberCtx, bytes: Uint8Array): Promise<void> {
  await takeUploadRoom(ctx, bytes.length);
  await putAvatar(ctx, uploadedFolder(ctx.actor), bytes);
}

/** Shows the photo that was uploaded last. Throws `bucketed`, or `not_found` when none waits. */
export async function commitPhoto(ctx: MemberCtx): Promise<void> {
  await limitActor(ctx, 'profile');
  await requireMayWrite(ctx);
  await transact(ctx, async (tx) => {
    const name = await updatePhotoName(tx, ctx.actor, tx.ids.hex(16));
    if (!(await moveAvatar(tx, uploadedFolder(tx.actor), photoFolder(name))))
      throw new DomainError('not_found');
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'profile_changed', data: { accountId: ctx.actor } },
    ]);
  });
}

/** Where the photo of an account is kept. */
export function photoFolder(photoName: string): string {
  return `photo/user/${photoName}`;
}

/**
 * Moves photos that stand under the id of their account to their names. Each step can be repeated, so a process may die
 * anywhere. Run before anything is served.
 */
export async function movePhotos(ctx: Pick<Ctx, 'db' | 'ports'>): Promise<number> {
  let moved = 0;
  for (;;) {
    const unmoved = await selectUnmovedPhotos(ctx.db, MOVED_AT_ONCE);
    if (unmoved.length === 0) return moved;
    await Promise.all(
      unmoved.map(
        ({ id, photoName }) => photoName && moveAvatar(ctx, `photo/user/${id}`, photoFolder(photoName)),
      ),
    );
    await updatePhotosMoved(
      ctx.db,
      unmoved.map(({ id }) => id),
    );
    moved += unmoved.length;
  }
}

function uploadedFolder(id: AccountId): string {
  return `uploaded/user/${id}`;
}
