import { requireMayWrite } from '../accounts/index.js';
import { accessPerson, requireOtherAccount, findFriend } from '../contacts/index.js';
import {
  befriendStranger,
  CONTENT,
  encodeContent,
  findSingle,
  isBefriendingForbidden,
  isPending,
  lockSingle,
  toNewMessage,
  storeMessage,
  retryOnDuplicate,
  type Membership,
} from '../conversations/index.js';
import { acceptsChats, findSendStatus, type SendStatus } from '../discovery/index.js';
import { recordOpening } from '../friendships/index.js';
import {
  DomainError,
  limitActor,
  transact,
  type AccountId,
  type ConversationId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import {
  consumeQuota,
  requireQuotaLeft,
  requireSuperWaveInterval,
  loadQuota,
  type QuotaState,
} from '../billing/index.js';
import type { Ack } from '../ports/index.js';
import { accessChannel } from './access.js';

/** 0 by a message or without one, 1 by a wave, 2 by a super wave. */
export type Wave = 0 | 1 | 2;

/** The input of `openChannel`. */
export interface ChannelOpening {
  readonly targetId: number;
  readonly wave: Wave;
  /** The text to send; a wave has a default. */
  readonly text?: string | undefined;
  /** A UUID; makes a repeated send harmless. */
  readonly clientId?: string | undefined;
  /** The recipient was chosen at random. */
  readonly isRandom: boolean;
}

/** The result of `openChannel`, with the caller's remaining quotas. */
export interface OpenedChannel {
  readonly channel: Membership;
  /** Whether this opened a conversation: the two were not friends and had none awaiting an answer. */
  readonly isNew: boolean;
  readonly sendStatus: SendStatus;
  /** The sent message; undefined if there was no text or sending must wait for an answer. */
  readonly ack: Ack | undefined;
  readonly tickets: QuotaState;
  readonly superWaves: QuotaState;
}

const WAVE_WORDS: Readonly<Record<1 | 2, string>> = { 1: '👋', 2: '🌟👋' };

/**
 * Opens a conversation with an account or finds the existing one. Writing to a non-friend costs a ticket, plus a wave
 * for a wave, or only a super wave; it is spent in the same transaction. A wave to an account that has waved first is
 * an answer. Throws `invalid`, `not_found`, `bucketed`, `forbidden` if the recipient does not accept chats, `locked`,
 * `awaiting_answer`, `no_tickets`, `no_super_waves`, `too_many_requests` or `conflict`.
 */
export async function openChannel(ctx: MemberCtx, input: ChannelOpening): Promise<OpenedChannel> {
  await limitActor(ctx, 'channel');
  requireOtherAccount(ctx, input.targetId);
  await requireMayWrite(ctx);
  const said = contentOf(input);
  const target = (await accessPerson(ctx, input.targetId)).id;
  // A recipient already paid for has a conversation with the caller.
  if (!(await findSingle(ctx, target)))
    await requireQuotaLeft(ctx, input.wave === 2 ? 'super_wave' : 'ticket');
  const open = async (tx: MemberTx) => {
    const channel = await lockSingle(tx, target);
    await accessPerson(tx, target); // still visible under the lock
    const isNew = await prepare(tx, channel, target, input);
    const isSaid = said !== undefined && (input.wave === 0 || isNew || !isOwnPending(tx, channel));
    const message = { type: CONTENT.text, content: said ?? '', clientId: input.clientId };
    const ack = isSaid ? await storeMessage(tx, toNewMessage(tx, channel.conversation, message)) : undefined;
    return { id: channel.conversation.id, isNew, ack };
  };
  const done = await retryOnDuplicate(() => transact(ctx, open));
  return { ...(await describe(ctx, done.id, target)), isNew: done.isNew, ack: done.ack };
}

/** Prepares the conversation for the caller's message, or throws; returns whether it is a new opening. */
async function prepare(
  tx: MemberTx,
  channel: Membership,
  targetId: AccountId,
  { wave, text, isRandom }: ChannelOpening,
): Promise<boolean> {
  if (await findFriend(tx, targetId)) return false;
  if (isOwnPending(tx, channel)) return false;
  if (isPending(channel)) {
    await answer(tx, channel, targetId, { wave, text });
    return false;
  }
  if (!(await acceptsChats(tx, targetId)) || (await isBefriendingForbidden(tx, targetId)))
    throw new DomainError('forbidden');
  await pay(tx, targetId, wave, isRandom ? 'random match' : 'opened');
  await recordOpening(tx, channel, { wave, isRandom });
  return true;
}

/**
 * A wave answers any opening; a message answers only an opening that the caller could read; without a text, nothing is
 * answered.
 */
async function answer(
  tx: MemberTx,
  channel: Membership,
  targetId: AccountId,
  { wave, text }: Pick<ChannelOpening, 'wave' | 'text'>,
): Promise<void> {
  if (wave === 0 && text === undefined) return;
  if (channel.withheldAfter !== null) {
    if (wave === 0) throw new DomainError('locked');
    await pay(tx, targetId, wave, 'waved back');
  }
  await befriendStranger(tx, channel);
}

async function pay(tx: MemberTx, targetId: AccountId, wave: Wave, reason: string): Promise<void> {
  if (wave === 2) {
    await requireSuperWaveInterval(tx, targetId);
    return consumeQuota(tx, 'super_wave', { targetId, reason });
  }
  await consumeQuota(tx, 'ticket', { targetId, reason });
  if (wave === 1) await consumeQuota(tx, 'wave', { targetId, reason });
}

/** The caller's current view of the conversation, and the caller's remaining quotas. */
async function describe(
  ctx: MemberCtx,
  id: ConversationId,
  targetId: AccountId,
): Promise<Pick<OpenedChannel, 'channel' | 'sendStatus' | 'tickets' | 'superWaves'>> {
  const [channel, sendStatus, tickets, superWaves] = await Promise.all([
    accessChannel(ctx, id),
    findSendStatus(ctx, targetId),
    loadQuota(ctx, 'ticket'),
    loadQuota(ctx, 'super_wave'),
  ]);
  return { channel, sendStatus, tickets, superWaves };
}

function isOwnPending(ctx: MemberCtx, channel: Membership): boolean {
  return isPending(channel) && channel.opening?.openerId === ctx.actor;
}

function contentOf({ wave, text }: ChannelOpening): string | undefined {
  if (wave !== 0) return encodeContent(CONTENT.text, { text: text ?? WAVE_WORDS[wave], wave });
  return text === undefined ? undefined : encodeContent(CONTENT.text, { text });
}
