import { loadProfiles, type Profile } from '@kith/core/accounts';
import { bounds, type AccountId, type Ctx, type DomainEvent } from '@kith/core/kernel';
import { makeMemory } from '../../../app/memory.js';

/** The profiles that frames show, kept for seconds: a sender writes many messages in a row. */
export interface RecentProfiles {
  /** These profiles, if all of them are in memory; 0 stands for nobody. */
  known(ids: readonly number[]): Map<number, Profile> | undefined;
  load(ctx: Ctx, ids: readonly AccountId[]): Promise<Map<AccountId, Profile>>;
  /** Drops a changed profile. Receives the events of all nodes, also of accounts without a socket here. */
  onEvent(event: DomainEvent): void;
}

/** Keeps profiles until they change; if the event of a change is lost, for some seconds. */
export function makeRecentProfiles(): RecentProfiles {
  const profiles = makeMemory<AccountId, Profile>(bounds.frame.recentProfiles, bounds.frame.profileForMs);
  let changes = 0;

  return {
    known: (ids) => {
      const found = new Map<number, Profile>();
      for (const id of ids) {
        const profile = profiles.get(id as AccountId);
        if (profile) found.set(id, profile);
        else if (id !== 0) return undefined;
      }
      return found;
    },
    load: async (ctx, ids) => {
      const before = changes;
      const found = await loadProfiles(ctx, ids);
      // A change in the meantime may be missing in what was loaded.
      if (changes === before) for (const [id, profile] of found) profiles.set(id, profile);
      return found;
    },
    onEvent: (event) => {
      if (event.type !== 'account_event' || event.event.type !== 'profile_changed') return;
      changes++;
      profiles.delete(event.accountId);
    },
  };
}
