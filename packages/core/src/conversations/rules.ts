import type { AccountId, Entry, Tenant } from '../kernel/index.js';
import type { Membership } from './store.js';

/** Whether somebody may take this message back: the sender within the tenant's window, admins of a group always. */
export function canRecall(
  tenant: Tenant,
  membership: Membership,
  message: Entry,
  actor: AccountId,
  now: number,
): boolean {
  if (membership.conversation.kind === 'group' && membership.role !== 'member') return true;
  return message.senderId === actor && message.sentAt >= recallableSince(tenant, now);
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

/** The other person of a single conversation, or undefined in a group. */
export function peerOf(membership: Membership, actor: AccountId): AccountId | undefined {
  const { pair } = membership.conversation;
  return pair && (pair[0] === actor ? pair[1] : pair[0]);
}
