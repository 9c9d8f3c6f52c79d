import { sql } from 'kysely';
import {
  headColumns,
  NO_WAIT,
  withHead,
  type ConversationHead,
  type HeadRow,
} from '../conversations/index.js';
import {
  bounds,
  listIdText,
  type AccountId,
  type Ctx,
  type Tx,
  type MemberCtx,
  type StaffId,
  type TenantId,
} from '../kernel/index.js';
import type { Schedule } from './rules.js';

/** A customer's support conversation and its agent. */
export interface SupportThread {
  readonly customerId: AccountId;
  readonly conversation: ConversationHead;
  readonly agentId: AccountId | null;
  readonly lastAgentId: AccountId | null;
  readonly greetedUntil: number;
}

type ThreadRow = HeadRow & Omit<SupportThread, 'conversation'>;

/** The state of an agent; `removed` means a former agent. */
export type AgentState = 'serving' | 'away' | 'removed';

const threadColumns = sql`${headColumns}, t.customer_id as "customerId", t.agent_id as "agentId",
  t.last_agent_id as "lastAgentId", t.greeted_until as "greetedUntil"`;

/** An agent in a list. */
export interface AgentRow extends Schedule {
  readonly id: AccountId;
  readonly username: string;
  readonly state: AgentState;
  readonly version: number;
  /** The member of staff who answers as the agent; null if none does. */
  readonly staffId: StaffId | null;
  readonly staffName: string | null;
  readonly deskSeenAt: number;
  /** The customers who count for the limit. */
  readonly open: number;
  /** The customers who wait for an answer. */
  readonly waiting: number;
  /** The customers whose wait the agent has ended since a time, counted up to a limit, and the median of their waits. */
  readonly answered: number;
  readonly answerMs: number | null;
}

/** Makes an active account a serving agent; returns false if there is no such account. */
export async function upsertAgent(ctx: Ctx, id: AccountId): Promise<boolean> {
  const { rows } = await sql`
    insert into support_agents (tenant_id, account_id, state, created_at)
    select a.tenant_id, a.id, 'serving', ${ctx.now()}::bigint from accounts a
    where a.tenant_id = ${ctx.tenant.id} and a.id = ${id} and a.status = 'active'
    on conflict (tenant_id, account_id) do update set state = excluded.state
    returning account_id
  `.execute(ctx.db);
  return rows.length > 0;
}

