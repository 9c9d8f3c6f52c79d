import type { AccountId, Tenant } from '../kernel/index.js';
import type { Entry } from './event-types.js';
import { mayDo } from './roles.js';
import type { Membership } from './types.js';

/** Whether an account may recall this message: its sender within the tenant's window, managers of a group always. */
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

/** Whether a member may recall other members' messages: managers of a group. */
export function mayRecallOthers({ conversation, role }: Membership): boolean {
  return conversation.kind === 'group' && mayDo(role, 'recall_others');
}

/** The earliest sending time of messages that senders may still recall. */
export function recallableSince(tenant: Tenant, now: number): number {
  const { recallWindowMs } = tenant.settings;
  return recallWindowMs === 0 ? 0 : now - recallWindowMs;
}

/** Whether an account may burn this message: its recipient, if it was sent to burn after reading. */
export function canBurn(message: Entry, actor: AccountId): boolean {
  return message.senderId !== actor && isToBurn(message);
}

/** Whether a message burns after it is read. */
export function isToBurn(message: Entry): boolean {
  const { yhjf } = JSON.parse(message.content) as { yhjf?: unknown };
  return yhjf === true || yhjf === 1 || yhjf === 'true' || yhjf === '1';
}

/** Whether a member may read but not write: muted individually, or with everybody who does not manage the group. */
export function isMuted(membership: Membership, now: number): boolean {
  return (membership.mutedUntil ?? 0) > now || (membership.isMutedAll && membership.role === 'member');
}

/** Whether a member's messages are currently anonymous. */
export function isAnonymous(membership: Membership): boolean {
  return membership.allowsAnonymous && membership.alias !== null;
}

/** Whether it was opened by a stranger and has no answer yet. */
export function isPending({ opening }: Membership): boolean {
  return opening !== undefined && opening.answeredAt === null;
}

/** Whether it belongs to the member's stranger box: until it is answered or unlocked with a key. */
export function isFromStranger(membership: Membership, actor: AccountId): boolean {
  const { opening } = membership;
  return isPending(membership) && opening?.openerId !== actor && !opening?.isUnlocked;
}

/**
 * The only account notified of a member's actions: the member, if moderation hides it from the other; otherwise
 * undefined.
 */
export function soleAudience({ isShadowed }: Membership, actor: AccountId): AccountId | undefined {
  return isShadowed ? actor : undefined;
}

/** The other participant of a single or support conversation; undefined for a group. */
export function peerOf(membership: Membership, actor: AccountId): AccountId | undefined {
  const { pair } = membership.conversation;
  if (!pair) return membership.counterpartId;
  return pair[0] === actor ? pair[1] : pair[0];
}

/**
 * An entry as a viewer may see it: only the sender sees the author of an anonymous entry and the content of a withheld
 * one.
 */
export function seenBy(entry: Entry, viewerId: AccountId | undefined): Entry {
  if (entry.senderId === viewerId) return entry.isWithheld ? { ...entry, isWithheld: false } : entry;
  if (entry.isWithheld) return { ...entry, content: '{}' };
  return entry.alias === null ? entry : { ...entry, senderId: 0 };
}

/** Whether the sender sees an entry differently from others. */
export function hasTwoViews(entry: Entry): boolean {
  return entry.alias !== null || entry.isWithheld;
}
