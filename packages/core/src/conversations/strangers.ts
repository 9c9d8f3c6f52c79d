import { notifyAccounts } from '../accounts/index.js';
import { befriendByAnswer, lockPair } from '../contacts/index.js';
import {
  DomainError,
  transact,
  type AccountId,
  type ConversationId,
  type MemberCtx,
} from '../kernel/index.js';
import type { Ack, NewMessage } from '../ports/index.js';
import { recordFriendship } from './friendships.js';
import { storeMessage } from './batch-writer.js';
import { isPending, peerOf } from './rules.js';
import { selectAcceptsChats, updateOpened, updateUnlocked } from './strangers-store.js';
import { bumpMembersVersion, lockConversation, selectMembershipById, upsertSingle } from './store.js';
import type { Membership } from './types.js';

/*
 * Conversations between non-friends: one account opens it and may send a few messages before an answer; the recipient
 * may need a key to read them. An answer makes the two friends.
 */

/**
 * The single conversation with an account, created if it does not exist. Locks the conversation and the relation
 * between the two until the transaction ends.
 */
export async function lockSingle(tx: MemberCtx, otherId: AccountId): Promise<Membership> {
  await lockPair(tx, otherId);
  const { id } = await upsertSingle(tx, otherId);
  return lockOwnConversation(tx, id);
}

/** Records an opening, within a transaction that has locked the conversation. */
export function recordOpening(
  tx: MemberCtx,
  { conversation }: Membership,
  opening: { wave: 0 | 1 | 2; isRandom: boolean },
): Promise<void> {
  return updateOpened(tx, conversation, { ...opening, messageLimit: tx.tenant.settings.strangerMessages });
}

/** Makes the caller and the opener friends, within a transaction that has locked the conversation. */
export async function befriendStranger(tx: MemberCtx, membership: Membership): Promise<void> {
  const otherId = peerOf(membership, tx.actor);
  if (otherId === undefined) throw new DomainError('not_found');
  await befriendByAnswer(tx, otherId);
  await recordFriendship(tx, membership.conversation, otherId);
}

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

/**
 * Runs `work`, which stores a message by `storeMessage`, a second time if a duplicate with the same client id was
 * stored meanwhile: the second run finds it.
 */
export async function retryOnDuplicate<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return work();
    throw error;
  }
}

/**
 * Unlocks a stranger's messages for the caller, within a transaction that has locked the conversation; notifies the
 * caller's devices.
 */
export async function unlockMessages(tx: MemberCtx, { conversation }: Membership): Promise<void> {
  await updateUnlocked(tx, conversation);
  await bumpMembersVersion(tx, conversation);
  await notifyAccounts(tx, [
    { accountId: tx.actor, type: 'conversation_changed', data: { listId: conversation.listId } },
  ]);
}

/** Whether an account accepts chats from non-friends. */
export function acceptsChats(ctx: MemberCtx, accountId: AccountId): Promise<boolean> {
  return selectAcceptsChats(ctx, accountId);
}

/** A conversation of the caller, locked until the transaction ends. Throws `not_found`. */
export async function lockOwnConversation(tx: MemberCtx, id: ConversationId): Promise<Membership> {
  const found = await selectMembershipById(tx, id);
  if (found) await lockConversation(tx, found.conversation);
  const locked = found && (await selectMembershipById(tx, id));
  if (!locked) throw new DomainError('not_found');
  return locked;
}
