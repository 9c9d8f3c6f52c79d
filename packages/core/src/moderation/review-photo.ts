import { findAccountByUsername } from '../accounts/index.js';
import { DomainError, transact, type Ctx, type Tx } from '../kernel/index.js';
import {
  decidePhoto,
  findUpload,
  listRestrictedUploads,
  listUploadsOf,
  listWaitingUploads,
  readUpload,
  restrictUpload,
  type Upload,
} from '../photos/index.js';
import { lockReportedAccount } from './reports-store.js';
import { deleteRefused, insertRefused } from './refused-images-store.js';
import { requireReason, imposeSanction } from './sanction-account.js';
import { insertLog } from './store.js';
import type { Decision } from './types.js';

/** A photo, identified by the number of its upload. */
export interface PhotoChoice {
  readonly id: number;
  /** Required for photos refused for child safety, so that moderators do not see them by accident. */
  readonly isChildSafety: boolean;
}

/**
 * Uploads waiting for review, oldest first; with a user name, those of an account; or the restricted ones. At most
 * 200.
 */
export async function listPhotoUploads(
  ctx: Ctx,
  of: { username?: string | undefined; isRestricted?: boolean },
): Promise<Upload[]> {
  if (of.isRestricted) return listRestrictedUploads(ctx);
  if (of.username === undefined) return listWaitingUploads(ctx);
  return listUploadsOf(ctx, (await findAccountByUsername(ctx, of.username)).id);
}

/** The picture of an upload. Viewing restricted evidence is recorded in the audit log. Throws `not_found`. */
export async function openUpload(ctx: Ctx, input: PhotoChoice & { by: string }): Promise<Uint8Array> {
  const upload = await accessUpload(ctx, input);
  const bytes = await readUpload(ctx, upload);
  if (!bytes) throw noSuch(input.id);
  if (upload.isRestricted)
    await insertLog(ctx, { ...about(upload), by: input.by, what: 'restricted photo opened', why: '' });
  return bytes;
}

/**
 * Approves a waiting photo or, on appeal, a refused one: its picture can be uploaded again and is no longer restricted
 * evidence; a ban that came with it stays until it is lifted. Throws `not_found` if it was judged meanwhile or
 * replaced by another picture.
 */
export async function approvePhoto(
  ctx: Ctx,
  input: Decision & PhotoChoice & { isAppeal: boolean },
): Promise<void> {
  const from = [input.isAppeal ? 'refused' : 'waiting'] as const;
  await decide(ctx, input, async (tx, upload) => {
    if (!(await decidePhoto(tx, upload, { from, to: 'approved' }))) return undefined;
    if (upload.isRestricted) await restrictUpload(tx, upload, false);
    await deleteRefused(tx, hashesOf(upload));
    return 'photo approved';
  });
}

/**
 * Refuses a photo, also an approved one; its picture cannot be uploaded again. For child safety, the account is banned
 * without an end, and the upload is kept as evidence hidden from ordinary moderators, even if it was already refused
 * or deleted by its owner. Throws `invalid` without a reason, and `not_found` like `approvePhoto`.
 */
export async function refusePhoto(ctx: Ctx, input: Decision & PhotoChoice): Promise<void> {
  requireReason(input);
  await decide(ctx, input, async (tx, upload) => {
    const isRestricted = input.isChildSafety && (await restrictUpload(tx, upload, true));
    const isRefused = await decidePhoto(tx, upload, { from: ['waiting', 'approved'], to: 'refused' });
    if (!isRefused && !isRestricted) return undefined;
    await insertRefused(tx, hashesOf(upload));
    if (!isRestricted) return 'photo refused';
    const { accountId } = upload;
    await imposeSanction(tx, { accountId, kind: 'ban', until: null, by: input.by, why: input.why });
    return 'photo refused for child safety';
  });
}

/** Decides about an upload under the account's lock and logs the result of `work`, unless it is undefined. */
async function decide(
  ctx: Ctx,
  input: Decision & PhotoChoice,
  work: (tx: Tx, upload: Upload) => Promise<string | undefined>,
): Promise<void> {
  const { accountId } = await accessUpload(ctx, input);
  await transact(ctx, async (tx) => {
    await lockReportedAccount(tx, accountId);
    const upload = await accessUpload(tx, input);
    const what = await work(tx, upload);
    if (what === undefined)
      throw new DomainError('not_found', `Photo ${input.id} was judged before, or is on no card any more.`);
    const { by, why } = input;
    await insertLog(tx, { ...about(upload), by, why, what });
  });
}

/** An upload that a moderator may see. Throws `not_found`. */
async function accessUpload(ctx: Ctx, { id, isChildSafety }: PhotoChoice): Promise<Upload> {
  const upload = await findUpload(ctx, id);
  if (!upload || (upload.isRestricted && !isChildSafety)) throw noSuch(id);
  return upload;
}

function noSuch(id: number): DomainError {
  return new DomainError('not_found', `There is no photo ${id}.`);
}

function hashesOf({ sourceHash, pictureHash }: Upload): string[] {
  return [sourceHash, pictureHash];
}

function about({ id, accountId }: Upload) {
  return { uploadId: id, accountId };
}
