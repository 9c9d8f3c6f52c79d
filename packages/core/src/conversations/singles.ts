import { notifyAccounts } from '../accounts/index.js';
import { lockPair } from '../contacts/index.js';
import { DomainError, type AccountId, type ConversationId, type MemberTx } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';
import { appendEntries } from './append-entries.js';
import { CONTENT, encode } from './content.js';
import { insertSinglesOfNewAccount, type OpenedSingle } from './newcomers-store.js';
import { updateAnswered, updateUnlocked, updateWithdrawn } from './openings-store.js';
import { updateMember } from './own-member-store.js';
import {
  bumpMembersVersion,
  lockConversation,
  selectMembershipById,
  findSingleHead,
  ensureSingle,
} from './store.js';
import type { Membership } from './types.js';

/*
 * Locks of conversations, and changes of a single one when the relation between its two members changes. A change
 * increments the version of the members, so that a message that is being stored is checked again.
 */

/** A conversation of the caller, locked until the transaction ends. Throws `not_found`. */
export async function lockOwnConversation(tx: MemberTx, id: ConversationId): Promise<Membership> {
  const found = await selectMembershipById(tx, id);
  if (found) await lockConversation(tx, found.conversation);
  const locked = found && (await selectMembershipById(tx, id));
  if (!locked) throw new DomainError('not_found');
  return locked;
}

/**
 * The single conversation with an account, created if it does not exist. Locks the conversation and the relation
 * between the two until the transaction ends.
 */
export async function lockSingle(tx: MemberTx, otherId: AccountId): Promise<Membership> {
  await lockPair(tx, otherId);
  const { id } = await ensureSingle(tx, otherId);
  return lockOwnConversation(tx, id);
}

/**
 * Creates the conversations between the caller, a new account without any, and these people, who greet the caller with
 * a message unless `greeting` is empty. The caller of this function emits the events of these messages.
 */
export function createInitialConversations(
  tx: MemberTx,
  friendIds: readonly AccountId[],
  greeting: string,
): Promise<OpenedSingle[]> {
  const content = greeting === '' ? undefined : encode({ text: greeting });
  return insertSinglesOfNewAccount(tx, friendIds, { type: CONTENT.text, content });
}

/** Records a new friendship, caused by the caller, in the conversation of the two, which it creates and locks. */
export async function startFriendship(tx: MemberTx, friendId: AccountId): Promise<ConversationHead> {
  const conversation = await ensureSingle(tx, friendId);
  await lockConversation(tx, conversation);
  await recordFriendship(tx, conversation, friendId);
  return conversation;
}

/** Records a new friendship, caused by the caller, in the locked conversation of the two. */
export async function recordFriendship(
  tx: MemberTx,
  conversation: ConversationHead,
  friendId: AccountId,
): Promise<void> {
  await updateAnswered(tx, conversation);
  await bumpMembersVersion(tx, conversation);
  const { listId } = conversation;
  await notifyAccounts(tx, [
    { accountId: tx.actor, type: 'contact_added', data: { accountId: friendId, listId } },
    { accountId: friendId, type: 'contact_added', data: { accountId: tx.actor, listId } },
  ]);
  await appendEntries(tx, conversation, [
    { kind: 'system', senderId: tx.actor, content: { event: 'friend_accepted' } },
  ]);
}

/** Hides the conversation with a former friend from the caller's list; undefined if there is none. */
export async function hideFormerFriend(
  tx: MemberTx,
  otherId: AccountId,
): Promise<ConversationHead | undefined> {
  const conversation = await findSingleHead(tx, otherId);
  if (!conversation) return undefined;
  const { lastSeq } = await lockConversation(tx, conversation);
  await bumpMembersVersion(tx, conversation);
  await updateMember(tx, conversation, { hidden_seq: lastSeq, pinned_at: null });
  return conversation;
}

/** Withdraws an unanswered opening between the caller and an account. */
export async function withdrawOpening(tx: MemberTx, otherId: AccountId): Promise<void> {
  const conversation = await findSingleHead(tx, otherId);
  if (!conversation) return;
  await lockConversation(tx, conversation);
  await updateWithdrawn(tx, conversation);
  await bumpMembersVersion(tx, conversation);
}

/** Unlocks a stranger's messages for the caller in a locked conversation. */
export async function unlockOpening(tx: MemberTx, conversation: ConversationHead): Promise<void> {
  await updateUnlocked(tx, conversation);
  await bumpMembersVersion(tx, conversation);
}
