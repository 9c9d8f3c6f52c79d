import { findAccountByUsername } from '../accounts/index.js';
import { bounds, DomainError, invalid, transact, type Ctx } from '../kernel/index.js';
import {
  decidePhotos,
  findUploads,
  holdPhotoBack,
  listRestrictedUploads,
  listUploadsOf,
  listWaitingUploads,
  readUpload,
  restrictUpload,
  restrictWaiting,
  type Upload,
} from '../photos/index.js';
import { audit, type OperatorCtx, type OperatorTx, type StaffCtx } from '../staff/index.js';
import { deleteLetters } from './letters-store.js';
import { sendLetters } from './letters.js';
import { CHILD_SAFETY, ESCALATED, OPENED } from './photo-decisions.js';
import { deleteLeases } from './review-leases-store.js';
import { lockReportedAccount } from './reports-store.js';
import { deleteRefused, deleteRefusedBy, insertRefused } from './refused-images-store.js';
import type { SanctionKind } from './rules.js';
import { imposeSanction, readEnd, requireReason, retractSanction } from './sanction-account.js';
import { insertLog, insertLogs, selectNewestDecisions } from './store.js';
import type { Decision } from './types.js';

/** A photo, identified by the number of its upload, as a moderator saw it. */
export interface SeenPhoto {
  readonly id: number;
  /** The version of the newest decision about the upload; 0 if there was none. */
  readonly version: number;
}

/** A sanction of the owner of a refused photo; without hours, it has no end. */
export interface OwnersSanction {
  readonly kind: SanctionKind;
  readonly hours?: number | undefined;
}

/** A photo, identified by the number of its upload. */
export interface PhotoChoice {
  readonly id: number;
  /** Like that of `SeenPhoto`; without it, a decision is not refused as stale. */
  readonly version?: number;
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
    await insertLog(ctx, {
      ...about(upload),
      by: input.by,
      what: OPENED,
      why: '',
      isChildSafety: true,
    });
  return bytes;
}

/**
 * Approves a waiting photo or, on appeal, a refused one: its picture can be uploaded again and is no longer restricted
 * evidence; a ban that came with it stays until it is lifted. Returns the new version. Throws `not_found` if it was judged
 * meanwhile or replaced by another picture, and `stale` if a version is given and there is a newer decision.
 */
export function approvePhoto(
  ctx: OperatorCtx,
  input: Decision & PhotoChoice & { isAppeal: boolean },
): Promise<number> {
  const from = [input.isAppeal ? 'refused' : 'waiting'] as const;
  return decide(ctx, input, 'approve', async (tx, upload) => {
    if (!(await decidePhotos(tx, only(upload), { from, to: 'approved' }))) return undefined;
    if (upload.isRestricted) await restrictUpload(tx, upload, false);
    await deleteRefused(tx, [upload]);
    return { what: 'photo approved' };
  });
}

/**
 * Refuses a photo, also an approved one; its picture cannot be uploaded again. For child safety, the account is banned
 * without an end, and the upload is kept as evidence hidden from ordinary moderators, even if it was already refused
 * or deleted by its owner. `letter` is the reason whose letter tells the owner; `sanction` is one of the owner that comes with the
 * refusal. Returns the new version. Throws `invalid` without a reason or for a reason without a letter, and like `approvePhoto`.
 */
export async function refusePhoto(
  ctx: OperatorCtx,
  input: Decision & PhotoChoice & { letter?: number | undefined; sanction?: OwnersSanction | undefined },
): Promise<number> {
  const { sanction } = input;
  requireReason(input);
  if (input.letter !== undefined && input.isChildSafety) throw invalid('letter');
  if (sanction && input.isChildSafety) throw invalid('sanction');
  const until = readEnd(ctx, sanction?.hours);
  return decide(ctx, input, 'refuse', async (tx, upload) => {
    const isRestricted = input.isChildSafety && (await restrictUpload(tx, upload, true));
    const from = ['waiting', 'approved'] as const;
    const isRefused = await decidePhotos(tx, only(upload), { from, to: 'refused' });
    if (!isRefused && !isRestricted) return undefined;
    await insertRefused(tx, upload);
    if (input.isChildSafety) return banForChildSafety(tx, upload, input);
    const what = 'photo refused';
    if (!sanction) return { what };
    const { kind } = sanction;
    const { by, why } = input;
    const wanted = { accountId: upload.accountId, kind, until, by, why };
    const { id: sanctionId } = await imposeSanction(tx, wanted);
    return { what, sanctionId, sanction: { kind, until } };
  });
}

