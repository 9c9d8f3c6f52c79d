import type { AccountEvent } from './account.js';

/**
 * The queries whose answers an event of the account may have changed. Events are hints: what they concern is loaded again
 * if somebody is looking at it.
 */
const QUERIES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  friend_request: [['friend-requests'], ['base']],
  contact_added: [['contacts'], ['friend-requests'], ['person'], ['strangers'], ['card']],
  contact_removed: [['contacts'], ['person'], ['strangers'], ['card']],
  contact_changed: [['contacts'], ['person'], ['conversation']],
  profile_changed: [['base'], ['person']],
  photo_reviewed: [['card'], ['own-photos']],
  conversation_changed: [['conversation'], ['strangers']],
  membership_began: [['groups']],
  membership_ended: [['groups'], ['conversation']],
  group_request: [['group-requests'], ['base']],
  group_request_handled: [['group-requests'], ['base']],
  moment_reacted: [['moments'], ['base']],
  vip_changed: [['vip'], ['standing']],
};

/** The keys of the queries that an event concerns; an unknown event concerns none. */
export function queriesOf({ type }: Pick<AccountEvent, 'type'>): readonly (readonly string[])[] {
  return QUERIES[type] ?? [];
}
