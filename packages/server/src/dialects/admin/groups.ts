import type { admin } from '@kith/contract';
import {
  assignGroupOwner,
  closeGroup,
  findGroups,
  getGroupAsStaff,
  listGroupMembers,
} from '@kith/core/groups';
import type { AccountId } from '@kith/core/kernel';
import type { AdminHandlers } from './implement.js';
import { presentGroup, presentGroupPlace, presentMember, readGroupPlace } from './present/group.js';

export const groupsHandlers: AdminHandlers<typeof admin.groups> = {
  list: async (ctx, { state, order = 'created', after, ...params }) => {
    const isClosed = state && state === 'closed';
    const { rows, next } = await findGroups(ctx, {
      ...params,
      order,
      isClosed,
      after: readGroupPlace(after),
    });
    return { rows: rows.map(presentGroup), ...(next && { next: presentGroupPlace(next) }) };
  },
  show: async (ctx, { id }) => {
    const group = await getGroupAsStaff(ctx, id);
    return { ...presentGroup(group), notices: [...group.notices] };
  },
  members: async (ctx, { id, after }) => {
    const { rows, next } = await listGroupMembers(ctx, { listId: id, after });
    return { rows: rows.map(presentMember), ...(next !== undefined && { next }) };
  },
  // Whether the number is a member is checked in the group.
  handOver: (ctx, { id, to, reason }) =>
    assignGroupOwner(ctx, { listId: id, toId: to as AccountId, why: reason }),
  close: (ctx, { id, reason }) => closeGroup(ctx, { listId: id, why: reason }),
};
