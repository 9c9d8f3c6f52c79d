import { sql } from 'kysely';
import type { MemberCtx } from '../kernel/index.js';

/** Returns whether the day is new. */
export async function insertCheckIn(ctx: MemberCtx, day: string): Promise<boolean> {
  const result = await ctx.db
    .insertInto('check_ins')
    .values({ tenant_id: ctx.tenant.id, account_id: ctx.actor, day })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The number of days, and of consecutive days up to `today`. */
export async function selectCheckIns(
  ctx: MemberCtx,
  today: string,
): Promise<{ total: number; streak: number }> {
  const { rows } = await sql<{ total: number; streak: number }>`
    select count(*)::int as total, (count(*) filter (where day = ${today}::date - (place - 1)::int))::int as streak
    from (
      select day, row_number() over (order by day desc) as place from check_ins
      where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor} and day <= ${today}::date
    ) as days
  `.execute(ctx.db);
  return rows[0] ?? { total: 0, streak: 0 };
}
