import type { AccountId, Entry, Tenant } from '../kernel/index.js';
import { mayDo } from './roles.js';
import type { Membership } from './store.js';

/** Whether somebody may take this message back: the sender within the tenant's window, admins of a group always. */
export function canRecall(
  tenant: Tenant,
  membership: Membership,
  message: Entry,
  actor: AccountId,
  now: number,
): boolean {
  if (mayRecallOthers(membership)) return true;
  return message.senderId === actor && message.sentAt >= recallableSince(tenant, now);
}

/** Whether somebody may take back what others wrote: who manages a group. */
export function mayRecallOthers({ conversation, role }: Membership): boolean {
  return conversation.kind === 'group' && mayDo(role, 'recall_others');
}

/** The moment from which on people may take their own messages back. */
export function recallableSince(tenant: Tenant, now: number): number {
  const { recallWindowMs } = tenant.settings;
  return recallWindowMs === 0 ? 0 : now - recallWindowMs;
}

/** Whether somebody may burn this message: whoever it was sent to, when it was sent to be burnt. */
export function canBurn(message: Entry, actor: AccountId): boolean {
  return message.senderId !== actor && isToBurn(message);
}

/** Whether a message was sent to vanish once it is read. */
export function isToBurn(message: Entry): boolean {
  const { yhjf } = JSON.parse(message.content) as { yhjf?: unknown };
  return yhjf === true || yhjf === 1 || yhjf === 'true' || yhjf === '1';
}

/** Whether a member may read but not write: muted alone, or with everybody who does not manage the group. */
export function isMuted(membership: Membership, now: number): boolean {
  return (membership.mutedUntil ?? 0) > now || (membership.isMutedAll && membership.role === 'member');
}

/** Whether what a member writes now gets an alias for a name. */
export function isAnonymous(membership: Membership): boolean {
  return membership.allowsAnonymous && membership.alias !== null;
}

/** The other person of a single conversation, or of one with customer service; undefined in a group. */
export function peerOf(membership: Membership, actor: AccountId): AccountId | undefined {
  const { pair } = membership.conversation;
  if (!pair) return membership.counterpartId;
  return pair[0] === actor ? pair[1] : pair[0];
}
