import { sql, type RawBuilder } from 'kysely';
import type { AccountId, Ctx, Tx, MemberCtx, MemberTx, MomentId } from '../kernel/index.js';
import { isInCircle } from './circle-store.js';
import { isUp } from './store.js';

/** A picture or video of a moment, or a cover. */
export interface MomentFile {
  readonly fileId: string;
  readonly extension: string;
  readonly isVideo: boolean;
}

/** What a file is for. */
export type Purpose = 'moment' | 'cover';

const fileColumns = sql`f.file_id as "fileId", f.extension, f.is_video as "isVideo"`;

/** Records a file before it is stored, so that a crash leaves no unknown blobs. */
export async function insertFile(
  ctx: MemberCtx,
  file: MomentFile & { purpose: Purpose; sizeBytes: number },
): Promise<void> {
  await ctx.db
    .insertInto('moment_files')
    .values({
      tenant_id: ctx.tenant.id,
      file_id: file.fileId,
      account_id: ctx.actor,
      purpose: file.purpose,
      extension: file.extension,
      is_video: file.isVideo,
      size_bytes: file.sizeBytes,
      created_at: ctx.now(),
    })
    .execute();
}

/** Marks a file as stored; from now on it can be published. */
export async function updateFileWaiting(ctx: MemberCtx, fileId: string): Promise<void> {
  await ctx.db
    .updateTable('moment_files')
    .set({ state: 'waiting' })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('file_id', '=', fileId)
    .where('state', '=', 'arriving')
    .execute();
}

/** Attaches waiting files of the caller to a moment, in the given order; returns those that were waiting. */
export async function updateFilesShown(
  tx: MemberTx,
  momentId: MomentId,
  fileIds: readonly string[],
): Promise<MomentFile[]> {
  const { rows } = await sql<MomentFile>`
    update moment_files f set state = 'shown', moment_id = ${momentId}, place = wanted.place
    from unnest(${[...fileIds]}::text[]) with ordinality as wanted(file_id, place)
    where f.tenant_id = ${tx.tenant.id} and f.file_id = wanted.file_id and f.account_id = ${tx.actor}
      and f.purpose = 'moment' and f.state = 'waiting'
    returning ${fileColumns}
  `.execute(tx.db);
  return rows;
}

/** The caller's uploaded files for a moment that no moment shows yet, oldest first. */
export async function selectWaitingFileIds(ctx: MemberCtx): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('moment_files')
    .select('file_id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('purpose', '=', 'moment')
    .where('state', '=', 'waiting')
    .orderBy('created_at')
    .orderBy('file_id')
    .execute();
  return rows.map((row) => row.file_id);
}

/** Publishes the cover that the caller uploaded last; returns it, or undefined if there is none. */
export async function updateCoverShown(tx: MemberTx): Promise<MomentFile | undefined> {
  const { rows } = await sql<MomentFile>`
    update moment_files f set state = 'shown'
    where f.tenant_id = ${tx.tenant.id} and f.file_id = (
      select file_id from moment_files
      where tenant_id = ${tx.tenant.id} and account_id = ${tx.actor} and purpose = 'cover' and state = 'waiting'
      order by created_at desc, file_id limit 1 for update
    )
    returning ${fileColumns}
  `.execute(tx.db);
  return rows[0];
}

/** Marks files as removed; from now on nothing can show them. */
function updateFilesGone(ctx: Ctx, which: RawBuilder<unknown>): Promise<MomentFile[]> {
  return sql<MomentFile>`
    update moment_files f set state = 'gone', moment_id = null
    where f.tenant_id = ${ctx.tenant.id} and ${which}
    returning ${fileColumns}
  `
    .execute(ctx.db)
    .then(({ rows }) => rows);
}

/** Marks the files of a moment as removed. */
export function updateMomentFilesGone(tx: Tx, momentId: MomentId): Promise<MomentFile[]> {
  return updateFilesGone(tx, sql`f.moment_id = ${momentId}`);
}

/** Marks the caller's uploads for an unposted moment as removed. */
export function updateWaitingFilesGone(ctx: MemberCtx): Promise<MomentFile[]> {
  return updateFilesGone(
    ctx,
    sql`f.account_id = ${ctx.actor} and f.purpose = 'moment' and f.state = 'waiting'`,
  );
}

/** Marks all covers of the caller except one as removed. */
export function updateCoversGoneExcept(tx: MemberTx, fileId: string): Promise<MomentFile[]> {
  return updateFilesGone(
    tx,
    sql`f.account_id = ${tx.actor} and f.purpose = 'cover' and f.state in ('waiting', 'shown') and f.file_id <> ${fileId}`,
  );
}

/**
 * Marks files of both purposes that were not published before a time as removed; returns them, together with the
 * remains of interrupted removals.
 */
export async function updateForgottenFilesGone(
  ctx: Ctx,
  before: number,
): Promise<(MomentFile & { purpose: Purpose })[]> {
  const { rows } = await sql<MomentFile & { purpose: Purpose }>`
    update moment_files f set state = 'gone'
    where f.tenant_id = ${ctx.tenant.id} and f.state <> 'shown' and f.created_at < ${before}
    returning ${fileColumns}, f.purpose
  `.execute(ctx.db);
  return rows;
}

/** Deletes the rows of files whose bytes were deleted. */
export async function deleteFileRows(ctx: Ctx, fileIds: readonly string[]): Promise<void> {
  await sql`
    delete from moment_files
    where tenant_id = ${ctx.tenant.id} and file_id = any(${[...fileIds]}::text[]) and state = 'gone'
  `.execute(ctx.db);
}

/** The files of each moment, in order. */
export async function selectFiles(ctx: Ctx, ids: readonly MomentId[]): Promise<Map<MomentId, MomentFile[]>> {
  const { rows } = await sql<MomentFile & { momentId: MomentId }>`
    select ${fileColumns}, f.moment_id as "momentId" from moment_files f
    where f.tenant_id = ${ctx.tenant.id} and f.moment_id = any(${[...ids]}::bigint[])
    order by f.moment_id, f.place
  `.execute(ctx.db);
  const files = new Map<MomentId, MomentFile[]>(ids.map((id) => [id, []]));
  for (const { momentId, ...file } of rows) files.get(momentId)?.push(file);
  return files;
}

/** The newest pictures and stills of an author that the caller sees. */
export async function selectNewestFiles(
  ctx: MemberCtx,
  authorId: AccountId,
  limit: number,
): Promise<(MomentFile & { momentId: MomentId })[]> {
  const { rows } = await sql<MomentFile & { momentId: MomentId }>`
    select ${fileColumns}, f.moment_id as "momentId"
    from moments m join moment_files f on f.tenant_id = m.tenant_id and f.moment_id = m.id
    where m.tenant_id = ${ctx.tenant.id} and m.author_id = ${authorId} and ${isUp}
      and ${isInCircle(ctx, sql<AccountId>`${authorId}::int`, ctx.actor)}
    order by m.posted_at / 1000 desc, m.id desc, f.place limit ${limit}
  `.execute(ctx.db);
  return rows;
}
