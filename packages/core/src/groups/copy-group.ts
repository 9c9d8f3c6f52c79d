import {
  changeGroupConversation,
  demandRole,
  endAllMemberships,
  listMembers,
  lockGroup,
  setAdmins,
  startGroup,
  type Membership,
} from '../conversations/index.js';
import {
  DomainError,
  transact,
  type AccountId,
  type ConversationHead,
  type MemberCtx,
} from '../kernel/index.js';
import { accessGroup, demandOpenGroups, lockAccess } from './access.js';
import { drawMosaic } from './photo.js';
import { insertGroup, updateGroup } from './store.js';

/** What a copy of a group would be like. Throws `not_found` or `forbidden`. */
export async function previewCopy(ctx: MemberCtx, listId: string): Promise<Membership> {
  const { membership } = await accessGroup(ctx, listId);
  demandRole(membership, 'copy');
  return membership;
}

/**
 * Makes a new group of the people, roles and settings of one that the caller owns, with an empty history;
 * `ownerId` is one of them and owns the copy. The old group can end with that. Throws `not_found` or `forbidden`.
 */
export async function copyGroup(
  ctx: MemberCtx,
  input: { listId: string; ownerId?: number | undefined; isDisbanding: boolean },
): Promise<ConversationHead> {
  const made = await transact(ctx, async (tx) => {
    const { membership, group, locked } = await lockAccess(tx, input.listId, 'copy');
    demandOpenGroups(ctx);
    const members = await listMembers(tx, locked.conversation);
    const ownerId = (input.ownerId ?? ctx.actor) as AccountId; // looked for among the members in a moment
    if (!members.some(({ accountId }) => accountId === ownerId)) throw new DomainError('not_found');
    const copy = await startGroup(tx, {
      name: locked.name,
      ownerId,
      memberIds: members.map(({ accountId }) => accountId),
      limit: ctx.tenant.settings.groupMaxMembers,
    });
    await insertGroup(tx, copy, {
      needs_approval: group.needsApproval,
      is_editable: group.isEditable,
      allows_red_packets: group.allowsRedPackets,
      allows_microphone: group.allowsMicrophone,
      sort: group.sort,
    });
    await changeGroupConversation(tx, copy, {
      is_muted_all: membership.isMutedAll,
      allows_anonymous: membership.allowsAnonymous,
      forbids_befriending: membership.forbidsBefriending,
    });
    const admins = members.filter(({ role, accountId }) => role === 'admin' && accountId !== ownerId);
    await setAdmins(
      tx,
      await lockGroup(tx, copy),
      admins.map(({ accountId }) => accountId),
      true,
    );
    if (input.isDisbanding) {
      await endAllMemberships(tx, locked);
      await updateGroup(tx, locked.conversation, { disbanded_at: ctx.now() });
    }
    return copy;
  });
  await drawMosaic(ctx, made);
  return made;
}
