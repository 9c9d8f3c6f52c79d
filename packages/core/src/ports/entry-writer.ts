import type { Mentions, Quote } from '../conversations/event-types.js';
import type { AccountId, ConversationId, TenantId } from '../kernel/ids.js';

/** A message to be written to a conversation. */
export interface NewMessage {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly senderId: AccountId;
  /** Content type of the Chat API. */
  readonly type: number;
  /** JSON text; the use case validates and encodes it. */
  readonly content: string;
  /** The client's own input, if the content contains more: a repeated send must match it. */
  readonly said?: string | undefined;
  /** Members whose notifications omit the content. */
  readonly hiddenFrom?: readonly AccountId[] | undefined;
  /** A UUID chosen by the client; makes a repeated send harmless. */
  readonly clientId?: string | undefined;
  readonly replyTo?: number | undefined;
  /** The message at `replyTo`, and the members whose notifications omit it. */
  readonly quote?: Quote | undefined;
  readonly quoteHiddenFrom?: readonly AccountId[] | undefined;
  readonly mentions?: Mentions | undefined;
  /** Whether the text seems to contain a link or a phone number, which strangers may not send. Undefined for no. */
  readonly holdsLink?: (() => boolean) | undefined;
}

/** The position of a stored message. */
export interface Ack {
  readonly id: string;
  readonly seq: number;
  /** Milliseconds. */
  readonly sentAt: number;
}

/**
 * Writes messages to conversations. `write` resolves after the commit, and the event is published after it too.
 * Entries of a conversation have the order of the calls. A repeat of (sender, client id) resolves to the first ack;
 * with a different body it throws `conflict`. Also throws `not_found`, `not_friends`, `blocked`, `bucketed`, `muted`,
 * `locked`, `awaiting_answer`, `invalid`, and `unavailable` if the database is unreachable or the queue is full; then a
 * retry with the same client id is safe.
 */
export interface EntryWriter {
  write(message: NewMessage): Promise<Ack>;
}
