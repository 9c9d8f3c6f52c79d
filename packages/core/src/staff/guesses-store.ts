import { sql } from 'kysely';
import { bounds, type Ctx } from '../kernel/index.js';

/**
 * Counts a guess under a key, and returns how many there are, with this one, and when they are forgotten. The guess that
 * reaches the limit starts the lock, and later ones do not extend it.
 */
export async function countGuess(
  ctx: Ctx,
  key: string,
  limit: number,
): Promise<{ amount: number; until: number }> {
  const now = ctx.now();
  const until = now + bounds.staff.lockMs;
  const { rows } = await sql<{ amount: number; until: number }>`
    insert into staff_guesses as g (tenant_id, key, amount, until) values (${ctx.tenant.id}, ${key}, 1, ${until})
    on conflict (tenant_id, key) do update set
      amount = case when g.until <= ${now} then 1 else g.amount + 1 end,
      until = case when g.until <= ${now} or g.amount < ${limit} then ${until} else g.until end
    returning amount, until
  `.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error('An upsert returns its row.');
  return row;
}

/** Takes back one guess under each key. */
export async function uncountGuesses(ctx: Ctx, keys: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable('staff_guesses')
    .set({ amount: sql<number>`greatest(amount - 1, 0)` })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('key', 'in', keys)
    .execute();
}

/** Forgets the guesses under keys. */
export async function deleteGuesses(ctx: Ctx, keys: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('staff_guesses')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('key', 'in', keys)
    .execute();
}

/** Deletes guesses that no longer count. */
export async function deleteOldGuesses(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('staff_guesses')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('until', '<=', ctx.now())
    .execute();
}
