import { loadProfiles, type Profile } from '../accounts/index.js';
import { DomainError, type AccountId, type MemberCtx } from '../kernel/index.js';
import { selectFriend, selectIsBlocked } from './store.js';

/** A person whom the caller may see and address. Throws `not_found` for strangers to the tenant, the blocked and the disabled. */
export async function accessPerson(ctx: MemberCtx, id: number): Promise<Profile> {
  const profile = (await loadProfiles(ctx, [id as AccountId])).get(id as AccountId);
  if (!profile || profile.status === 'disabled') throw new DomainError('not_found');
  if (profile.id !== ctx.actor && (await selectIsBlocked(ctx, profile.id)))
    throw new DomainError('not_found');
  return profile;
}

/** Refuses what only friends may do to each other. Throws `blocked` or `not_friends`, as a message would. */
export async function demandFriend(ctx: MemberCtx, id: AccountId): Promise<void> {
  const [isBlocked, friend] = await Promise.all([selectIsBlocked(ctx, id), selectFriend(ctx, id)]);
  if (isBlocked) throw new DomainError('blocked');
  if (!friend) throw new DomainError('not_friends');
}
