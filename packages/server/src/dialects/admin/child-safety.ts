import type { admin } from '@kith/contract';
import {
  decideReports,
  leaseItem,
  listReportQueue,
  openChildSafetyReports,
  undoReportDecision,
} from '@kith/core/moderation';
import type { AdminHandlers } from './implement.js';
import { presentReportedPersonDetails, presentReportQueue } from './present/reports.js';

const queue = 'child_safety';

export const childSafetyHandlers: AdminHandlers<typeof admin.child_safety> = {
  list: async (ctx, { after }, { photoLinks }) =>
    presentReportQueue(await listReportQueue(ctx, { queue, after }), photoLinks),
  open: async (ctx, { id }, { photoLinks }) =>
    presentReportedPersonDetails(await openChildSafetyReports(ctx, id), photoLinks),
  lease: (ctx, { id }) => leaseItem(ctx, queue, id),
  decide: async (ctx, { id, version, reason = '', ...decision }) => {
    const seen = [{ accountId: id, version }];
    const [decided] = await decideReports(ctx, { ...decision, queue, seen, why: reason });
    return { version: decided!.decision }; // one for each person
  },
  undo: async (ctx, { id, version }) => ({
    version: await undoReportDecision(ctx, { queue, accountId: id, decision: version }),
  }),
};
