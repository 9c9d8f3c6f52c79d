import { isMutedAlone } from '../conversations/index.js';
import { fold, type AccountId, type MemberCtx } from '../kernel/index.js';
import { getConversationWithMembers, getGroupWithMembers, type GroupMember } from './members.js';

/**
 * The other members of a group, optionally those with a text in the caller's remark, the nickname in the group or the
 * nickname; clients show any of the three. Throws `not_found`.
 */
export async function listOtherMembers(
  ctx: MemberCtx,
  input: { listId: string; text?: string | undefined },
): Promise<GroupMember[]> {
  const { members } = await getGroupWithMembers(ctx, input.listId);
  const wanted = fold(input.text ?? '').trim();
  return others(ctx, members).filter(({ remark, nickname, profile }) =>
    [remark, nickname, profile.nickname].some((name) => fold(name).includes(wanted)),
  );
}

/** The other members of a conversation, which may be a single one. Throws `not_found`. */
export async function listOtherParticipants(ctx: MemberCtx, listId: string): Promise<GroupMember[]> {
  return others(ctx, (await getConversationWithMembers(ctx, listId)).members);
}

/** A role or state that a manager can assign: admin, muted, or owner. */
export type TargetRole = 'admin' | 'muted' | 'owner';

/** The members who can get a role, and those who have it now. Throws `not_found`. */
export async function listCandidates(
  ctx: MemberCtx,
  input: { listId: string; role: TargetRole },
): Promise<{ candidates: GroupMember[]; holders: AccountId[] }> {
  const { members } = await getGroupWithMembers(ctx, input.listId);
  const mayBe: Record<TargetRole, (member: GroupMember) => boolean> = {
    admin: ({ role, profile }) => role !== 'owner' && profile.status === 'active',
    muted: ({ role }) => role === 'member',
    owner: ({ role, profile }) => role !== 'owner' && profile.status === 'active',
  };
  const is: Record<TargetRole, (member: GroupMember) => boolean> = {
    admin: ({ role }) => role === 'admin',
    muted: (member) => isMutedAlone(member, ctx.now()),
    owner: () => false,
  };
  const candidates = members.filter(mayBe[input.role]);
  return { candidates, holders: candidates.filter(is[input.role]).map(({ accountId }) => accountId) };
}

function others({ actor }: MemberCtx, members: readonly GroupMember[]): GroupMember[] {
  return members.filter(({ accountId }) => accountId !== actor);
}
