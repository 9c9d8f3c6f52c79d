import type { admin } from '@kith/contract';
import {
  decideReports,
  leaseItem,
  listReportQueue,
  listRestrictedPhotos,
  openChildSafetyReports,
  openRestrictedPhoto,
  refuseRestrictedPhoto,
  returnRestrictedPhoto,
  undoReportDecision,
  undoRestrictedPhoto,
} from '@kith/core/moderation';
import type { AdminHandlers } from './implement.js';
import { photoEvidenceUrl } from '../../app/photo-links.js';
import { withoutNulls } from './present/nulls.js';
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
  photos: async (ctx, { state = 'waiting', after }) => {
    const page = { isWaiting: state === 'waiting', after };
    const { rows, next, waiting, oldestAt } = await listRestrictedPhotos(ctx, page);
    return {
      rows: rows.map(withoutNulls),
      waiting,
      ...(next !== undefined && { next }),
      ...(oldestAt !== null && { oldestAt }),
    };
  },
  leasePhoto: (ctx, { id }) => leaseItem(ctx, 'child_safety_photos', id),
  openPhoto: async (ctx, { id }, { photoLinks }) => ({
    url: photoEvidenceUrl(await openRestrictedPhoto(ctx, id), photoLinks),
  }),
  refusePhoto: async (ctx, { reason, ...seen }) => ({
    version: await refuseRestrictedPhoto(ctx, { ...seen, why: reason }),
  }),
  returnPhoto: async (ctx, { reason, ...seen }) => ({
    version: await returnRestrictedPhoto(ctx, { ...seen, why: reason }),
  }),
  undoPhoto: async (ctx, seen) => ({ version: await undoRestrictedPhoto(ctx, seen) }),
};
