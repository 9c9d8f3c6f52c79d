import {
  addressKey,
  bounds,
  DomainError,
  endOfDay,
  limitActor,
  localDay,
  siteKey,
  transact,
  type Ctx,
  type Tx,
  type MemberCtx,
} from '../kernel/index.js';
import { selectKind } from './credentials-store.js';
import { upsertUploadedBytes, deleteUploadedBytesBefore } from './upload-quota-store.js';

/**
 * Counts an upload of the caller before it is examined or stored. Throws `too_many_requests`, `not_stored` if the disk
 * is nearly full, and `upload_quota` if the day's bytes are used up: those of the account, and for visitors also those
 * of all accounts without a password at their address.
 */
export async function consumeUploadQuota(ctx: MemberCtx, sizeBytes: number): Promise<void> {
  await limitActor(ctx, 'upload');
  await requireDiskSpace(ctx, sizeBytes);
  const { uploadBytesPerDay, visitorUploadBytesPerDay } = ctx.tenant.settings;
  await transact(ctx, async (tx) => {
    const isVisitor = (await selectKind(tx)) === 'visitor';
    const limit = isVisitor ? visitorUploadBytesPerDay : uploadBytesPerDay;
    await count(tx, `account/${ctx.actor}`, sizeBytes, limit);
    if (isVisitor) await countForAddress(tx, sizeBytes);
  });
}

/** Counts an upload of a caller without an account by address. Throws `not_stored` or `upload_quota`. */
export async function consumeAnonymousUploadQuota(ctx: Ctx, sizeBytes: number): Promise<void> {
  await requireDiskSpace(ctx, sizeBytes);
  await transact(ctx, (tx) => countForAddress(tx, sizeBytes));
}

/** Deletes the upload counts of past days. Run periodically. */
export async function sweepUploadQuota(ctx: Ctx): Promise<void> {
  await deleteUploadedBytesBefore(ctx, localDay(ctx.tenant, ctx.now()));
}

async function requireDiskSpace(ctx: Ctx, sizeBytes: number): Promise<void> {
  if (!(await ctx.ports.blobs.hasSpace(sizeBytes))) throw new DomainError('not_stored');
}

async function countForAddress(tx: Tx, sizeBytes: number): Promise<void> {
  const limit = tx.tenant.settings.addressUploadBytesPerDay;
  await count(tx, `address/${addressKey(tx.address)}`, sizeBytes, limit);
  await count(tx, `site/${siteKey(tx.address)}`, sizeBytes, limit * bounds.limit.siteFactor);
}

/** A limit of 0 means no limit. */
async function count(tx: Tx, holder: string, sizeBytes: number, limit: number): Promise<void> {
  if (limit === 0) return;
  const day = localDay(tx.tenant, tx.now());
  if (sizeBytes <= limit && (await upsertUploadedBytes(tx, { day, holder, sizeBytes, limit }))) return;
  const resetAt = endOfDay(tx.tenant, tx.now());
  throw new DomainError('upload_quota', undefined, {
    limit,
    unit: 'bytes',
    resetAt,
    remaining: 0,
    retryMs: resetAt - tx.now(),
  });
}
