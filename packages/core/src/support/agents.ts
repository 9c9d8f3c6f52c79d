import { bounds, DomainError, transact, type AccountId, type Ctx } from '../kernel/index.js';
import { audit, requireWhy, type OperatorCtx } from '../staff/index.js';
import { selectAgents, updateAgent, upsertAgent, type AgentRow } from './store.js';

/** Makes an active account a serving agent, also one that was away. Members of staff give a reason. Throws `not_found` or `invalid`. */
export async function addSupportAgent(ctx: OperatorCtx, id: AccountId, why?: string): Promise<void> {
  if (ctx.staff) requireWhy(why ?? '');
  await transact(ctx, async (tx) => {
    if (!(await upsertAgent(tx, id)))
      throw new DomainError('not_found', `Account ${id} of tenant ${ctx.tenant.id} is not active.`);
    const object = { kind: 'account', id };
    await audit(tx, { action: 'support.add_agent', object, after: { why } });
  });
}

/**
 * Marks an agent as away (`away`) or no longer an agent (`removed`). A running server reassigns the agent's customers
 * within seconds. Members of staff give a reason. Throws `not_found` if the account is not an agent, or `invalid`.
 */
export async function removeSupportAgent(
  ctx: OperatorCtx,
  id: AccountId,
  state: 'away' | 'removed',
  why?: string,
): Promise<void> {
  if (ctx.staff) requireWhy(why ?? '');
  await transact(ctx, async (tx) => {
    if (!(await updateAgent(tx, id, state)))
      throw new DomainError('not_found', `Account ${id} is no agent of tenant ${ctx.tenant.id}.`);
    const action = state === 'away' ? 'support.send_away' : 'support.remove_agent';
    await audit(tx, { action, object: { kind: 'account', id }, after: { why } });
  });
}

/** A page of the tenant's agents by id, each with the number of customers; `next` is the `after` of the next page. */
export async function listAgents(
  ctx: Ctx,
  after = 0,
): Promise<{ rows: (AgentRow & { isOnline: boolean })[]; next: AccountId | undefined }> {
  const most = bounds.staff.agentRows;
  const found = await selectAgents(ctx, after, most + 1);
  const rows = found
    .slice(0, most)
    .map((agent) => ({ ...agent, isOnline: ctx.ports.presence.isOnline(agent.id) }));
  return { rows, next: found.length > most ? rows.at(-1)?.id : undefined };
}
