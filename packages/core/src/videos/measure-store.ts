import { sql } from 'kysely';
import type { Ctx } from '../kernel/index.js';

/** Videos whose sizes are not known. */
export async function selectUnmeasured(
  ctx: Ctx,
  limit: number,
): Promise<{ id: number; file: string; cover: string }[]> {
  return ctx.db
    .selectFrom('videos')
    .select(['id', 'file', 'cover'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('size_bytes', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Notes the sizes of videos. */
export async function updateSizes(
  ctx: Ctx,
  sizes: readonly { readonly id: number; readonly bytes: number }[],
): Promise<void> {
  await sql`
    update videos v set size_bytes = s.bytes
    from jsonb_to_recordset(${JSON.stringify(sizes)}::jsonb) as s (id int, bytes bigint)
    where v.tenant_id = ${ctx.tenant.id} and v.id = s.id
  `.execute(ctx.db);
}
