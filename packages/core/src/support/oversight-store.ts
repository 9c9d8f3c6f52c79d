import { sql } from 'kysely';
import type { AccountId, Ctx } from '../kernel/index.js';

/** A place in the list: the start of the wait, or `NO_WAIT`. */
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
  readonly customerName: string;
  readonly agentId: AccountId | null;
  readonly agentName: string | null;
  /** The first message since the last answer; null if the customer does not wait. */
  readonly waitsSince: number | null;
  readonly lastSentAt: number;
}

/** Sorts behind every wait. */
const NO_WAIT = Number.MAX_SAFE_INTEGER;

/** Conversations with customers behind a place, longest wait first. */
export async function selectOverseen(
  ctx: Ctx,
  { agentId, onlyWaiting, after }: OverseenFilter,
  limit: number,
): Promise<OverseenThread[]> {
  const ofAgent = agentId === undefined ? sql`true` : sql`t.agent_id = ${agentId}`;
  const waits = onlyWaiting ? sql`w.since is not null` : sql`true`;
  const key = sql`coalesce(w.since, ${NO_WAIT}::bigint)`;
  const behind = after
    ? sql`(${key}, t.customer_id) > (${after.key}::bigint, ${after.customerId}::int)`
    : sql`true`;
  const { rows } = await sql<OverseenThread>`
    select t.customer_id as "customerId", a.username as "customerName", t.agent_id as "agentId",
      g.username as "agentName", w.since as "waitsSince", c.last_sent_at as "lastSentAt", ${key} as key
    from support_threads t
    join conversations c on c.tenant_id = t.tenant_id and c.id = t.conversation_id and c.message_count > 0
    join accounts a on a.tenant_id = t.tenant_id and a.id = t.customer_id
    left join accounts g on g.tenant_id = t.tenant_id and g.id = t.agent_id
    left join lateral (
      select e.sent_at as since from entries e
      where e.tenant_id = t.tenant_id and e.conversation_id = t.conversation_id and e.kind = 'message'
        and e.seq > coalesce((
          select r.seq from entries r
          where r.tenant_id = t.tenant_id and r.conversation_id = t.conversation_id and r.kind = 'message'
            and r.sender_id <> t.customer_id
          order by r.seq desc limit 1
        ), 0)
      order by e.seq limit 1
    ) w on true
    where t.tenant_id = ${ctx.tenant.id} and ${ofAgent} and ${waits} and ${behind}
    order by ${key}, t.customer_id limit ${limit}
  `.execute(ctx.db);
  return rows;
}
