export { permissionsOf, provenUntil, requireAccess } from './access.js';
export { audit, exportAudit, listAudit, logConnectionTest, requireWhy, sweepAudit } from './audit.js';
export type { AuditEntry, AuditFilter } from './audit-store.js';
export { enrol, startEnrolment } from './enrol.js';
export {
  addFirstOwner,
  addStaff,
  endSessionsOfStaff,
  findStaffByName,
  FIRST_OWNER,
  listStaff,
  removeStaff,
  resetStaff,
  setStaffRole,
  type StaffPassword,
} from './manage-staff.js';
export { changeStaffPassword, proveIdentity, renewRecoveryCodes } from './own-credentials.js';
export {
  addPasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
  startPasskey,
  startProof,
  type PasskeyAnswer,
} from './passkeys.js';
export type { Passkey } from './passkeys-store.js';
export { hasPermission, permissions, STAFF_ROLES, type Permission, type StaffRole } from './permissions.js';
export {
  authenticateStaff,
  endOf,
  endOtherStaffSessions,
  endStaffSession,
  listStaffSessions,
  listTenantNames,
  openStaffSession,
  signOutStaff,
  sweepStaffSessions,
  switchTenant,
  type OpenedStaffSession,
} from './sessions.js';
export type { OwnStaffSession } from './sessions-store.js';
export { changeSettings, listSettings, type ShownSetting } from './settings.js';
export { signInStaff, signInWithPasskey, startPasskeySignIn, type SignedIn } from './sign-in.js';
export type { StaffMember } from './store.js';
export { restore, takeDown, type Overseen } from './take-down.js';
export { operatorName } from './types.js';
export type { AuditedAction, OperatorCtx, OperatorTx, StaffCaller, StaffCtx, StaffTx } from './types.js';
