import type { AccountId, ConversationId, TenantId } from '../kernel/ids.js';

/** A message on its way into a conversation. */
export interface NewMessage {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly senderId: AccountId;
  /** Content type of the Chat API. */
  readonly type: number;
  /** JSON text; checked and encoded by the use case. */
  readonly content: string;
  /** What the client said, where the content holds more than that: a repeat has to say the same. */
  readonly said?: string | undefined;
  /** Members who are not shown what it holds when they hear of it. */
  readonly hiddenFrom?: readonly AccountId[] | undefined;
  /** A UUID chosen by the client; makes a repeat harmless. */
  readonly clientId?: string | undefined;
  readonly replyTo?: number | undefined;
  /** Whether its text has what looks like a link or a phone number; a stranger may not send that. */
  readonly holdsLink?: boolean | undefined;
}

/** Where a message was stored. */
export interface Ack {
  readonly id: string;
  readonly seq: number;
  /** Milliseconds. */
  readonly sentAt: number;
}

/**
 * Puts messages into conversations. `write` resolves only after the commit of the transaction that
 * holds the row, and the event leaves after that too. Order within a conversation is the order of
 * the calls. A repeat of (sender, client id) resolves to the first ack; with another body it throws
 * `conflict`. Throws `not_found`, `not_friends`, `blocked`, `muted`, or `unavailable` when the
 * database is gone or too much is waiting; after `unavailable` a retry with the same client id is safe.
 */
export interface EntryWriter {
  write(message: NewMessage): Promise<Ack>;
}
