import type { Generated, GeneratedAlways } from 'kysely';
import type { AccountId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `outbox`. */
export interface OutboxTables {
  /** A mail or text message: it waits for its provider, and remains as the record of its delivery. */
  outgoing_messages: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    channel: 'mail' | 'sms';
    purpose: string;
    account_id: AccountId | null;
    /** Null once the message is settled. */
    address: string | null;
    /** Null once the message is settled. */
    code: string | null;
    /** What a mail says instead of the words of its purpose; null once it is settled. */
    letter: Generated<string | null>;
    masked_address: string;
    locale: string;
    /**
     * `void` was never to be sent: its row makes a request take the same time. `sending` has an attempt in progress.
     * `unclear` may have arrived, and is not repeated.
     */
    state: 'void' | 'waiting' | 'sending' | 'sent' | 'refused' | 'failed' | 'unclear' | 'expired';
    attempts: Generated<number>;
    /** The next attempt. */
    due_at: number;
    /** Later, the message is of no use. */
    expires_at: number;
    created_at: number;
    changed_at: number;
    answer: Generated<string>;
  };
}