/** Changes an agent's state; returns false if the account is not an agent. */
export async function updateAgent(ctx: Ctx, id: AccountId, state: AgentState): Promise<boolean> {
  const result = await ctx.db
    .updateTable('support_agents')
    .set({ state })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', id)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

const scheduleColumns = sql`g.hours, g.time_zone as "timeZone", g.most_customers as "mostCustomers"`;

/** The number of customers of an agent `g` who wrote, or were assigned, since a time. */
const loadOf = (since: number) => sql<number>`(
  select count(*)::int from support_waits w
  where w.tenant_id = g.tenant_id and w.agent_id = g.account_id and greatest(w.last_sent_at, w.assigned_at) > ${since}::bigint
)`;

/** The tenant's agents with larger ids than `after`, each with its load; answers count since a time. */
export async function selectAgents(
  ctx: Ctx,
  {
    after,
    activeSince,
    answeredSince,
    limit,
  }: { after: number; activeSince: number; answeredSince: number; limit: number },
): Promise<AgentRow[]> {
  const { rows } = await sql<AgentRow>`
    select g.account_id as id, a.username, g.state, g.version, ${scheduleColumns}, g.desk_seen_at as "deskSeenAt",
      m.id as "staffId", m.name as "staffName", ${loadOf(activeSince)} as open, (
        select count(*)::int from support_waits w
        where w.tenant_id = g.tenant_id and w.agent_id = g.account_id and w.last_sent_at is not null
          and coalesce(w.waits_since, ${NO_WAIT}) < ${NO_WAIT}
      ) as waiting, n.answered, n."answerMs"
    from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
    left join support_desks d on d.tenant_id = g.tenant_id and d.agent_id = g.account_id
    left join staff m on m.tenant_id = d.tenant_id and m.id = d.staff_id and m.removed_at is null
    cross join lateral (
      select count(*)::int as answered, percentile_cont(0.5) within group (order by w.waited_ms) as "answerMs"
      from (
        select w.waited_ms from support_waits w
        where w.tenant_id = g.tenant_id and w.answered_by = g.account_id and w.answered_at >= ${answeredSince}::bigint
        order by w.answered_at desc limit ${bounds.staff.answersLooked}
      ) w
    ) n
    where g.tenant_id = ${ctx.tenant.id} and g.state <> 'removed' and g.account_id > ${after}
    order by g.account_id limit ${limit}
  `.execute(ctx.db);
  return rows;
}

/** Sets when an agent works; false if there is no such agent, or its version is another one. */
export async function updateSchedule(
  tx: Tx,
  {
    id,
    version,
    hours,
    timeZone,
    mostCustomers,
  }: Schedule & { readonly id: AccountId; readonly version: number },
): Promise<boolean> {
  const result = await tx.db
    .updateTable('support_agents')
    .set({
      hours: hours && JSON.stringify(hours),
      time_zone: timeZone,
      most_customers: mostCustomers,
      version: version + 1,
    })
    .where('tenant_id', '=', tx.tenant.id)
    .where('account_id', '=', id)
    .where('version', '=', version)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** An agent who is not a former one, locked until the transaction ends; undefined without one. */
export async function lockAgent(
  tx: Tx,
  id: number,
): Promise<(Schedule & { readonly version: number; readonly state: AgentState }) | undefined> {
  const { rows } = await sql<Schedule & { version: number; state: AgentState }>`
    select g.version, g.state, ${scheduleColumns} from support_agents g
    where g.tenant_id = ${tx.tenant.id} and g.account_id = ${id}::int and g.state <> 'removed' for no key update
  `.execute(tx.db);
  return rows[0];
}

/** Whether the caller is an agent, serving or away. */
export async function selectIsAgent(ctx: MemberCtx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('support_agents')
    .select('state')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('account_id', '=', ctx.actor)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an agent may get customers, as an SQL condition on rows `g` of agents and `a` of their accounts. */
const isServing = sql<boolean>`(g.state = 'serving' and a.status = 'active')`;

/** An agent to whom customers may be assigned, with the number of active ones. */
export interface ServingAgent extends Schedule {
  readonly id: AccountId;
  readonly load: number;
  readonly deskSeenAt: number;
}

/**
 * The serving agents, locked until the transaction ends, so that simultaneous assignments see each other's results. The
 * load is that of the customers with activity since a time.
 */
export async function lockServingAgents(tx: Tx, activeSince: number): Promise<ServingAgent[]> {
  await sql`
    select from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
    where g.tenant_id = ${tx.tenant.id} and ${isServing}
    order by g.account_id for no key update of g
  `.execute(tx.db);
  // Behind the lock: it shows what the assignments before have done.
  const { rows } = await sql<ServingAgent>`
    select g.account_id as id, ${scheduleColumns}, g.desk_seen_at as "deskSeenAt", ${loadOf(activeSince)} as load
    from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
    where g.tenant_id = ${tx.tenant.id} and ${isServing}
    order by g.account_id
  `.execute(tx.db);
  return rows;
}

/** The serving agents of all tenants. */
export async function selectServingAgents(
  db: Ctx['db'],
  activeSince: number,
): Promise<(ServingAgent & { readonly tenantId: TenantId })[]> {
  const { rows } = await sql<ServingAgent & { tenantId: TenantId }>`
    select g.tenant_id as "tenantId", g.account_id as id, ${scheduleColumns}, g.desk_seen_at as "deskSeenAt",
      ${loadOf(activeSince)} as load
    from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
    where ${isServing}
  `.execute(db);
  return rows;
}

/** The caller's own thread, and whether its agent is serving; undefined if there is none. */
export async function selectOwnThread(
  ctx: MemberCtx,
): Promise<(SupportThread & { readonly isServed: boolean }) | undefined> {
  const { rows } = await sql<ThreadRow & { isServed: boolean }>`
    select ${threadColumns}, exists (
      select from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
      where g.tenant_id = t.tenant_id and g.account_id = t.agent_id and ${isServing}
    ) as "isServed"
    from support_threads t join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
    where t.tenant_id = ${ctx.tenant.id} and t.customer_id = ${ctx.actor}
  `.execute(ctx.db);
  return rows[0] && withHead(ctx, rows[0]);
}

/** The list id of the caller's own thread, if there is one, and whether any agent could serve it. */
export async function selectOwnListId(
  ctx: MemberCtx,
): Promise<{ listId: string | undefined; hasAgents: boolean }> {
  const { rows } = await sql<{ listId: string | null; hasAgents: boolean }>`
    select (
      select c.list_id from support_threads t
      join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
      where t.tenant_id = ${ctx.tenant.id} and t.customer_id = ${ctx.actor}
    ) as "listId", exists (
      select from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
      where g.tenant_id = ${ctx.tenant.id} and g.account_id <> ${ctx.actor} and ${isServing}
    ) as "hasAgents"
  `.execute(ctx.db);
  const [row] = rows;
  return { listId: row?.listId ? listIdText(row.listId) : undefined, hasAgents: row?.hasAgents ?? false };
}

/** The list id of the conversation with a customer whom an agent serves; undefined without one. */
export async function selectServedListId(
  ctx: Ctx,
  { customerId, agentId }: { customerId: number; agentId: AccountId },
): Promise<string | undefined> {
  const { rows } = await sql<{ listId: string }>`
    select c.list_id as "listId" from support_threads t
    join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
    where t.tenant_id = ${ctx.tenant.id} and t.customer_id = ${customerId}::int and t.agent_id = ${agentId}
  `.execute(ctx.db);
  return rows[0] && listIdText(rows[0].listId);
}

/** A customer's thread, locked until the transaction ends. */
export async function lockThread(tx: Tx, customerId: AccountId): Promise<SupportThread | undefined> {
  const { rows } = await sql<ThreadRow>`
    select ${threadColumns}
    from support_threads t join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
    where t.tenant_id = ${tx.tenant.id} and t.customer_id = ${customerId}
    for no key update
  `.execute(tx.db);
  return rows[0] && withHead(tx, rows[0]);
}

/** Stores a new conversation as a customer's thread. The key allows one per customer. */
export async function insertThread(
  tx: Tx,
  customerId: AccountId,
  conversation: ConversationHead,
): Promise<SupportThread> {
  await tx.db
    .insertInto('support_threads')
    .values({
      tenant_id: tx.tenant.id,
      customer_id: customerId,
      conversation_id: conversation.id,
      agent_id: null,
      last_agent_id: null,
      greeted_until: 0,
      created_at: tx.now(),
    })
    .execute();
  return { customerId, conversation, agentId: null, lastAgentId: null, greetedUntil: 0 };
}

/** Sets the agents of a customer's thread. */
export async function updateThreadAgent(
  tx: Tx,
  customerId: AccountId,
  change: { agent_id: AccountId | null; last_agent_id?: AccountId | null },
): Promise<void> {
  await tx.db
    .updateTable('support_threads')
    .set(change)
    .where('tenant_id', '=', tx.tenant.id)
    .where('customer_id', '=', customerId)
    .execute();
}

/** Records that a customer was greeted; returns false if that already happened in this period. */
export async function updateGreeted(tx: Tx, customerId: AccountId, until: number): Promise<boolean> {
  const result = await tx.db
    .updateTable('support_threads')
    .set({ greeted_until: until })
    .where('tenant_id', '=', tx.tenant.id)
    .where('customer_id', '=', customerId)
    .where('greeted_until', '<=', tx.now())
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** A thread that needs an agent. */
export interface UnassignedThread {
  readonly tenantId: TenantId;
  readonly customerId: AccountId;
}

/** The customer of a conversation without an agent, or undefined. */
export async function selectUnassignedCustomer(
  db: Ctx['db'],
  of: Pick<ConversationHead, 'tenantId' | 'id'>,
): Promise<UnassignedThread | undefined> {
  return db
    .selectFrom('support_threads')
    .select(['tenant_id as tenantId', 'customer_id as customerId'])
    .where('tenant_id', '=', of.tenantId)
    .where('conversation_id', '=', of.id)
    .where('agent_id', 'is', null)
    .executeTakeFirst();
}

/**
 * Some threads of all tenants whose agent no longer serves, or without an agent whose customer waits while one of these
 * agents could serve.
 */
export async function selectUnassigned(
  db: Ctx['db'],
  able: readonly { readonly tenantId: TenantId; readonly id: AccountId }[],
): Promise<UnassignedThread[]> {
  const { rows } = await sql<UnassignedThread>`
    (
      select t.tenant_id as "tenantId", t.customer_id as "customerId"
      from support_agents g
      join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
      join support_threads t on t.tenant_id = g.tenant_id and t.agent_id = g.account_id
      where not ${isServing}
      limit ${bounds.staff.unassignedAtOnce}
    )
    union all
    (
      select w.tenant_id, w.customer_id
      from (
        select g.tenant_id, array_agg(g.id) as ids
        from unnest(${able.map(({ tenantId }) => tenantId)}::int[], ${able.map(({ id }) => id)}::int[]) as g (tenant_id, id)
        group by g.tenant_id
      ) g
      join support_waits w on w.tenant_id = g.tenant_id
      where w.agent_id is null and w.waits_since is not null and w.customer_id <> any(g.ids)
      limit ${bounds.staff.unassignedAtOnce}
    )
  `.execute(db);
  return rows;
}
