import type { admin } from '@kith/contract';
import { addPlan, listPlansAsStaff, setPlan } from '@kith/core/billing';
import type { AdminHandlers } from './implement.js';

export const plansHandlers: AdminHandlers<typeof admin.plans> = {
  list: (ctx) => listPlansAsStaff(ctx),
  add: (ctx, { code, ...plan }) => addPlan(ctx, code, plan),
  change: (ctx, { code, ...change }) => setPlan(ctx, code, change),
};
