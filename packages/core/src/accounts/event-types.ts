import type { AccountId, TenantId } from '../kernel/ids.js';

/** The data of the area's events in an account's own stream. */
export interface AccountsEventData {
  profile_changed: { accountId: AccountId };
}

/** The area's notifications after a commit. */
export type AccountsEvent =
  | {
      readonly type: 'sessions_revoked';
      readonly tenantId: TenantId;
      readonly sessionIds: readonly string[];
    }
  | {
      /** The session's client has shown that it supports the frames that older clients lack. */
      readonly type: 'newer_client_noted';
      readonly tenantId: TenantId;
      readonly accountId: AccountId;
      readonly sessionId: string;
    }
  | {
      /** Moderation has hidden an account from all others, or shows it again. Nobody is notified. */
      readonly type: 'visibility_changed';
      readonly tenantId: TenantId;
      readonly accountId: AccountId;
    };
