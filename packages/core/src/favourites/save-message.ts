import { accessConversation, lockMessage } from '../conversations/index.js';
import { DomainError, limitActor, transact, type MemberCtx, type MemberTx } from '../kernel/index.js';
import { releaseFiles } from '../media/index.js';
import { canSave, sizeOf } from './rules.js';
import { deleteFavouriteRow, insertFavourite, selectFilesOfMessage } from './store.js';
import { selectUsage, updateUsage } from './usage-store.js';

/**
 * Saves a message and its files for the caller; later changes of the message do not affect the copy. A repeat has no
 * effect. Throws `not_found`, `not_savable` or `quota_exceeded`.
 */
export async function saveMessage(
  ctx: MemberCtx,
  input: { listId: string; messageId: string },
): Promise<void> {
  await limitActor(ctx, 'save');
  const membership = await accessConversation(ctx, input.listId);
  const { conversation } = membership;
  await transact(ctx, async (tx) => {
    // Locked, so that the message references its files until the favourite does.
    const message = await lockMessage(tx, membership, input.messageId);
    if (!canSave(message)) throw new DomainError('not_savable');
    const files = await selectFilesOfMessage(tx, conversation, message.seq);
    const sizeBytes = sizeOf(message, files);
    const fileIds = files.map((file) => file.fileId);
    if (!(await insertFavourite(tx, { conversation, message }, { sizeBytes, fileIds }))) return;
    const { favouriteMaxCount, favouriteMaxBytes } = ctx.tenant.settings;
    const limits = { favourites: favouriteMaxCount, bytes: favouriteMaxBytes };
    if (!(await updateUsage(tx, { favourites: 1, bytes: sizeBytes }, limits))) throw await full(tx);
  });
}

/** Deletes a favourite. Throws `not_found`. */
export async function deleteFavourite(ctx: MemberCtx, id: number): Promise<void> {
  await transact(ctx, async (tx) => {
    const gone = await deleteFavouriteRow(tx, id);
    if (!gone) throw new DomainError('not_found');
    await updateUsage(tx, { favourites: -1, bytes: -gone.sizeBytes });
    await releaseFiles(tx, gone.fileIds);
  });
}

/** The error that names the exceeded limit. */
async function full(tx: MemberTx): Promise<DomainError> {
  const { favouriteMaxCount, favouriteMaxBytes } = tx.tenant.settings;
  const usage = await selectUsage(tx);
  const detail =
    usage.favourites >= favouriteMaxCount
      ? ({ used: usage.favourites, limit: favouriteMaxCount, unit: 'items' } as const)
      : ({ used: usage.bytes, limit: favouriteMaxBytes, unit: 'bytes' } as const);
  return new DomainError('quota_exceeded', undefined, detail);
}
