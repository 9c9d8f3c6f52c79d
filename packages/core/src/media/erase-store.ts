import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Removes the original names of some of an account's files; returns these files. */
export async function updateFilesUnnamed(tx: Tx, { id }: Departed, limit: number): Promise<string[]> {
  const { rows } = await sql<{ fileId: string }>`
    update files set original_name = '' where tenant_id = ${tx.tenant.id} and name in (
      select name from files where tenant_id = ${tx.tenant.id} and account_id = ${id} and original_name <> '' limit ${limit}
    )
    returning file_id as "fileId"
  `.execute(tx.db);
  return rows.map(({ fileId }) => fileId);
}
