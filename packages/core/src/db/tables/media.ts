import type { Generated, GeneratedAlways } from 'kysely';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

export interface MediaTables {
  /** A file that was sent into a conversation. The name carries 128 random bits. */
  files: {
    tenant_id: TenantId;
    name: string;
    /** The name without its ending; begins the names of the thumbnail or the still too. */
    stem: GeneratedAlways<string>;
    conversation_id: ConversationId;
    account_id: AccountId;
    family: string;
    mime: string;
    original_name: string;
    size_bytes: number;
    created_at: number;
    /** Evidence alone holds it: its blobs stand where nothing is served. */
    is_hidden: Generated<boolean>;
  };
  /** A file to look at when it is due: does anything hold it? Several rows for one file do no harm. */
  file_checks: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    stem: string;
    due_at: number;
  };
  /** Blobs that nothing names any more. */
  file_removals: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    blob_keys: string[];
    /** The blobs are moved out of the folders that are served, and not removed. */
    hides: Generated<boolean>;
    due_at: number;
  };
}
