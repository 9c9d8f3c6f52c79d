import { sql, type Kysely, type Transaction, type RawBuilder } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, ConversationId, Ctx, Tx, TenantId } from '../kernel/index.js';
import type { MediaFamily } from '../ports/index.js';

/** A file to be stored. */
export interface FileRow {
  readonly name: string;
  /** Null for a picture of the operator, like the account. */
  readonly conversationId: ConversationId | null;
  readonly accountId: AccountId | null;
  readonly family: string;
  readonly mime: string;
  readonly originalName: string;
  readonly sizeBytes: number;
  /** When it is checked whether something holds the file. */
  readonly checkAt: number;
}

/** Inserts a file's row and schedules the check whether it was sent. */
export async function insertFile(ctx: Ctx, file: FileRow): Promise<void> {
  await sql`
    with stored as (
      insert into files (tenant_id, name, conversation_id, account_id, family, mime, original_name, size_bytes, created_at)
      values (${ctx.tenant.id}, ${file.name}, ${file.conversationId}, ${file.accountId}, ${file.family}, ${file.mime},
        ${file.originalName}, ${file.sizeBytes}, ${ctx.now()})
      returning tenant_id, file_id
    )
    insert into file_checks (tenant_id, file_id, due_at) select tenant_id, file_id, ${file.checkAt} from stored
  `.execute(ctx.db);
}

/** Schedules checks of files at a time in milliseconds. */
export async function insertFileChecks(tx: Tx, fileIds: readonly string[], dueAt: number): Promise<void> {
  if (fileIds.length === 0) return;
  await sql`
    insert into file_checks (tenant_id, file_id, due_at)
    select ${tx.tenant.id}, file_id, ${dueAt} from unnest(${[...fileIds]}::text[]) as file_id
  `.execute(tx.db);
}

/** Locks the next due checks for the transaction; skips those locked by others. */
export async function lockDueChecks(tx: Transaction<Tables>, now: number, limit: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('file_checks')
    .select('id')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map((row) => row.id);
}

/** Identifies a file by the common prefix of its renditions' names. */
export interface FileKey {
  readonly tenantId: TenantId;
  readonly fileId: string;
}

const keys = (of: readonly FileKey[]): RawBuilder<unknown> =>
  sql`select * from unnest(${of.map((key) => key.tenantId)}::int[], ${of.map((key) => key.fileId)}::text[])`;

/**
 * Locks the files of some checks against new references. Skips files that another transaction is about to reference:
 * waiting for it could delay a message.
 */
export async function lockFilesOf(tx: Transaction<Tables>, checkIds: readonly number[]): Promise<FileKey[]> {
  const { rows } = await sql<FileKey>`
    select f.tenant_id as "tenantId", f.file_id as "fileId" from files f
    where (f.tenant_id, f.file_id) in (select tenant_id, file_id from file_checks where id = any(${[...checkIds]}::bigint[]))
    for update skip locked
  `.execute(tx);
  return rows;
}

/** A file without references. */
export interface OrphanedFile {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly family: MediaFamily;
  readonly isHidden: boolean;
}

/**
 * Deletes the unreferenced ones among the locked files. Must be a separate statement after the locks, so that it sees
 * references committed before them. Every table that references files must be listed here and have a foreign key to
 * them: without the key a file could be lost, without the list the deletion would fail.
 */
export async function deleteOrphanedFiles(
  tx: Transaction<Tables>,
  locked: readonly FileKey[],
): Promise<OrphanedFile[]> {
  const { rows } = await sql<OrphanedFile>`
    delete from files f
    where (f.tenant_id, f.file_id) in (${keys(locked)}) and ${isUnreferenced}
    returning f.tenant_id as "tenantId", f.name, f.family, f.is_hidden as "isHidden"
  `.execute(tx);
  return rows;
}

