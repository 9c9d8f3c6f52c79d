import { bounds, DomainError, invalid, transact, type AccountId, type Ctx } from '../kernel/index.js';
import { audit, requireWhy, type OperatorCtx } from '../staff/index.js';
import { greet, handOver, lockAgents } from './assign-agent.js';
import {
  selectOverseen,
  type OverseenFilter,
  type OverseenThread,
  type ThreadPlace,
} from './oversight-store.js';
import { lockThread } from './store.js';

/** A page of the conversations with customers: longest wait for an answer first, then those that wait for nothing. */
export async function listSupportThreads(
  ctx: Ctx,
  filter: OverseenFilter,
): Promise<{ rows: OverseenThread[]; next: ThreadPlace | undefined }> {
  const most = bounds.staff.supportRows;
  const found = await selectOverseen(ctx, filter, most + 1);
  const rows = found.slice(0, most);
  const last = rows.at(-1);
  return {
    rows,
    next: last && found.length > most ? { key: last.key, customerId: last.customerId } : undefined,
  };
}

/**
 * Gives a customer to another serving agent, also outside the agent's hours and above the limit. `from` is the agent that the caller has seen. Throws `stale` if it is another
 * one now, `not_found` for an unknown customer or one without a conversation, or `invalid` if the new agent does not serve.
 */
export async function handOverCustomer(
  ctx: OperatorCtx,
  { customerId, from, to, why }: { customerId: number; from: number | null; to: number; why: string },
): Promise<void> {
  requireWhy(why);
  await transact(ctx, async (tx) => {
    // In the order of automatic assignments.
    const agents = await lockAgents(tx);
    const thread = await lockThread(tx, customerId as AccountId); // looked up in the tenant
    if (!thread) throw new DomainError('not_found');
    if (thread.agentId !== from) throw new DomainError('stale');
    const agent = agents.find(({ id }) => id === to && id !== customerId && id !== from);
    if (!agent) throw invalid('to');
    const assigned = await handOver(tx, thread, agent.id);
    if (thread.lastAgentId === null && from === null) await greet(tx, assigned, agents);
    const object = { kind: 'account', id: customerId };
    await audit(tx, {
      action: 'support.hand_over',
      object,
      before: { agentId: from },
      after: { agentId: to, why },
    });
  });
}
