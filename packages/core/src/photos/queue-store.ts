import { sql, type RawBuilder } from 'kysely';
import type { Ctx, Tx } from '../kernel/index.js';

/**
 * Takes the waiting photo of an upload out of the queue: until a time, or for child safety. Returns false if none of this
 * upload waits there.
 */
export async function updatePhotoLeftQueue(
  tx: Tx,
  uploadId: number,
  change: { returns_at: number } | { is_escalated: true },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('photos')
    .set(change)
    .where('tenant_id', '=', tx.tenant.id)
    .where('upload_id', '=', uploadId)
    .where('state', '=', 'waiting')
    .where('is_escalated', '=', false)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Whether the photo `p` is in the queue of moderators. */
export function isInQueue({ now }: Pick<Ctx, 'now'>): RawBuilder<boolean> {
  return sql`p.state = 'waiting' and not p.is_escalated and (p.returns_at is null or p.returns_at <= ${now()})`;
}
