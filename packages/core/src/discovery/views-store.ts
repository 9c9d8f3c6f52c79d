import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, MemberCtx } from '../kernel/index.js';

/** The number of counter rows per intro, which spreads contention. */
const PARTS = 16;

/**
 * Records a view of an intro: one row per viewer, and a click up to the tenant's daily limit. One statement;
 * simultaneous viewers rarely share a counter row.
 */
export async function insertView(ctx: MemberCtx, accountId: AccountId): Promise<void> {
  const { timeZone, profileClicksPerDay } = ctx.tenant.settings;
  const now = ctx.now();
  await sql`
    with view as (
      insert into intro_views as w (tenant_id, account_id, viewer_id, viewed_at, counted_on, counted)
      values (${ctx.tenant.id}, ${accountId}, ${ctx.actor}, ${now}, (to_timestamp(${now}::float8 / 1000) at time zone ${timeZone})::date, 1)
      on conflict (tenant_id, account_id, viewer_id) do update set
        viewed_at = greatest(w.viewed_at, excluded.viewed_at),
        counted_on = excluded.counted_on,
        counted = case when w.counted_on = excluded.counted_on then least(w.counted + 1, 32000) else 1 end
      returning counted
    )
    insert into intro_clicks as c (tenant_id, account_id, part, amount)
    select ${ctx.tenant.id}, ${accountId}, ${ctx.actor % PARTS}, 1 from view where counted <= ${profileClicksPerDay}
    on conflict (tenant_id, account_id, part) do update set amount = c.amount + 1
  `.execute(ctx.db);
}

/** The clicks on the caller's intro since the last reset. */
export async function selectClicks(ctx: MemberCtx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (
      coalesce((select sum(amount) from intro_clicks where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor}), 0)
      - coalesce((select amount from intro_click_marks where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor}), 0)
    )::int as count
  `.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

/** Sets the reset mark to the current count: later commits count after it, and the mark never decreases. */
export async function upsertClickMark(ctx: MemberCtx): Promise<void> {
  await sql`
    insert into intro_click_marks as m (tenant_id, account_id, amount)
    select ${ctx.tenant.id}, ${ctx.actor}, coalesce(sum(amount), 0) from intro_clicks
    where tenant_id = ${ctx.tenant.id} and account_id = ${ctx.actor}
    on conflict (tenant_id, account_id) do update set amount = greatest(m.amount, excluded.amount)
  `.execute(ctx.db);
}

/** Clamps future times of at most `limit` views to now; returns how many. */
export async function updateFutureViewTimes(db: Kysely<Tables>, now: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update intro_views w set viewed_at = ${now}
    from (
      select tenant_id, account_id, viewer_id from intro_views where viewed_at > ${now} limit ${limit} for no key update
    ) as late
    where w.tenant_id = late.tenant_id and w.account_id = late.account_id and w.viewer_id = late.viewer_id
  `.execute(db);
  return Number(numAffectedRows);
}
