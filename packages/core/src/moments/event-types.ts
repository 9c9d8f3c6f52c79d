import type { AccountId, MomentId, TenantId } from '../kernel/ids.js';

/** The data of the area's events in an account's own stream. */
export interface MomentsEventData {
  /**
   * Another account liked the account's own moment, commented on it, or answered the account's comment on another one.
   */
  moment_reacted: { momentId: MomentId; byId: AccountId; reaction: 'like' | 'comment' };
}

/** The area's notifications after a commit. */
export type MomentsEvent =
  | { readonly type: 'moment_posted'; readonly tenantId: TenantId; readonly authorId: AccountId }
  | {
      readonly type: 'moment_taken_down';
      readonly tenantId: TenantId;
      readonly momentId: MomentId;
      readonly authorId: AccountId;
    }
  | {
      readonly type: 'moment_liked';
      readonly tenantId: TenantId;
      readonly momentId: MomentId;
      readonly authorId: AccountId;
      /** The account that added or removed its like. */
      readonly byId: AccountId;
    }
  | {
      readonly type: 'moment_commented';
      readonly tenantId: TenantId;
      readonly momentId: MomentId;
      readonly commentId: number;
      /** The author and the commenter who was answered, if they may see the comment. */
      readonly toIds: readonly AccountId[];
    };
