import {
  bounds,
  eraseInSteps,
  transact,
  type AccountId,
  type Ctx,
  type Departed,
  type Tx,
} from '../kernel/index.js';
import { releaseFiles } from '../media/index.js';
import {
  deleteFreeEvidence,
  deleteReactionsOf,
  deleteWaits,
  selectConversationsOf,
  updateCardsHidden,
  updateNamesForgotten,
  updateWrittenErased,
} from './erase-store.js';
import { deleteMessageFiles } from './message-files-store.js';
import { deleteReactions } from './reactions-store.js';
import { emptySearchRows } from './search-index-store.js';
import { lockConversation } from './store.js';

/**
 * Empties everything that an account wrote, with files and index; others see that a message was there. Copies for
 * moderators go too, except those that a case holds.
 */
export async function eraseMessagesOf(ctx: Ctx, { id }: Departed): Promise<void> {
  let last = 0;
  for (;;) {
    const page = await selectConversationsOf(ctx, id, last, bounds.job.rowsErasedAtOnce);
    for (const conversation of page) await eraseWritten(ctx, conversation, id);
    const end = page.at(-1);
    if (!end) break;
    last = end.id;
  }
  await eraseInSteps(ctx, (tx, limit) => deleteReactionsOf(tx, id, limit));
  await eraseInSteps(ctx, (tx, limit) => updateCardsHidden(tx, id, limit));
  await eraseInSteps(ctx, async (tx, limit) => {
    const { amount, fileIds } = await deleteFreeEvidence(tx, id, limit);
    await releaseFiles(tx, fileIds);
    return amount;
  });
  await transact(ctx, async (tx) => {
    await forgetNames(tx, id);
    await deleteWaits(tx, id);
  });
}

/** Forgets the names that an account had in groups. */
export function forgetNames(tx: Tx, id: AccountId): Promise<void> {
  return updateNamesForgotten(tx, id);
}

/** One range of positions in each transaction: a long one would make the other writers wait. */
async function eraseWritten(
  ctx: Ctx,
  conversation: Awaited<ReturnType<typeof selectConversationsOf>>[number],
  by: AccountId,
): Promise<void> {
  const step = bounds.job.entriesSearchedAtOnce;
  for (let after = 0; after < conversation.lastSeq; after += step) {
    await transact(ctx, async (tx) => {
      await lockConversation(tx, conversation);
      const emptied = await updateWrittenErased(tx, conversation, by, { after, upTo: after + step });
      if (emptied.length === 0) return;
      const seqs = emptied.map(({ seq }) => seq);
      await deleteReactions(
        tx,
        conversation,
        emptied.filter(({ hadReactions }) => hadReactions).map(({ seq }) => seq),
      );
      await emptySearchRows(tx, conversation, seqs);
      await releaseFiles(tx, await deleteMessageFiles(tx, conversation, seqs));
    });
  }
}
