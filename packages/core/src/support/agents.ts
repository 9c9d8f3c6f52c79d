import {
  bounds,
  DomainError,
  invalid,
  isTimeZone,
  startOfDay,
  transact,
  type AccountId,
  type Ctx,
} from '../kernel/index.js';
import { audit, requireWhy, type OperatorCtx } from '../staff/index.js';
import { activeSince, isPresent } from './assign-agent.js';
import { deleteDesks, insertDesk } from './desk-store.js';
import { isOnDuty, type Schedule, type Shift } from './rules.js';
import { lockAgent, selectAgents, updateAgent, updateSchedule, upsertAgent, type AgentRow } from './store.js';

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
    if (state === 'removed') await deleteDesks(tx, { agentId: id, staffId: null });
    const action = state === 'away' ? 'support.send_away' : 'support.remove_agent';
    await audit(tx, { action, object: { kind: 'account', id }, after: { why } });
  });
}

/** What staff see of an agent. */
export interface ListedAgent extends AgentRow {
  readonly isOnline: boolean;
  /** Whether it is one of the agent's hours. */
  readonly isOnDuty: boolean;
}

/**
 * A page of the tenant's agents by id, each with its load; answers are those of the tenant's day. `next` is the `after` of
 * the next page.
 */
export async function listAgents(
  ctx: Ctx,
  after = 0,
): Promise<{ rows: ListedAgent[]; next: AccountId | undefined }> {
  const most = bounds.staff.agentRows;
  const now = ctx.now();
  const found = await selectAgents(ctx, {
    after,
    activeSince: activeSince(ctx),
    answeredSince: startOfDay(ctx.tenant, now),
    limit: most + 1,
  });
  const rows = found
    .slice(0, most)
    .map((agent) => ({ ...agent, isOnline: isPresent(ctx, agent), isOnDuty: isOnDuty(agent, now) }));
  return { rows, next: found.length > most ? rows.at(-1)?.id : undefined };
}

/**
 * Sets when an agent works, and how many customers the agent serves at once. New customers are assigned accordingly; those
 * whom the agent serves stay. Throws `not_found`, `invalid`, or `stale` if `version` is another one now.
 */
export async function setAgentSchedule(
  ctx: OperatorCtx,
  { id, version, why, ...given }: Schedule & { id: number; version: number; why: string },
): Promise<void> {
  requireWhy(why);
  const { mostCustomers, timeZone } = given;
  if (!isTimeZone(timeZone)) throw invalid('timeZone');
  const schedule = { hours: given.hours && readShifts(given.hours), timeZone, mostCustomers };
  await transact(ctx, async (tx) => {
    const agent = await lockAgent(tx, id);
    if (!agent) throw new DomainError('not_found');
    const { state: _, version: present, ...before } = agent;
    const isChanged = await updateSchedule(tx, { ...schedule, id: id as AccountId, version }); // locked above
    if (!isChanged || present !== version) throw new DomainError('stale');
    const object = { kind: 'account', id };
    await audit(tx, { action: 'support.set_schedule', object, before, after: { ...schedule, why } });
  });
}

/** The shifts by day, merged where they touch. Throws `invalid` for one that ends before it begins, or for too many. */
function readShifts(hours: readonly Shift[]): Shift[] {
  if (hours.length > bounds.staff.shifts) throw invalid('hours');
  const merged: Shift[] = [];
  for (const shift of [...hours].sort((a, b) => a.day - b.day || a.from - b.from)) {
    if (shift.from >= shift.to) throw invalid('hours');
    const last = merged.at(-1);
    if (last?.day === shift.day && shift.from <= last.to)
      merged.splice(-1, 1, { ...last, to: Math.max(last.to, shift.to) });
    else merged.push({ day: shift.day, from: shift.from, to: shift.to });
  }
  return merged;
}

/**
 * Lets a member of staff answer as an agent, who answered as another one before, or nobody (`staffId` null). Throws
 * `not_found` for an unknown agent, or `invalid` for an unknown member of staff.
 */
export async function setAgentStaff(
  ctx: OperatorCtx,
  { id, staffId }: { id: number; staffId: number | null },
): Promise<void> {
  await transact(ctx, async (tx) => {
    if (!(await lockAgent(tx, id))) throw new DomainError('not_found');
    const before = await deleteDesks(tx, { agentId: id, staffId });
    if (staffId !== null && !(await insertDesk(tx, { agentId: id, staffId }))) throw invalid('staff');
    await audit(tx, {
      action: 'support.set_staff',
      object: { kind: 'account', id },
      before: { desks: before },
      after: { staffId },
    });
  });
}
