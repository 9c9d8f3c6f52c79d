import type { admin } from '@kith/contract';
import { logConnectionTest } from '@kith/core/staff';
import type { AdminHandlers } from './implement.js';

export const connectionsHandlers: AdminHandlers<typeof admin.connections> = {
  list: async (ctx, _, { connections }) => connections.list(ctx),
  test: async (ctx, params, { connections }) => {
    const found = await connections.test(ctx, params);
    await logConnectionTest(ctx, { name: params.name, ...found });
    return found;
  },
};
