import type { admin } from '@kith/contract';
import type { AccountId } from '@kith/core/kernel';
import {
  addSupportAgent,
  handOverCustomer,
  listAgents,
  listSupportThreads,
  removeSupportAgent,
  setAgentSchedule,
  setAgentStaff,
  type ListedAgent,
} from '@kith/core/support';
import type { AdminHandlers } from './implement.js';
import { withoutNulls } from './present/nulls.js';
import { presentPlace, readPlace } from './present/thread-place.js';

// Whether a number is a person of the tenant, or an agent, is checked with the change.
export const supportHandlers: AdminHandlers<typeof admin.support> = {
  agents: async (ctx, { after }) => {
    const { rows, next } = await listAgents(ctx, after);
    return {
      rows: rows.map(presentAgent),
      ...(next !== undefined && { next }),
    };
  },
  addAgent: (ctx, { id, reason }) => addSupportAgent(ctx, id as AccountId, reason),
  sendAway: (ctx, { id, reason }) => removeSupportAgent(ctx, id as AccountId, 'away', reason),
  removeAgent: (ctx, { id, reason }) => removeSupportAgent(ctx, id as AccountId, 'removed', reason),
  setSchedule: (ctx, { id, version, hours = null, timeZone, mostCustomers = null, reason }) =>
    setAgentSchedule(ctx, { id, version, hours, timeZone, mostCustomers, why: reason }),
  setStaff: (ctx, { id, staff = null }) => setAgentStaff(ctx, { id, staffId: staff }),
  conversations: async (ctx, { agent, state, after }) => {
    const { rows, next } = await listSupportThreads(ctx, {
      agentId: agent,
      onlyWaiting: state === 'waiting',
      after: readPlace(after),
    });
    return {
      rows: rows.map(({ key: _, conversationId: __, ...thread }) => withoutNulls(thread)),
      ...(next && { next: presentPlace(next) }),
    };
  },
  handOver: (ctx, { id, from = null, to, reason }) =>
    handOverCustomer(ctx, { customerId: id, from, to, why: reason }),
};

function presentAgent({ hours, mostCustomers, staffId, staffName, ...agent }: ListedAgent) {
  const { id, username, state, isOnline, isOnDuty, version, timeZone } = agent;
  const { open, waiting, answered, answerMs } = agent;
  return {
    id,
    username,
    state: state === 'serving' ? ('available' as const) : ('away' as const),
    isOnline,
    isOnDuty,
    version,
    timeZone,
    ...(hours && { hours: [...hours] }),
    ...withoutNulls({ mostCustomers, staffId, staffName, firstAnswerMs: answerMs }),
    customers: open,
    waiting,
    answeredToday: answered,
  };
}
