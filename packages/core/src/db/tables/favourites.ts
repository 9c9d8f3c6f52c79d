import type { GeneratedAlways, Generated } from 'kysely';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

export interface FavouritesTables {
  /** A message that somebody keeps, as it was when it was saved. */
  favourites: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    /** With `seq`: the message, which may be gone. */
    conversation_id: ConversationId;
    seq: number;
    /** Content type of the message. */
    type: number;
    /** As the keeper saw it: 0 when somebody else wrote it under an alias. */
    sender_id: AccountId | 0;
    alias: string | null;
    /** JSON text. */
    content: string;
    size_bytes: number;
    created_at: number;
  };
  /** Holds a file for a favourite. */
  favourite_files: {
    tenant_id: TenantId;
    favourite_id: number;
    stem: string;
  };
  /** A picture that somebody keeps for sending it again and again. */
  stickers: {
    tenant_id: TenantId;
    id: GeneratedAlways<number>;
    account_id: AccountId;
    stem: string;
    /** Where its owner saw the picture. */
    conversation_id: ConversationId;
    created_at: number;
  };
  /** One row for each account that has ever kept anything. */
  favourite_usage: {
    tenant_id: TenantId;
    account_id: AccountId;
    favourites: Generated<number>;
    bytes: Generated<number>;
    stickers: Generated<number>;
  };
}
