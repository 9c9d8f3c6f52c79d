import { sql } from 'kysely';
import { NO_WAIT } from '../conversations/index.js';
import type { AccountId, ConversationId, Ctx } from '../kernel/index.js';

/** A place in the list: the start of the wait, or a number behind every wait. */
export interface ThreadPlace {
  readonly key: number;
  readonly customerId: number;
}

/** Which conversations to show. */
export interface OverseenFilter {
  readonly agentId?: number | undefined;
  readonly onlyWaiting?: boolean | undefined;
  readonly after?: ThreadPlace | undefined;
}

/** A conversation with a customer in a list of staff. */
export interface OverseenThread extends ThreadPlace {
  readonly customerId: AccountId;
  readonly conversationId: ConversationId;
  readonly customerName: string;
  readonly agentId: AccountId | null;
  readonly agentName: string | null;
  /** The first message since the last answer; null if the customer does not wait. */
  readonly waitsSince: number | null;
  readonly lastSentAt: number;
}

/** Conversations with customers behind a place, longest wait first. */
export async function selectOverseen(
  ctx: Ctx,
  { agentId, onlyWaiting, after }: OverseenFilter,
  limit: number,
): Promise<OverseenThread[]> {
  const ofAgent = agentId === undefined ? sql`true` : sql`w.agent_id = ${agentId}::int`;
  // The two indexes have this expression. A plan for all values reads in their order because it knows the limit.
  const key = sql`coalesce(w.waits_since, ${NO_WAIT})`;
  const waits = onlyWaiting ? sql`${key} < ${NO_WAIT}` : sql`true`;
  const behind = after
    ? sql`(${key}, w.customer_id) > (${after.key}::bigint, ${after.customerId}::int)`
    : sql`true`;
  const { rows } = await sql<OverseenThread>`
    select w.customer_id as "customerId", w.conversation_id as "conversationId", a.username as "customerName",
      w.agent_id as "agentId", g.username as "agentName", w.waits_since as "waitsSince", w.last_sent_at as "lastSentAt", w.key
    from (
      select w.tenant_id, w.customer_id, w.conversation_id, w.agent_id, w.waits_since, w.last_sent_at, ${key} as key
      from support_waits w
      where w.tenant_id = ${ctx.tenant.id} and w.last_sent_at is not null and ${ofAgent} and ${waits} and ${behind}
      order by ${key}, w.customer_id limit ${sql.lit(limit)}
    ) w
    join accounts a on a.tenant_id = w.tenant_id and a.id = w.customer_id
    left join accounts g on g.tenant_id = w.tenant_id and g.id = w.agent_id
    order by w.key, w.customer_id
  `.execute(ctx.db);
  return rows;
}
