import { requireMayWrite, loadProfiles } from '../accounts/index.js';
import { listForbiddenPairs } from '../contacts/index.js';
import {
  changeGroupConversation,
  requireRole,
  listMembers,
  lockGroup,
  setAdmins,
  startGroup,
  type Member,
  type Membership,
  type ConversationHead,
} from '../conversations/index.js';
import {
  DomainError,
  limitActor,
  transact,
  type AccountId,
  type Tx,
  type MemberCtx,
} from '../kernel/index.js';
import { accessGroup, requireActive, requireOpenGroups, lockAccess } from './access.js';
import { disband } from './leave-group.js';
import { drawMosaic } from './photo.js';
import { insertGroup } from './store.js';

/** The group that `copyGroup` would copy. Throws `not_found` or `forbidden`. */
export async function previewCopy(ctx: MemberCtx, listId: string): Promise<Membership> {
  const { membership } = await accessGroup(ctx, listId);
  requireRole(membership, 'copy');
  return membership;
}

/**
 * Copies a group that the caller owns, with its members, roles and settings but an empty history; `ownerId` must be a
 * member and owns the copy. Omits members who may not meet others, see `findFit`. Optionally disbands the old group.
 * Throws `not_found`, `forbidden` or `bucketed`.
 */
export async function copyGroup(
  ctx: MemberCtx,
  input: { listId: string; ownerId?: number | undefined; isDisbanding: boolean },
): Promise<ConversationHead> {
  await limitActor(ctx, 'group');
  await requireMayWrite(ctx);
  const made = await transact(ctx, async (tx) => {
    const { membership, group, locked } = await lockAccess(tx, input.listId, 'copy');
    requireOpenGroups(ctx);
    const everybody = await listMembers(tx, locked.conversation);
    const ownerId = (input.ownerId ?? ctx.actor) as AccountId; // validated by the member lookup below
    const profiles = await loadProfiles(tx, idsOf(everybody));
    const isActive = (id: AccountId) => profiles.get(id)?.status === 'active';
    if (!everybody.some(({ accountId }) => accountId === ownerId)) throw new DomainError('not_found');
    await requireActive(tx, [ownerId]);
    const fit = await findFit(
      tx,
      ownerId,
      everybody.filter(({ accountId }) => accountId !== ownerId),
    );
    const members = everybody.filter(({ accountId }) => accountId === ownerId || fit.has(accountId));
    const copy = await startGroup(tx, {
      name: locked.name,
      ownerId,
      memberIds: idsOf(members),
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
    const admins = members.filter(
      ({ role, accountId }) => role === 'admin' && accountId !== ownerId && isActive(accountId),
    );
    await setAdmins(tx, await lockGroup(tx, copy), idsOf(admins), true);
    if (input.isDisbanding) await disband(tx, locked, ctx.actor);
    return copy;
  });
  await drawMosaic(ctx, made);
  return made;
}

/**
 * The members who can be in a group of this owner: those who may meet the owner and, checked in order, all members
 * accepted before.
 */
async function findFit(tx: Tx, ownerId: AccountId, members: readonly Member[]): Promise<Set<AccountId>> {
  const ids = idsOf(members);
  const fromOwner = new Set((await listForbiddenPairs(tx, ids, [ownerId])).map(([id]) => id));
  const fit = new Set(ids.filter((id) => !fromOwner.has(id)));
  const pairs = await listForbiddenPairs(tx, [...fit], [...fit]);
  const place = new Map(ids.map((id, i) => [id, i]));
  const later = (a: AccountId, b: AccountId) => ((place.get(a) ?? 0) > (place.get(b) ?? 0) ? a : b);
  for (const [a, b] of pairs) if (fit.has(a) && fit.has(b)) fit.delete(later(a, b));
  return fit;
}

function idsOf(members: readonly Member[]): AccountId[] {
  return members.map(({ accountId }) => accountId);
}
