export {
  confirmClock,
  getInstallation,
  recordClock,
  recordClockJump,
  renewEpoch,
  setFileStore,
  setTokenCheck,
  type Installation,
} from './installation-store.js';
export { createTenant, updateTenantSettings } from './manage-tenants.js';
export { findTenant, listTenants } from './store.js';
export {
  findDepartment,
  findUniversity,
  listDepartments,
  listUniversities,
  type Department,
  type University,
} from './schools-store.js';
