import type { AccountId } from '../kernel/ids.js';

/** The caller on whose behalf scarce work runs; queues are fair between requesters. */
export interface Requester {
  readonly address: string;
  /** Undefined for a caller who is not signed in; such work waits behind that of members. */
  readonly accountId: AccountId | undefined;
}
