import type { AccountId } from '@kith/core/kernel';
import type { Presence } from '@kith/core/ports';
import type { Hub } from '../hub.js';

/** The accounts with a socket at any node. */
export interface NodesPresence extends Presence {
  /** Receives each account that has come online or gone offline. */
  onChange(receive: (accountId: AccountId, isOnline: boolean) => void): void;
}

/** The presence of an installation with one node. */
export function makePresence(hub: Hub): NodesPresence {
  return { isOnline: (accountId) => hub.isOnline(accountId), onChange: hub.onAccount };
}
