import { requireFreeNickname, requireMayWrite } from '../accounts/index.js';
import {
  listMembers,
  outranks,
  setAdmins,
  setMuted,
  setOwnName,
  type Member,
} from '../conversations/index.js';
import {
  cleanName,
  DomainError,
  isBlank,
  limitActor,
  transact,
  type AccountId,
  type MemberCtx,
} from '../kernel/index.js';
import { requireActive, lockAccess } from './access.js';

/** Makes exactly these members the admins of a group. Throws `not_found`, also for an inactive one, or `forbidden`. */
export async function setGroupAdmins(
  ctx: MemberCtx,
  input: { listId: string; accountIds: readonly number[] },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, input.listId, 'appoint_admins');
    const members = await listMembers(tx, locked.conversation);
    const wanted = among(members, input.accountIds).filter(({ role }) => role !== 'owner');
    const former = members.filter((member) => member.role === 'admin' && !wanted.includes(member));
    await requireActive(tx, idsOf(wanted));
    await setAdmins(tx, locked, idsOf(former), false);
    await setAdmins(tx, locked, idsOf(wanted), true);
  });
}

/**
 * Mutes or unmutes members with lower roles than the caller's. Without `isMuted`, exactly these are muted among the
 * lower roles. Throws `not_found` or `forbidden`.
 */
export async function setMutedMembers(
  ctx: MemberCtx,
  input: { listId: string; accountIds: readonly number[]; isMuted?: boolean | undefined },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  await transact(ctx, async (tx) => {
    const { membership, locked } = await lockAccess(tx, input.listId, 'mute');
    const members = await listMembers(tx, locked.conversation);
    const named = among(members, input.accountIds);
    const below = members.filter(({ role }) => outranks(membership.role, role));
    if (named.some((member) => !below.includes(member))) throw new DomainError('forbidden');
    if (input.isMuted === undefined) {
      const former = below.filter((member) => !named.includes(member));
      await setMuted(tx, locked, idsOf(former), false);
    }
    await setMuted(tx, locked, idsOf(named), input.isMuted ?? true);
  });
}

/** Sets the caller's nickname in a group; '' removes it. Throws `not_found`, `bucketed` or `invalid`. */
export async function setGroupNickname(
  ctx: MemberCtx,
  input: { listId: string; nickname: string },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  const nickname = isBlank(input.nickname) ? '' : cleanName('nickname', input.nickname);
  await requireMayWrite(ctx);
  if (nickname !== '') await requireFreeNickname(ctx, 'nickname', nickname);
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, input.listId);
    await setOwnName(tx, locked.conversation, { nickname });
  });
}

/**
 * Turns anonymity on, each time with a new alias, or off. Throws `not_found`, or `forbidden` if the group does not
 * allow it.
 */
export async function setAnonymous(
  ctx: MemberCtx,
  input: { listId: string; isAnonymous: boolean },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  await transact(ctx, async (tx) => {
    const { membership, locked } = await lockAccess(tx, input.listId);
    if (input.isAnonymous && !membership.allowsAnonymous) throw new DomainError('forbidden');
    if (input.isAnonymous === (membership.alias !== null)) return;
    await setOwnName(tx, locked.conversation, {
      alias: input.isAnonymous ? ctx.ports.wording.anonymousName(ctx.ids.digits(6)) : null,
    });
  });
}

/** The members with these ids. Throws `not_found` if one is not a member. */
function among(members: readonly Member[], ids: readonly number[]): Member[] {
  const byId = new Map<number, Member>(members.map((member) => [member.accountId, member]));
  return [...new Set(ids)].map((id) => {
    const member = byId.get(id);
    if (!member) throw new DomainError('not_found');
    return member;
  });
}

function idsOf(members: readonly Member[]): AccountId[] {
  return members.map(({ accountId }) => accountId);
}
