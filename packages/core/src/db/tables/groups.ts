import type { Generated } from 'kysely';
import type { AccountId, ConversationId, TenantId } from '../../kernel/ids.js';

/** The tables of the area `groups`. */
export interface GroupsTables {
  groups: {
    tenant_id: TenantId;
    conversation_id: ConversationId;
    /** Users who are not invited by a manager need a manager's approval. */
    needs_approval: Generated<boolean>;
    /** Members may change the name and the photo. */
    is_editable: Generated<boolean>;
    /** A switch that clients display; has no effect. */
    allows_red_packets: Generated<boolean>;
    /** A switch that clients display; has no effect. */
    allows_microphone: Generated<boolean>;
    sort: Generated<number>;
    /** Shown with the list id in order to join; a manager can renew it. */
    code: Generated<string>;
    /** The photo was set by a manager; otherwise it is a mosaic of members. */
    has_own_photo: Generated<boolean>;
    /** The members in the mosaic. */
    mosaic_of: Generated<AccountId[]>;
    disbanded_at: number | null;
  };
  /** A request to join, or a member's invitation that awaits approval; one row per person and group. */
  group_requests: {
    tenant_id: TenantId;
    id: Generated<number>;
    conversation_id: ConversationId;
    account_id: AccountId;
    /** The inviting member, or the one whose code was scanned. */
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
