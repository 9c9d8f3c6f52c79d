import type { admin } from '@kith/contract';
import {
  addStaff,
  endSessionsOfStaff,
  listStaff,
  permissions,
  removeStaff,
  resetStaff,
  setStaffRole,
} from '@kith/core/staff';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

export const staffHandlers: AdminHandlers<typeof admin.staff> = {
  roles: async () =>
    Object.entries(permissions).map(([permission, roles]) => ({ permission, roles: [...roles] })),
  list: async (ctx) => (await listStaff(ctx)).map(withoutNulls),
  add: (ctx, params) => addStaff(ctx, params),
  setRole: (ctx, params) => setStaffRole(ctx, params),
  reset: (ctx, { id }) => resetStaff(ctx, id),
  endSessions: async (ctx, { id }) => ({ ended: await endSessionsOfStaff(ctx, id) }),
  remove: (ctx, { id }) => removeStaff(ctx, id),
};
