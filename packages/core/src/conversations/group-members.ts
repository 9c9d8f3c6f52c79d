import { notifyAccounts } from '../accounts/index.js';
import {
  DomainError,
  parseListId,
  type AccountId,
  type Ctx,
  type MemberTx,
  type Tx,
} from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';
import {
  appendEntries,
  membershipContent,
  type MembershipContent,
  type SystemContent,
} from './append-entries.js';
import {
  insertGroupConversation,
  insertMembers,
  selectGroup,
  lockGroup,
  selectMembers,
  updateGroupConversation,
  updateLeft,
  updateMuted,
  updateOwnName,
  updateRoles,
  type LockedGroup,
  type Member,
  type MemberFilter,
  type SpeechChange,
} from './group-members-store.js';

/*
 * The membership and roles of groups. These are the operations for the area `groups`, which knows the rules; each
 * requires the lock of the conversation and appends an entry, so that every client can follow.
 */

/** A mute without an end. */
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** A group by its list id, whether or not the caller is a member: a person who scans its code is not a member yet. */
export async function findGroup(ctx: Ctx, listId: string): Promise<ConversationHead | undefined> {
  const uuid = parseListId(listId);
  return uuid === undefined ? undefined : selectGroup(ctx, uuid);
}

/** Creates a group with an owner and other members. Throws `full`. */
export async function startGroup(
  tx: MemberTx,
  group: { name: string; ownerId: AccountId; memberIds: readonly AccountId[]; limit: number },
): Promise<ConversationHead> {
  const made = await lockGroup(tx, await insertGroupConversation(tx, group.name));
  const everybody = [group.ownerId, ...group.memberIds.filter((id) => id !== group.ownerId)];
  await insertMembers(tx, made, everybody, null);
  await updateRoles(tx, made.conversation, [group.ownerId], 'owner');
  const others = everybody.filter((id) => id !== tx.actor);
  return welcome(tx, made, everybody, group.limit, {
    senderId: tx.actor,
    content: membershipContent('created', others),
  });
}

/**
 * Adds people to a group; returns those who were not members. `inviterId` invited them, unless the caller is among them
 * and joined. Throws `full`, and then adds no one.
 */
export async function addMembers(
  tx: MemberTx,
  group: LockedGroup,
  input: { people: readonly AccountId[]; inviterId: AccountId; limit: number },
): Promise<AccountId[]> {
  const added = await insertMembers(tx, group, input.people, input.inviterId);
  if (added.length === 0) return added;
  const isOwnDoing = added.includes(tx.actor);
  await welcome(tx, group, added, input.limit, {
    senderId: isOwnDoing ? tx.actor : input.inviterId,
    content: membershipContent(isOwnDoing ? 'joined' : 'invited', added),
  });
  return added;
}

/** Ends memberships; notifies the accounts concerned, and the others by an entry. */
export async function endMemberships(
  tx: MemberTx,
  group: LockedGroup,
  input: { people: readonly AccountId[]; how: 'removed' | 'left' },
): Promise<AccountId[]> {
  const gone = await updateLeft(tx, group, input.people, input.how === 'removed');
  if (gone.length === 0) return gone;
  const conversation = await updateGroupConversation(tx, group.conversation, { joined: -gone.length });
  await notifyRemoved(tx, group, gone, { how: input.how, byId: tx.actor });
  await appendEntries(tx, conversation, [
    { kind: 'member', senderId: tx.actor, content: membershipContent(input.how, gone) },
  ]);
  return gone;
}

/** Ends all memberships and notifies all members directly, because no member is left to read an entry. */
export async function endAllMemberships(tx: Tx, group: LockedGroup, byId: AccountId | 0): Promise<void> {
  const gone = await updateLeft(tx, group, undefined, false);
  await updateGroupConversation(tx, group.conversation, { joined: -gone.length });
  await notifyRemoved(tx, group, gone, { how: 'disbanded', byId });
}

/** Promotes members to admins or demotes admins to members; ignores those without a change. */
export async function setAdmins(
  tx: MemberTx,
  group: LockedGroup,
  people: readonly AccountId[],
  isAdmin: boolean,
): Promise<void> {
  const changed = await updateRoles(tx, group.conversation, people, isAdmin ? 'admin' : 'member');
  await note(tx, group, isAdmin ? 'admins_added' : 'admins_removed', changed);
}

