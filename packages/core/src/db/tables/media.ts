import type { AccountId, ConversationId, TenantId } from '../../kernel/index.js';

export interface MediaTables {
  /** A file that was sent into a conversation. The name carries 128 random bits. */
  files: {
    tenant_id: TenantId;
    name: string;
    conversation_id: ConversationId;
    account_id: AccountId;
    family: string;
    mime: string;
    original_name: string;
    size_bytes: number;
    created_at: number;
  };
}
