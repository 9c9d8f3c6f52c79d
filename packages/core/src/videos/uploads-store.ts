import type { Ctx, MemberTx, MemberCtx } from '../kernel/index.js';

/** The kind of an upload: a video or a cover. */
export type UploadKind = 'video' | 'cover';

/** An upload that is not published yet. */
export interface Upload {
  readonly name: string;
  readonly kind: UploadKind;
  /** Null for one of before sizes were noted. */
  readonly sizeBytes: number | null;
}

/** Inserts uploads of the caller. */
export async function insertUploads(ctx: MemberCtx, uploads: readonly Upload[]): Promise<void> {
  await ctx.db
    .insertInto('video_uploads')
    .values(
      uploads.map(({ name, kind, sizeBytes }) => ({
        tenant_id: ctx.tenant.id,
        name,
        account_id: ctx.actor,
        kind,
        created_at: ctx.now(),
        size_bytes: sizeBytes,
      })),
    )
    .execute();
}

/** Takes the caller's uploads with these names that are not older than `since`; returns those that existed. */
export function claimUploads(tx: MemberTx, names: readonly string[], since: number): Promise<Upload[]> {
  return tx.db
    .deleteFrom('video_uploads')
    .where('tenant_id', '=', tx.tenant.id)
    .where('name', 'in', [...names])
    .where('account_id', '=', tx.actor)
    .where('created_at', '>=', since)
    .returning(['name', 'kind', 'size_bytes as sizeBytes'])
    .execute();
}

/** Names of the tenant's uploads older than `before`. */
export async function selectUploadsBefore(ctx: Ctx, before: number, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('video_uploads')
    .select('name')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.name);
}

/** Deletes rows of uploads. */
export async function deleteUploads(ctx: Ctx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await ctx.db
    .deleteFrom('video_uploads')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('name', 'in', [...names])
    .execute();
}
