import { loadProfiles, type Profile } from '../accounts/index.js';
import { DomainError, type AccountId, type MemberCtx } from '../kernel/index.js';
import { selectIsBlocked } from './store.js';

/** A person whom the caller may see and address. Throws `not_found` for strangers to the tenant, the blocked and the disabled. */
export async function accessPerson(ctx: MemberCtx, id: number): Promise<Profile> {
  const profile = (await loadProfiles(ctx, [id as AccountId])).get(id as AccountId);
  if (!profile || profile.status === 'disabled') throw new DomainError('not_found');
  if (profile.id !== ctx.actor && (await selectIsBlocked(ctx, profile.id)))
    throw new DomainError('not_found');
  return profile;
}
