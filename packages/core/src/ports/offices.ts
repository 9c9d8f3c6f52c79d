import type { Ctx } from '../kernel/ctx.js';
import type { AccountId } from '../kernel/ids.js';

/** What somebody holds for others, and others have to hold when that person is not there any more. */
export interface Offices {
  /**
   * Runs `close`, which makes an account inactive, and hands over every group that the account owns or manages, in the same
   * transaction. The groups are locked before the account is, which is the order of everybody else.
   */
  vacate<R>(tx: Ctx, accountId: AccountId, close: () => Promise<R>): Promise<R>;
  /**
   * Gives an owner to those groups of an account in which nobody was active. Called behind the change that makes the account
   * active again, in the same transaction.
   */
  resume(tx: Ctx, accountId: AccountId): Promise<void>;
}
