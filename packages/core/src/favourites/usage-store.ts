import { sql } from 'kysely';
import type { MemberCtx, MemberTx } from '../kernel/index.js';

/** An account's usage: favourites, their size, and stickers. */
export interface Usage {
  readonly favourites: number;
  readonly bytes: number;
  readonly stickers: number;
}

/** The caller's usage; zeros if nothing was ever saved. */
export async function selectUsage(ctx: MemberCtx): Promise<Usage> {
  const row = await ctx.db
    .selectFrom('favourite_usage')
    .select(['favourites', 'bytes', 'stickers'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .executeTakeFirst();
  return row ?? { favourites: 0, bytes: 0, stickers: 0 };
}

/**
 * Adds to or subtracts from the caller's usage. Returns false and changes nothing if an increase exceeds its limit.
 * Simultaneous changes wait for the row, so the counts are exact.
 */
export async function updateUsage(
  tx: MemberTx,
  by: Partial<Usage>,
  limits: Partial<Usage> = {},
): Promise<boolean> {
  await sql`
    insert into favourite_usage (tenant_id, account_id) values (${tx.tenant.id}, ${tx.actor}) on conflict do nothing
  `.execute(tx.db);
  const { favourites = 0, bytes = 0, stickers = 0 } = by;
  const result = await sql`
    update favourite_usage
    set favourites = favourites + ${favourites}::int, bytes = bytes + ${bytes}::bigint, stickers = stickers + ${stickers}::int
    where tenant_id = ${tx.tenant.id} and account_id = ${tx.actor}
      and (favourites + ${favourites}::int <= ${limits.favourites ?? null}::bigint) is not false
      and (bytes + ${bytes}::bigint <= ${limits.bytes ?? null}::bigint) is not false
      and (stickers + ${stickers}::int <= ${limits.stickers ?? null}::bigint) is not false
  `.execute(tx.db);
  return (result.numAffectedRows ?? 0n) > 0n;
}
