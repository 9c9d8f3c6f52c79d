import type { AccountId } from '../kernel/ids.js';

/** For whom scarce work is done; whoever does it is fair to each of them. */
export interface Requester {
  readonly address: string;
  /** Undefined for a stranger, who waits behind members. */
  readonly accountId: AccountId | undefined;
}
