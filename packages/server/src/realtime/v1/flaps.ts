import type { AccountId } from '@kith/core/kernel';

/** Accounts that went offline a moment ago: most of them are only changing their network. */
export interface Flaps {
  /** Whether watchers should hear of a change now: not of an account that has just gone, nor of its quick return. */
  isChange(accountId: AccountId, isOnline: boolean): boolean;
  /** Whether the account is still shown online. */
  has(accountId: AccountId): boolean;
  stop(): void;
}

/** Reports each account that has not returned within `flapMs`. */
export function makeFlaps(onGone: (accountId: AccountId) => void, flapMs: number): Flaps {
  // In the order in which they went.
  const goneAt = new Map<AccountId, number>();
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    const [first] = goneAt.values();
    if (first === undefined) return;
    const waitMs = Math.max(0, first + flapMs - performance.now());
    timer ??= setTimeout(report, waitMs).unref();
  }

  function report(): void {
    timer = undefined;
    const before = performance.now() - flapMs;
    for (const [accountId, at] of goneAt) {
      if (at > before) break;
      goneAt.delete(accountId);
      onGone(accountId);
    }
    wake();
  }

  return {
    isChange: (accountId, isOnline) => {
      if (isOnline) return !goneAt.delete(accountId);
      goneAt.set(accountId, performance.now());
      wake();
      return false;
    },
    has: (accountId) => goneAt.has(accountId),
    stop: () => clearTimeout(timer),
  };
}
