import { transact, type AccountId, type ConversationHead, type Ctx } from '../kernel/index.js';
import { greet, seatAgent } from './seat-agent.js';
import {
  lockServingAgents,
  lockThread,
  selectAllUnattended,
  selectUnattended,
  type Unattended,
} from './store.js';

/** Threads of all tenants that need somebody: their agent has left, or their customer waits without one. */
export function findAllUnattended(db: Ctx['db']): Promise<Unattended[]> {
  return selectAllUnattended(db);
}

/** The thread behind a conversation in which something was said, when nobody serves it. */
export function findUnattended(
  db: Ctx['db'],
  conversation: ConversationHead,
): Promise<Unattended | undefined> {
  return selectUnattended(db, conversation);
}

/** Finds somebody for a customer whose thread nobody serves; does nothing when somebody does. */
export async function attendCustomer(ctx: Ctx, customerId: AccountId): Promise<void> {
  await transact(ctx, async (tx) => {
    const agents = await lockServingAgents(tx);
    const thread = await lockThread(tx, customerId);
    if (!thread) return;
    const seated = await seatAgent(tx, thread, agents);
    // Who is handed over has been greeted; who has just come with a message has not.
    if (thread.lastAgentId === null && thread.agentId === null && seated.agentId !== null)
      await greet(tx, seated);
  });
}