/** Marks locked files as hidden if only evidence references them; returns them. */
export async function updateFilesHidden(
  tx: Transaction<Tables>,
  locked: readonly FileKey[],
): Promise<OrphanedFile[]> {
  const { rows } = await sql<OrphanedFile>`
    update files f set is_hidden = true
    where (f.tenant_id, f.file_id) in (${keys(locked)}) and not f.is_hidden and ${isOutOfSight}
    returning f.tenant_id as "tenantId", f.name, f.family, f.is_hidden as "isHidden"
  `.execute(tx);
  return rows;
}

/** True if no message, favourite or sticker references the file `f`, an offered sticker neither. */
const isOutOfSight = sql`(
  not exists (select from message_files h where h.tenant_id = f.tenant_id and h.file_id = f.file_id)
  and not exists (select from favourite_files h where h.tenant_id = f.tenant_id and h.file_id = f.file_id)
  and not exists (select from stickers h where h.tenant_id = f.tenant_id and h.file_id = f.file_id)
  and not exists (select from offered_stickers h where h.tenant_id = f.tenant_id and h.file_id = f.file_id)
)`;

/** True if nothing references the file `f`, evidence neither. */
export const isUnreferenced = sql`(
  ${isOutOfSight} and not exists (select from evidence_files h where h.tenant_id = f.tenant_id and h.file_id = f.file_id)
)`;

/** Deletes completed checks: all except those of existing files that could not be locked. */
export async function deleteChecks(
  tx: Transaction<Tables>,
  checkIds: readonly number[],
  locked: readonly FileKey[],
): Promise<void> {
  await sql`
    delete from file_checks c
    where c.id = any(${[...checkIds]}::bigint[]) and not exists (
      select from files f
      where f.tenant_id = c.tenant_id and f.file_id = c.file_id and (f.tenant_id, f.file_id) not in (${keys(locked)})
    )
  `.execute(tx);
}

/** Blobs to be removed from the served folders. */
export interface Removal {
  readonly tenantId: TenantId;
  readonly blobKeys: readonly string[];
  /** The blobs are moved to an unserved folder instead of deleted. */
  readonly hides?: boolean;
}

/** Schedules removals of blobs at a time in milliseconds. */
export async function insertRemovals(
  tx: Transaction<Tables>,
  removals: readonly Removal[],
  dueAt: number,
): Promise<void> {
  if (removals.length === 0) return;
  await tx
    .insertInto('file_removals')
    .values(
      removals.map((removal) => ({
        tenant_id: removal.tenantId,
        blob_keys: [...removal.blobKeys],
        hides: removal.hides ?? false,
        due_at: dueAt,
      })),
    )
    .execute();
}

/** Whether a file with this name was sent to the conversation. */
export async function selectFile(
  ctx: Ctx,
  of: { conversationId: ConversationId; name: string },
): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('files')
    .select('name')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('name', '=', of.name)
    .where('conversation_id', '=', of.conversationId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes the next due removals and postpones them, in case their process dies. */
export async function claimRemovals(
  db: Kysely<Tables>,
  at: { now: number; nextAt: number },
  limit: number,
): Promise<{ id: number; blobKeys: string[]; hides: boolean }[]> {
  const { rows } = await sql<{ id: number; blobKeys: string[]; hides: boolean }>`
    update file_removals set due_at = ${at.nextAt}
    where id in (
      select id from file_removals where due_at <= ${at.now} order by due_at limit ${limit} for update skip locked
    )
    returning id, blob_keys as "blobKeys", hides
  `.execute(db);
  return rows;
}

/** Deletes completed removals. */
export async function deleteRemovals(db: Kysely<Tables>, ids: readonly number[]): Promise<void> {
  await sql`delete from file_removals where id = any(${[...ids]}::bigint[])`.execute(db);
}

/** Whether a check or a removal is due. */
export async function selectIsDue(db: Kysely<Tables>, now: number): Promise<boolean> {
  const { rows } = await sql<{ isDue: boolean }>`
    select exists (select from file_checks where due_at <= ${now})
      or exists (select from file_removals where due_at <= ${now}) as "isDue"
  `.execute(db);
  return rows[0]?.isDue ?? false;
}
