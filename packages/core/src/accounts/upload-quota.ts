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
  type MemberCtx,
} from '../kernel/index.js';
import { selectKind } from './store.js';
import { upsertUploadedBytes, deleteUploadedBytesBefore } from './upload-quota-store.js';

/**
 * Counts an upload of the caller before anything of it is looked at or stored. Throws `too_many_requests`, `not_stored`
 * when the disk is nearly full, and `upload_quota` when the bytes of the day are used up: those of the account, and for
 * visitors also those of everybody without a password at their address.
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

/** The same for somebody without an account, who is an address. */
export async function consumeAnonymousUploadQuota(ctx: Ctx, sizeBytes: number): Promise<void> {
  await requireDiskSpace(ctx, sizeBytes);
  await transact(ctx, (tx) => countForAddress(tx, sizeBytes));
}

/** Forgets what was uploaded on days that are over. Run now and then. */
export async function sweepUploadQuota(ctx: Ctx): Promise<void> {
  await deleteUploadedBytesBefore(ctx, localDay(ctx.tenant, ctx.now()));
}

async function requireDiskSpace(ctx: Ctx, sizeBytes: number): Promise<void> {
  if (!(await ctx.ports.blobs.hasSpace(sizeBytes))) throw new DomainError('not_stored');
}

async function countForAddress(tx: Ctx, sizeBytes: number): Promise<void> {
  const limit = tx.tenant.settings.addressUploadBytesPerDay;
  await count(tx, `address/${addressKey(tx.address)}`, sizeBytes, limit);
  await count(tx, `site/${siteKey(tx.address)}`, sizeBytes, limit * bounds.limit.siteFactor);
}

/** 0 is no limit. */
async function count(tx: Ctx, holder: string, sizeBytes: number, limit: number): Promise<void> {
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
