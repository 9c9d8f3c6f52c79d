import type { Ctx } from '../kernel/index.js';

/** Stores the hash of a code for a phone and a purpose. */
export async function insertCode(
  ctx: Ctx,
  code: { holder: string; purpose: string; codeHash: string },
): Promise<void> {
  await ctx.db
    .insertInto('codes')
    .values({
      tenant_id: ctx.tenant.id,
      phone: code.holder,
      purpose: code.purpose,
      code_hash: code.codeHash,
      created_at: ctx.now(),
      used_at: null,
    })
    .execute();
}

/** Deletes codes created before a time. */
export async function deleteCodesBefore(ctx: Ctx, before: number): Promise<void> {
  await ctx.db
    .deleteFrom('codes')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('created_at', '<', before)
    .execute();
}

/** The newest code for a holder and a purpose, used or not. */
export function selectNewestCode(
  ctx: Ctx,
  of: { holder: string; purpose: string },
): Promise<{ id: number; code_hash: string; created_at: number; used_at: number | null } | undefined> {
  return ctx.db
    .selectFrom('codes')
    .select(['id', 'code_hash', 'created_at', 'used_at'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('phone', '=', of.holder)
    .where('purpose', '=', of.purpose)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Counts an attempt; returns false if there were already `maxTries`. */
export async function updateCodeTried(ctx: Ctx, id: number, maxTries: number): Promise<boolean> {
  const result = await ctx.db
    .updateTable('codes')
    .set((code) => ({ tries: code('tries', '+', 1) }))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('tries', '<', maxTries)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Marks a code as used; returns false if it already was. */
export async function updateCodeUsed(ctx: Ctx, id: number): Promise<boolean> {
  const result = await ctx.db
    .updateTable('codes')
    .set({ used_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
