import { requireMayWrite } from '../accounts/index.js';
import { requireFriend } from '../contacts/index.js';
import {
  DomainError,
  parseListId,
  parseMessageId,
  type ConversationId,
  type Ctx,
  type MemberCtx,
  type MemberTx,
  type TenantId,
} from '../kernel/index.js';
import type { Entry } from './event-types.js';
import { isMuted, peerOf } from './rules.js';
import { lockMessageRow, selectMessage } from './entries-store.js';
import { lockConversation, selectConversationIds, selectMembershipById, selectMemberships } from './store.js';
import type { Membership } from './types.js';

/**
 * The caller's membership of a conversation. Throws `not_found` if the caller is not a member, or if the two
 * participants of a single conversation may no longer meet.
 */
export async function accessConversation(ctx: MemberCtx, listId: string): Promise<Membership> {
  const membership = await accessTarget(ctx, listId);
  if (membership.isHidden) throw new DomainError('not_found');
  return membership;
}

/**
 * The caller's membership of a conversation that the caller is about to send to. The statement that stores the message
 * checks the rest and reports blocks. Throws `not_found` if the caller is not a member.
 */
export async function accessTarget(ctx: MemberCtx, listId: string): Promise<Membership> {
  const [membership] = await accessTargets(ctx, [listId]);
  if (!membership) throw new DomainError('not_found');
  return membership;
}

/**
 * Like `accessTarget` for several conversations, in the given order without repeats. Throws `not_found` if one is
 * missing.
 */
export async function accessTargets(ctx: MemberCtx, listIds: readonly string[]): Promise<Membership[]> {
  const uuids = listIds.map((listId) => parseListId(listId));
  const known = uuids.filter((uuid) => uuid !== undefined);
  const memberships = known.length > 0 ? await selectMemberships(ctx, known) : new Map<string, Membership>();
  const wanted = [...new Set(listIds.map((listId) => listId.toLowerCase()))];
  return wanted.map((listId) => {
    const membership = memberships.get(listId);
    if (!membership) throw new DomainError('not_found');
    return membership;
  });
}

/**
 * The internal ids of conversations, by tenant and list id, for sends whose statement checks the membership. An unknown
 * one is missing in the result.
 */
export async function findConversationIds<Asked extends { tenantId: TenantId; listId: string }>(
  db: Ctx['db'],
  asked: readonly Asked[],
): Promise<Map<Asked, ConversationId>> {
  const valid = asked.flatMap((one) => {
    const uuid = parseListId(one.listId);
    return uuid === undefined ? [] : [{ one, uuid, tenantId: one.tenantId }];
  });
  const ids = valid.length > 0 ? await selectConversationIds(db, valid) : [];
  return new Map(valid.flatMap(({ one }, i) => (typeof ids[i] === 'number' ? [[one, ids[i]]] : [])));
}

/**
 * The caller's membership of a conversation that the caller may write to now, for actions that are not messages.
 * Throws `not_found`, `bucketed`, `muted`, `blocked` or `not_friends`, as a message would.
 */
export async function accessToWrite(ctx: MemberCtx, listId: string): Promise<Membership> {
  const membership = await accessTarget(ctx, listId);
  if (membership.conversation.kind !== 'support') await requireMayWrite(ctx);
  if (isMuted(membership, ctx.now())) throw new DomainError('muted');
  const peer = peerOf(membership, ctx.actor);
  if (membership.conversation.kind === 'single' && peer !== undefined) await requireFriend(ctx, peer);
  if (membership.isHidden) throw new DomainError('not_found');
  return membership;
}

/**
 * Like `accessConversation`, and locks the conversation until the transaction ends. The membership is loaded under the
 * lock: it may have ended, and the role may have changed, before.
 */
export async function lockMembership(tx: MemberTx, listId: string): Promise<Membership> {
  const { conversation } = await accessTarget(tx, listId);
  await lockConversation(tx, conversation);
  return accessConversation(tx, listId);
}

/**
 * Like `accessToWrite`, and locks the conversation until the transaction ends: every change of what decides who may write
 * takes this lock, so that nothing is written after it.
 */
export async function lockToWrite(tx: MemberTx, listId: string): Promise<Membership> {
  const { conversation } = await accessTarget(tx, listId);
  await lockConversation(tx, conversation);
  return accessToWrite(tx, listId);
}

/**
 * A message that the caller may see. Throws `not_found`, also for an id of another conversation, and `locked` if it is
 * withheld.
 */
export async function accessMessage(ctx: MemberCtx, membership: Membership, id: string): Promise<Entry> {
  const place = parseMessageId(id);
  const message =
    place && place.conversationId === membership.conversation.id
      ? await selectMessage(ctx, membership, place.seq)
      : undefined;
  return requireReadable(message);
}

/**
 * An existing message that the caller may see, locked against changes and recall until the transaction ends. Throws
 * `not_found` or `locked`.
 */
export async function lockMessage(tx: MemberTx, membership: Membership, id: string): Promise<Entry> {
  const place = parseMessageId(id);
  const message =
    place && place.conversationId === membership.conversation.id
      ? await lockMessageRow(tx, membership, place.seq)
      : undefined;
  return requireReadable(message);
}

/** A message by its id alone, with the caller's membership of its conversation. Throws `not_found` or `locked`. */
export async function accessMessageById(
  ctx: MemberCtx,
  id: string,
): Promise<{ membership: Membership; message: Entry }> {
  const place = parseMessageId(id);
  const membership = place && (await selectMembershipById(ctx, place.conversationId));
  const message = membership && (await selectMessage(ctx, membership, place.seq));
  if (!membership || membership.isHidden) throw new DomainError('not_found');
  return { membership, message: requireReadable(message) };
}

function requireReadable(message: Entry | undefined): Entry {
  if (!message) throw new DomainError('not_found');
  if (message.isWithheld) throw new DomainError('locked');
  return message;
}
