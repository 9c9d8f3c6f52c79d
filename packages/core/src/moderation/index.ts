export { getReport, liftBan, reportAccount, type AccountReport, type ReportInput } from './report-account.js';
export { decideCase, getCase, listCases, type Case, type CaseDetails } from './decide-case.js';
export { approvePhoto, listPhotoUploads, openUpload, refusePhoto, type PhotoChoice } from './review-photo.js';
export { submitPhoto } from './submit-photo.js';
export { addReason, listReasons, type Reason } from './reasons.js';
export { SANCTION_KINDS, type SanctionKind } from './rules.js';
export {
  endSanction,
  findDueSanctions,
  liftSanction,
  sanctionAccount,
  type Sanction,
} from './sanction-account.js';
export { sweepReports } from './apply-automatic-sanctions.js';
