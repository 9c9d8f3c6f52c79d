import type { admin } from '@kith/contract';
import { checkPurchase, findPurchases } from '@kith/core/billing';
import { givePersonQuota, grantPersonPlan, revokePersonPlans } from '@kith/core/people';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';
import { presentPurchase } from './present/purchase.js';

export const purchasesHandlers: AdminHandlers<typeof admin.purchases> = {
  list: async (ctx, { person, ...filter }) => {
    const { rows, next } = await findPurchases(ctx, { ...filter, accountId: person });
    return { rows: rows.map(presentPurchase), ...(next !== undefined && { next }) };
  },
  check: async (ctx, { id }) => withoutNulls(await checkPurchase(ctx, id)),
  grant: (ctx, { reason, ...params }) => grantPersonPlan(ctx, { ...params, why: reason }),
  giveQuota: (ctx, { reason, ...params }) => givePersonQuota(ctx, { ...params, why: reason }),
  revoke: (ctx, { id, reason }) => revokePersonPlans(ctx, { id, why: reason }),
};
