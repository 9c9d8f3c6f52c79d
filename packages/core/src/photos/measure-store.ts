import { sql } from 'kysely';
import type { Ctx } from '../kernel/index.js';

/** Uploads whose sizes are not known. */
export async function selectUnmeasured(
  ctx: Ctx,
  limit: number,
): Promise<{ id: number; fileId: string; isAnimated: boolean }[]> {
  return ctx.db
    .selectFrom('photo_uploads')
    .select(['id', 'file_id as fileId', 'is_animated as isAnimated'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('size_bytes', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Notes the sizes of uploads. */
export async function updateSizes(
  ctx: Ctx,
  sizes: readonly { readonly id: number; readonly bytes: number }[],
): Promise<void> {
  await sql`
    update photo_uploads u set size_bytes = s.bytes
    from jsonb_to_recordset(${JSON.stringify(sizes)}::jsonb) as s (id bigint, bytes bigint)
    where u.tenant_id = ${ctx.tenant.id} and u.id = s.id
  `.execute(ctx.db);
}
