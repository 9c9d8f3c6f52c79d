export { getReport, liftBan, reportAccount, type ReportInput } from './report-account.js';
export { decideCase, getCase, listCases } from './decide-case.js';
export {
  decideReports,
  escalateReports,
  previewReports,
  undoReportDecision,
  type ReportDecisionPreview,
} from './decide-reports.js';
export {
  getReportedPerson,
  listReportQueue,
  openChildSafetyReports,
  type ReportedPersonDetails,
} from './report-queue.js';
export type { ReportedPerson, ReportQueue } from './report-queue-store.js';
export type { ReportQueueName } from './review-leases-store.js';
export type { ReviewedPerson } from './reviewed-store.js';
export {
  approvePhoto,
  approvePhotosOf,
  escalatePhoto,
  postponePhoto,
  listPhotoUploads,
  openUpload,
  refusePhoto,
  undoPhotoDecision,
  type PhotoChoice,
} from './review-photo.js';
export {
  closeMessages,
  listConversationsOf,
  listOpenings,
  openMessages,
  readOpenedMessages,
  sweepMessageOpenings,
  type MessageRange,
} from './open-messages.js';
export {
  listRestrictedPhotos,
  openRestrictedPhoto,
  refuseRestrictedPhoto,
  returnRestrictedPhoto,
  undoRestrictedPhoto,
} from './restricted-photos.js';
export type { RestrictedPhoto } from './restricted-photos-store.js';
export { listPhotoQueue } from './photo-queue.js';
export type { PhotoQueueItem } from './photo-queue-store.js';
export { leaseItem, type ReviewLease } from './review-leases.js';
export { submitPhoto } from './submit-photo.js';
export { listLetters } from './letters.js';
export { addReason, findReasons, listReasons, orderReasons, saveReason } from './reasons.js';
export { SANCTION_KINDS, type SanctionKind } from './rules.js';
export { appeal, appealSignedIn, decideAppeal, listAppeals, type AppealStanding } from './appeals.js';
export type { AppealQueue } from './appeals-store.js';
export { addNote } from './notes.js';
export {
  endSanction,
  findDueSanctions,
  liftSanction,
  requireNoBan,
  requireReason,
  sanctionAccount,
} from './sanction-account.js';
export { sweepReports } from './apply-automatic-sanctions.js';
export type { AccountReport, Case, CaseDetails, Reason, Sanction } from './types.js';
export { eraseCases, isHeld } from './erase.js';
export { waitingRestrictedPhotos } from './restricted-photos-store.js';
export { CHILD_SAFETY, ESCALATED, RETURNED } from './photo-decisions.js';
export { waitingAppeals, waitingAppealsOf } from './review-leases-store.js';
