import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Deletes some records of messages to an account; returns their number. */
export async function deleteMessagesTo(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from outgoing_messages where tenant_id = ${tx.tenant.id} and id in (
      select id from outgoing_messages where tenant_id = ${tx.tenant.id} and account_id = ${id} limit ${limit}
    )
  `.execute(tx.db);
  return Number(numAffectedRows);
}