/**
 * Takes the newest decision about a photo back: it waits for review again, and its picture can be uploaded again unless
 * another upload with it was refused. A sanction that came with it is lifted, unless another decision has set it too. A
 * picture that it had replaced does not come back. Returns the new version. Throws like `approvePhoto`.
 */
export function undoPhotoDecision(ctx: OperatorCtx, input: Decision & PhotoChoice): Promise<number> {
  return decide(ctx, input, 'undo', async (tx, upload) => {
    const from = ['approved', 'refused'] as const;
    if (!(await decidePhotos(tx, only(upload), { from, to: 'waiting' }))) return undefined;
    await deleteRefusedBy(tx, upload);
    await deleteLetters(tx, { accountId: upload.accountId, uploadId: upload.id });
    await retractNewest(tx, upload, { by: input.by, isChildSafety: false });
    return { what: 'photo decision undone' };
  });
}

/**
 * Hands a waiting photo over to child safety, undecided: it is in no queue, its picture is hidden like one that was refused
 * for child safety, and cannot be uploaded again. Throws `invalid` without a reason, and like `approvePhoto`.
 */
export async function escalatePhoto(
  ctx: StaffCtx,
  { id, version, why }: SeenPhoto & { why: string },
): Promise<void> {
  const input = { id, version, why, by: ctx.staff.name, isChildSafety: false };
  requireReason(input);
  await decide(ctx, input, 'escalate', async (tx, upload) => {
    if (!(await restrictWaiting(tx, upload))) return undefined;
    await insertRefused(tx, upload);
    return { what: ESCALATED };
  });
}

/**
 * Takes a waiting photo out of the queue for an hour, for everybody; this is no decision. Returns when it comes back.
 * Throws like `approvePhoto`.
 */
export async function postponePhoto(ctx: StaffCtx, { id, version }: SeenPhoto): Promise<number> {
  const choice = { id, isChildSafety: false };
  const { accountId } = await accessUpload(ctx, choice);
  return transact(ctx, async (tx) => {
    await lockReportedAccount(tx, accountId);
    const upload = await accessUpload(tx, choice);
    await requireVersions(tx, [{ id, version }]);
    const until = tx.now() + bounds.staff.photoPostponedMs;
    if (!(await holdPhotoBack(tx, upload, until))) throw judged([id]);
    await audit(tx, { action: 'photo.postpone', object: { kind: 'photo', id }, after: { until } });
    await deleteLeases(tx, 'photos', [id]);
    return until;
  });
}

/**
 * Approves several waiting photos of one account, all or none; `photos` are at most as many as a card has. Throws
 * `not_found` and `stale` like `approvePhoto`.
 */
export async function approvePhotosOf(
  ctx: OperatorCtx,
  { accountId, photos, by }: { accountId: number; photos: readonly SeenPhoto[]; by: string },
): Promise<void> {
  const ids = [...new Set(photos.map(({ id }) => id))];
  await transact(ctx, async (tx) => {
    const found = await findUploads(tx, ids);
    const [first] = found;
    const isReviewable = found.every((upload) => upload.accountId === accountId && !upload.isRestricted);
    if (!first || found.length < ids.length || !isReviewable) throw new DomainError('not_found');
    await lockReportedAccount(tx, first.accountId);
    await requireVersions(tx, photos);
    const choice = { accountId: first.accountId, uploadIds: ids };
    if (!(await decidePhotos(tx, choice, { from: ['waiting'], to: 'approved' }))) throw judged(ids);
    await deleteRefused(tx, found);
    await insertLogs(
      tx,
      found.map((upload) => ({ ...about(upload), by, why: '', what: 'photo approved' })),
    );
    await deleteLeases(tx, 'photos', ids);
    const object = { kind: 'account', id: accountId };
    await audit(tx, { action: 'photo.approve_all', object, after: { photos: ids } });
  });
}

/** The queue of a decision about a photo; that of child safety has only what ordinary moderators do not see. */
type PhotoQueueName = 'photos' | 'child_safety_photos';

/** What was decided, and the sanction that came with it. */
interface Decided {
  readonly what: string;
  readonly sanctionId?: number;
  /** For the audit log. */
  readonly sanction?: { readonly kind: SanctionKind; readonly until: number | null };
}

