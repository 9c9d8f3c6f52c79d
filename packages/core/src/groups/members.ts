import { loadProfiles, type Profile } from '../accounts/index.js';
import { loadRemarks, lookUpPerson } from '../contacts/index.js';
import {
  accessConversation,
  listCommonGroups,
  listMembers,
  type Member,
  type Membership,
} from '../conversations/index.js';
import { DomainError, type AccountId, type MemberCtx } from '../kernel/index.js';
import { accessGroup, type GroupAccess } from './access.js';
import { selectGroupRow } from './store.js';

/** A group that the caller is a member of. */
export type Group = GroupAccess;

/** A member with the profile, as the caller sees it. */
export interface GroupMember extends Member {
  readonly profile: Profile;
  /** The caller's own name for a friend; empty without one. */
  readonly remark: string;
}

/** A group that the caller is a member of. Throws `not_found`. */
export function getGroup(ctx: MemberCtx, listId: string): Promise<Group> {
  return accessGroup(ctx, listId);
}

/** A member's name in lists: the caller's remark, otherwise the nickname in the group, otherwise the nickname. */
export function memberName({ remark, nickname, profile }: GroupMember): string {
  return remark || nickname || profile.nickname;
}

/** A group with its members. Throws `not_found`. */
export async function getGroupWithMembers(
  ctx: MemberCtx,
  listId: string,
): Promise<Group & { members: GroupMember[] }> {
  const group = await accessGroup(ctx, listId);
  return { ...group, members: await loadMembers(ctx, group.membership) };
}

/** A conversation with its members; `group` is undefined for a single one. Throws `not_found`. */
export async function getConversationWithMembers(
  ctx: MemberCtx,
  listId: string,
): Promise<{ membership: Membership; group: Group['group'] | undefined; members: GroupMember[] }> {
  const membership = await accessConversation(ctx, listId);
  const [group, members] = await Promise.all([
    selectGroupRow(ctx, membership.conversation),
    loadMembers(ctx, membership),
  ]);
  return { membership, group, members };
}

/** The owner, the admins, then the others by time of joining. */
async function loadMembers(ctx: MemberCtx, membership: Membership): Promise<GroupMember[]> {
  return withProfiles(ctx, await listMembers(ctx, membership.conversation));
}

async function withProfiles(ctx: MemberCtx, rows: readonly Member[]): Promise<GroupMember[]> {
  const ids = rows.map(({ accountId }) => accountId);
  const [profiles, remarks] = await Promise.all([loadProfiles(ctx, ids), loadRemarks(ctx, ids)]);
  return rows.flatMap((row) => {
    const profile = profiles.get(row.accountId);
    return profile ? [{ ...row, profile, remark: remarks.get(row.accountId) ?? '' }] : [];
  });
}

/** Those of these accounts that are or were members of a group. Throws `not_found`. */
export async function listPeopleOf(
  ctx: MemberCtx,
  input: { listId: string; accountIds: readonly number[] },
): Promise<GroupMember[]> {
  const { membership } = await accessGroup(ctx, input.listId);
  // Rows of this group only, whatever the ids are.
  const among = input.accountIds as readonly AccountId[];
  return withProfiles(ctx, await listMembers(ctx, membership.conversation, { among, hasFormer: true }));
}

/** The inviter of a member; undefined for founding members. Throws `not_found`. */
export async function findInviter(
  ctx: MemberCtx,
  input: { listId: string; accountId: number },
): Promise<Profile | undefined> {
  const { membership } = await accessGroup(ctx, input.listId);
  const among = [input.accountId as AccountId]; // validated by the member lookup
  const [member] = await listMembers(ctx, membership.conversation, { among });
  if (!member) throw new DomainError('not_found');
  if (member.inviterId === null) return undefined;
  return (await loadProfiles(ctx, [member.inviterId])).get(member.inviterId);
}

/** The groups that the caller shares with an account. Throws `not_found`. */
export async function listCommonGroupsWith(
  ctx: MemberCtx,
  accountId: number,
): Promise<{ listId: string; name: string; memberCount: number }[]> {
  const person = await lookUpPerson(ctx, accountId);
  return listCommonGroups(ctx, person.id);
}
