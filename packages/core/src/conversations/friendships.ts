import { notifyAccounts } from '../accounts/index.js';
import {
  acceptRequest,
  accessPerson,
  endFriendship,
  findFriend,
  lookUpPerson,
  requestFriend,
} from '../contacts/index.js';
import {
  DomainError,
  limitActor,
  transact,
  type AccountId,
  type ConversationHead,
  type MemberCtx,
} from '../kernel/index.js';
import { appendEntries } from './append-entries.js';
import { updateMember } from './own-member-store.js';
import { isBefriendingForbidden } from './group-members-store.js';
import { updateAnswered } from './strangers-store.js';
import { bumpMembersVersion, lockConversation, selectSingle, upsertSingle } from './store.js';

/**
 * Sends a friend request; if the other's request is pending, the two become friends immediately. Throws
 * `already_friends` (also after that), `not_found`, `invalid` or `too_many_requests`, and `forbidden` if a common
 * group does not allow it.
 */
export async function sendFriendRequest(
  ctx: MemberCtx,
  input: { toId: number; greeting: string; source: number },
): Promise<void> {
  await limitActor(ctx, 'friend_request');
  const person = await accessPerson(ctx, input.toId);
  if (await isBefriendingForbidden(ctx, person.id)) throw new DomainError('forbidden');
  return requestFriend(ctx, input, accept);
}

/**
 * Accepts a friend request: creates the friendship, the conversation and its first line in one transaction. Throws
 * `not_found` if the request is not pending, or `already_friends`.
 */
export async function acceptFriendRequest(ctx: MemberCtx, requestId: number): Promise<ConversationHead> {
  await limitActor(ctx, 'friend_change');
  return transact(ctx, (tx) => accept(tx, requestId));
}

/**
 * Ends a friendship. Both can still read the conversation, which is hidden from the caller's list. Returns the
 * conversation, if there is one. Throws `not_found` if the two are not friends.
 */
export async function removeFriend(ctx: MemberCtx, friendId: number): Promise<ConversationHead | undefined> {
  await limitActor(ctx, 'friend_change');
  const id = friendId as AccountId;
  return transact(ctx, async (tx) => {
    await endFriendship(tx, id);
    const conversation = await selectSingle(tx, id);
    const end = conversation && (await lockConversation(tx, conversation));
    if (conversation && end) {
      await bumpMembersVersion(tx, conversation);
      await updateMember(tx, conversation, { hidden_seq: end.lastSeq, pinned_at: null });
    }
    const listId = conversation?.listId ?? null;
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'contact_removed', data: { accountId: id, listId } },
      { accountId: id, type: 'contact_removed', data: { accountId: ctx.actor, listId } },
    ]);
    return conversation;
  });
}

/** The single conversation with a friend, created if it does not exist. Throws `not_found` or `not_friends`. */
export async function openSingle(ctx: MemberCtx, otherId: number): Promise<ConversationHead> {
  const person = await lookUpPerson(ctx, otherId);
  if (person.id === ctx.actor) throw new DomainError('not_friends');
  const existing = await selectSingle(ctx, person.id);
  if (existing) return existing;
  if (!(await findFriend(ctx, person.id))) throw new DomainError('not_friends');
  return transact(ctx, (tx) => upsertSingle(tx, person.id));
}

async function accept(tx: MemberCtx, requestId: number): Promise<ConversationHead> {
  const friendId = await acceptRequest(tx, requestId);
  const conversation = await upsertSingle(tx, friendId);
  await lockConversation(tx, conversation);
  await recordFriendship(tx, conversation, friendId);
  return conversation;
}

/** Records a new friendship, caused by the caller, in the locked conversation of the two. */
export async function recordFriendship(
  tx: MemberCtx,
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
