import { crc32 } from 'node:zlib';
import {
  DomainError,
  invalid,
  listIdText,
  messageId,
  type DomainEvent,
  type ErrorCode,
} from '../kernel/index.js';
import type { Ack, NewMessage } from '../ports/index.js';
import type { BatchRow, BatchValues } from './batch-store.js';
import type { ConversationHead } from './event-types.js';

/** A message with the digest that distinguishes a repeat from another message. */
export interface DigestedMessage {
  readonly message: NewMessage;
  readonly digest: number | null;
}

/** The error for a message that was not stored. */
export function refusalOf(verdict: Exclude<BatchRow['verdict'], 'stored' | 'repeat'>): DomainError {
  if (verdict === 'stale')
    return new DomainError('unavailable', 'The conversation changes too often.', { retryMs: 100 });
  // Sent to a stranger whom the caller has not answered yet: see `answerStranger`.
  if (verdict === 'unanswered') return new DomainError('not_friends', undefined, { isAnswer: true });
  if (verdict === 'stranger_links') return invalid('text', 'stranger_links');
  return new DomainError(verdict satisfies ErrorCode);
}

/** The position of a stored message. Throws `conflict` if its client id belongs to a different message. */
export function ackOf(message: NewMessage, digest: number | null, row: BatchRow): Ack {
  const { seq, sent_at: sentAt } = row;
  if (seq === null || sentAt === null)
    throw new Error('The batch statement stored a row without a position.');
  const isSame = row.stored_digest === digest && row.stored_conversation_id === message.conversationId;
  if (row.verdict === 'repeat' && !isSame) throw new DomainError('conflict');
  return { id: messageId(message.conversationId, seq), seq, sentAt };
}

/** How a message was stored. */
export interface Stored {
  readonly conversation: ConversationHead;
  /** The alias of an anonymous message. */
  readonly alias: string | null;
  /** The recipient may not read it yet. */
  readonly isWithheld: boolean;
  /** Moderation hides the sender from the recipient, who is not notified. */
  readonly isShadowed: boolean;
}

/** How the batch statement stored a message. */
export function storedBy(message: NewMessage, row: BatchRow): Stored {
  const { alias, is_withheld: isWithheld, is_shadowed: isShadowed } = row;
  return { conversation: headOf(message, row), alias, isWithheld, isShadowed };
}

/** The event of a stored message. */
export function appendedBy(
  message: NewMessage,
  { conversation, alias, isWithheld, isShadowed }: Stored,
  { seq, sentAt }: Ack,
): DomainEvent {
  return {
    type: 'entry_appended',
    conversation,
    onlyFor: isShadowed ? message.senderId : undefined,
    hiddenFrom: message.hiddenFrom,
    quoteHiddenFrom: message.quoteHiddenFrom,
    entry: {
      seq,
      kind: 'message',
      type: message.type,
      senderId: message.senderId,
      sentAt,
      content: message.content,
      clientId: message.clientId ?? null,
      replyTo: message.replyTo ?? null,
      gone: null,
      editedAt: null,
      alias,
      isWithheld,
      quote: message.quote,
      mentions: message.mentions,
    },
  };
}

/** Identifies repeats of a send. */
export function keyOf({ senderId, clientId }: NewMessage): string {
  return `${senderId}/${clientId}`;
}

/** The parameters of the batch statement. */
export function valuesOf(batch: readonly DigestedMessage[], now: number): BatchValues {
  return [
    now,
    batch.map(({ message }) => message.tenantId),
    batch.map(({ message }) => message.conversationId),
    batch.map(({ message }) => message.senderId),
    batch.map(({ message }) => message.type),
    batch.map(({ message }) => message.content),
    batch.map(({ message }) => message.clientId ?? null),
    batch.map(({ digest }) => digest),
    batch.map(({ message }) => message.replyTo ?? null),
    batch.map(({ message }) => message.holdsLink?.() ?? false),
  ];
}

/**
 * Distinguishes a different body from a repeat by the length and checksum of the parts that must match. It only guards
 * against mistakes of clients, so nothing stronger is needed.
 */
export function digestOf(message: NewMessage): number | null {
  if (message.clientId === undefined) return null;
  const said = `${message.type}/${message.replyTo ?? ''}/${message.said ?? message.content}${message.mentions ?? ''}`;
  return said.length * 2 ** 32 + crc32(said);
}

/** The conversation of a message, as events contain it. */
export function headOf(message: NewMessage, row: BatchRow): ConversationHead {
  return {
    tenantId: message.tenantId,
    id: message.conversationId,
    listId: listIdText(row.list_id),
    kind: row.kind,
    pair: row.low_id !== null && row.high_id !== null ? [row.low_id, row.high_id] : undefined,
    membersVersion: row.members_version,
  };
}
