import { sql, type RawBuilder } from 'kysely';
import type { AccountId, ConversationId, MemberCtx } from '../kernel/index.js';

/** Who wrote in which group. */
export interface Writer {
  readonly id: ConversationId;
  readonly senderId: AccountId | 0;
}

/** The name of an account, or of a former member, as the list of members of a group shows it to the caller. */
export function nameInGroup(
  { tenant, actor }: MemberCtx,
  conversationId: RawBuilder<unknown>,
  accountId: RawBuilder<unknown>,
): RawBuilder<string | null> {
  return sql<string | null>`(
    select coalesce(nullif(f.remark, ''), nullif(w.nickname, ''), a.nickname) from accounts a
    left join members w on w.tenant_id = a.tenant_id and w.conversation_id = ${conversationId} and w.account_id = a.id
    left join friends f on f.tenant_id = a.tenant_id and f.account_id = ${actor} and f.friend_id = a.id
    where a.tenant_id = ${tenant.id} and a.id = ${accountId}
  )`;
}

/** The names of writers in groups whose member the caller is known to be, in the same order; null for an unknown one. */
export async function selectWriterNames(
  ctx: MemberCtx,
  writers: readonly Writer[],
): Promise<(string | null)[]> {
  if (writers.length === 0) return [];
  const { rows } = await sql<{ name: string | null }>`
    select ${nameInGroup(ctx, sql`o.conversation_id`, sql`o.account_id`)} as name
    from unnest(${writers.map(({ id }) => id)}::bigint[], ${writers.map(({ senderId }) => senderId)}::int[])
      with ordinality as o (conversation_id, account_id, place)
    order by o.place
  `.execute(ctx.db);
  return rows.map(({ name }) => name);
}
