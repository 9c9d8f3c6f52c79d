import { sql } from 'kysely';
import type { Ctx, Tx } from '../kernel/index.js';

/** Adds to the holder's uploaded bytes of a day unless that exceeds the limit; returns whether it was added. */
export async function upsertUploadedBytes(
  tx: Tx,
  upload: { day: string; holder: string; sizeBytes: number; limit: number },
): Promise<boolean> {
  const { rows } = await sql`
    insert into uploaded_bytes as u (tenant_id, day, holder, bytes)
    values (${tx.tenant.id}, ${upload.day}::date, ${upload.holder}, ${upload.sizeBytes})
    on conflict (tenant_id, day, holder) do update set bytes = u.bytes + excluded.bytes
      where u.bytes + excluded.bytes <= ${upload.limit}::bigint
    returning bytes
  `.execute(tx.db);
  return rows.length > 0;
}

/** Deletes upload counts of days before `day`. */
export async function deleteUploadedBytesBefore(ctx: Ctx, day: string): Promise<void> {
  await ctx.db
    .deleteFrom('uploaded_bytes')
    .where('tenant_id', '=', ctx.tenant.id)
    .where(sql`day`, '<', sql`${day}::date`)
    .execute();
}
