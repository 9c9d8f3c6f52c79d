import type { AccountId, MemberTx } from '../kernel/index.js';

/** Stores the caller's block; returns false if it already exists. */
export async function insertBlock(tx: MemberTx, blockedId: AccountId): Promise<boolean> {
  const result = await tx.db
    .insertInto('blocks')
    .values({
      tenant_id: tx.tenant.id,
      account_id: tx.actor,
      blocked_id: blockedId,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Deletes the caller's block; returns false if there is none. */
export async function deleteBlock(tx: MemberTx, blockedId: AccountId): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('blocks')
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', tx.actor)
    .where('blocked_id', '=', blockedId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
