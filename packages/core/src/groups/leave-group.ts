import {
  endAllMemberships,
  endMemberships,
  findSuccessors,
  listMembers,
  outranks,
  setOwner,
  type ConversationHead,
  type LockedGroup,
} from '../conversations/index.js';
import {
  DomainError,
  invalid,
  limitActor,
  transact,
  type AccountId,
  type MemberCtx,
  type MemberTx,
  type Tx,
} from '../kernel/index.js';
import { requireActive, lockAccess } from './access.js';
import { drawMosaic } from './photo.js';
import { updateGroup } from './store.js';

/**
 * Leaves a group. An owner passes it to an active admin, otherwise to the longest-standing active member. The group
 * ends with its last member. Throws `not_found`.
 */
export async function leaveGroup(ctx: MemberCtx, listId: string): Promise<void> {
  const conversation = await transact(ctx, async (tx) => {
    const { membership, locked } = await lockAccess(tx, listId);
    if (membership.role === 'owner') {
      const successor = await findSuccessor(tx, locked.conversation);
      if (successor !== undefined) await setOwner(tx, locked, { from: ctx.actor, to: successor });
      else await updateGroup(tx, locked.conversation, { disbanded_at: ctx.now() });
    }
    await endMemberships(tx, locked, { people: [ctx.actor], how: 'left' });
    return locked.conversation;
  });
  await drawMosaic(ctx, conversation);
}

/** The caller's successor as owner; an inactive member only if no member is active. */
async function findSuccessor(tx: MemberTx, { id }: ConversationHead): Promise<AccountId | undefined> {
  const active = (await findSuccessors(tx, [id], tx.actor)).get(id);
  if (active !== undefined) return active;
  const members = await listMembers(tx, { id }, { limit: 2 });
  return members.find(({ accountId }) => accountId !== tx.actor)?.accountId;
}

/**
 * Removes members with lower roles than the caller's. Throws `not_found` if one is not a member, `forbidden` or
 * `invalid`.
 */
export async function removeFromGroup(
  ctx: MemberCtx,
  input: { listId: string; accountIds: readonly number[] },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  if (input.accountIds.includes(ctx.actor)) throw invalid('accountIds', 'self');
  const people = [...new Set(input.accountIds)] as AccountId[]; // validated by the member lookup below
  if (people.length === 0) throw invalid('accountIds');
  const conversation = await transact(ctx, async (tx) => {
    const { membership, locked } = await lockAccess(tx, input.listId, 'remove');
    const members = await listMembers(tx, locked.conversation, { among: people });
    if (members.length < people.length) throw new DomainError('not_found');
    if (!members.every(({ role }) => outranks(membership.role, role))) throw new DomainError('forbidden');
    await endMemberships(tx, locked, { people, how: 'removed' });
    return locked.conversation;
  });
  await drawMosaic(ctx, conversation);
}

/** Disbands a group. Throws `not_found` or `forbidden`. */
export async function disbandGroup(ctx: MemberCtx, listId: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, listId, 'disband');
    await disband(tx, locked, ctx.actor);
  });
}

/** Ends a locked group with all its memberships; `byId` is 0 for staff and commands. */
export async function disband(tx: Tx, locked: LockedGroup, byId: AccountId | 0): Promise<void> {
  await endAllMemberships(tx, locked, byId);
  await updateGroup(tx, locked.conversation, { disbanded_at: tx.now() });
}

/** Transfers a group to another member. Throws `not_found`, also for an inactive one, `forbidden` or `invalid`. */
export async function transferGroup(ctx: MemberCtx, input: { listId: string; toId: number }): Promise<void> {
  await limitActor(ctx, 'group_change');
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, input.listId, 'transfer');
    if (input.toId === ctx.actor) throw invalid('successorId', 'self');
    const [successor] = await listMembers(tx, locked.conversation, { among: [input.toId as AccountId] });
    if (!successor) throw new DomainError('not_found');
    await requireActive(tx, [successor.accountId]);
    await setOwner(tx, locked, { from: ctx.actor, to: successor.accountId });
  });
}
