import type { Profile } from '../accounts/index.js';
import { accessPeople, loadRemarks } from '../contacts/index.js';
import { DomainError, type MemberCtx } from '../kernel/index.js';

/**
 * People whom the caller may add to a group: only friends, so that strangers cannot add people. Throws `not_found` if
 * one is unknown, `not_friends` if one is not a friend.
 */
export async function accessFriends(ctx: MemberCtx, ids: readonly number[]): Promise<Profile[]> {
  const people = await accessPeople(ctx, ids);
  const friends = await loadRemarks(
    ctx,
    people.map(({ id }) => id),
  );
  if (people.some(({ id }) => !friends.has(id))) throw new DomainError('not_friends');
  return people;
}
