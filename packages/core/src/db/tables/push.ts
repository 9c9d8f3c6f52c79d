import type { Generated, GeneratedAlways } from 'kysely';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `push`. */
export interface PushTables {
  /** A browser that receives push messages while its session lasts, with the record of their delivery. */
  push_subscriptions: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    session_id: string;
    endpoint: string;
    p256dh: string;
    auth: string;
    created_at: number;
    sent: Generated<number>;
    failed: Generated<number>;
    /** The last attempt. */
    last_at: number | null;
    last_answer: Generated<string>;
  };
  /** What an account wants to have in its push messages; without a row, names and texts. */
  push_settings: {
    tenant_id: TenantId;
    account_id: AccountId;
    shows_text: boolean;
  };
  /** Up to which entry an account was told of a conversation by a push message. */
  push_marks: {
    tenant_id: TenantId;
    account_id: AccountId;
    conversation_id: ConversationId;
    seq: number;
    /** The notification was not taken back yet. */
    is_shown: boolean;
    marked_at: number;
  };
}
