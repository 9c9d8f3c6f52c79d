import { listForbiddenPairs, lookUpPeople, lookUpPerson } from '../contacts/index.js';
import {
  bounds,
  DomainError,
  holdsLink,
  invalid,
  isId,
  limitActor,
  type AccountId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import { storeMessage } from './batch-writer.js';
import type { Mentions } from './event-types.js';
import type { Ack, NewMessage } from '../ports/index.js';
import { accessMessageById, accessTarget, accessTargets } from './access.js';
import { answerStranger } from './answer-stranger.js';
import { addressedTo, CONTENT, encode, encodeCard, encodeContent, personOnCard } from './content.js';
import { checkMentions, normalMentions, storeMentioning } from './mentions.js';
import { isSent, selectReplied, toQuote } from './quotes-store.js';
import { isToBurn } from './rules.js';
import { searchText } from './search-text.js';
import { selectMemberIds, type Target } from './store.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A message as its sender passes it; `content` is not yet validated. */
export interface OutgoingMessage {
  readonly type: number;
  readonly content: unknown;
  /** A UUID; makes a repeated send harmless. */
  readonly clientId?: string | undefined;
  /** The number of the message that this one replies to. */
  readonly replyTo?: number | undefined;
  /** The members of a group whom it mentions. */
  readonly mentions?: Mentions | undefined;
}

/**
 * Sends a message; one to a stranger who has written to the caller makes the two friends. Resolves after the commit.
 * Throws `not_found`, `not_friends`, `blocked`, `bucketed`, `muted`, `locked`, `awaiting_answer`, `invalid`,
 * `too_large`, `conflict` or `unavailable`.
 */
export async function sendMessage(ctx: MemberCtx, input: OutgoingMessage & { listId: string }): Promise<Ack> {
  const membership = await accessTarget(ctx, input.listId);
  return sendToConversation(ctx, membership.conversation, input);
}

/**
 * Sends to a conversation whose internal id the caller knows (realtime connections cache it). The batch statement
 * checks the membership, so nothing is queried twice. Throws like `sendMessage`.
 */
export async function sendToConversation(
  ctx: MemberCtx,
  target: Target,
  input: OutgoingMessage,
): Promise<Ack> {
  const limited = limitActor(ctx, 'message');
  if (limited) await limited;
  if (input.type === CONTENT.poke) await limitActor(ctx, 'nudge');
  const refers = input.replyTo !== undefined || input.mentions !== undefined;
  const message = refers ? { ...input, ...(await checkReferences(ctx, target, input)) } : input;
  if (input.type === CONTENT.card) return sendCardInto(ctx, target, message);
  const content = input.type === CONTENT.poke ? POKE : encodeContent(input.type, input.content);
  return write(ctx, target, { ...message, content });
}

/** Whether the caller has sent a message with this client id. Throws `invalid` if it is not a UUID. */
export async function wasSent(ctx: MemberCtx, clientId: string): Promise<boolean> {
  if (!UUID.test(clientId)) throw invalid('clientId');
  return isSent(ctx, clientId.toLowerCase());
}

/** Sends a message to a conversation that the transaction has locked, together with its changes. Throws like `sendMessage`. */
export async function saveMessage(tx: MemberTx, target: Target, input: OutgoingMessage): Promise<Ack> {
  await limitActor(tx, 'message');
  const content = encodeContent(input.type, input.content);
  await limitActor(tx, 'message_bytes', Buffer.byteLength(content));
  return storeMessage(tx, toNewMessage(tx, target, { ...input, content }));
}

/**
 * Checks what a message refers to. Throws `not_found` for a message or a member that is not there, unless the caller
 * repeats what was stored while they were; also like `checkMentions`.
 */
async function checkReferences(
  ctx: MemberCtx,
  target: Target,
  { replyTo, mentions: named, clientId }: OutgoingMessage,
): Promise<Pick<NewMessage, 'quote' | 'quoteHiddenFrom' | 'mentions'>> {
  const mentions = normalMentions(named);
  try {
    if (mentions) await checkMentions(ctx, target, mentions);
    return { mentions, ...(replyTo !== undefined && (await findQuote(ctx, target, replyTo))) };
  } catch (error) {
    const isRepeat = clientId !== undefined && UUID.test(clientId) && (await isSent(ctx, clientId));
    if (!isRepeat) throw error;
    return { mentions };
  }
}

async function findQuote(
  ctx: MemberCtx,
  target: Target,
  replyTo: number,
): Promise<Pick<NewMessage, 'quote' | 'quoteHiddenFrom'>> {
  const found = await selectReplied(ctx, target, replyTo);
  if (!found) throw new DomainError('not_found');
  return { quote: toQuote(found.quote), quoteHiddenFrom: found.hiddenFrom };
}

/**
 * Sends one message to several conversations. Sends nothing if the caller is not a member of one. Throws like
 * `sendMessage`.
 */
export async function sendToMany(
  ctx: MemberCtx,
  input: OutgoingMessage & { listIds: readonly string[] },
): Promise<void> {
  if (input.listIds.length === 0) throw invalid('listIds');
  if (input.listIds.length > bounds.list.targets)
    throw new DomainError('too_large', undefined, { field: 'listIds', limit: bounds.list.targets });
  await limitActor(ctx, 'message', input.listIds.length);
  const content = encodeContent(input.type, input.content);
  const memberships = await accessTargets(ctx, input.listIds);
  await settleAll(
    memberships.map(({ conversation }) => write(ctx, conversation, { type: input.type, content })),
  );
}

/**
 * Forwards a visible message to another conversation. Throws like `sendMessage`, and `forbidden` for a message that
 * burns after reading.
 */
export async function forwardMessage(
  ctx: MemberCtx,
  input: { messageId: string; listId: string },
): Promise<Ack> {
  await limitActor(ctx, 'message');
  const { message } = await accessMessageById(ctx, input.messageId);
  if (message.gone !== null) throw new DomainError('not_found');
  if (isToBurn(message)) throw new DomainError('forbidden');
  const target = await accessTarget(ctx, input.listId);
  if (message.type === CONTENT.card) {
    const content = JSON.parse(message.content) as unknown; // as the caller sees it
    return sendCardInto(ctx, target.conversation, { type: CONTENT.card, content });
  }
  return write(ctx, target.conversation, { type: message.type, content: message.content });
}

/** Sends name cards of people, one message each, in the given order. Throws `not_found` if one is unknown. */
export async function sendCards(
  ctx: MemberCtx,
  input: { listId: string; accountIds: readonly number[] },
): Promise<void> {
  if (input.accountIds.length === 0) throw invalid('accountIds');
  if (input.accountIds.length > bounds.list.targets)
    throw new DomainError('too_large', undefined, { field: 'accountIds', limit: bounds.list.targets });
  await limitActor(ctx, 'message', input.accountIds.length);
  const { conversation } = await accessTarget(ctx, input.listId);
  const people = await lookUpPeople(ctx, input.accountIds);
  const hidden = await findHidden(
    ctx,
    conversation,
    people.map(({ id }) => id),
  );
  await settleAll(
    people.map((person) =>
      write(ctx, conversation, {
        type: CONTENT.card,
        content: encodeCard(person),
        hiddenFrom: hidden.get(person.id),
      }),
    ),
  );
}

type Outgoing = Pick<
  NewMessage,
  | 'type'
  | 'content'
  | 'said'
  | 'clientId'
  | 'replyTo'
  | 'hiddenFrom'
  | 'quote'
  | 'quoteHiddenFrom'
  | 'mentions'
>;

const POKE = encode({ text: '' });

async function sendCardInto(
  ctx: MemberCtx,
  target: Target,
  input: Omit<Outgoing, 'content'> & Pick<OutgoingMessage, 'content'>,
): Promise<Ack> {
  const userId = personOnCard(input.content);
  if (!isId(userId)) throw new DomainError('not_found');
  // The name on the card may change before a repeated send.
  const person = await lookUpPerson(ctx, userId);
  const hiddenFrom = (await findHidden(ctx, target, [person.id])).get(person.id);
  return write(ctx, target, { ...input, content: encodeCard(person), said: String(userId), hiddenFrom });
}

/** For each card's person, the members of a conversation who may not see that person, for the notification. */
async function findHidden(
  ctx: MemberCtx,
  target: Target,
  people: readonly AccountId[],
): Promise<Map<AccountId, AccountId[]>> {
  const { ids } = await selectMemberIds(ctx.db, { tenantId: ctx.tenant.id, id: target.id });
  const hidden = new Map<AccountId, AccountId[]>();
  for (const [person, member] of await listForbiddenPairs(ctx, people, ids)) {
    const known = hidden.get(person);
    if (known) known.push(member);
    else hidden.set(person, [member]);
  }
  return hidden;
}

async function write(ctx: MemberCtx, target: Target, message: Outgoing): Promise<Ack> {
  const wanted = toNewMessage(ctx, target, message);
  const limited = limitActor(ctx, 'message_bytes', Buffer.byteLength(wanted.content));
  if (limited) await limited;
  if (wanted.mentions !== undefined) return storeMentioning(ctx, target, wanted);
  try {
    return await ctx.ports.entries.write(wanted);
  } catch (error) {
    if (!(error instanceof DomainError) || !error.detail['isAnswer']) throw error;
    return answerStranger(ctx, wanted);
  }
}

/** A message of the caller in the form to be stored. Throws `invalid` for a client id that is not a UUID. */
export function toNewMessage(ctx: MemberCtx, target: Target, message: Outgoing): NewMessage {
  if (message.clientId !== undefined && !UUID.test(message.clientId)) throw invalid('clientId');
  return {
    tenantId: ctx.tenant.id,
    conversationId: target.id,
    senderId: ctx.actor,
    type: message.type,
    content: addressedTo(target.listId, message.content),
    said: message.said,
    hiddenFrom: message.hiddenFrom,
    // Decided only where a statement needs it.
    holdsLink:
      message.type === CONTENT.text ? () => holdsLink(searchText(message.type, message.content)) : undefined,
    clientId: message.clientId?.toLowerCase(),
    replyTo: message.replyTo,
    quote: message.quote,
    quoteHiddenFrom: message.quoteHiddenFrom,
    mentions: message.mentions,
  };
}

/** Waits for all writes, then throws the first error: a partially sent forward is reported, not hidden. */
async function settleAll(writes: readonly Promise<Ack>[]): Promise<void> {
  const results = await Promise.allSettled(writes);
  const refused = results.find((result) => result.status === 'rejected');
  if (refused) throw refused.reason;
}
