import { requireMayWrite } from '../accounts/index.js';
import { DomainError, limitActor, transact, type MemberCtx, type MomentId } from '../kernel/index.js';
import { accessOwnMoment } from './access.js';
import { removeFiles } from './files.js';
import { updateMomentFilesGone, updateFilesShown } from './files-store.js';
import { checkFiles, readContent } from './rules.js';
import { deleteMomentRow, insertMoment } from './store.js';

/**
 * Posts a moment: a text and the uploaded files named in its content. Friends see it immediately. Throws `invalid`,
 * `bucketed`, `too_many_requests`, or `not_found` for a file that is not a waiting upload of the caller.
 */
export async function postMoment(ctx: MemberCtx, content: unknown): Promise<MomentId> {
  const { text, fileIds } = readContent(content);
  await requireMayWrite(ctx);
  await limitActor(ctx, 'moment');
  return transact(ctx, async (tx) => {
    const id = await insertMoment(tx, text);
    const files = await updateFilesShown(tx, id, fileIds);
    if (files.length < fileIds.length) throw new DomainError('not_found');
    checkFiles(files);
    tx.emit({ type: 'moment_posted', tenantId: tx.tenant.id, authorId: tx.actor });
    return id;
  });
}

/**
 * Deletes a moment of the caller with its files and reactions. Throws `not_found`, or `forbidden` for a friend's
 * moment.
 */
export async function deleteMoment(ctx: MemberCtx, id: string): Promise<void> {
  const files = await transact(ctx, async (tx) => {
    const moment = await accessOwnMoment(tx, id);
    const taken = await updateMomentFilesGone(tx, moment.id);
    await deleteMomentRow(tx, moment.id);
    return taken;
  });
  await removeFiles(ctx, files);
}
