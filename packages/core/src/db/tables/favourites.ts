import type { GeneratedAlways, Generated } from 'kysely';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `favourites`. */
export interface FavouritesTables {
  /** A saved message, as it was when it was saved. */
  favourites: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    /** With `seq`, identifies the message, which may no longer exist. */
    conversation_id: ConversationId;
    seq: number;
    /** Content type of the message. */
    type: number;
    /** 0 if another member wrote it under an alias. */
    sender_id: AccountId | 0;
    alias: string | null;
    /** JSON text. */
    content: string;
    size_bytes: number;
    created_at: number;
  };
  /** Files that a favourite references. */
  favourite_files: {
    tenant_id: TenantId;
    favourite_id: number;
    file_id: string;
  };
  /** A saved picture that its owner can send again. */
  stickers: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    file_id: string;
    /** The conversation in which the owner saw the picture. */
    conversation_id: ConversationId;
    created_at: number;
  };
  /** A picture of the operator that every member can send. */
  offered_stickers: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    version: Generated<number>;
    file_id: string;
    /** What it shows, by language; may be empty. */
    names: unknown;
    sort: number;
    /** The name of the author. */
    written_by: string;
    changed_at: number;
  };
  /** One row for each account that has ever saved anything. */
  favourite_usage: {
    tenant_id: TenantId;
    account_id: AccountId;
    favourites: Generated<number>;
    bytes: Generated<number>;
    stickers: Generated<number>;
  };
}
