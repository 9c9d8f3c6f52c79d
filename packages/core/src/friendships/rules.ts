import { bounds, isId, type AccountId, type TenantSettings } from '../kernel/index.js';

/** Parses the account ids of the setting, separated by `|`; ignores invalid ones. */
export function parseDefaultFriends(setting: string): AccountId[] {
  const ids = setting.split('|').map((text) => Number(text.trim()));
  const known = ids.filter(isId);
  return [...new Set(known)].slice(0, bounds.list.defaultFriends) as AccountId[]; // validated by the lookup
}

/** The default friends of a new account, chosen from the tenant's list. */
export function pickDefaultFriends(of: {
  usable: readonly AccountId[];
  mode: TenantSettings['defaultFriendMode'];
  /** The new account's id: ids are sequential, so the choice rotates. */
  turn: number;
  /** A random integer. */
  chance: number;
}): readonly AccountId[] {
  if (of.mode === 'all') return of.usable;
  const place = (of.mode === 'turns' ? of.turn : of.chance) % of.usable.length;
  return of.usable.slice(place, place + 1);
}
