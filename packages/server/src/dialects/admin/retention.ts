import type { admin } from '@kith/contract';
import { listRetention, previewRetention } from '@kith/core/operations';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

export const retentionHandlers: AdminHandlers<typeof admin.retention> = {
  list: async (ctx) =>
    (await listRetention(ctx)).map(({ kind, days, rows, setting, counts, bytes, oldestAt }) => ({
      kind,
      days,
      rows,
      ...(setting !== undefined && { setting }),
      ...(counts !== undefined && { counts }),
      ...(bytes !== null && { bytes }),
      ...(oldestAt !== null && { oldestAt }),
    })),
  preview: async (ctx, params) => withoutNulls(await previewRetention(ctx, params)),
};
