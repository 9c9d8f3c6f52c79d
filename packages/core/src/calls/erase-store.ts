import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Deletes some calls of an account; returns their number. Each call's message stays with the other person. */
export async function deleteCallsOf(tx: Tx, { id }: Departed, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from calls where tenant_id = ${tx.tenant.id} and id in (
      select id from calls where tenant_id = ${tx.tenant.id} and (caller_id = ${id} or callee_id = ${id}) limit ${limit}
    )
  `.execute(tx.db);
  return Number(numAffectedRows);
}
