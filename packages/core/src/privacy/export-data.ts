import { requirePassword } from '../accounts/index.js';
import {
  DomainError,
  limitActor,
  transact,
  type AccountId,
  type Ctx,
  type Departed,
  type MemberCtx,
  type Tx,
} from '../kernel/index.js';
import { discardBlobs } from '../media/index.js';
import {
  claimExport,
  deleteExpired,
  deleteExportsOf,
  selectExport,
  updateAgain,
  updateNotReady,
  updateProgress,
  updatePutOff,
  updateReady,
  upsertExport,
  type DataExport,
} from './exports-store.js';
import { countOwnData } from './own-data-store.js';
import { ownData } from './own-data.js';

const DAY_MS = 24 * 3600_000;
/** A job acts for the account, in no session. */
const NO_SESSION = '00000000-0000-0000-0000-000000000000';
/** Attempts at a copy; the first may end with its process. */
const MAX_ATTEMPTS = 3;

/**
 * Requests a copy of the caller's data, which a job makes; while one is being made, a repeat has no effect. Throws
 * `wrong_credentials`, or `too_many_requests` within a day of the last request.
 */
export async function requestOwnData(ctx: MemberCtx, password: string): Promise<void> {
  await limitActor(ctx, 'profile');
  await requirePassword(ctx, password);
  await requestDataOf(ctx, ctx.actor);
}

/**
 * Requests a copy of the data of an account, which its owner can fetch; while one is being made, a repeat has no effect.
 * Throws `too_many_requests` within a day of the last request.
 */
export async function requestDataOf(ctx: Ctx, id: AccountId): Promise<void> {
  if (await upsertExport(ctx, id, ctx.now() - DAY_MS)) return;
  const before = await selectExport(ctx, id);
  if (!before || before.state === 'waiting' || before.state === 'running') return;
  throw new DomainError('too_many_requests', undefined, { retryMs: before.requestedAt + DAY_MS - ctx.now() });
}

/** Makes a failed copy of an account again; returns whether there is one. */
export function makeExportAgain(tx: Tx, id: AccountId): Promise<boolean> {
  return updateAgain(tx, id);
}

/** The state of the copy that the caller requested last, or undefined. */
export function findOwnData(ctx: MemberCtx): Promise<DataExport | undefined> {
  return selectExport(ctx, ctx.actor);
}

/** The key of a copy's blob. */
export function exportBlobKey(fileId: string): string {
  return `export/${fileId}.zip`;
}

/**
 * Makes the oldest requested copy of the tenant, also one whose process has died; returns whether there was one. Only
 * one process at a time may run it. After `stopping` another process begins it again.
 */
export async function makeNextExport(ctx: Ctx, stopping: AbortSignal): Promise<boolean> {
  const claimed = await transact(ctx, async (tx) => {
    const found = await claimExport(tx, tx.ids.hex(16));
    if (found?.abandoned) await discardBlobs(tx, [exportBlobKey(found.abandoned)]);
    return found;
  });
  if (!claimed) return false;
  const { id, attempts, fileId } = claimed;
  if (attempts > MAX_ATTEMPTS) {
    await updateNotReady(ctx, id, 'failed');
    return true;
  }
  await makeExport(ctx, { id, fileId }, stopping).catch(async (error: unknown) => {
    if (stopping.aborted) return updatePutOff(ctx, id);
    ctx.log.warn(
      { err: error, tenant: ctx.tenant.id, account: id },
      'a copy of an account could not be made',
    );
    await updateNotReady(ctx, id, attempts === MAX_ATTEMPTS ? 'failed' : 'waiting');
  });
  return true;
}

async function makeExport(
  ctx: Ctx,
  { id, fileId }: { id: AccountId; fileId: string },
  stopping: AbortSignal,
): Promise<void> {
  const owner: MemberCtx = { ...ctx, actor: id, sessionId: NO_SESSION };
  const total = await countOwnData(owner);
  const key = exportBlobKey(fileId);
  const entries = ownData(owner, (done) => updateProgress(ctx, id, Math.min(done, total), total));
  await ctx.ports.blobs.put(key, untilAborted(ctx.ports.archives.pack(entries), stopping));
  const sizeBytes = (await ctx.ports.blobs.open(key))?.sizeBytes ?? 0;
  const expiresAt = ctx.now() + ctx.tenant.settings.dataExportDays * DAY_MS;
  await transact(ctx, async (tx) => {
    const ready = await updateReady(tx, id, { fileId, sizeBytes, expiresAt });
    const outdated = ready ? ready.replaced : fileId;
    if (outdated !== null) await discardBlobs(tx, [exportBlobKey(outdated)]);
  });
}

async function* untilAborted(
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    signal.throwIfAborted();
    yield chunk;
  }
}

/** Deletes copies that have expired. Run periodically. */
export async function sweepExports(ctx: Ctx): Promise<void> {
  await transact(ctx, async (tx) => {
    const fileIds = await deleteExpired(tx, ctx.now() - ctx.tenant.settings.dataExportDays * DAY_MS);
    await discardBlobs(tx, fileIds.map(exportBlobKey));
  });
}

/** Deletes the copies of an account. */
export function eraseExports(ctx: Ctx, departed: Departed): Promise<void> {
  return transact(ctx, async (tx) =>
    discardBlobs(tx, (await deleteExportsOf(tx, departed)).map(exportBlobKey)),
  );
}
