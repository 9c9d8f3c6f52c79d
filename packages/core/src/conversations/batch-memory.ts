import { bounds, type AccountId, type ConversationId } from '../kernel/index.js';
import type { NewMessage } from '../ports/index.js';
import { headOf } from './batch-rows.js';
import type { BatchRow } from './batch-store.js';
import type { ConversationHead } from './event-types.js';

/** A conversation with the senders whose messages are stored without another decision. */
export interface KnownConversation {
  readonly head: ConversationHead;
  /** The version of the writers under which the senders may write. */
  readonly version: number;
  /** The senders, each with the alias of its messages. */
  readonly aliases: Map<AccountId, string | null>;
}

/**
 * Remembers one decision of the batch statement: to store the messages of a sender who is a plain writer, which is a
 * member of a group or of a support conversation, or one of two friends in one age group whom no moderation hides. The
 * decision stands until the version of the writers changes, which the append statement checks under the lock of the
 * conversation. Decisions that end at some time are not remembered.
 */
export interface WriterMemory {
  /** The conversation of a message whose sender may write; undefined if the statement must decide. */
  find(message: NewMessage): KnownConversation | undefined;
  /** Remembers the decision about a message, if it is of this kind. */
  learn(message: NewMessage, row: BatchRow): void;
  /** Notes the version of the members, which every event carries, and that the conversation was used. */
  note(known: KnownConversation, membersVersion: number): KnownConversation;
  forget(id: ConversationId): void;
}

/** Remembers up to `most` senders, and forgets the conversations that were used least recently. */
export function makeWriterMemory(most: number = bounds.database.rememberedWriters): WriterMemory {
  const conversations = new Map<ConversationId, KnownConversation>();
  let writers = 0;

  function forget(id: ConversationId): void {
    const known = conversations.get(id);
    if (!known) return;
    writers -= known.aliases.size;
    conversations.delete(id);
  }

  function put(known: KnownConversation): void {
    forget(known.head.id);
    writers += known.aliases.size;
    conversations.set(known.head.id, known);
    for (const oldest of conversations.keys()) {
      if (writers <= most) break;
      forget(oldest);
    }
  }

  return {
    find: ({ tenantId, conversationId, senderId }) => {
      const known = conversations.get(conversationId);
      return known?.head.tenantId === tenantId && known.aliases.has(senderId) ? known : undefined;
    },
    learn: (message, row) => {
      if (row.verdict !== 'stored' || !row.is_plain) return;
      const before = conversations.get(message.conversationId);
      const isCurrent = before?.version === row.writers_version && before.head.tenantId === message.tenantId;
      const aliases = isCurrent ? before.aliases : new Map<AccountId, string | null>();
      forget(message.conversationId);
      aliases.set(message.senderId, row.alias);
      put({ head: headOf(message, row), version: row.writers_version, aliases });
    },
    note: (known, membersVersion) => {
      const isSame = known.head.membersVersion === membersVersion;
      const noted = isSame ? known : { ...known, head: { ...known.head, membersVersion } };
      put(noted);
      return noted;
    },
    forget,
  };
}
