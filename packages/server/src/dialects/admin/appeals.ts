import type { admin } from '@kith/contract';
import { decideAppeal, leaseItem, listAppeals } from '@kith/core/moderation';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';
import { presentReviewedPerson } from './present/reviewed-person.js';

export const appealsHandlers: AdminHandlers<typeof admin.appeals> = {
  list: async (ctx, { after }, { photoLinks }) => {
    const { rows, next, waiting, oldestAt } = await listAppeals(ctx, { after });
    return {
      rows: rows.map(({ person, decisions, ...row }) => ({
        ...withoutNulls(row),
        person: presentReviewedPerson(person, photoLinks),
        decisions: [...decisions],
      })),
      waiting,
      ...(next !== undefined && { next }),
      ...withoutNulls({ oldestAt }),
    };
  },
  lease: (ctx, { id }) => leaseItem(ctx, 'appeals', id),
  decide: (ctx, { reason, ...decision }) => decideAppeal(ctx, { ...decision, why: reason }),
};
