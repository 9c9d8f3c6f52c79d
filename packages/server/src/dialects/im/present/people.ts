import type { Profile } from '@kith/core/accounts';

/** People, with the caller's names for friends. */
export interface KnownPeople {
  readonly profiles: ReadonlyMap<number, Profile>;
  readonly remarks: ReadonlyMap<number, string>;
}
