import { tellAccounts } from '../accounts/index.js';
import { DomainError, invalid, transact, type AccountId, type MemberCtx } from '../kernel/index.js';
import { accessPerson } from './access.js';
import {
  countPendingRequests,
  selectPendingRequest,
  selectRequests,
  updateRequestHidden,
  upsertRequest,
} from './requests-store.js';
import type { FriendRequest } from './requests-store.js';
import { selectFriend } from './store.js';

/**
 * Asks somebody to become friends; a repeat renews the greeting. Answers the id of a request that waits
 * in the other direction instead of storing one: the two want the same, so the caller should accept it.
 * Throws `already_friends`, `not_found`, `invalid` or `too_many_requests`.
 */
export async function requestFriend(
  ctx: MemberCtx,
  input: { toId: number; greeting: string; source: number },
): Promise<{ waitingRequestId?: number }> {
  if (input.toId === ctx.actor) throw invalid('user_id', 'self');
  const person = await accessPerson(ctx, input.toId);
  if (await selectFriend(ctx, person.id)) throw new DomainError('already_friends');
  const opposite = await selectPendingRequest(ctx, { fromId: person.id, toId: ctx.actor });
  if (opposite) return { waitingRequestId: opposite.id };
  await ctx.ports.limits.consume('friend_request', String(ctx.actor));
  await transact(ctx, async (tx) => {
    const requestId = await upsertRequest(tx, {
      toId: person.id,
      greeting: input.greeting.slice(0, 200),
      source: input.source,
    });
    await tellAccounts(tx, [
      { accountId: person.id, type: 'friend_request', data: { requestId, fromId: ctx.actor } },
    ]);
  });
  return {};
}

/** The requests to the caller, newest first. */
export function listFriendRequests(ctx: MemberCtx): Promise<FriendRequest[]> {
  return selectRequests(ctx);
}

/** The request of somebody to the caller that still waits, or undefined. */
export function findRequestFrom(ctx: MemberCtx, fromId: AccountId): Promise<FriendRequest | undefined> {
  return selectPendingRequest(ctx, { fromId, toId: ctx.actor });
}

/** How many requests wait for the caller. */
export function countFriendRequests(ctx: MemberCtx): Promise<number> {
  return countPendingRequests(ctx);
}

/** Takes a request out of the caller's list. Throws `not_found`. */
export async function hideFriendRequest(ctx: MemberCtx, id: number): Promise<void> {
  if (!(await updateRequestHidden(ctx, id))) throw new DomainError('not_found');
}
