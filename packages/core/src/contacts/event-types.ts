import type { AccountId } from '../kernel/ids.js';

/** The data of the area's events in an account's own stream. */
export interface ContactsEventData {
  friend_request: { requestId: number; fromId: AccountId };
  contact_added: { accountId: AccountId; listId: string };
  contact_removed: { accountId: AccountId; listId: string | null };
  contact_changed: { accountId: AccountId };
}
