import { sql } from 'kysely';
import type { AccountId, Ctx, Departed, Tx } from '../kernel/index.js';

/** The state of a requested copy. */
export interface DataExport {
  readonly state: 'waiting' | 'running' | 'ready' | 'failed';
  readonly requestedAt: number;
  /** The parts of the file that are written, and all of them; 0 before it is begun. */
  readonly done: number;
  readonly total: number;
  readonly fileId: string | null;
  readonly sizeBytes: number | null;
  readonly expiresAt: number | null;
}

const columns = sql`state, requested_at as "requestedAt", done, total, file_id as "fileId", size_bytes as "sizeBytes",
  expires_at as "expiresAt"`;

/**
 * Requests a copy for an account, unless one is being made or was requested since a time; returns whether it did. The
 * file of the last one stays until the new one is ready.
 */
export async function upsertExport(ctx: Ctx, id: AccountId, unlessSince: number): Promise<boolean> {
  const { rows } = await sql`
    insert into data_exports as e (tenant_id, account_id, state, requested_at)
    values (${ctx.tenant.id}, ${id}, 'waiting', ${ctx.now()})
    on conflict (tenant_id, account_id) do update
    set state = 'waiting', requested_at = excluded.requested_at, attempts = 0, done = 0, total = 0
    where e.state in ('ready', 'failed') and e.requested_at <= ${unlessSince}
    returning 1
  `.execute(ctx.db);
  return rows.length > 0;
}

/** Lets a failed copy be made again; returns whether there is one. */
export async function updateAgain(tx: Tx, id: AccountId): Promise<boolean> {
  const { rows } = await sql`
    update data_exports set state = 'waiting', attempts = 0, done = 0, total = 0
    where tenant_id = ${tx.tenant.id} and account_id = ${id} and state = 'failed'
    returning 1
  `.execute(tx.db);
  return rows.length > 0;
}

/** The last request for an account, or undefined. */
export async function selectExport(ctx: Ctx, id: AccountId): Promise<DataExport | undefined> {
  const { rows } = await sql<DataExport>`
    select ${columns} from data_exports where tenant_id = ${ctx.tenant.id} and account_id = ${id}
  `.execute(ctx.db);
  return rows[0];
}

/** A copy that is being made. */
export interface ClaimedExport {
  readonly id: AccountId;
  readonly attempts: number;
  readonly fileId: string;
  /** The file that an earlier attempt may have left. */
  readonly abandoned: string | null;
}

/**
 * Begins the oldest open request of the tenant, also one whose process has died, with the name of its file, and counts the
 * attempt; undefined if there is none.
 */
export async function claimExport(tx: Tx, fileId: string): Promise<ClaimedExport | undefined> {
  const { rows } = await sql<ClaimedExport>`
    update data_exports e set state = 'running', attempts = e.attempts + 1, done = 0, unfinished_file_id = ${fileId}
    from (
      select account_id, unfinished_file_id from data_exports
      where tenant_id = ${tx.tenant.id} and state in ('waiting', 'running') order by requested_at limit 1 for update
    ) o
    where e.tenant_id = ${tx.tenant.id} and e.account_id = o.account_id
    returning e.account_id as id, e.attempts, e.unfinished_file_id as "fileId", o.unfinished_file_id as abandoned
  `.execute(tx.db);
  return rows[0];
}

/** Puts a copy off for another process; the attempt does not count. */
export async function updatePutOff(ctx: Ctx, id: AccountId): Promise<void> {
  await sql`
    update data_exports set state = 'waiting', done = 0, attempts = attempts - 1
    where tenant_id = ${ctx.tenant.id} and account_id = ${id}
  `.execute(ctx.db);
}

/** Records the progress of a copy. */
export async function updateProgress(ctx: Ctx, id: AccountId, done: number, total: number): Promise<void> {
  await sql`
    update data_exports set done = ${done}, total = ${total} where tenant_id = ${ctx.tenant.id} and account_id = ${id}
  `.execute(ctx.db);
}

/**
 * Marks a copy as ready; returns the file that it replaces, or undefined if the account is gone or another process has begun
 * the copy again.
 */
export async function updateReady(
  tx: Tx,
  id: AccountId,
  file: { fileId: string; sizeBytes: number; expiresAt: number },
): Promise<{ replaced: string | null } | undefined> {
  const { rows } = await sql<{ replaced: string | null }>`
    update data_exports e
    set state = 'ready', file_id = ${file.fileId}, unfinished_file_id = null, size_bytes = ${file.sizeBytes}, expires_at = ${file.expiresAt}, done = e.total
    from data_exports o
    where e.tenant_id = ${tx.tenant.id} and e.account_id = ${id} and o.tenant_id = e.tenant_id and o.account_id = e.account_id
      and o.unfinished_file_id = ${file.fileId}
    returning o.file_id as replaced
  `.execute(tx.db);
  return rows[0];
}

/** Marks a copy as failed, or as waiting for another attempt. */
export async function updateNotReady(ctx: Ctx, id: AccountId, state: 'waiting' | 'failed'): Promise<void> {
  await sql`
    update data_exports set state = ${state}, done = 0 where tenant_id = ${ctx.tenant.id} and account_id = ${id}
  `.execute(ctx.db);
}

interface LeftFiles {
  readonly fileId: string | null;
  readonly unfinished: string | null;
}

function fileIdsOf({ fileId, unfinished }: LeftFiles): string[] {
  return [fileId, unfinished].filter((one) => one !== null);
}

/** Forgets files that have expired and requests that failed long ago; returns the files. */
export async function deleteExpired(tx: Tx, failedBefore: number): Promise<string[]> {
  const { rows } = await sql<LeftFiles>`
    delete from data_exports
    where tenant_id = ${tx.tenant.id} and state in ('ready', 'failed')
      and coalesce(expires_at <= ${tx.now()}, requested_at <= ${failedBefore})
    returning file_id as "fileId", unfinished_file_id as "unfinished"
  `.execute(tx.db);
  return rows.flatMap(fileIdsOf);
}

/** Deletes the copies of an account; returns their files. */
export async function deleteExportsOf(tx: Tx, { id }: Departed): Promise<string[]> {
  const { rows } = await sql<LeftFiles>`
    delete from data_exports where tenant_id = ${tx.tenant.id} and account_id = ${id}
    returning file_id as "fileId", unfinished_file_id as "unfinished"
  `.execute(tx.db);
  return rows.flatMap(fileIdsOf);
}
