import { notifyAccounts } from '../accounts/index.js';
import { blockPerson, unblockPerson } from '../contacts/index.js';
import type { AccountId, Entry, MemberCtx } from '../kernel/index.js';
import { selectEntries } from './entries-store.js';
import { updateWithdrawn } from './strangers-store.js';
import { bumpMembersVersion, lockConversation, selectMembershipById, selectSingle } from './store.js';

/**
 * Blocks an account within a transaction: neither sees the other or their messages, and an unanswered opening is
 * withdrawn. Notifies the caller's devices only. Returns false if the caller had already blocked the account.
 */
export async function block(tx: MemberCtx, otherId: AccountId): Promise<boolean> {
  if (!(await blockPerson(tx, otherId))) return false;
  const conversation = await selectSingle(tx, otherId);
  if (conversation) {
    await lockConversation(tx, conversation);
    await updateWithdrawn(tx, conversation);
    await bumpMembersVersion(tx, conversation);
  }
  await notifyOwnDevices(tx, otherId);
  return true;
}

/**
 * Lifts the caller's block within a transaction; earlier content becomes visible again. Returns false if there is
 * none.
 */
export async function unblock(tx: MemberCtx, otherId: AccountId): Promise<boolean> {
  if (!(await unblockPerson(tx, otherId))) return false;
  await notifyOwnDevices(tx, otherId);
  return true;
}

/**
 * The last messages between the caller and an account, oldest first, regardless of blocks, withholding and cleared
 * history: the evidence of a report.
 */
export async function loadPairMessages(ctx: MemberCtx, otherId: AccountId, limit: number): Promise<Entry[]> {
  const conversation = await selectSingle(ctx, otherId);
  const membership = conversation && (await selectMembershipById(ctx, conversation.id));
  if (!membership) return [];
  const whole = { ...membership, withheldAfter: null, clearedSeq: 0 };
  const { entries } = await selectEntries(ctx, whole, { before: membership.lastSeq + 1, limit });
  return entries.filter((entry) => entry.kind === 'message');
}

async function notifyOwnDevices(tx: MemberCtx, otherId: AccountId): Promise<void> {
  await notifyAccounts(tx, [{ accountId: tx.actor, type: 'contact_changed', data: { accountId: otherId } }]);
}
