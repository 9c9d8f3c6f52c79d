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
import {
  bumpMembersVersion,
  lockConversation,
  selectMembershipById,
  upsertSingle,
  type Membership,
} from './store.js';

/*
 * A conversation between people who are no friends: one opens it, and until the other answers may write a little; the
 * other may be unable to read it before giving a key. An answer makes the two friends.
 */

/**
 * The single conversation with somebody, made when it does not exist. Inside a transaction, until whose end nobody
 * writes in it or changes what is between the two.
 */
export async function lockSingle(tx: MemberCtx, otherId: AccountId): Promise<Membership> {
  await lockPair(tx, otherId);
  const { id } = await upsertSingle(tx, otherId);
  return lockOwnConversation(tx, id);
}

/** Begins it, in a transaction that has locked it. */
export function recordOpening(
  tx: MemberCtx,
  { conversation }: Membership,
  opening: { wave: 0 | 1 | 2; isRandom: boolean },
): Promise<void> {
  return updateOpened(tx, conversation, { ...opening, messageLimit: tx.tenant.settings.strangerMessages });
}

/** Makes the caller and the stranger who has opened it friends, in a transaction that has locked it. */
export async function befriendStranger(tx: MemberCtx, membership: Membership): Promise<void> {
  const otherId = peerOf(membership, tx.actor);
  if (otherId === undefined) throw new DomainError('not_found');
  await befriendByAnswer(tx, otherId);
  await recordFriendship(tx, membership.conversation, otherId);
}

/**
 * Sends what answers a stranger: both are friends with it, or not at all. Whoever answers in the same moment finds them
 * friends. Throws as `sendMessage` does.
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
 * Runs `work`, which stores a message by `storeMessage`, once more when a duplicate with the same client id was stored
 * meanwhile: the second run finds it.
 */
export async function retryOnDuplicate<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23505') return work();
    throw error;
  }
}

/** Lets the caller read what a stranger wrote, in a transaction that has locked it; the caller's devices are told. */
export async function unlockMessages(tx: MemberCtx, { conversation }: Membership): Promise<void> {
  await updateUnlocked(tx, conversation);
  await bumpMembersVersion(tx, conversation);
  await notifyAccounts(tx, [
    { accountId: tx.actor, type: 'conversation_changed', data: { listId: conversation.listId } },
  ]);
}

/** Whether an account accepts chats from people who are no friends. */
export function acceptsChats(ctx: MemberCtx, accountId: AccountId): Promise<boolean> {
  return selectAcceptsChats(ctx, accountId);
}

/** A conversation of the caller's, locked until the transaction ends. Throws `not_found`. */
export async function lockOwnConversation(tx: MemberCtx, id: ConversationId): Promise<Membership> {
  const found = await selectMembershipById(tx, id);
  if (found) await lockConversation(tx, found.conversation);
  const locked = found && (await selectMembershipById(tx, id));
  if (!locked) throw new DomainError('not_found');
  return locked;
}
