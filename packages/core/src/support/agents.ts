import { DomainError, type AccountId, type Ctx } from '../kernel/index.js';
import { selectAgents, updateAgent, upsertAgent } from './store.js';

/** Makes an account a serving agent, also one that was away. */
export function addSupportAgent(ctx: Ctx, id: AccountId): Promise<void> {
  return upsertAgent(ctx, id, 'serving');
}

/**
 * Marks an agent as away (`away`) or no longer an agent (`removed`). A running server reassigns the agent's customers
 * within seconds. Throws `not_found` if the account is not an agent.
 */
export async function removeSupportAgent(ctx: Ctx, id: AccountId, state: 'away' | 'removed'): Promise<void> {
  if (!(await updateAgent(ctx, id, state)))
    throw new DomainError('not_found', `Account ${id} is no agent of tenant ${ctx.tenant.id}.`);
}

/** The tenant's agents, each with the number of customers. */
export const listAgents = selectAgents;
