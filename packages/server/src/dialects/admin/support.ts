import type { admin } from '@kith/contract';
import type { AccountId } from '@kith/core/kernel';
import {
  addSupportAgent,
  handOverCustomer,
  listAgents,
  listSupportThreads,
  removeSupportAgent,
  type ThreadPlace,
} from '@kith/core/support';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';

// Whether a number is a person of the tenant, or an agent, is checked with the change.
export const supportHandlers: AdminHandlers<typeof admin.support> = {
  agents: async (ctx, { after }) => {
    const { rows, next } = await listAgents(ctx, after);
    return {
      rows: rows.map(({ id, username, state, isOnline, customers }) => ({
        id,
        username,
        state: state === 'serving' ? 'available' : 'away',
        isOnline,
        customers,
      })),
      ...(next !== undefined && { next }),
    };
  },
  addAgent: (ctx, { id, reason }) => addSupportAgent(ctx, id as AccountId, reason),
  sendAway: (ctx, { id, reason }) => removeSupportAgent(ctx, id as AccountId, 'away', reason),
  removeAgent: (ctx, { id, reason }) => removeSupportAgent(ctx, id as AccountId, 'removed', reason),
  conversations: async (ctx, { agent, state, after }) => {
    const { rows, next } = await listSupportThreads(ctx, {
      agentId: agent,
      onlyWaiting: state === 'waiting',
      after: readPlace(after),
    });
    return {
      rows: rows.map(({ key: _, ...thread }) => withoutNulls(thread)),
      ...(next && { next: presentPlace(next) }),
    };
  },
  handOver: (ctx, { id, from = null, to, reason }) =>
    handOverCustomer(ctx, { customerId: id, from, to, why: reason }),
};

function presentPlace({ key, customerId }: ThreadPlace): string {
  return `${key}-${customerId}`;
}

function readPlace(text: string | undefined): ThreadPlace | undefined {
  if (text === undefined) return undefined;
  const [key, customerId] = text.split('-').map(Number);
  return { key: key!, customerId: customerId! };
}
