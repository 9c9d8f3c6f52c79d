import { loadProfiles, tellAccounts, type Telling } from '../accounts/index.js';
import {
  addMembers,
  findGroup,
  listMembers,
  lockGroup,
  mayDo,
  type LockedGroup,
} from '../conversations/index.js';
import {
  DomainError,
  invalid,
  transact,
  type AccountId,
  type ConversationHead,
  type MemberCtx,
} from '../kernel/index.js';
import { accessGroup, lockAccess } from './access.js';
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
import { selectGroupRow } from './store.js';

export type { GroupRequest } from './requests-store.js';

/** Whether people are in now, or wait for a manager to let them in. */
export type Entrance = 'joined' | 'waiting';

/**
 * Brings friends into a group. Where joining needs approval, those whom an ordinary member brings wait for it.
 * Throws `not_found`, `not_friends` or `full`; then nobody has come.
 */
export async function inviteToGroup(
  ctx: MemberCtx,
  input: { listId: string; accountIds: readonly number[] },
): Promise<Entrance> {
  await accessGroup(ctx, input.listId);
  const people = (await accessFriends(ctx, input.accountIds)).map(({ id }): AccountId => id);
  if (people.length === 0) throw invalid('users');
  const entrance = await transact(ctx, async (tx) => {
    const { membership, group, locked } = await lockAccess(tx, input.listId);
    const isWaiting = group.needsApproval && !mayDo(membership.role, 'admit');
    return enter(tx, locked, { people, inviterId: ctx.actor, isWaiting });
  });
  return finish(ctx, entrance);
}

/**
 * Comes into a group by the code that a member showed. Where joining needs approval, the caller waits for it;
 * who is in already stays. Throws `not_found` (also when the one who showed it is not in the group) or `full`.
 */
export async function joinByScan(
  ctx: MemberCtx,
  input: { listId: string; inviterId: number },
): Promise<Entrance> {
  const conversation = await findGroup(ctx, input.listId);
  if (!conversation) throw new DomainError('not_found');
  const inviterId = input.inviterId as AccountId; // looked for among the members in a moment
  const entrance = await transact(ctx, async (tx) => {
    const locked = await lockGroup(tx, conversation);
    const [group, present] = [
      await selectGroupRow(tx, conversation),
      await listMembers(tx, conversation, { among: [inviterId, ctx.actor] }),
    ];
    if (!group || !present.some(({ accountId }) => accountId === inviterId))
      throw new DomainError('not_found');
    const isIn = present.some(({ accountId }) => accountId === ctx.actor);
    return enter(tx, locked, {
      people: isIn ? [] : [ctx.actor],
      inviterId,
      isWaiting: group.needsApproval,
    });
  });
  return finish(ctx, entrance);
}

/** The requests for groups that the caller manages, newest first; refused ones are left out. At most 500. */
export function listRequests(ctx: MemberCtx): Promise<GroupRequest[]> {
  return selectRequests(ctx);
}

/** How many requests wait for the caller. */
export function countRequests(ctx: MemberCtx): Promise<number> {
  return countPendingRequests(ctx);
}

/** Lets somebody in who waits, or does not; of several managers the first decides. Throws `not_found`, `forbidden` or `full`. */
export async function answerRequest(
  ctx: MemberCtx,
  input: { requestId: number; isAccepted: boolean },
): Promise<void> {
  const request = await selectRequest(ctx, input.requestId);
  if (!request) throw new DomainError('not_found');
  const conversation = await transact(ctx, async (tx) => {
    const { membership, locked } = await lockAccess(tx, request.listId);
    // Who does not manage the group does not know of its requests.
    if (!mayDo(membership.role, 'admit')) throw new DomainError('not_found');
    if (!(await updateRequest(tx, request.id, input.isAccepted ? 'accepted' : 'refused')))
      throw new DomainError('not_found');
    if (input.isAccepted) {
      const { accountId, inviterId } = request;
      await addMembers(tx, locked, { people: [accountId], inviterId, limit: limitOf(ctx) });
    }
    const others = (await managersOf(tx, locked.conversation)).filter((id) => id !== ctx.actor);
    const data = { requestId: request.id, listId: request.listId, isAccepted: input.isAccepted };
    await tellAccounts(
      tx,
      others.map((accountId): Telling => ({ accountId, type: 'group_request_handled', data })),
    );
    return locked.conversation;
  });
  if (input.isAccepted) await drawMosaic(ctx, conversation);
}

interface Entered {
  readonly conversation: ConversationHead;
  readonly entrance: Entrance;
}

async function enter(
  tx: MemberCtx,
  locked: LockedGroup,
  input: { people: readonly AccountId[]; inviterId: AccountId; isWaiting: boolean },
): Promise<Entered> {
  const { conversation } = locked;
  if (input.people.length === 0) return { conversation, entrance: 'joined' };
  if (!input.isWaiting) {
    await addMembers(tx, locked, { ...input, limit: limitOf(tx) });
    return { conversation, entrance: 'joined' };
  }
  const present = new Set(
    (await listMembers(tx, conversation, { among: input.people })).map(({ accountId }) => accountId),
  );
  const waiting = input.people.filter((id) => !present.has(id));
  await ask(tx, locked, waiting, input.inviterId);
  return { conversation, entrance: waiting.length > 0 ? 'waiting' : 'joined' };
}

/** Writes requests and tells those who can answer them. A request that waits already is not told again. */
async function ask(
  tx: MemberCtx,
  { conversation, name }: LockedGroup,
  people: readonly AccountId[],
  inviterId: AccountId,
): Promise<void> {
  const [requests, profiles, managers] = [
    await upsertRequests(tx, conversation, people, inviterId),
    await loadProfiles(tx, people),
    await managersOf(tx, conversation),
  ];
  const tellings = requests.flatMap(({ id, accountId }): Telling[] => {
    const person = profiles.get(accountId);
    if (!person) return [];
    const { nickname, sex, photoName } = person;
    const applicant = { id: accountId, nickname, sex, photoName };
    const data = { requestId: id, listId: conversation.listId, groupName: name, applicant };
    return managers.map((manager) => ({ accountId: manager, type: 'group_request', data }));
  });
  await tellAccounts(tx, tellings);
}

async function managersOf(ctx: MemberCtx, of: ConversationHead): Promise<AccountId[]> {
  const members = await listMembers(ctx, of, { managersOnly: true });
  return members.map(({ accountId }) => accountId);
}

async function finish(ctx: MemberCtx, { conversation, entrance }: Entered): Promise<Entrance> {
  if (entrance === 'joined') await drawMosaic(ctx, conversation);
  return entrance;
}

function limitOf({ tenant }: MemberCtx): number {
  return tenant.settings.groupMaxMembers;
}
