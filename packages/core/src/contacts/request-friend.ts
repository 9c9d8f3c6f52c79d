import { requireMayWrite, notifyAccounts } from '../accounts/index.js';
import {
  bounds,
  cutLine,
  DomainError,
  invalid,
  transact,
  type AccountId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import { accessPerson } from './access.js';
import {
  countPendingRequests,
  selectPendingRequest,
  selectRequests,
  updateRequestHidden,
  upsertRequest,
} from './requests-store.js';
import type { FriendRequest } from './requests-store.js';
import { lockPair, selectFriend } from './store.js';
import { selectVisibleAmong } from './visibility-store.js';

/**
 * Sends a friend request; a repeat updates the greeting. If a request is pending in the opposite direction, `accept`
 * accepts it instead. Throws `already_friends` (also after that), `not_found`, `invalid` or `bucketed`.
 */
export async function requestFriend(
  ctx: MemberCtx,
  input: { toId: number; greeting: string; source: number },
  accept: (tx: MemberTx, requestId: number) => Promise<unknown>,
): Promise<void> {
  if (input.toId === ctx.actor) throw invalid('toId', 'self');
  const person = await accessPerson(ctx, input.toId);
  if (await selectFriend(ctx, person.id)) throw new DomainError('already_friends');
  await requireMayWrite(ctx);
  const areFriends = await transact(ctx, async (tx) => {
    // Of two simultaneous requests to each other, the second transaction finds the first request.
    await lockPair(tx, person.id);
    const [stillVisible] = await selectVisibleAmong(tx, [person.id]);
    if (!stillVisible) throw new DomainError('not_found');
    if (await selectFriend(tx, person.id)) return true;
    const opposite = await selectPendingRequest(tx, { fromId: person.id, toId: ctx.actor });
    if (opposite) {
      await accept(tx, opposite.id);
      return true;
    }
    const requestId = await upsertRequest(tx, {
      toId: person.id,
      greeting: cutLine(input.greeting, bounds.text.friendGreetingCharacters),
      source: input.source,
    });
    // A sender whom moderation hides succeeds, but the recipient is not notified.
    const [seen] = await selectVisibleAmong({ ...tx, actor: person.id }, [ctx.actor]);
    const notification = {
      accountId: person.id,
      type: 'friend_request' as const,
      data: { requestId, fromId: ctx.actor },
    };
    await notifyAccounts(tx, seen ? [notification] : []);
    return false;
  });
  if (areFriends) throw new DomainError('already_friends');
}

/** The requests to the caller, newest first. */
export function listFriendRequests(ctx: MemberCtx): Promise<FriendRequest[]> {
  return selectRequests(ctx);
}

/** An account's pending request to the caller, or undefined. */
export function findRequestFrom(ctx: MemberCtx, fromId: AccountId): Promise<FriendRequest | undefined> {
  return selectPendingRequest(ctx, { fromId, toId: ctx.actor });
}

/** The number of pending requests to the caller. */
export function countFriendRequests(ctx: MemberCtx): Promise<number> {
  return countPendingRequests(ctx);
}

/** Removes a request from the caller's list. Throws `not_found`. */
export async function hideFriendRequest(ctx: MemberCtx, id: number): Promise<void> {
  if (!(await updateRequestHidden(ctx, id))) throw new DomainError('not_found');
}
