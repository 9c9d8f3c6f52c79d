import { sql } from 'kysely';
import { headColumns, withHead, type ConversationHead, type HeadRow } from '../conversations/index.js';
import {
  listIdText,
  type AccountId,
  type ConversationId,
  type Ctx,
  type Tx,
  type MemberCtx,
  type TenantId,
} from '../kernel/index.js';

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
export interface AgentRow {
  readonly id: AccountId;
  readonly username: string;
  readonly state: AgentState;
  readonly customers: number;
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

/** The tenant's agents with larger ids than `after`, each with the number of customers. */
export async function selectAgents(ctx: Ctx, after: number, limit: number): Promise<AgentRow[]> {
  const { rows } = await sql<AgentRow>`
    select g.account_id as id, a.username, g.state, (
      select count(*)::int from support_threads t where t.tenant_id = g.tenant_id and t.agent_id = g.account_id
    ) as customers
    from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
    where g.tenant_id = ${ctx.tenant.id} and g.state <> 'removed' and g.account_id > ${after}
    order by g.account_id limit ${limit}
  `.execute(ctx.db);
  return rows;
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

/** The serving agents, locked until the transaction ends, so that simultaneous assignments see each other's results. */
export async function lockServingAgents(tx: Tx): Promise<AccountId[]> {
  const { rows } = await sql<{ id: AccountId }>`
    select g.account_id as id
    from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
    where g.tenant_id = ${tx.tenant.id} and ${isServing}
    order by g.account_id for no key update of g
  `.execute(tx.db);
  return rows.map((row) => row.id);
}

/** The agents' numbers of customers with activity since a time. */
export async function selectLoads(
  ctx: Ctx,
  ids: readonly AccountId[],
  since: number,
): Promise<Map<AccountId, number>> {
  const { rows } = await sql<{ id: AccountId; load: number }>`
    select t.agent_id as id, count(*)::int as load
    from support_threads t
    join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id
    where t.tenant_id = ${ctx.tenant.id} and t.agent_id = any(${[...ids]}::int[]) and c.last_sent_at > ${since}
    group by t.agent_id
  `.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row.load]));
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
  change: { agent_id: AccountId | null; last_agent_id?: AccountId },
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

/** The ids of the conversations that the caller serves. */
export async function selectServedIds(ctx: MemberCtx): Promise<ConversationId[]> {
  const rows = await ctx.db
    .selectFrom('support_threads')
    .select('conversation_id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('agent_id', '=', ctx.actor)
    .execute();
  return rows.map((row) => row.conversation_id);
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
 * Some threads of all tenants whose agent no longer serves, or without an agent whose customer wrote last while an
 * agent is available.
 */
export async function selectUnassigned(db: Ctx['db']): Promise<UnassignedThread[]> {
  const { rows } = await sql<UnassignedThread>`
    (
      select t.tenant_id as "tenantId", t.customer_id as "customerId"
      from support_agents g
      join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
      join support_threads t on t.tenant_id = g.tenant_id and t.agent_id = g.account_id
      where not ${isServing}
      limit 200
    )
    union all
    (
      select t.tenant_id, t.customer_id
      from support_threads t
      join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id and c.message_count > 0
      cross join lateral (
        select e.sender_id from entries e
        where e.tenant_id = t.tenant_id and e.conversation_id = t.conversation_id and e.kind = 'message'
        order by e.seq desc limit 1
      ) e
      where t.agent_id is null and e.sender_id = t.customer_id and exists (
        select from support_agents g join accounts a on a.tenant_id = g.tenant_id and a.id = g.account_id
        where g.tenant_id = t.tenant_id and g.account_id <> t.customer_id and ${isServing}
      )
      limit 200
    )
  `.execute(db);
  return rows;
}
