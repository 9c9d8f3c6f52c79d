import { sql } from 'kysely';
import type { Departed, Tx } from '../kernel/index.js';

/** Deletes an account's photos; returns some of its uploads that are neither restricted nor evidence of a case. */
export async function deletePhotosOf(tx: Tx, { id }: Departed, limit: number): Promise<number[]> {
  await tx.db
    .deleteFrom('photos')
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', id)
    .execute();
  const { rows } = await sql<{ id: number }>`
    select u.id from photo_uploads u
    where u.tenant_id = ${tx.tenant.id} and u.account_id = ${id} and not u.is_restricted and not exists (
      select from photo_evidence e where e.tenant_id = u.tenant_id and e.upload_id = u.id
    )
    order by u.id limit ${limit}
  `.execute(tx.db);
  return rows.map((row) => row.id);
}

/** Sets a time at which the uploads of an account that are evidence of a case are deleted, unless they have one. */
export async function updateEvidenceDue(tx: Tx, { id }: Departed, removeAt: number): Promise<void> {
  await sql`
    update photo_uploads set remove_at = ${removeAt}
    where tenant_id = ${tx.tenant.id} and account_id = ${id} and remove_at is null and not is_restricted
  `.execute(tx.db);
}
