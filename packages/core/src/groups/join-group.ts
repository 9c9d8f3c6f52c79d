import {
  requireMayWrite,
  listUnsanctioned,
  loadProfiles,
  notifyAccounts,
  type AccountNotification,
} from '../accounts/index.js';
import { accessPerson } from '../contacts/index.js';
import {
  addMembers,
  findGroup,
  listMembers,
  listRemovedMembers,
  lockGroup,
  mayDo,
  type LockedGroup,
  type ConversationHead,
} from '../conversations/index.js';
import {
  DomainError,
  invalid,
  limitActor,
  listIdText,
  transact,
  type AccountId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import { accessGroup, lockAccess } from './access.js';
import { requireEligible, requireMayMeet } from './admit.js';
import { accessFriends } from './friends.js';
import { drawMosaic } from './photo.js';
import {
  countPendingRequests,
  selectRequest,
  selectRequests,
  updateRequest,
  upsertRequests,
} from './requests-store.js';
import type { GroupRequest } from './requests-store.js';
import { selectGroupRow, updateGroup } from './store.js';

export type { GroupRequest } from './requests-store.js';

/** Whether people are members now, or wait for a manager's approval. */
export type Entrance = 'joined' | 'waiting';

/**
 * Adds friends to a group. Those invited by an ordinary member wait if joining requires approval, and so do those who
 * were removed before. Throws `bucketed`, `not_found` (also for a friend who may not meet a member), `not_friends` or
 * `full`, and then adds no one.
 */
export async function inviteToGroup(
  ctx: MemberCtx,
  input: { listId: string; accountIds: readonly number[] },
): Promise<Entrance> {
  await limitActor(ctx, 'invitation', input.accountIds.length);
  await accessGroup(ctx, input.listId);
  await requireMayWrite(ctx);
  const people = (await accessFriends(ctx, input.accountIds)).map(({ id }): AccountId => id);
  if (people.length === 0) throw invalid('accountIds');
  const entrance = await transact(ctx, async (tx) => {
    const { membership, group, locked } = await lockAccess(tx, input.listId);
    const { newcomers, memberIds } = await findNewcomers(tx, locked, people);
    await requireEligible(tx, { newcomers, memberIds: [...memberIds, ...newcomers] });
    const mayAdmit = mayDo(membership.role, 'admit');
    const barred = await listRemovedMembers(tx, locked.conversation, newcomers);
    const waiting = newcomers.filter((id) => !mayAdmit && (group.needsApproval || barred.has(id)));
    return enter(tx, locked, { newcomers, waiting, inviterId: ctx.actor });
  });
  return finish(ctx, entrance);
}

/**
 * Joins a group by a member's QR code: its list id with the member's own id, as existing clients show it, or also with
 * the group's code. The caller waits for approval if joining requires it, after a removal, or while hidden by
 * moderation; existing members stay members. Throws `bucketed` or `full`, and `not_found` otherwise: for an outdated
 * code, an unknown member, or a member whom the caller may not meet.
 */
export async function joinByScan(
  ctx: MemberCtx,
  input: { listId: string; inviterId?: number | undefined; code?: string | undefined },
): Promise<Entrance> {
  await limitActor(ctx, 'group_join');
  await requireMayWrite(ctx);
  const conversation = await findGroup(ctx, input.listId);
  if (!conversation || (input.code === undefined && !ctx.tenant.settings.joinByListId))
    throw new DomainError('not_found');
  if (input.inviterId !== undefined) await accessPerson(ctx, input.inviterId);
  const entrance = await transact(ctx, async (tx) => {
    const locked = await lockGroup(tx, conversation);
    const group = await selectGroupRow(tx, conversation);
    const members = await listMembers(tx, conversation);
    const inviter = members.find(({ accountId, role }) =>
      input.inviterId === undefined
        ? input.code !== undefined && role === 'owner'
        : accountId === input.inviterId,
    );
    if (!group || !inviter || (input.code !== undefined && input.code.toLowerCase() !== group.code))
      throw new DomainError('not_found');
    const memberIds = members.map(({ accountId }) => accountId);
    if (memberIds.includes(ctx.actor)) return { conversation, entrance: 'joined' } as const;
    // An early check, for requests that arrive after the group is full.
    if (!group.needsApproval && memberIds.length >= limitOf(tx)) throw full(tx);
    await requireMayMeet(tx, { newcomers: [ctx.actor], memberIds });
    const isHidden = !(await listUnsanctioned(tx, [ctx.actor])).has(ctx.actor);
    const isBarred = (await listRemovedMembers(tx, conversation, [ctx.actor])).has(ctx.actor);
    const waiting = group.needsApproval || isBarred || isHidden ? [ctx.actor] : [];
    return enter(tx, locked, { newcomers: [ctx.actor], waiting, inviterId: inviter.accountId, isHidden });
  });
  return finish(ctx, entrance);
}

/** Renews a group's code; the previous one becomes invalid. Throws `not_found` or `forbidden`. */
export async function renewGroupCode(ctx: MemberCtx, listId: string): Promise<string> {
  const code = ctx.ids.uuid();
  await transact(ctx, async (tx) => {
    const { locked } = await lockAccess(tx, listId, 'admit');
    await updateGroup(tx, locked.conversation, { code });
  });
  return listIdText(code);
}

/** The requests to join groups that the caller manages, newest first, without refused ones; at most 500. */
export function listRequests(ctx: MemberCtx): Promise<GroupRequest[]> {
  return selectRequests(ctx);
}

/** The number of pending requests to groups that the caller manages. */
export function countRequests(ctx: MemberCtx): Promise<number> {
  return countPendingRequests(ctx);
}

/**
 * Accepts or refuses a request to join; the first manager's answer counts. Throws `not_found`, also for a person who
 * may not meet a member, or `full`.
 */
export async function answerRequest(
  ctx: MemberCtx,
  input: { requestId: number; isAccepted: boolean },
): Promise<void> {
  await limitActor(ctx, 'group_change');
  const request = await selectRequest(ctx, input.requestId);
  if (!request) throw new DomainError('not_found');
  const conversation = await transact(ctx, async (tx) => {
    const { membership, locked } = await lockAccess(tx, request.listId);
    // Callers who do not manage the group must not learn about its requests.
    if (!mayDo(membership.role, 'admit')) throw new DomainError('not_found');
    if (!(await updateRequest(tx, request.id, input.isAccepted ? 'accepted' : 'refused')))
      throw new DomainError('not_found');
    if (input.isAccepted) {
      const { accountId, inviterId } = request;
      const { newcomers, memberIds } = await findNewcomers(tx, locked, [accountId]);
      await requireEligible(tx, { newcomers, memberIds });
      await addMembers(tx, locked, { people: [accountId], inviterId, limit: limitOf(ctx) });
    }
    const others = (await managersOf(tx, locked.conversation)).filter((id) => id !== ctx.actor);
    const data = { requestId: request.id, listId: request.listId, isAccepted: input.isAccepted };
    await notifyAccounts(
      tx,
      others.map((accountId): AccountNotification => ({ accountId, type: 'group_request_handled', data })),
    );
    return locked.conversation;
  });
  if (input.isAccepted) await drawMosaic(ctx, conversation);
}

/** The people who are not members of a group, and all of its members. */
async function findNewcomers(
  tx: MemberTx,
  { conversation }: LockedGroup,
  people: readonly AccountId[],
): Promise<{ newcomers: AccountId[]; memberIds: AccountId[] }> {
  const memberIds = (await listMembers(tx, conversation)).map(({ accountId }) => accountId);
  const isIn = new Set(memberIds);
  return { newcomers: people.filter((id) => !isIn.has(id)), memberIds };
}

interface Entered {
  readonly conversation: ConversationHead;
  readonly entrance: Entrance;
}

/** Adds new members and creates requests for those who wait. */
async function enter(
  tx: MemberTx,
  locked: LockedGroup,
  input: {
    newcomers: readonly AccountId[];
    waiting: readonly AccountId[];
    inviterId: AccountId;
    isHidden?: boolean;
  },
): Promise<Entered> {
  const { newcomers, waiting, inviterId } = input;
  const people = newcomers.filter((id) => !waiting.includes(id));
  if (people.length > 0) await addMembers(tx, locked, { people, inviterId, limit: limitOf(tx) });
  if (waiting.length > 0) await ask(tx, locked, waiting, input);
  return { conversation: locked.conversation, entrance: waiting.length > 0 ? 'waiting' : 'joined' };
}

/**
 * Stores requests to join and notifies the managers. A request that is already pending causes no notification; one of
 * a person whom moderation hides causes none and is listed after that ends.
 */
async function ask(
  tx: MemberTx,
  { conversation, name }: LockedGroup,
  people: readonly AccountId[],
  { inviterId, isHidden = false }: { inviterId: AccountId; isHidden?: boolean },
): Promise<void> {
  const [requests, profiles, managers] = [
    await upsertRequests(tx, conversation, people, inviterId),
    await loadProfiles(tx, people),
    await managersOf(tx, conversation),
  ];
  if (isHidden) return;
  const notifications = requests.flatMap(({ id, accountId }): AccountNotification[] => {
    const person = profiles.get(accountId);
    if (!person) return [];
    const { nickname, sex, avatarName } = person;
    const applicant = { id: accountId, nickname, sex, avatarName };
    const data = { requestId: id, listId: conversation.listId, groupName: name, applicant };
    return managers.map((manager) => ({ accountId: manager, type: 'group_request', data }));
  });
  await notifyAccounts(tx, notifications);
}

async function managersOf(ctx: MemberCtx, of: ConversationHead): Promise<AccountId[]> {
  const members = await listMembers(ctx, of, { managersOnly: true });
  return members.map(({ accountId }) => accountId);
}

async function finish(ctx: MemberCtx, { conversation, entrance }: Entered): Promise<Entrance> {
  if (entrance === 'joined') await drawMosaic(ctx, conversation);
  return entrance;
}

function full(ctx: MemberCtx): DomainError {
  return new DomainError('full', undefined, { limit: limitOf(ctx) });
}

function limitOf({ tenant }: MemberCtx): number {
  return tenant.settings.groupMaxMembers;
}
