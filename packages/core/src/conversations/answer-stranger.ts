import { befriendByAnswer, lockPair } from '../contacts/index.js';
import { DomainError, isUniqueViolation, transact, type MemberCtx, type MemberTx } from '../kernel/index.js';
import type { Ack, NewMessage } from '../ports/index.js';
import { storeMessage } from './batch-writer.js';
import { isPending, peerOf } from './rules.js';
import { lockOwnConversation, recordFriendship } from './singles.js';
import { selectMembershipById } from './store.js';
import type { Membership } from './types.js';

/**
 * Sends the answer to a stranger and makes the two friends, atomically. A simultaneous answer finds them already
 * friends. Throws like `sendMessage`.
 */
export async function answerStranger(ctx: MemberCtx, message: NewMessage): Promise<Ack> {
  const membership = await selectMembershipById(ctx, message.conversationId);
  const otherId = membership && peerOf(membership, ctx.actor);
  if (otherId === undefined) throw new DomainError('not_found');
  return retryOnDuplicate(() =>
    transact(ctx, async (tx) => {
      await lockPair(tx, otherId);
      const locked = await lockOwnConversation(tx, message.conversationId);
      if (isPending(locked) && locked.withheldAfter === null) await befriendStranger(tx, locked);
      return storeMessage(tx, message);
    }),
  );
}

/** Makes the caller and the opener of a locked conversation friends. */
export async function befriendStranger(tx: MemberTx, membership: Membership): Promise<void> {
  const otherId = peerOf(membership, tx.actor);
  if (otherId === undefined) throw new DomainError('not_found');
  await befriendByAnswer(tx, otherId);
  await recordFriendship(tx, membership.conversation, otherId);
}

/**
 * Runs `work`, which stores a message by `storeMessage`, a second time if a duplicate with the same client id was
 * stored meanwhile: the second run finds it.
 */
export async function retryOnDuplicate<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (isUniqueViolation(error)) return work();
    throw error;
  }
}
