import type { admin } from '@kith/contract';
import { getOverview, listFigures } from '@kith/core/operations';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

export const overviewHandlers: AdminHandlers<typeof admin.overview> = {
  show: async (ctx, _, { ownNode }) => {
    const { tenant, installation, queues, storage, summedAt } = await getOverview(ctx);
    return {
      tenant,
      ...(installation && { installation: { ...installation, ...(await ownNode.look()) } }),
      queues: queues.map(withoutNulls),
      storage: storage.map(withoutNulls),
      ...(summedAt !== undefined && { summedAt }),
    };
  },
  series: (ctx, params) => listFigures(ctx, params),
};
