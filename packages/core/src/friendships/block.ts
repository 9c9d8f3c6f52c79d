import { notifyAccounts } from '../accounts/index.js';
import { blockPerson, unblockPerson } from '../contacts/index.js';
import { withdrawOpening } from '../conversations/index.js';
import type { AccountId, MemberTx } from '../kernel/index.js';

/**
 * Blocks an account: neither sees the other or their messages, and an unanswered opening is withdrawn. Notifies the
 * caller's devices only. Returns false if the caller had already blocked the account.
 */
export async function block(tx: MemberTx, otherId: AccountId): Promise<boolean> {
  if (!(await blockPerson(tx, otherId))) return false;
  await withdrawOpening(tx, otherId);
  await notifyOwnDevices(tx, otherId);
  return true;
}

/** Lifts the caller's block; earlier content becomes visible again. Returns false if there is none. */
export async function unblock(tx: MemberTx, otherId: AccountId): Promise<boolean> {
  if (!(await unblockPerson(tx, otherId))) return false;
  await notifyOwnDevices(tx, otherId);
  return true;
}

async function notifyOwnDevices(tx: MemberTx, otherId: AccountId): Promise<void> {
  await notifyAccounts(tx, [{ accountId: tx.actor, type: 'contact_changed', data: { accountId: otherId } }]);
}
