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
} from '../conversations/index.js';
import { DomainError, transact, type AccountId, type Ctx } from '../kernel/index.js';
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

/** Makes an active member the owner of a group. Throws `not_found`. */
export async function assignGroupOwner(ctx: Ctx, input: { listId: string; toId: AccountId }): Promise<void> {
  const conversation = await accessAsOperator(ctx, input.listId);
  await transact(ctx, async (tx) => {
    await lockGroup(tx, conversation);
    const [successor] = await listMembers(tx, conversation, { among: [input.toId] });
    if (!successor) throw new DomainError('not_found', 'This account is not a member of the group.');
    if ((await loadProfiles(tx, [input.toId])).get(input.toId)?.status !== 'active')
      throw new DomainError('not_found', 'This account is not active.');
    await appointOwner(tx, conversation, input.toId);
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
