import type { AccountId, MemberCtx, MemberTx } from '../kernel/index.js';

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

/** The accounts that the caller has blocked, the last blocked first. */
export function selectBlocked(ctx: MemberCtx, limit: number): Promise<{ id: AccountId; at: number }[]> {
  return ctx.db
    .selectFrom('blocks')
    .select(['blocked_id as id', 'created_at as at'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .orderBy('created_at', 'desc')
    .orderBy('blocked_id', 'desc')
    .limit(limit)
    .execute();
}