/** Takes back the sanction that came with the newest decision about an upload, if one did. */
export async function retractNewest(
  tx: OperatorTx,
  { id, accountId }: Upload,
  of: { by: string; isChildSafety: boolean },
): Promise<void> {
  const newest = (await selectNewestDecisions(tx, [id])).get(id);
  const sanctionId = newest?.sanctionId ?? null;
  if (newest && sanctionId !== null)
    await retractSanction(tx, { accountId, sanctionId, decisionId: newest.version, ...of });
}

/** Bans the owner of an upload refused for child safety, without an end. */
export async function banForChildSafety(
  tx: OperatorTx,
  { accountId }: Upload,
  { by, why }: Decision,
): Promise<Decided> {
  const ban = { accountId, kind: 'ban', until: null, by, why, isChildSafety: true } as const;
  const { id: sanctionId } = await imposeSanction(tx, ban);
  return { what: CHILD_SAFETY, sanctionId };
}

/**
 * Decides about an upload under the account's lock and logs the result of `work`, unless it is undefined. Throws `stale` and
 * `not_found` like `approvePhoto`.
 */
export async function decide(
  ctx: OperatorCtx,
  input: Decision & PhotoChoice & { letter?: number | undefined },
  action: 'approve' | 'refuse' | 'undo' | 'escalate' | 'return',
  work: (tx: OperatorTx, upload: Upload) => Promise<Decided | undefined>,
  queue: PhotoQueueName = 'photos',
): Promise<number> {
  const isHidden = queue === 'child_safety_photos';
  // In the console, refusing for child safety opens no photo that was refused so before.
  const choice = { id: input.id, isChildSafety: isHidden || (input.isChildSafety && !ctx.staff) };
  const { accountId } = await accessUpload(ctx, choice);
  return transact(ctx, async (tx) => {
    await lockReportedAccount(tx, accountId);
    const { id, version, by, why, letter } = input;
    // Before the version, because a stale one shows the decision.
    const upload = await accessUpload(tx, choice);
    if (version !== undefined) await requireVersions(tx, [{ id, version }]);
    const decided = await work(tx, upload);
    if (!decided) throw judged([id]);
    const { what, sanctionId, sanction } = decided;
    const object = { kind: 'photo', id };
    await audit(tx, {
      action: `photo.${action}`,
      object,
      before: upload.state,
      after: { what, why, sanction },
    });
    await deleteLeases(tx, queue, [id]);
    const isChildSafety = isHidden || what === CHILD_SAFETY || what === ESCALATED;
    const decisionId = await insertLog(tx, { ...about(upload), by, why, what, sanctionId, isChildSafety });
    if (letter !== undefined) {
      const told = { accountId: upload.accountId, decisionId, reasonId: letter };
      if ((await sendLetters(tx, [told])) === 0) throw invalid('letter');
    }
    return decisionId;
  });
}

/** Throws `stale` if there is a newer decision about one of these uploads. */
async function requireVersions(tx: OperatorTx, seen: readonly SeenPhoto[]): Promise<void> {
  const newest = await selectNewestDecisions(
    tx,
    seen.map(({ id }) => id),
  );
  for (const { id, version } of seen) {
    const decision = newest.get(id);
    if ((decision?.version ?? 0) === version) continue;
    if (!decision) throw new DomainError('stale');
    const { by, what, at } = decision;
    throw new DomainError('stale', undefined, { decided: { by, what, at } });
  }
}

/** An upload that a moderator may see. Throws `not_found`. */
export async function accessUpload(ctx: Ctx, { id, isChildSafety }: PhotoChoice): Promise<Upload> {
  const [upload] = await findUploads(ctx, [id]);
  if (!upload || (upload.isRestricted && !isChildSafety)) throw noSuch(id);
  return upload;
}

function judged(ids: readonly number[]): DomainError {
  const message = `Photo ${ids.join(', ')} was judged before, or is on no card any more.`;
  return new DomainError('not_found', message);
}

/** One upload, as `decidePhotos` takes it. */
export function only({ id, accountId }: Upload) {
  return { accountId, uploadIds: [id] };
}

/** The refusal of a photo that does not exist, or that the caller may not see. */
export function noSuch(id: number): DomainError {
  return new DomainError('not_found', `There is no photo ${id}.`);
}

function about({ id, accountId }: Upload) {
  return { uploadId: id, accountId };
}
