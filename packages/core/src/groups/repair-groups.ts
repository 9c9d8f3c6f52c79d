import { loadProfiles } from '../accounts/index.js';
import {
  appointOwner,
  findGroup,
  isMutedAlone,
  listMembers,
  lockGroup,
  lockGroups,
  repairRoles,
  type ConversationHead,
  type LockedGroup,
} from '../conversations/index.js';
import { DomainError, transact, type AccountId, type Ctx } from '../kernel/index.js';
import { audit, requireWhy, type OperatorCtx, type OperatorTx } from '../staff/index.js';
import { requireActive } from './access.js';
import { disband } from './leave-group.js';
import { selectBroken, selectGroupRow, type BrokenGroup } from './store.js';

/*
 * Operators' tools for groups. No action of members leaves a group without an owner, but older data may, and so may a
 * group whose members were all inactive.
 */

/** A group as shown to an operator. */
export interface GroupReport {
  readonly listId: string;
  readonly name: string;
  readonly members: readonly {
    readonly accountId: AccountId;
    readonly username: string;
    readonly role: 'member' | 'admin' | 'owner';
    readonly status: 'active' | 'frozen' | 'disabled';
    readonly isMuted: boolean;
  }[];
  readonly isMutedAll: boolean;
  readonly needsApproval: boolean;
}

/** A group with its members. Throws `not_found`. */
export async function showGroup(ctx: Ctx, listId: string): Promise<GroupReport> {
  const conversation = await accessAsOperator(ctx, listId);
  const [locked, group, rows] = await transact(ctx, async (tx) => [
    await lockGroup(tx, conversation),
    await selectGroupRow(tx, conversation),
    await listMembers(tx, conversation),
  ]);
  const profiles = await loadProfiles(
    ctx,
    rows.map(({ accountId }) => accountId),
  );
  return {
    listId: conversation.listId,
    name: locked.name,
    members: rows.flatMap((member) => {
      const { accountId, role } = member;
      const profile = profiles.get(accountId);
      if (!profile) return [];
      const { username, status } = profile;
      return [{ accountId, username, role, status, isMuted: isMutedAlone(member, ctx.now()) }];
    }),
    isMutedAll: locked.isMutedAll,
    needsApproval: group?.needsApproval ?? false,
  };
}

/**
 * Makes an active member the owner of a group; the old one stays as a member. Members of staff give a reason. Throws
 * `not_found` or `invalid`.
 */
export async function assignGroupOwner(
  ctx: OperatorCtx,
  { listId, toId, why }: GroupAction & { toId: AccountId },
): Promise<void> {
  await act(ctx, { listId, why }, 'groups.hand_over', async (tx, { conversation }) => {
    const [successor] = await listMembers(tx, conversation, { among: [toId] });
    if (!successor) throw new DomainError('not_found', 'This account is not a member of the group.');
    await requireActive(tx, [toId]);
    const from = await appointOwner(tx, conversation, toId);
    return { before: { ownerId: from }, after: { ownerId: toId } };
  });
}

/** Disbands a group on behalf of an operator. Members of staff give a reason. Throws `not_found` or `invalid`. */
export async function closeGroup(ctx: OperatorCtx, action: GroupAction): Promise<void> {
  await act(ctx, action, 'groups.close', async (tx, locked) => {
    await disband(tx, locked, 0);
    return { before: { members: locked.memberCount }, after: {} };
  });
}

/** An action about a group, with its reason. Commands on the server give none. */
interface GroupAction {
  readonly listId: string;
  readonly why?: string | undefined;
}

/** Does something to a locked group that is not disbanded, and writes it to the audit log. */
async function act(
  ctx: OperatorCtx,
  { listId, why }: GroupAction,
  action: string,
  work: (tx: OperatorTx, group: LockedGroup) => Promise<{ before: object; after: object }>,
): Promise<void> {
  if (ctx.staff) requireWhy(why ?? '');
  const conversation = await accessAsOperator(ctx, listId);
  await transact(ctx, async (tx) => {
    const locked = await lockGroup(tx, conversation);
    // Somebody may have disbanded it before the lock.
    if (!(await selectGroupRow(tx, conversation))) throw new DomainError('not_found');
    const { before, after } = await work(tx, locked);
    const object = { kind: 'group', id: conversation.listId };
    await audit(tx, { action, object, before, after: { ...after, why } });
  });
}

/**
 * Repairs every group of the tenant with an inactive, muted or missing owner, or with inactive admins. Returns the
 * repaired groups, and those without an active member. Repeatable, also while the server runs.
 */
export async function repairGroups(ctx: Ctx): Promise<{ mended: BrokenGroup[]; left: BrokenGroup[] }> {
  const found: BrokenGroup[] = [];
  for (;;) {
    const page = await selectBroken(ctx, found.at(-1)?.id ?? 0);
    if (page.length === 0) break;
    await transact(ctx, async (tx) => {
      await lockGroups(
        tx,
        page.map(({ id }) => id),
      );
      await repairRoles(
        tx,
        page.map(({ id }) => id),
      );
    });
    found.push(...page);
  }
  const broken = await listBrokenGroups(ctx);
  const isBroken = new Set(broken.map(({ id }) => id));
  return { mended: found.filter(({ id }) => !isBroken.has(id)), left: broken };
}

/** The groups that `repairGroups` would repair. */
export async function listBrokenGroups(ctx: Ctx): Promise<BrokenGroup[]> {
  const found: BrokenGroup[] = [];
  for (;;) {
    const page = await selectBroken(ctx, found.at(-1)?.id ?? 0);
    if (page.length === 0) return found;
    found.push(...page);
  }
}

async function accessAsOperator(ctx: Ctx, listId: string): Promise<ConversationHead> {
  const conversation = await findGroup(ctx, listId);
  if (!conversation || !(await selectGroupRow(ctx, conversation)))
    throw new DomainError('not_found', `There is no group ${listId} in tenant ${ctx.tenant.id}.`);
  return conversation;
}
