import type { admin } from '@kith/contract';
import { listTenantNames } from '@kith/core/staff';
import type { AdminHandlers } from './implement.js';

export const tenantsHandlers: AdminHandlers<typeof admin.tenants> = {
  list: (ctx) => listTenantNames(ctx),
};
