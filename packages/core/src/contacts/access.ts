import { loadProfiles, type Profile } from '../accounts/index.js';
import { DomainError, limitActor, type AccountId, type MemberCtx } from '../kernel/index.js';
import { selectBlockedAmong, selectFriend } from './store.js';
import { selectVisibleAmong } from './visibility-store.js';

/** Returns a person whom the caller may see and contact. Throws `not_found` for all others, see `isVisible`. */
export async function accessPerson(ctx: MemberCtx, id: number): Promise<Profile> {
  const [person] = await accessPeople(ctx, [id]);
  if (!person) throw new DomainError('not_found');
  return person;
}

/**
 * Returns people whom the caller may see and contact, in the given order without repeats. Throws `not_found` if one is
 * missing.
 */
export async function accessPeople(ctx: MemberCtx, ids: readonly number[]): Promise<Profile[]> {
  const wanted = [...new Set(ids)] as AccountId[]; // validated by the lookup
  const [profiles, visible] = await Promise.all([loadProfiles(ctx, wanted), selectVisibleAmong(ctx, wanted)]);
  const isVisible = new Set(visible.map(({ id }) => id));
  return wanted.map((id) => {
    const person = profiles.get(id);
    if (!person || !isVisible.has(id)) throw new DomainError('not_found');
    return person;
  });
}

/**
 * Like `accessPerson`, for requests that reveal data about the person: rate-limited, so that a caller cannot enumerate
 * ids. Also throws `too_many_requests`.
 */
export async function lookUpPerson(ctx: MemberCtx, id: number): Promise<Profile> {
  if (id !== ctx.actor) await limitActor(ctx, 'look_up');
  return accessPerson(ctx, id);
}

/** Like `accessPeople`, rate-limited per person. */
export async function lookUpPeople(ctx: MemberCtx, ids: readonly number[]): Promise<Profile[]> {
  await limitActor(ctx, 'look_up', ids.length);
  return accessPeople(ctx, ids);
}

/** Requires that the other account is a friend. Throws `blocked` or `not_friends`, as sending a message does. */
export async function requireFriend(ctx: MemberCtx, id: AccountId): Promise<void> {
  const [blocked, friend] = await Promise.all([selectBlockedAmong(ctx, [id]), selectFriend(ctx, id)]);
  if (blocked.has(id)) throw new DomainError('blocked');
  if (!friend) throw new DomainError('not_friends');
}
