import type { Generated, GeneratedAlways } from 'kysely';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `media`. */
export interface MediaTables {
  /** A file sent to a conversation, or a picture of the operator. Its name contains 128 random bits. */
  files: {
    tenant_id: TenantId;
    name: string;
    /** The name without its extension; also the prefix of the thumbnail's or still's name. */
    file_id: GeneratedAlways<string>;
    /** Null for a picture of the operator, like the account. */
    conversation_id: ConversationId | null;
    account_id: AccountId | null;
    family: string;
    mime: string;
    original_name: string;
    size_bytes: number;
    created_at: number;
    /** Referenced only by evidence: its blobs are stored where nothing is served. */
    is_hidden: Generated<boolean>;
  };
  /** What web pages said of themselves, kept for a day. */
  link_previews: {
    tenant_id: TenantId;
    url_hash: string;
    /** False if the page could not be read. */
    is_found: boolean;
    title: string;
    description: string;
    /** The name of the picture's file. */
    picture: string | null;
    expires_at: number;
  };
  /** Files to check for references when due. Several rows per file are harmless. */
  file_checks: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    file_id: string;
    due_at: number;
  };
  /** Blobs without any reference. */
  file_removals: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    blob_keys: string[];
    /** The blobs are moved out of the served folders instead of deleted. */
    hides: Generated<boolean>;
    due_at: number;
  };
}
