import type { Ctx, Tx } from '../kernel/index.js';
import type { Upload } from '../photos/index.js';

type RefusedUpload = Pick<Upload, 'id' | 'sourceHash' | 'pictureHash'>;

/** Whether one of these hashes belongs to a refused picture. */
export async function selectIsRefused(ctx: Ctx, hashes: readonly string[]): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('refused_images')
    .select('hash')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('hash', 'in', hashes)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Adds the hashes of a refused upload to the refused pictures. */
export async function insertRefused(tx: Tx, upload: RefusedUpload): Promise<void> {
  await tx.db
    .insertInto('refused_images')
    .values(
      hashesOf(upload).map((hash) => ({
        tenant_id: tx.tenant.id,
        hash,
        upload_id: upload.id,
        refused_at: tx.now(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes an upload's refusal back: its picture stays refused if another upload with it was refused. */
export async function deleteRefusedBy(tx: Tx, upload: RefusedUpload): Promise<void> {
  await tx.db
    .deleteFrom('refused_images')
    .where('tenant_id', '=', tx.tenant.id)
    .where('hash', 'in', hashesOf(upload))
    .where('upload_id', 'in', [upload.id, 0])
    .execute();
}

/** Removes the pictures of uploads from the refused ones, whoever has uploaded them. */
export async function deleteRefused(tx: Tx, uploads: readonly RefusedUpload[]): Promise<void> {
  await tx.db
    .deleteFrom('refused_images')
    .where('tenant_id', '=', tx.tenant.id)
    .where('hash', 'in', uploads.flatMap(hashesOf))
    .execute();
}

/** The hashes by which a picture is known. */
function hashesOf({ sourceHash, pictureHash }: RefusedUpload): string[] {
  return [sourceHash, pictureHash];
}
