import type { admin } from '@kith/contract';
import { addTenant, renameTenant } from '@kith/core/operations';
import { listTenantNames } from '@kith/core/staff';
import type { AdminHandlers } from './implement.js';

export const tenantsHandlers: AdminHandlers<typeof admin.tenants> = {
  list: (ctx) => listTenantNames(ctx),
  add: (ctx, params) => addTenant(ctx, params),
  rename: (ctx, params) => renameTenant(ctx, params),
};
