import type { Ctx, Tx } from '../kernel/index.js';

/** Whether one of these hashes belongs to a refused picture. */
export async function selectIsRefused(ctx: Ctx, hashes: readonly string[]): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('refused_images')
    .select('hash')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('hash', 'in', hashes)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Adds hashes to the refused pictures. */
export async function insertRefused(tx: Tx, hashes: readonly string[]): Promise<void> {
  await tx.db
    .insertInto('refused_images')
    .values(hashes.map((hash) => ({ tenant_id: tx.tenant.id, hash, refused_at: tx.now() })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Removes hashes from the refused pictures. */
export async function deleteRefused(tx: Tx, hashes: readonly string[]): Promise<void> {
  await tx.db
    .deleteFrom('refused_images')
    .where('tenant_id', '=', tx.tenant.id)
    .where('hash', 'in', hashes)
    .execute();
}
