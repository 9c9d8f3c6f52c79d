import type { MemberTx } from '../kernel/index.js';
import type { ConversationHead, Entry, GoneReason } from './event-types.js';
import { releaseFiles } from '../media/index.js';
import { updateEntriesGone, type WhichEntries } from './change-entries-store.js';
import { deleteMessageFiles } from './message-files-store.js';

/**
 * Permanently empties messages of a locked conversation that still have content, and releases their files. Returns the
 * emptied messages, in order.
 */
export async function eraseMessages(
  tx: MemberTx,
  conversation: ConversationHead,
  which: WhichEntries,
  reason: GoneReason,
): Promise<Pick<Entry, 'seq' | 'senderId' | 'sentAt' | 'alias'>[]> {
  const emptied = await updateEntriesGone(tx, conversation, which, reason);
  const fileIds = await deleteMessageFiles(
    tx,
    conversation,
    emptied.map((message) => message.seq),
  );
  await releaseFiles(tx, fileIds);
  return emptied;
}
