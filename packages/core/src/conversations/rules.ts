import type { AccountId, Tenant } from '../kernel/index.js';
import { burnsAfterReading } from './content.js';
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
  return burnsAfterReading(message.content);
}

/** Whether a member alone is muted. `conditions-store.ts` has the same rule in SQL, and the others marked like this. */
export function isMutedAlone({ mutedUntil }: Pick<Membership, 'mutedUntil'>, now: number): boolean {
  return mutedUntil !== null && mutedUntil > now;
}

/** Whether a member may read but not write: muted alone, or with all ordinary members. Also in SQL. */
export function isMuted(
  membership: Pick<Membership, 'mutedUntil' | 'isMutedAll' | 'role'>,
  now: number,
): boolean {
  return isMutedAlone(membership, now) || (membership.isMutedAll && membership.role === 'member');
}

/** Whether a member's messages are currently anonymous. */
export function isAnonymous(membership: Membership): boolean {
  return membership.allowsAnonymous && membership.alias !== null;
}

/** Whether it was opened by a stranger and has no answer yet. Also in SQL. */
export function isPending({ opening }: Pick<Membership, 'opening'>): boolean {
  return opening !== undefined && opening.answeredAt === null;
}

/** Whether it belongs to the member's stranger box: until it is answered or unlocked with a key. Also in SQL. */
export function isFromStranger(membership: Pick<Membership, 'opening'>, actor: AccountId): boolean {
  const { opening } = membership;
  return isPending(membership) && opening?.openerId !== actor && !opening?.isUnlocked;
}

/**
 * The only account notified of a member's actions: the member, if moderation hides it from the other; otherwise
 * undefined.
 */
export function soleAudience(
  { isShadowed }: Pick<Membership, 'isShadowed'>,
  actor: AccountId,
): AccountId | undefined {
  return isShadowed ? actor : undefined;
}

/** The other participant of a single or support conversation; undefined for a group. */
export function peerOf(
  membership: Pick<Membership, 'conversation' | 'counterpartId'>,
  actor: AccountId,
): AccountId | undefined {
  const { pair } = membership.conversation;
  if (!pair) return membership.counterpartId;
  return pair[0] === actor ? pair[1] : pair[0];
}

/**
 * An entry as a viewer may see it: only the sender sees the author of an anonymous entry and the content of a withheld
 * one.
 */
export function redactFor(entry: Entry, viewerId: AccountId | undefined): Entry {
  if (entry.senderId === viewerId) return entry.isWithheld ? { ...entry, isWithheld: false } : entry;
  if (entry.isWithheld) return { ...entry, content: '{}', quote: undefined };
  return entry.alias === null ? entry : { ...entry, senderId: 0 };
}

/** Whether the sender sees an entry differently from others. */
export function differsForSender(entry: Entry): boolean {
  return entry.alias !== null || entry.isWithheld;
}
