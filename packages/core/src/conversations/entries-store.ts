import { sql, type RawBuilder } from 'kysely';
import { bounds, type MemberCtx, type MemberTx } from '../kernel/index.js';
import type { Entry, Quote } from './event-types.js';
import { mentionsOf } from './mentions-store.js';
import { nearestEntries } from './nearest-entries-store.js';
import { quoteAbove, toQuote } from './quotes-store.js';
import { reactionsFor } from './reactions-store.js';
import type { Membership } from './types.js';
import {
  isShown,
  placeColumns,
  shownColumns,
  shownContent,
  toEntry,
  type EntryRow,
  type ReadIn,
} from './entry-rows-store.js';

/** The number of messages on a page of history. */
export const HISTORY_PAGE = 15;

/**
 * A page of history, oldest first: the newest visible entries sent before `beforeMs` (0: from the end). A page never
 * splits a second, because clients page by seconds; it grows instead.
 */
export async function selectHistory(ctx: MemberCtx, of: Membership, beforeMs: number): Promise<Entry[]> {
  const { tenant } = ctx;
  const { id } = of.conversation;
  const newest = nearestEntries(ctx, {
    of: id,
    after: sql<number>`${of.clearedSeq}`,
    upTo: sql<number>`case when ${beforeMs}::bigint = 0 then ${of.lastSeq}::int
      else last_seq_before(${tenant.id}, ${id}, ${of.lastSeq}, ${beforeMs}) end`,
    from: 'newest',
    isWanted: isShown,
    amount: HISTORY_PAGE,
  });
  // The lateral select runs after the bounds are known, so that they are bounds of the key.
  const { rows } = await sql<EntryRow>`
    with recursive ${newest},
    page as (
      select seqs[1] as last, seqs[cardinality(seqs)] as first, cardinality(seqs) = ${HISTORY_PAGE} as is_full from found
    ),
    bound as (
      select p.last, case when p.is_full then greatest(${of.clearedSeq}, p.first - ${bounds.list.historyGrowth}, (
        select last_seq_before(${tenant.id}, ${id}, p.first, o.sent_at / 1000 * 1000) from entries o
        where o.tenant_id = ${tenant.id} and o.conversation_id = ${id} and o.seq = p.first
      )) + 1 else p.first end as first
      from page p
    )
    select ${shownColumns(ctx)} from bound b
    cross join lateral (
      select * from entries e
      where e.tenant_id = ${tenant.id} and e.conversation_id = ${id} and e.seq between b.first and b.last and ${isShown}
      offset 0
    ) e
    order by e.seq
  `.execute(ctx.db);
  return rows.map((row) => toEntry(ctx, row, of));
}

/** A range of a stream: the first entries after a position, or the last ones before it. */
export type EntryRange = { readonly limit: number } & (
  | { readonly after: number }
  | { readonly before: number }
);

/** Entries of the whole stream, or only visible messages, oldest first. */
export async function selectEntries(
  ctx: MemberCtx,
  of: Membership,
  range: EntryRange,
  which: 'all' | 'messages' = 'all',
): Promise<{ entries: Entry[]; hasMore: boolean }> {
  const isForwards = 'after' in range;
  const after = isForwards ? Math.max(range.after, of.clearedSeq) : of.clearedSeq;
  const upTo = isForwards ? of.lastSeq : Math.min(range.before - 1, of.lastSeq);
  const order = isForwards ? sql`e.seq` : sql`e.seq desc`;
  const found = nearestEntries(ctx, {
    of: of.conversation.id,
    after: sql<number>`${after}`,
    upTo: sql<number>`${upTo}`,
    from: isForwards ? 'oldest' : 'newest',
    isWanted: which === 'messages' ? sql`e.kind = 'message' and ${isShown}` : sql`true`,
    amount: range.limit + 1,
  });
  const { rows } = await sql<PagedEntry>`
    with recursive ${found}
    select ${pagedColumns(shownContent(ctx), { id: sql`${ctx.actor}`, clearedSeq: sql`${of.clearedSeq}` })} from (
      select e.*, ${bytesBefore(order)} as bytes_before from found f
      cross join lateral unnest(f.seqs) as wanted (seq)
      cross join lateral (
        select * from entries e
        where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.conversation.id} and e.seq = wanted.seq
        offset 0
      ) e
    ) e order by ${order}
  `.execute(ctx.db);
  const page = toPage(ctx, rows, range.limit, of);
  if (!isForwards) page.entries.reverse();
  return page;
}

/** A row of a page; a content of null would make the page too large. */
export type PagedEntry = Omit<EntryRow, 'content' | 'reactions' | 'quote' | 'mentions'> & {
  readonly content: string | null;
  readonly mentions: Entry['mentions'] | null;
  readonly reactions: Entry['reactions'] | null;
  readonly quote: Quote | null;
};

/** The columns of `PagedEntry`, given that of the content, and the account for whom a row is read. */
export function pagedColumns(
  content: RawBuilder<string>,
  reader: { readonly id: RawBuilder<unknown>; readonly clearedSeq: RawBuilder<unknown> },
): RawBuilder<unknown> {
  return sql`${placeColumns}, ${reactionsFor(reader.id)} as reactions, ${quoteAbove(reader.clearedSeq)} as quote,
    ${mentionsOf} as mentions,
    case when e.bytes_before <= ${sql.lit(bounds.list.pageBytes)} then ${content} end as content`;
}

/** The bytes of a page before each entry. */
export function bytesBefore(order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(sum(octet_length(e.content)) over (
    order by ${order} rows between unbounded preceding and 1 preceding
  ), 0)`;
}

/** Builds a page from rows in reading order; the query requests one more than `limit`. */
export function toPage(
  ctx: Pick<MemberCtx, 'actor'>,
  rows: readonly PagedEntry[],
  limit: number,
  of: ReadIn,
): { entries: Entry[]; hasMore: boolean } {
  const entries: Entry[] = [];
  for (const { content, reactions, quote, mentions, ...row } of rows) {
    if (content === null || entries.length === limit) return { entries, hasMore: true };
    let entry = toEntry(ctx, { ...row, content }, of);
    if (reactions) entry = { ...entry, reactions };
    if (mentions) entry = { ...entry, mentions };
    if (quote && !entry.isWithheld) entry = { ...entry, quote: toQuote(quote, ctx.actor) };
    entries.push(entry);
  }
  return { entries, hasMore: false };
}

/** A message that the caller may see, or undefined. */
export async function selectMessage(ctx: MemberCtx, of: Membership, seq: number): Promise<Entry | undefined> {
  const { rows } = await sql<EntryRow>`
    select ${shownColumns(ctx)} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.conversation.id} and e.seq = ${seq}
      and e.seq > ${of.clearedSeq} and e.kind = 'message'
  `.execute(ctx.db);
  return rows[0] && toEntry(ctx, rows[0], of);
}

/** An existing message that the caller may see, locked until the transaction ends; or undefined. */
export async function lockMessageRow(tx: MemberTx, of: Membership, seq: number): Promise<Entry | undefined> {
  const { rows } = await sql<EntryRow>`
    select ${shownColumns(tx)} from entries e
    where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.conversation.id} and e.seq = ${seq}
      and e.seq > ${of.clearedSeq} and e.kind = 'message' and e.gone is null
    for share
  `.execute(tx.db);
  return rows[0] && toEntry(tx, rows[0], of);
}
