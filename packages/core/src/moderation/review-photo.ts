import { findAccountByUsername } from '../accounts/index.js';
import { DomainError, transact, type Ctx } from '../kernel/index.js';
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
import { lockOffender } from './complaints-store.js';
import { deleteRefused, insertRefused } from './refused-images-store.js';
import { requireReason, impose, type Decision } from './sanction.js';
import { insertLog } from './store.js';

/** Which photo, by the number of its upload. */
export interface PhotoChoice {
  readonly id: number;
  /** Needed for whatever was refused for the safety of children; nobody comes upon that by chance. */
  readonly isChildSafety: boolean;
}

/** What waits to be reviewed, oldest first; with a user name what there is of somebody; or what is restricted. At most 200. */
export async function listPhotoUploads(
  ctx: Ctx,
  of: { username?: string | undefined; isRestricted?: boolean },
): Promise<Upload[]> {
  if (of.isRestricted) return listRestrictedUploads(ctx);
  if (of.username === undefined) return listWaitingUploads(ctx);
  return listUploadsOf(ctx, (await findAccountByUsername(ctx, of.username)).id);
}

/** The picture of an upload. That somebody has looked at restricted evidence is a line of the audit. Throws `not_found`. */
export async function openUpload(ctx: Ctx, input: PhotoChoice & { by: string }): Promise<Uint8Array> {
  const upload = await accessUpload(ctx, input);
  const bytes = await readUpload(ctx, upload);
  if (!bytes) throw noSuch(input.id);
  if (upload.isRestricted)
    await insertLog(ctx, { ...about(upload), by: input.by, what: 'restricted photo opened', why: '' });
  return bytes;
}

/**
 * Approves a photo that waits or, on appeal, one that was refused: its picture can be uploaded again then, and is no
 * restricted evidence any more; a ban that came with it stays until it is lifted. Throws `not_found` when it was judged
 * meanwhile, or when another picture has taken its place.
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
 * Refuses a photo, also one that was approved before; its picture cannot be uploaded again. For the safety of children
 * the account is banned until that is lifted, and the upload is kept as evidence that ordinary moderators are not shown,
 * also when it was refused or deleted by its owner before. Throws `invalid` without a reason, and `not_found` like
 * `approvePhoto`.
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
    await impose(tx, { accountId, kind: 'ban', until: null, by: input.by, why: input.why });
    return 'photo refused for child safety';
  });
}

/** Decides about an upload, one moderator after the other, and writes it down: what `work` answers, unless that is nothing. */
async function decide(
  ctx: Ctx,
  input: Decision & PhotoChoice,
  work: (tx: Ctx, upload: Upload) => Promise<string | undefined>,
): Promise<void> {
  const { accountId } = await accessUpload(ctx, input);
  await transact(ctx, async (tx) => {
    await lockOffender(tx, accountId);
    const upload = await accessUpload(tx, input);
    const what = await work(tx, upload);
    if (what === undefined)
      throw new DomainError('not_found', `Photo ${input.id} was judged before, or is on no card any more.`);
    const { by, why } = input;
    await insertLog(tx, { ...about(upload), by, why, what });
  });
}

/** An upload that a moderator may know of. Throws `not_found`. */
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
