import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Deletes the browsers and the setting of an account, and some of its marks; returns how many of these. */
export async function deletePushTraces(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { rows } = await sql<{ deleted: number }>`
    with browsers as (
      delete from push_subscriptions where tenant_id = ${tx.tenant.id} and account_id = ${id}
    ),
    settings as (
      delete from push_settings where tenant_id = ${tx.tenant.id} and account_id = ${id}
    ),
    marks as (
      delete from push_marks
      where tenant_id = ${tx.tenant.id} and account_id = ${id} and conversation_id in (
        select conversation_id from push_marks
        where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
      )
      returning 1
    )
    select count(*)::int as deleted from marks
  `.execute(tx.db);
  return rows[0]?.deleted ?? 0;
}
