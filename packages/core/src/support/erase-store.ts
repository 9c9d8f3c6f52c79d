import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Ends an account's work as an agent and deletes its own thread. Its former customers stay with the others. */
export async function deleteSupportTraces(tx: Tx, { id }: Departed): Promise<void> {
  await sql`
    with desks as (
      delete from support_desks where tenant_id = ${tx.tenant.id} and agent_id = ${id}
    ),
    former as (
      update support_agents set state = 'removed' where tenant_id = ${tx.tenant.id} and account_id = ${id}
    )
    delete from support_threads where tenant_id = ${tx.tenant.id} and customer_id = ${id}
  `.execute(tx.db);
}
