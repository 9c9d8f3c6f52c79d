import type { AccountId, Tx } from '../kernel/index.js';

/** Stores a note about an account. */
export async function insertNote(
  tx: Tx,
  { accountId, text, by }: { accountId: AccountId; text: string; by: string },
): Promise<number> {
  const { id } = await tx.db
    .insertInto('account_notes')
    .values({ tenant_id: tx.tenant.id, account_id: accountId, written_by: by, text, created_at: tx.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
