import type { Generated } from 'kysely';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

export interface GroupsTables {
  groups: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    /** Who is not invited by a manager waits until one lets him in. */
    needs_approval: Generated<boolean>;
    /** Members may change name and photo. */
    is_editable: Generated<boolean>;
    /** Shown to clients, which have a switch for it; nothing hangs on it. */
    allows_red_packets: Generated<boolean>;
    /** Likewise. */
    allows_microphone: Generated<boolean>;
    sort: Generated<number>;
    /** What a newcomer shows beside the list id; a manager can renew it. */
    code: Generated<string>;
    /** Somebody has set a photo; else it is a mosaic of members. */
    has_own_photo: Generated<boolean>;
    /** Whom the mosaic shows. */
    mosaic_of: Generated<AccountId[]>;
    disbanded_at: number | null;
  };
  /** Somebody wants in, or somebody's friend wants to bring him; one row for each person and group. */
  group_requests: {
    tenant_id: TenantId;
    id: Generated<number>;
    conversation_id: ConversationId;
    account_id: AccountId;
    /** The member who invited, or whose code was scanned. */
    inviter_id: AccountId;
    status: Generated<'pending' | 'accepted' | 'refused'>;
    created_at: number;
    updated_at: number;
  };
  group_notices: {
    tenant_id: TenantId;
    id: Generated<number>;
    conversation_id: ConversationId;
    author_id: AccountId;
    content: string;
    is_top: boolean;
    created_at: number;
    updated_at: number;
  };
}
