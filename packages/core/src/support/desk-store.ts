import { sql } from 'kysely';
import { bounds, type AccountId, type Ctx, type StaffId, type Tx } from '../kernel/index.js';
import type { StaffCtx } from '../staff/index.js';
import type { AgentState } from './store.js';

/** Which member of staff answers as which agent. */
export interface DeskKey {
  readonly staffId: StaffId;
  readonly agentId: AccountId;
}

/** Deletes the desks of an agent and of a member of staff, who may be null; returns them. */
export async function deleteDesks(
  tx: Tx,
  { agentId, staffId }: { agentId: number; staffId: number | null },
): Promise<DeskKey[]> {
  const { rows } = await sql<DeskKey>`
    delete from support_desks
    where tenant_id = ${tx.tenant.id} and (agent_id = ${agentId}::int or staff_id = ${staffId}::int)
    returning staff_id as "staffId", agent_id as "agentId"
  `.execute(tx.db);
  return rows;
}

/** Lets a member of staff answer as an agent; false if there is no such member. */
export async function insertDesk(
  tx: Tx,
  { agentId, staffId }: { agentId: number; staffId: number },
): Promise<boolean> {
  const { rows } = await sql`
    insert into support_desks (tenant_id, staff_id, agent_id)
    select m.tenant_id, m.id, ${agentId}::int from staff m
    where m.tenant_id = ${tx.tenant.id} and m.id = ${staffId}::int and m.removed_at is null
    returning agent_id
  `.execute(tx.db);
  return rows.length > 0;
}

/** The agent as whom the caller answers. */
export interface OwnAgent {
  readonly id: AccountId;
  readonly username: string;
  readonly state: Exclude<AgentState, 'removed'>;
  readonly deskSeenAt: number;
}

/** The agent as whom the caller answers, if the account is active; undefined without one. */
export async function selectOwnAgent(ctx: StaffCtx): Promise<OwnAgent | undefined> {
  if (ctx.staff.tenantId !== ctx.tenant.id) return undefined;
  const { rows } = await sql<OwnAgent>`
    select g.account_id as id, a.username, g.state, g.desk_seen_at as "deskSeenAt"
    from support_desks d
    join support_agents g on g.tenant_id = d.tenant_id and g.account_id = d.agent_id and g.state <> 'removed'
    join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id and a.status = 'active'
    where d.tenant_id = ${ctx.tenant.id} and d.staff_id = ${ctx.staff.id}
  `.execute(ctx.db);
  return rows[0];
}

/** Records that the caller is at the desk, if that was some time ago. */
export async function updateDeskSeen(ctx: Ctx, agentId: AccountId): Promise<void> {
  await ctx.db
    .updateTable('support_agents')
    .set({ desk_seen_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', agentId)
    .where('desk_seen_at', '<', ctx.now() - bounds.staff.deskSeenMs / 2)
    .execute();
}

/** Whether a member of staff answers as an agent; this stays so until the transaction ends. */
export async function lockDesk(tx: Tx, { staffId, agentId }: DeskKey): Promise<boolean> {
  const { rows } = await sql`
    select from support_desks d
    where d.tenant_id = ${tx.tenant.id} and d.staff_id = ${staffId} and d.agent_id = ${agentId} for share
  `.execute(tx.db);
  return rows.length > 0;
}
