import { transact, type AccountId, type ConversationHead, type Ctx } from '../kernel/index.js';
import { greet, seatAgent } from './seat-agent.js';
import {
  lockServingAgents,
  lockThread,
  selectAllUnattended,
  selectUnattended,
  type Unattended,
} from './store.js';

/** Threads of all tenants that need an agent: theirs has left, or their customer waits without one. */
export function findAllUnattended(db: Ctx['db']): Promise<Unattended[]> {
  return selectAllUnattended(db);
}

/** The thread of a conversation with a new message, if it has no agent. */
export function findUnattended(
  db: Ctx['db'],
  conversation: ConversationHead,
): Promise<Unattended | undefined> {
  return selectUnattended(db, conversation);
}

/** Assigns an agent to a customer's thread without one; no effect if it has one. */
export async function attendCustomer(ctx: Ctx, customerId: AccountId): Promise<void> {
  await transact(ctx, async (tx) => {
    const agents = await lockServingAgents(tx);
    const thread = await lockThread(tx, customerId);
    if (!thread) return;
    const seated = await seatAgent(tx, thread, agents);
    // Reassigned customers were greeted before; customers who just wrote their first message were not.
    if (thread.lastAgentId === null && thread.agentId === null && seated.agentId !== null)
      await greet(tx, seated);
  });
}
