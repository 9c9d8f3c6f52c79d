import { bounds, type AccountId, type Entry, type Tenant, type TenantSettings } from '../kernel/index.js';
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

/** Whether a stranger has opened it and has no answer yet. */
export function isPending({ opening }: Membership): boolean {
  return opening !== undefined && opening.answeredAt === null;
}

/** Whether it stands in the member's box of strangers: until it is answered, or a key is given. */
export function isFromStranger(membership: Membership, actor: AccountId): boolean {
  const { opening } = membership;
  return isPending(membership) && opening?.openerId !== actor && !opening?.isUnlocked;
}

/** The only account notified of what a member does: the member, when moderation hides it from the other; else undefined. */
export function soleAudience({ isShadowed }: Membership, actor: AccountId): AccountId | undefined {
  return isShadowed ? actor : undefined;
}

/** The other person of a single conversation, or of one with customer service; undefined in a group. */
export function peerOf(membership: Membership, actor: AccountId): AccountId | undefined {
  const { pair } = membership.conversation;
  if (!pair) return membership.counterpartId;
  return pair[0] === actor ? pair[1] : pair[0];
}

/** No account has a larger id; the database would stumble over one. */
const MAX_ACCOUNT_ID = 0x7fffffff;

/** The account ids of the setting, which has them with `|` between; what is no id is passed over. */
export function parseDefaultFriends(setting: string): AccountId[] {
  const ids = setting.split('|').map((text) => Number(text.trim()));
  const known = ids.filter((id) => Number.isInteger(id) && id > 0 && id <= MAX_ACCOUNT_ID);
  return [...new Set(known)].slice(0, bounds.list.defaultFriends) as AccountId[]; // they become ids by being looked up
}

/** Which of the people whom the tenant names become friends of the new account whose turn it is. */
export function pickDefaultFriends(of: {
  usable: readonly AccountId[];
  mode: TenantSettings['defaultFriendMode'];
  /** The new account's id: ids are counted up, so the turn passes on. */
  turn: number;
  /** A random whole number. */
  chance: number;
}): readonly AccountId[] {
  if (of.mode === 'all') return of.usable;
  const place = (of.mode === 'turns' ? of.turn : of.chance) % of.usable.length;
  return of.usable.slice(place, place + 1);
}
