import type { admin } from '@kith/contract';
import { listAudit } from '@kith/core/staff';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

export const auditHandlers: AdminHandlers<typeof admin.audit> = {
  list: async (ctx, params) => {
    const { rows, next } = await listAudit(ctx, params);
    return { rows: rows.map(withoutNulls), ...(next !== undefined && { next }) };
  },
};
