import { loadProfiles, type Profile } from '../accounts/index.js';
import { DomainError, limitActor, type AccountId, type MemberCtx } from '../kernel/index.js';
import { selectBlockedAmong, selectFriend } from './store.js';
import { selectVisibleAmong } from './visibility-store.js';

/** A person whom the caller may see and address. Throws `not_found` for who is not visible, see `isVisible`. */
export async function accessPerson(ctx: MemberCtx, id: number): Promise<Profile> {
  const [person] = await accessPeople(ctx, [id]);
  if (!person) throw new DomainError('not_found');
  return person;
}

/** People whom the caller may see and address, in the order given, repeats left out. Throws `not_found` when one is missing. */
export async function accessPeople(ctx: MemberCtx, ids: readonly number[]): Promise<Profile[]> {
  const wanted = [...new Set(ids)] as AccountId[]; // numbers of a client become ids by being looked up
  const [profiles, visible] = await Promise.all([loadProfiles(ctx, wanted), selectVisibleAmong(ctx, wanted)]);
  const isVisible = new Set(visible.map(({ id }) => id));
  return wanted.map((id) => {
    const person = profiles.get(id);
    if (!person || !isVisible.has(id)) throw new DomainError('not_found');
    return person;
  });
}

/** As `accessPerson`, for what tells the caller about somebody: counted, so that nobody walks through all ids. */
export async function lookUpPerson(ctx: MemberCtx, id: number): Promise<Profile> {
  if (id !== ctx.actor) await limitActor(ctx, 'look_up');
  return accessPerson(ctx, id);
}

/** As `accessPeople`, counted for each of them. */
export async function lookUpPeople(ctx: MemberCtx, ids: readonly number[]): Promise<Profile[]> {
  await limitActor(ctx, 'look_up', ids.length);
  return accessPeople(ctx, ids);
}

/** Refuses what only friends may do to each other. Throws `blocked` or `not_friends`, as a message would. */
export async function requireFriend(ctx: MemberCtx, id: AccountId): Promise<void> {
  const [blocked, friend] = await Promise.all([selectBlockedAmong(ctx, [id]), selectFriend(ctx, id)]);
  if (blocked.has(id)) throw new DomainError('blocked');
  if (!friend) throw new DomainError('not_friends');
}
