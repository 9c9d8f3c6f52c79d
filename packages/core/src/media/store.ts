import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../db/index.js';
import type { AccountId, ConversationId, Ctx, TenantId } from '../kernel/index.js';
import type { MediaFamily } from '../ports/index.js';

/** Stores the row of a file, and when to look whether it was ever sent. */
export async function insertFile(
  ctx: Ctx,
  file: {
    name: string;
    conversationId: ConversationId;
    accountId: AccountId;
    family: string;
    mime: string;
    originalName: string;
    sizeBytes: number;
    checkAt: number;
  },
): Promise<void> {
  await sql`
    with stored as (
      insert into files (tenant_id, name, conversation_id, account_id, family, mime, original_name, size_bytes, created_at)
      values (${ctx.tenant.id}, ${file.name}, ${file.conversationId}, ${file.accountId}, ${file.family}, ${file.mime},
        ${file.originalName}, ${file.sizeBytes}, ${ctx.now()})
      returning tenant_id, stem
    )
    insert into file_checks (tenant_id, stem, due_at) select tenant_id, stem, ${file.checkAt} from stored
  `.execute(ctx.db);
}

export async function insertFileChecks(ctx: Ctx, stems: readonly string[], dueAt: number): Promise<void> {
  if (stems.length === 0) return;
  await sql`
    insert into file_checks (tenant_id, stem, due_at)
    select ${ctx.tenant.id}, stem, ${dueAt} from unnest(${[...stems]}::text[]) as stem
  `.execute(ctx.db);
}

/** Takes the next checks that are due, for as long as the transaction lasts; those of others are passed over. */
export async function lockDueChecks(tx: Kysely<Tables>, now: number, limit: number): Promise<number[]> {
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

/** A file by what the names of its renditions begin with. */
export interface FileKey {
  readonly tenantId: TenantId;
  readonly stem: string;
}

const keys = (of: readonly FileKey[]): RawBuilder<unknown> =>
  sql`select * from unnest(${of.map((key) => key.tenantId)}::int[], ${of.map((key) => key.stem)}::text[])`;

/**
 * Locks the files of some checks, so that nothing new can hold them. A file that something is about to hold
 * at this moment is left out: waiting for it could make a message wait for us.
 */
export async function lockFilesOf(tx: Kysely<Tables>, checkIds: readonly number[]): Promise<FileKey[]> {
  const { rows } = await sql<FileKey>`
    select f.tenant_id as "tenantId", f.stem from files f
    where (f.tenant_id, f.stem) in (select tenant_id, stem from file_checks where id = any(${[...checkIds]}::bigint[]))
    for update skip locked
  `.execute(tx);
  return rows;
}

/** A file that nothing holds. */
export interface LooseFile {
  readonly tenantId: TenantId;
  readonly name: string;
  readonly family: MediaFamily;
  readonly isHidden: boolean;
}

/**
 * Deletes those of the locked files that nothing holds. Has to be a statement of its own behind the locks, so
 * that it sees what was committed before them. Whoever comes to hold files joins this list, and has a foreign
 * key to them: without that a file could go, without this the deletion would fail.
 */
export async function deleteLooseFiles(tx: Kysely<Tables>, locked: readonly FileKey[]): Promise<LooseFile[]> {
  const { rows } = await sql<LooseFile>`
    delete from files f
    where (f.tenant_id, f.stem) in (${keys(locked)}) and ${isOutOfSight}
      and not exists (select from evidence_files h where h.tenant_id = f.tenant_id and h.stem = f.stem)
    returning f.tenant_id as "tenantId", f.name, f.family, f.is_hidden as "isHidden"
  `.execute(tx);
  return rows;
}

/** Marks those of the locked files as hidden that members hold no more, but evidence does; answers them. */
export async function updateFilesHidden(
  tx: Kysely<Tables>,
  locked: readonly FileKey[],
): Promise<LooseFile[]> {
  const { rows } = await sql<LooseFile>`
    update files f set is_hidden = true
    where (f.tenant_id, f.stem) in (${keys(locked)}) and not f.is_hidden and ${isOutOfSight}
    returning f.tenant_id as "tenantId", f.name, f.family, f.is_hidden as "isHidden"
  `.execute(tx);
  return rows;
}

/** No message, favourite or sticker shows the file `f`. */
const isOutOfSight = sql`(
  not exists (select from message_files h where h.tenant_id = f.tenant_id and h.stem = f.stem)
  and not exists (select from favourite_files h where h.tenant_id = f.tenant_id and h.stem = f.stem)
  and not exists (select from stickers h where h.tenant_id = f.tenant_id and h.stem = f.stem)
)`;

/** Forgets checks that are done: all but those of files that are there and could not be locked. */
export async function deleteChecks(
  tx: Kysely<Tables>,
  checkIds: readonly number[],
  locked: readonly FileKey[],
): Promise<void> {
  await sql`
    delete from file_checks c
    where c.id = any(${[...checkIds]}::bigint[]) and not exists (
      select from files f
      where f.tenant_id = c.tenant_id and f.stem = c.stem and (f.tenant_id, f.stem) not in (${keys(locked)})
    )
  `.execute(tx);
}

export interface Removal {
  readonly tenantId: TenantId;
  readonly blobKeys: readonly string[];
  /** They are moved to where nothing is served, and not removed. */
  readonly hides?: boolean;
}

export async function insertRemovals(
  tx: Kysely<Tables>,
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

/** Whether a file of this name was sent into a conversation. */
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

/** Takes the next removals that are due, and puts them off, in case that whoever took them dies. */
export async function takeRemovals(
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
