import { notifyAccounts } from '../accounts/index.js';
import { openToStranger, unlockOpening, type Membership } from '../conversations/index.js';
import type { MemberTx } from '../kernel/index.js';

/*
 * Conversations between non-friends: one account opens it and may send a few messages before an answer; the recipient
 * may need a key to read them. An answer makes the two friends: see `answerStranger` in conversations.
 */

/** Records an opening of a locked conversation. */
export function recordOpening(
  tx: MemberTx,
  { conversation }: Membership,
  opening: { wave: 0 | 1 | 2; isRandom: boolean },
): Promise<void> {
  return openToStranger(tx, conversation, { ...opening, messageLimit: tx.tenant.settings.strangerMessages });
}

/** Unlocks a stranger's messages in a locked conversation for the caller; notifies the caller's devices. */
export async function unlockMessages(tx: MemberTx, { conversation }: Membership): Promise<void> {
  await unlockOpening(tx, conversation);
  await notifyAccounts(tx, [
    { accountId: tx.actor, type: 'conversation_changed', data: { listId: conversation.listId } },
  ]);
}
