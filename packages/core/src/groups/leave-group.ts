import {
  endAllMemberships,
  endMemberships,
  listMembers,
  outranks,
  setOwner,
} from '../conversations/index.js';
import { DomainError, invalid, transact, type AccountId, type MemberCtx } from '../kernel/index.js';
import { lockAccess } from './access.js';
import { drawMosaic } from './photo.js';
import { updateGroup } from './store.js';

/**
 * Leaves a group. An owner who leaves hands it over: to an admin, else to whoever is there the longest. With the
 * last member the group ends. Throws `not_found`.
 */
export async function leaveGroup(ctx: MemberCtx, listId: string): Promise<void> {
  const conversation = await transact(ctx, async (tx) => {
    const { membership, locked } = await lockAccess(tx, listId);
    if (membership.role === 'owner') {
      const successor = (await listMembers(tx, locked.conversation, { limit: 2 })).find(
        ({ accountId }) => accountId !== ctx.actor,
      );
      if (successor) await setOwner(tx, locked, { from: ctx.actor, to: successor.accountId });
      else await updateGroup(tx, locked.conversation, { disbanded_at: ctx.now() });
    }
    await endMemberships(tx, locked, { people: [ctx.actor], how: 'left' });
    return locked.conversation;
  });
  await drawMosaic(ctx, conversation);
}

/** Removes people who stand below the caller. Throws `not_found` when one is not in the group, or `forbidden`. */
export async function removeFromGroup(
  ctx: MemberCtx,
  input: { listId: string; accountIds: readonly number[] },
): Promise<void> {
  if (input.accountIds.includes(ctx.actor)) throw invalid('users', 'self');
  const people = [...new Set(input.accountIds)] as AccountId[]; // looked for among the members in a moment
  if (people.length === 0) throw invalid('users');
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

/** Ends a group for everybody. Throws `not_found` or `forbidden`. */
export async function disbandGroup(ctx: MemberCtx, listId: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, listId, 'disband');
    await endAllMemberships(tx, locked);
    await updateGroup(tx, locked.conversation, { disbanded_at: ctx.now() });
  });
}

/** Hands a group over to another member. Throws `not_found`, `forbidden` or `invalid`. */
export async function transferGroup(ctx: MemberCtx, input: { listId: string; toId: number }): Promise<void> {
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, input.listId, 'transfer');
    if (input.toId === ctx.actor) throw invalid('trans_user_id', 'self');
    const [heir] = await listMembers(tx, locked.conversation, { among: [input.toId as AccountId] });
    if (!heir) throw new DomainError('not_found');
    await setOwner(tx, locked, { from: ctx.actor, to: heir.accountId });
  });
}
