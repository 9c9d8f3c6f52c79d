import { sql, type RawBuilder } from 'kysely';
import { bounds, type ConversationId, type MemberCtx } from '../kernel/index.js';
import { withheldAfter } from './conditions-store.js';

/** How a search compares messages without the index. */
type Comparison =
  /** All of the caller's messages, or none if they are more than one search may compare. */
  | 'all_or_none'
  /** The newest messages, as many as one search may compare. */
  | 'newest';

/**
 * The caller's conversations whose indexed messages contain the folded text, found without looking it up: from the
 * conversation with the newest message on, and in each from its newest message on.
 */
export async function selectConversationsByComparison(
  ctx: MemberCtx,
  folded: string,
  comparison: Comparison,
): Promise<ConversationId[]> {
  const { comparedMessages, comparedOfConversation } = bounds.search;
  const { rows } = await sql<{ id: ConversationId }>`
    with mine as materialized (${ownConversations(ctx)}),
    shared as (
      select mine.*, least(amount, case when total > ${comparedMessages} then ${comparedOfConversation}::int else amount end) as share
      from mine where amount > 0
    ),
    ordered as (select shared.*, sum(share) over (order by last_sent_at desc, id) - share as before from shared)
    select o.id from ordered o
    where o.before < ${comparedMessages} and (${comparison === 'newest'} or o.total <= ${comparedMessages}) and exists (
      select from (
        select s.folded from entry_search s
        where s.tenant_id = ${ctx.tenant.id} and s.conversation_id = o.id and s.seq > o.cleared_seq and ${isFound(sql`o`)}
        order by s.seq desc limit o.share
      ) s
      where strpos(s.folded collate "C", ${folded}) > 0
    )
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}

/**
 * The caller's conversations with an indexed message that has the keys and contains the folded text; none if the caller
 * has so few messages that all can be compared. `isCut`: there are more such messages than one search examines.
 */
export async function selectConversationsByKeys(
  ctx: MemberCtx,
  folded: string,
  terms: string,
): Promise<{ ids: ConversationId[]; isCut: boolean }> {
  const { comparedMessages, foundMessages } = bounds.search;
  // The sum makes the primary key useless: the keys alone select the rows.
  const { rows } = await sql<{ id: ConversationId; total: number }>`
    with mine as materialized (${ownConversations(ctx)})
    select id, sum(count(*)) over ()::int as total from (
      select mine.id from entry_search s join mine on mine.id = s.conversation_id + 0
      where (select total > ${comparedMessages} from mine limit 1)
        and array_to_tsvector(s.grams) @@ ${terms}::tsquery
        and s.tenant_id + 0 = ${ctx.tenant.id} and s.seq > mine.cleared_seq and ${isFound(sql`mine`)}
        and strpos(s.folded collate "C", ${folded}) > 0
      limit ${foundMessages}
    ) found
    group by id
  `.execute(ctx.db);
  return { ids: rows.map((row) => row.id), isCut: rows[0]?.total === foundMessages };
}

/** The caller's newest messages outside the index, within the limits of one search. */
export async function selectWaitingMessages(
  ctx: MemberCtx,
): Promise<{ conversationId: ConversationId; type: number; content: string }[]> {
  const { waitingMessages, waitingBytes } = bounds.search;
  const { rows } = await sql<{ conversationId: ConversationId; type: number; content: string }>`
    with mine as materialized (${ownConversations(ctx)}),
    newest as (
      select mine.id, e.seq, e.type, e.content, e.sent_at
      from search_progress p
      join mine on mine.last_sent_at >= p.complete_until
      cross join lateral (
        select s.seq, s.type, s.content, s.sent_at from entries s
        where s.tenant_id = ${ctx.tenant.id} and s.conversation_id = mine.id
          and s.seq > greatest(mine.cleared_seq, last_seq_before(${ctx.tenant.id}, mine.id, mine.last_seq, p.complete_until))
          and s.kind = 'message' and s.gone is null and ${isFound(sql`mine`)}
        order by s.seq desc limit ${waitingMessages}
      ) e
      left join lateral (
        select true as is_indexed from entry_search i
        where i.tenant_id = ${ctx.tenant.id} and i.conversation_id = mine.id and i.seq = e.seq limit 1
      ) i on true
      where i.is_indexed is null
      order by e.sent_at desc limit ${waitingMessages}
    ),
    counted as (
      select *, sum(octet_length(content)) over (order by sent_at desc, id, seq desc) as bytes from newest
    )
    select id as "conversationId", type, content from counted where bytes <= ${waitingBytes}
  `.execute(ctx.db);
  return rows;
}

/** Whether a search finds the message `s` of the conversation `of`: a text, place or attachment that is not withheld. */
function isFound(of: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(s.type in (0, 10, 11) and coalesce(s.seq <= ${of}.withheld_after, true))`;
}

/** The caller's conversations, with the number of entries that the caller may see, in each and in all. */
function ownConversations(ctx: MemberCtx): RawBuilder<unknown> {
  return sql`
    select c.id, c.last_seq, c.last_sent_at, m.cleared_seq, ${withheldAfter(ctx)} as withheld_after,
      greatest(c.last_seq - m.cleared_seq, 0) as amount, sum(greatest(c.last_seq - m.cleared_seq, 0)) over () as total
    from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null
  `;
}
