import { notifyAccounts } from '../accounts/index.js';
import { openToStranger, unlockOpening, type Membership } from '../conversations/index.js';
import type { MemberCtx } from '../kernel/index.js';

/*
 * Conversations between non-friends: one account opens it and may send a few messages before an answer; the recipient
 * may need a key to read them. An answer makes the two friends: see `answerStranger` in conversations.
 */

/** Records an opening, within a transaction that has locked the conversation. */
export function recordOpening(
  tx: MemberCtx,
  { conversation }: Membership,
  opening: { wave: 0 | 1 | 2; isRandom: boolean },
): Promise<void> {
  return openToStranger(tx, conversation, { ...opening, messageLimit: tx.tenant.settings.strangerMessages });
}

/**
 * Unlocks a stranger's messages for the caller, within a transaction that has locked the conversation; notifies the
 * caller's devices.
 */
export async function unlockMessages(tx: MemberCtx, { conversation }: Membership): Promise<void> {
  await unlockOpening(tx, conversation);
  await notifyAccounts(tx, [
    { accountId: tx.actor, type: 'conversation_changed', data: { listId: conversation.listId } },
  ]);
}
