import { transact, type AccountId, type Ctx } from '../kernel/index.js';
import type { ConversationHead } from '../conversations/index.js';
import { activeSince, assignAgent, greet, lockAgents } from './assign-agent.js';
import { hasRoom } from './rules.js';
import {
  lockThread,
  selectServingAgents,
  selectUnassigned,
  selectUnassignedCustomer,
  type UnassignedThread,
} from './store.js';

/** Threads of all tenants that need an agent: theirs has left, or their customer waits and an agent has room. */
export async function listUnassigned({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<UnassignedThread[]> {
  const agents = await selectServingAgents(db, activeSince({ now }));
  return selectUnassigned(
    db,
    agents.filter((agent) => hasRoom(agent, now())),
  );
}

/** The thread of a conversation with a new message, if it has no agent. */
export function findUnassigned(
  db: Ctx['db'],
  conversation: ConversationHead,
): Promise<UnassignedThread | undefined> {
  return selectUnassignedCustomer(db, conversation);
}

/** Assigns an agent to a customer's thread without one; no effect if it has one. */
export async function assignCustomer(ctx: Ctx, customerId: AccountId): Promise<void> {
  await transact(ctx, async (tx) => {
    const agents = await lockAgents(tx);
    const thread = await lockThread(tx, customerId);
    if (!thread) return;
    const assigned = await assignAgent(tx, thread, agents);
    // Reassigned customers were greeted before; customers who just wrote their first message were not.
    if (thread.lastAgentId === null && thread.agentId === null && assigned.agentId !== null)
      await greet(tx, assigned, agents);
  });
}
