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
export { createTenant } from './manage-tenants.js';
export {
  findTenant,
  insertTenant,
  listTenants,
  lockSettings,
  selectSettings,
  updateSettings,
  updateTenantName,
} from './store.js';
export {
  findDepartment,
  findUniversity,
  listDepartments,
  listUniversities,
  type Department,
  type University,
} from './schools-store.js';
