import { sql, type RawBuilder } from 'kysely';
import type { AccountId, MemberCtx } from '../kernel/index.js';

/** Whether one of two people has blocked the other, as SQL about rows at hand. */
export function areParted(
  tenantId: RawBuilder<unknown>,
  one: RawBuilder<unknown>,
  other: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select from blocks b where b.tenant_id = ${tenantId} and b.account_id = ${one} and b.blocked_id = ${other})
    or exists (select from blocks b where b.tenant_id = ${tenantId} and b.account_id = ${other} and b.blocked_id = ${one})
  )`;
}

/** Stores the caller's block; false when it stood already. */
export async function insertBlock(tx: MemberCtx, blockedId: AccountId): Promise<boolean> {
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

export async function deleteBlock(tx: MemberCtx, blockedId: AccountId): Promise<boolean> {
  const result = await tx.db
    .deleteFrom('blocks')
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', tx.actor)
    .where('blocked_id', '=', blockedId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
