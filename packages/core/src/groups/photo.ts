import { requireMayWrite, loadProfiles, avatarFolder, consumeUploadQuota } from '../accounts/index.js';
import { listMembers, lockVisiblePicture, type ConversationHead } from '../conversations/index.js';
import {
  bounds,
  DomainError,
  drawAvatar,
  limitActor,
  moveAvatar,
  putAvatar,
  putRenditions,
  transact,
  type AccountId,
  type Ctx,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import { readChatFile } from '../media/index.js';
import { accessGroup, lockAccess } from './access.js';
import { requireEditor } from './settings.js';
import { lockMosaic, updateGroup, updateMosaic } from './store.js';

/**
 * Stores a new photo for a group, which `commitGroupPhoto` then publishes. Throws `not_found`, `forbidden`,
 * `unsupported_media` or `too_large`.
 */
export async function uploadGroupPhoto(
  ctx: MemberCtx,
  input: { listId: string; bytes: Uint8Array },
): Promise<void> {
  const access = await accessGroup(ctx, input.listId);
  requireEditor(access);
  await consumeUploadQuota(ctx, input.bytes.length);
  await putAvatar(ctx, uploadedPhotoFolder(ctx, access.membership.conversation.listId), input.bytes);
}

/**
 * Publishes the photo that the caller uploaded last for a group. Throws `not_found`, also if there is none,
 * `forbidden` or `bucketed`.
 */
export async function commitGroupPhoto(ctx: MemberCtx, listId: string): Promise<void> {
  await limitActor(ctx, 'group_change');
  await transact(ctx, async (tx) => {
    const conversation = await lockToEdit(tx, listId);
    await updateGroup(tx, conversation, { has_own_photo: true });
    if (!(await moveAvatar(tx, uploadedPhotoFolder(tx, conversation.listId), groupPhotoFolder(conversation))))
      throw new DomainError('not_found');
  });
}

/**
 * Makes a picture that was sent to the group and is visible to the caller the group's photo. Throws `not_found`,
 * `forbidden`, `bucketed` or `unsupported_media`.
 */
export async function setGroupPhotoFrom(
  ctx: MemberCtx,
  input: { listId: string; fileName: string },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  const access = await accessGroup(ctx, input.listId);
  requireEditor(access);
  await requireMayWrite(ctx);
  const { conversation } = access.membership;
  const bytes = await readChatFile(ctx, { conversationId: conversation.id, name: input.fileName });
  if (!bytes) throw new DomainError('not_found');
  // Before the transaction: processing may wait in a queue, and a database connection must not wait with it.
  const avatar = await drawAvatar(ctx, bytes);
  await transact(ctx, async (tx) => {
    await lockToEdit(tx, input.listId);
    await lockVisiblePicture(tx, input.fileName);
    await updateGroup(tx, conversation, { has_own_photo: true });
    await putRenditions(tx, groupPhotoFolder(conversation), avatar);
  });
}

/** Locks a group whose photo the caller may change now. Throws `not_found`, `forbidden` or `bucketed`. */
async function lockToEdit(tx: MemberTx, listId: string): Promise<ConversationHead> {
  const access = await lockAccess(tx, listId);
  requireEditor(access);
  await requireMayWrite(tx);
  return access.locked.conversation;
}

/**
 * Draws the default photo of a group: a mosaic of its first members. Call it after membership changes; if drawing
 * fails, the photo stays as it was.
 */
export async function drawMosaic(ctx: Ctx, conversation: ConversationHead): Promise<void> {
  // Under the lock: another mosaic may be about to be stored, and its members count.
  const drawn = await transact(ctx, (tx) => lockMosaic(tx, conversation));
  const ids = drawn ? await facesOf(ctx, conversation) : [];
  if (ids.length === 0 || ids.join() === drawn?.join()) return;
  try {
    const profiles = await loadProfiles(ctx, ids);
    const faces = await Promise.all(
      ids.map(async (id) => {
        const profile = profiles.get(id);
        const photo = profile?.avatarName
          ? await readBlob(ctx, `${avatarFolder(profile.avatarName)}/300.jpg`)
          : undefined;
        return photo ?? profile?.sex ?? 0;
      }),
    );
    const mosaic = await ctx.ports.media.mosaic(faces);
    await transact(ctx, async (tx) => {
      if (!(await lockMosaic(tx, conversation))) return;
      // Who joined or left meanwhile has a mosaic drawn, too.
      if (ids.join() !== (await facesOf(tx, conversation)).join()) return;
      await putRenditions(tx, groupPhotoFolder(conversation), mosaic);
      await updateMosaic(tx, conversation, ids);
    });
  } catch (error) {
    ctx.log.warn({ err: error, group: conversation.id }, 'could not draw the photo of a group');
  }
}

/** The members whose photos are in the mosaic. */
async function facesOf(ctx: Ctx, conversation: ConversationHead): Promise<AccountId[]> {
  const members = await listMembers(ctx, conversation, { limit: bounds.list.mosaicFaces });
  return members.map(({ accountId }) => accountId);
}

function groupPhotoFolder({ listId }: ConversationHead): string {
  return `photo/group_photo/${listId}`;
}

/** The folder of the photo that the caller has uploaded for a group and not published. */
export function uploadedPhotoFolder({ actor }: MemberCtx, listId: string): string {
  return `uploaded/group/${listId}/${actor}`;
}

async function readBlob(ctx: Ctx, key: string): Promise<Uint8Array | undefined> {
  const file = await ctx.ports.blobs.open(key);
  return file && Buffer.concat(await file.read().toArray());
}
