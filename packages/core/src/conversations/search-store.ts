import { sql, type RawBuilder } from 'kysely';
import { bounds, type ConversationId, type MemberCtx } from '../kernel/index.js';
import { withheldAfter } from './conditions-store.js';
import { entryColumns, toEntry, type EntryRow } from './entry-rows-store.js';
import type { Entry } from './event-types.js';
import { ownConversations } from './list-store.js';

/**
 * The caller's conversations whose indexed messages contain the folded text, found without filters among the newest
 * messages: from the conversation with the newest one on, and in each from its newest one on.
 */
export async function selectConversationsByComparison(
  ctx: MemberCtx,
  folded: string,
): Promise<ConversationId[]> {
  const { comparedMessages, comparedOfConversation } = bounds.search;
  const { rows } = await sql<{ id: ConversationId }>`
    with mine as materialized (${searchedConversations(ctx)}),
    shared as (
      select mine.*, least(amount, case when total > ${comparedMessages} then ${comparedOfConversation}::int else amount end) as share
      from mine where amount > 0
    ),
    ordered as (select shared.*, sum(share) over (order by last_sent_at desc, id) - share as before from shared)
    select o.id from ordered o
    where o.before < ${comparedMessages} and exists (
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
 * The caller's conversations whose indexed messages contain the folded text: compares the messages of the blocks whose
 * filter has all positions, the edited messages, and those after the last block.
 */
export async function selectConversationsByFilter(
  ctx: MemberCtx,
  folded: string,
  positions: readonly number[],
): Promise<ConversationId[]> {
  const blockEntries = sql`${bounds.search.blockEntries}::int`;
  // Each of these is a look-up by key for one conversation, never a join, and ends at the first match.
  const contains = (condition: RawBuilder<unknown>) => sql`(
    select true from entry_search s
    where s.tenant_id = ${ctx.tenant.id} and s.conversation_id = mine.id and s.seq > mine.cleared_seq and ${condition}
      and ${isFound(sql`mine`)} and strpos(s.folded collate "C", ${folded}) > 0
    limit 1
  )`;
  const { rows } = await sql<{ id: ConversationId }>`
    with mine as materialized (${searchedConversations(ctx)})
    select mine.id from mine
    where mine.amount > 0 and coalesce(
      ${contains(sql`s.seq > coalesce((
        select b.last_seq from search_blocks b
        where b.tenant_id = ${ctx.tenant.id} and b.conversation_id = mine.id order by b.block desc limit 1
      ), 0)`)},
      (
        select true from search_edits x
        where x.tenant_id = ${ctx.tenant.id} and x.conversation_id = mine.id and ${contains(sql`s.seq = x.seq`)} limit 1
      ),
      (
        select true from search_blocks b
        where b.tenant_id = ${ctx.tenant.id} and b.conversation_id = mine.id and b.last_seq > mine.cleared_seq
          and ${hasPositions(positions)}
          and ${contains(sql`s.seq > b.block * ${blockEntries} and s.seq <= b.last_seq`)}
        order by b.block desc limit 1
      )
    )
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** A message outside the index. */
export interface WaitingMessage {
  readonly id: ConversationId;
  readonly seq: number;
  readonly sentAt: number;
  readonly entry: Entry;
}

/** The caller's newest messages outside the index, of one or all conversations, within the limits of one search. */
export async function selectWaitingMessages(
  ctx: MemberCtx,
  within?: ConversationId,
): Promise<WaitingMessage[]> {
  const { waitingMessages, waitingBytes } = bounds.search;
  const { rows } = await sql<EntryRow & { id: ConversationId }>`
    with mine as materialized (${searchedConversations(ctx, within === undefined ? sql`true` : sql`c.id = ${within}`)}),
    newest as (
      select mine.id, e.*
      from search_progress p
      join mine on mine.last_sent_at >= p.complete_until
      cross join lateral (
        select s.* from entries s
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
    select e.id, ${entryColumns} from counted e where bytes <= ${waitingBytes}
  `.execute(ctx.db);
  // None of them is withheld, and a search shows no address of a file.
  const reader = { conversation: { listId: '' }, withheldAfter: null };
  return rows.map(({ id, ...row }) => ({
    id,
    seq: row.seq,
    sentAt: row.sentAt,
    entry: toEntry(ctx, row, reader),
  }));
}

/** Whether the filter of a block `b` has all positions. */
export function hasPositions(positions: readonly number[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(
    positions.map(
      (position) => sql`get_bit(b.filter, ${position}::bigint % (8 * octet_length(b.filter))) = 1`,
    ),
    sql` and `,
  )}`;
}

/** Whether a search finds the message `s` of the conversation `of`: a text, place or attachment that is not withheld. */
export function isFound(of: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(s.type in (0, 10, 11) and coalesce(s.seq <= ${of}.withheld_after, true))`;
}

/**
 * The caller's conversations that fulfil a condition on rows `c` and `m`, with the number of entries that the caller may see,
 * in each and in all.
 */
export function searchedConversations(ctx: MemberCtx, condition = sql`true`): RawBuilder<unknown> {
  return sql`
    select c.id, c.last_seq, c.last_sent_at, m.cleared_seq, ${withheldAfter(ctx)} as withheld_after,
      greatest(c.last_seq - m.cleared_seq, 0) as amount, sum(greatest(c.last_seq - m.cleared_seq, 0)) over () as total
    from ${ownConversations(ctx)}
    where ${condition}
  `;
}
