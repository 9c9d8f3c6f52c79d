export { createTenant, findTenant, listTenants, updateTenantSettings } from './store.js';
