export {
  decideAge,
  listAgeGroupChanges,
  pageAgeGroupChanges,
  promoteAdults,
  setAgeStatus,
  setBirthDate,
  sweepAgeGroupChanges,
} from './ages.js';
export { ageOn, isContactName, isMailAddress, isPhone, mailKey } from './rules.js';
export { isAdultOn, type AgeGroupChange } from './ages-store.js';
export { isInForce, isSilenced } from './sanctions-store.js';
export { checkIn, type CheckIns } from './check-in.js';
export {
  checkVouchedEmail,
  confirmEmail,
  removeEmail,
  requestEmail,
  resetPasswordByEmail,
  sendResetCode,
  setVouchedEmail,
} from './email.js';
export { checkCode, sendCode, sweepCodes, type CodePurpose } from './codes.js';
export {
  findMovedAccounts,
  findPositionsBefore,
  listAccountEvents,
  listCursors,
  notifyAccounts,
  startStreamEpochs,
  type AccountNotification,
} from './events.js';
export type { StreamPosition } from './events-store.js';
export { emptyAccount, eraseOwnRows, scheduleDeletion, startErasing } from './delete-account.js';
export {
  selectDueDeletions as listDueDeletions,
  updateDeletionDone,
  updateDeletionPostponed,
} from './deletions-store.js';
export { listInvitedAccounts } from './invites.js';
export { indexLetterOf } from './index-letter.js';
export { deviceOf } from './device.js';
export { requireMayWrite } from './may-write.js';
export { consumeUploadQuota, sweepUploadQuota } from './upload-quota.js';
export { hashPassword } from './password-hash.js';
export { checkPassword, checkStrongPassword, passwordForm } from './password-rules.js';
export { changePassword, requirePassword, resetPassword } from './passwords.js';
export { requireProven } from './prove-password.js';
export {
  avatarFolder,
  measureAvatars,
  commitAvatar,
  storePendingAvatar,
  sweepPendingAvatars,
  uploadAvatar,
} from './avatars.js';
export { clampAccountTimes } from './clamp-times.js';
export type { OwnProfile, Profile } from './profile.js';
export {
  checkRegistration,
  register,
  registerVisitor,
  type Registration,
  type VisitorRegistration,
} from './register.js';
export {
  authenticateSessions,
  findInvalidSessions,
  findSessionEnds,
  endOtherSessions,
  endOwnSession,
  listOwnSessions,
  openSession,
  recordNewerClient,
  recordUse,
  revokeSessions,
  signOut,
  sweepSessions,
  type Session,
} from './sessions.js';
export type { OwnSession } from './sessions-store.js';
export { requireFreeNickname } from './reserved-names.js';
export { renewNames } from './renew-names.js';
export { getOwnProfile, setCover, setProfile, type ProfileChange } from './set-profile.js';
export { signIn, unfreezeAccount, verifyOwner, type SignIn } from './sign-in.js';
export { setCard, setSexFilter, type CardChange } from './set-card.js';
export {
  banAccount,
  changeAccountStatus,
  changeMaySeeMoments,
  findAccountByUsername,
  replacePassword,
  setAccountStatus,
  setShadowLimit,
  unbanAccount,
} from './manage-accounts.js';
export { clearStreamEpochs } from './events-store.js';
export { hasContactName, loadProfiles } from './profiles-store.js';
export { listUnsanctioned, lockActive, touchAccounts, updateShownAt } from './store.js';
