import { lockActive } from '../accounts/index.js';
import {
  accessConversation,
  requireRole,
  lockGroup,
  type LockedGroup,
  type Membership,
} from '../conversations/index.js';
import { DomainError, type AccountId, type MemberCtx, type MemberTx, type Tx } from '../kernel/index.js';
import { selectGroupRow, type GroupRow } from './store.js';

/** A group that the caller is a member of. */
export interface GroupAccess {
  readonly membership: Membership;
  readonly group: GroupRow;
}

/** The caller's membership of a group, with the group. Throws `not_found`, also for a single conversation. */
export async function accessGroup(ctx: MemberCtx, listId: string): Promise<GroupAccess> {
  const membership = await accessConversation(ctx, listId);
  const group = await selectGroupRow(ctx, membership.conversation);
  if (!group) throw new DomainError('not_found');
  return { membership, group };
}

/**
 * Locks a group and loads the caller's membership again: the role may have changed before the lock. Throws
 * `not_found`, or `forbidden` if the role does not suffice for the action.
 */
export async function lockAccess(
  tx: MemberTx,
  listId: string,
  action?: Parameters<typeof requireRole>[1],
): Promise<GroupAccess & { locked: LockedGroup }> {
  const before = await accessConversation(tx, listId);
  const locked = await lockGroup(tx, before.conversation);
  const access = await accessGroup(tx, listId);
  if (action) requireRole(access.membership, action);
  return { ...access, locked };
}

/** Rejects new groups if the tenant does not allow users to create them. Throws `forbidden`. */
export function requireOpenGroups(ctx: MemberCtx): void {
  if (!ctx.tenant.settings.openGroups) throw new DomainError('forbidden');
}

/**
 * Requires that accounts about to get a role are active; locks their status until the transaction ends. Throws
 * `not_found`.
 */
export async function requireActive(tx: Tx, ids: readonly AccountId[]): Promise<void> {
  if ((await lockActive(tx, ids)) < ids.length) throw new DomainError('not_found');
}