/** Transfers a group; the old owner stays as a member. */
export async function setOwner(
  tx: MemberTx,
  group: LockedGroup,
  change: { from: AccountId; to: AccountId },
): Promise<void> {
  await updateRoles(tx, group.conversation, [change.from], 'member');
  await updateRoles(tx, group.conversation, [change.to], 'owner');
  await note(tx, group, 'owner_changed', [change.to]);
}

/** Mutes or unmutes members; ignores those without a change. */
export async function setMuted(
  tx: MemberTx,
  group: LockedGroup,
  people: readonly AccountId[],
  isMuted: boolean,
): Promise<void> {
  const changed = await updateMuted(tx, group.conversation, people, isMuted ? FOR_EVER : null);
  await note(tx, group, isMuted ? 'muted' : 'unmuted', changed);
}

/** Changes the name or the speech settings of a group; the optional line informs its members. */
export async function changeGroupConversation(
  tx: MemberTx,
  of: ConversationHead,
  change: SpeechChange,
  line?: SystemContent,
): Promise<void> {
  const conversation = await updateGroupConversation(tx, of, change);
  if (line) await appendEntries(tx, conversation, [{ kind: 'system', senderId: tx.actor, content: line }]);
}

/** Changes the caller's names in a group. */
export async function setOwnName(
  tx: MemberTx,
  of: ConversationHead,
  change: { nickname?: string; alias?: string | null },
): Promise<void> {
  await updateOwnName(tx, of, change);
  await updateGroupConversation(tx, of);
}

/** The current members of a group: the owner, the admins, then by time of joining. */
export function listMembers(
  ctx: Ctx,
  of: Pick<ConversationHead, 'id'>,
  filter?: MemberFilter,
): Promise<Member[]> {
  return selectMembers(ctx, of, filter);
}

/** Role and nickname of the people who are members of a group; empty for a single conversation. */
export async function loadMarks(
  ctx: Ctx,
  of: ConversationHead,
  people: readonly AccountId[],
): Promise<Map<AccountId, Pick<Member, 'role' | 'nickname'>>> {
  if (of.kind !== 'group' || people.length === 0) return new Map();
  const members = await selectMembers(ctx, of, { among: people });
  return new Map(members.map(({ accountId, role, nickname }) => [accountId, { role, nickname }]));
}

/** Records new members. Under the lock the count is exact, so the last place is given only once. */
async function welcome(
  tx: MemberTx,
  group: LockedGroup,
  newcomers: readonly AccountId[],
  limit: number,
  line: { senderId: AccountId; content: MembershipContent },
): Promise<ConversationHead> {
  const { listId } = group.conversation;
  const conversation = await updateGroupConversation(tx, group.conversation, { joined: newcomers.length });
  if (conversation.memberCount > limit) throw new DomainError('full', undefined, { limit });
  await notifyAccounts(
    tx,
    newcomers.map((accountId) => ({ accountId, type: 'membership_began', data: { listId } })),
  );
  await appendEntries(tx, conversation, [{ kind: 'member', ...line }]);
  return conversation;
}

async function notifyRemoved(
  tx: Tx,
  { conversation: { listId }, name: groupName }: LockedGroup,
  gone: readonly AccountId[],
  ending: { how: 'removed' | 'left' | 'disbanded'; byId: AccountId | 0 },
): Promise<void> {
  await notifyAccounts(
    tx,
    gone.map((accountId) => ({
      accountId,
      type: 'membership_ended',
      data: { listId, groupName, ...ending },
    })),
  );
}

async function note(
  tx: MemberTx,
  group: LockedGroup,
  event: MembershipContent['event'],
  users: readonly AccountId[],
): Promise<void> {
  if (users.length === 0) return;
  const conversation = await updateGroupConversation(tx, group.conversation);
  await appendEntries(tx, conversation, [
    { kind: 'member', senderId: tx.actor, content: membershipContent(event, users) },
  ]);
}
