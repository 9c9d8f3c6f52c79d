import { sql } from 'kysely';
import { NO_WAIT } from '../conversations/index.js';
import type { ConversationId, MemberCtx } from '../kernel/index.js';

/** The conversations that the caller serves: the longest waiting, and as many of the newest ones. */
export async function selectServedIds(ctx: MemberCtx, limit: number): Promise<ConversationId[]> {
  const key = sql`coalesce(w.waits_since, ${NO_WAIT})`;
  const served = sql`from support_waits w where w.tenant_id = ${ctx.tenant.id} and w.agent_id = ${ctx.actor}`;
  // The orders are those of the indexes, so each part reads no more than it returns.
  const { rows } = await sql<{ id: ConversationId }>`
    (
      select w.conversation_id as id ${served} and w.last_sent_at is not null and ${key} < ${NO_WAIT}
      order by ${key}, w.customer_id limit ${sql.lit(limit)}
    )
    union
    (select w.conversation_id ${served} order by greatest(w.last_sent_at, w.assigned_at) desc limit ${sql.lit(limit)})
  `.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Whether the caller serves a conversation. */
export async function selectIsServed(ctx: MemberCtx, id: ConversationId): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('support_threads')
    .select('conversation_id')
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', id)
    .where('agent_id', '=', ctx.actor)
    .executeTakeFirst();
  return row !== undefined;
}
