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
  ensureSingle,
  findSingleHead,
  hideFormerFriend,
  isBefriendingForbidden,
  startFriendship,
  type ConversationHead,
} from '../conversations/index.js';
import {
  DomainError,
  fold,
  limitActor,
  transact,
  type AccountId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import { selectFriends, type FriendRow } from './friends-store.js';

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
    const conversation = await hideFormerFriend(tx, id);
    const listId = conversation?.listId ?? null;
    await notifyAccounts(tx, [
      { accountId: ctx.actor, type: 'contact_removed', data: { accountId: id, listId } },
      { accountId: id, type: 'contact_removed', data: { accountId: ctx.actor, listId } },
    ]);
    return conversation;
  });
}

/** The caller's friends, optionally filtered by a text in their remark, nickname or user name. */
export function listFriends(
  ctx: MemberCtx,
  filter: { text?: string | undefined } = {},
): Promise<FriendRow[]> {
  const wanted = fold(filter.text ?? '').trim();
  return selectFriends(ctx, wanted || undefined);
}

/** The single conversation with a friend, created if it does not exist. Throws `not_found` or `not_friends`. */
export async function openSingle(ctx: MemberCtx, otherId: number): Promise<ConversationHead> {
  const person = await lookUpPerson(ctx, otherId);
  if (person.id === ctx.actor) throw new DomainError('not_friends');
  const existing = await findSingleHead(ctx, person.id);
  if (existing) return existing;
  if (!(await findFriend(ctx, person.id))) throw new DomainError('not_friends');
  return transact(ctx, (tx) => ensureSingle(tx, person.id));
}

async function accept(tx: MemberTx, requestId: number): Promise<ConversationHead> {
  return startFriendship(tx, await acceptRequest(tx, requestId));
}
