import type { admin } from '@kith/contract';
import {
  decideReports,
  escalateReports,
  getReportedPerson,
  leaseItem,
  listReportQueue,
  previewReports,
  undoReportDecision,
} from '@kith/core/moderation';
import type { AdminHandlers } from './implement.js';
import { presentPreview, presentReportedPersonDetails, presentReportQueue } from './present/reports.js';

export const reportsHandlers: AdminHandlers<typeof admin.reports> = {
  list: async (ctx, { after }, { photoLinks }) =>
    presentReportQueue(await listReportQueue(ctx, { queue: 'reports', after }), photoLinks),
  show: async (ctx, { id }, { photoLinks }) =>
    presentReportedPersonDetails(await getReportedPerson(ctx, id), photoLinks),
  lease: (ctx, { id }) => leaseItem(ctx, 'reports', id),
  decide: async (ctx, { id, version, reason = '', ...decision }) => {
    const seen = [{ accountId: id, version }];
    const [decided] = await decideReports(ctx, { ...decision, queue: 'reports', seen, why: reason });
    return { version: decided!.decision }; // one for each person
  },
  undo: async (ctx, { id, version }) => ({
    version: await undoReportDecision(ctx, { queue: 'reports', accountId: id, decision: version }),
  }),
  escalate: (ctx, { id, version, reason }) =>
    escalateReports(ctx, { seen: { accountId: id, version }, why: reason }),
  preview: async (ctx, { people, ...decision }) =>
    (await previewReports(ctx, { ...decision, queue: 'reports', accountIds: people })).map(presentPreview),
  decideAll: async (ctx, { people, reason = '', ...decision }) => {
    const seen = people.map(({ id, version }) => ({ accountId: id, version }));
    const decided = await decideReports(ctx, { ...decision, queue: 'reports', seen, why: reason });
    return decided.map(({ accountId, decision: version }) => ({ id: accountId, version }));
  },
};
