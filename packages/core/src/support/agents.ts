import { DomainError, type AccountId, type Ctx } from '../kernel/index.js';
import { selectAgents, updateAgent, upsertAgent } from './store.js';

/** Makes an account an agent who serves customers; also one who was away. */
export function hireAgent(ctx: Ctx, id: AccountId): Promise<void> {
  return upsertAgent(ctx, id, 'serving');
}

/**
 * Sends an agent away for a while (`away`) or for good (`removed`). A running server hands his customers over
 * within seconds. Throws `not_found` for somebody who is no agent.
 */
export async function dismissAgent(ctx: Ctx, id: AccountId, state: 'away' | 'removed'): Promise<void> {
  if (!(await updateAgent(ctx, id, state)))
    throw new DomainError('not_found', `Account ${id} is no agent of tenant ${ctx.tenant.id}.`);
}

/** The agents of the tenant, each with the number of his customers. */
export const listAgents = selectAgents;
