import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Deletes an account's intro and clicks, and some views of it and by it; returns the number of views. */
export async function deleteIntroTraces(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { rows } = await sql<{ amount: number }>`
    with gone_intro as (
      delete from intros where tenant_id = ${tx.tenant.id} and account_id = ${id}
    ),
    gone_clicks as (
      delete from intro_clicks where tenant_id = ${tx.tenant.id} and account_id = ${id}
    ),
    gone_marks as (
      delete from intro_click_marks where tenant_id = ${tx.tenant.id} and account_id = ${id}
    ),
    gone_views as (
      delete from intro_views where tenant_id = ${tx.tenant.id} and ctid in (
        select ctid from intro_views where tenant_id = ${tx.tenant.id} and (account_id = ${id} or viewer_id = ${id}) limit ${limit}
      ) returning 1
    )
    select count(*)::int as amount from gone_views
  `.execute(tx.db);
  return rows[0]?.amount ?? 0;
}
