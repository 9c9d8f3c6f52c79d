import { sql, type RawBuilder } from 'kysely';
import { bounds, type ConversationId, type MemberCtx, type MemberTx } from '../kernel/index.js';
import type { Entry } from './event-types.js';
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
  const { id } = of.conversation;
  const { rows } = await sql<EntryRow>`
    with bound as (
      select case when ${beforeMs}::bigint = 0 then ${of.lastSeq}::int
        else last_seq_before(${ctx.tenant.id}, ${id}, ${of.lastSeq}, ${beforeMs}) end as seq
    ),
    page as (
      select ${shownColumns(ctx)} from entries e, bound
      where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${id}
        and e.seq <= bound.seq and e.seq > ${of.clearedSeq} and ${isShown}
      order by e.seq desc limit ${HISTORY_PAGE}
    ),
    oldest as (
      select min(seq) as seq, min("sentAt") / 1000 * 1000 as second from page having count(*) = ${HISTORY_PAGE}
    ),
    rest as (
      select ${shownColumns(ctx)} from entries e, oldest
      where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${id}
        and e.seq < oldest.seq and e.seq > ${of.clearedSeq} and e.sent_at >= oldest.second and ${isShown}
        and e.seq > last_seq_before(${ctx.tenant.id}, ${id}, oldest.seq, oldest.second)
      order by e.seq desc limit 1000
    )
    select * from page union all select * from rest order by seq
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
  const { id } = of.conversation;
  const isForwards = 'after' in range;
  const side = isForwards
    ? sql`e.seq > ${Math.max(range.after, of.clearedSeq)}`
    : sql`e.seq < ${range.before} and e.seq > ${of.clearedSeq}`;
  const order = isForwards ? sql`e.seq` : sql`e.seq desc`;
  const kinds = which === 'messages' ? sql`and e.kind = 'message' and ${isShown}` : sql``;
  const { rows } = await sql<PagedEntry>`
    select ${pagedColumns(ctx)} from (
      select e.*, ${bytesBefore(order)} as bytes_before from (
        select * from entries e
        where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${id} and ${side} ${kinds}
        order by ${order} limit ${range.limit + 1}
      ) e
    ) e order by ${order}
  `.execute(ctx.db);
  const page = toPage(ctx, rows, range.limit, of);
  if (!isForwards) page.entries.reverse();
  return page;
}

/** A row of a page; null if its content would make the page too large. */
type PagedEntry = Omit<EntryRow, 'content'> & { readonly content: string | null };

function pagedColumns(ctx: MemberCtx): RawBuilder<unknown> {
  return sql`${placeColumns},
    case when e.bytes_before <= ${sql.lit(bounds.list.pageBytes)} then ${shownContent(ctx)} end as content`;
}

function bytesBefore(order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(sum(octet_length(e.content)) over (
    order by ${order} rows between unbounded preceding and 1 preceding
  ), 0)`;
}

/** Builds a page from rows in reading order; the query requests one more than `limit`. */
function toPage(
  ctx: MemberCtx,
  rows: readonly PagedEntry[],
  limit: number,
  of: ReadIn,
): { entries: Entry[]; hasMore: boolean } {
  const entries: Entry[] = [];
  for (const { content, ...row } of rows) {
    if (content === null || entries.length === limit) return { entries, hasMore: true };
    entries.push(toEntry(ctx, { ...row, content }, of));
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

/** For each membership, the first entries after a position, by conversation. */
export async function selectEntriesAfter(
  ctx: MemberCtx,
  missing: readonly { of: Membership; after: number }[],
  limit: number,
): Promise<Map<ConversationId, { entries: Entry[]; hasMore: boolean }>> {
  const { rows } = await sql<PagedEntry & { conversationId: ConversationId }>`
    select w.id as "conversationId", ${pagedColumns(ctx)}
    from unnest(
      ${missing.map(({ of }) => of.conversation.id)}::bigint[],
      ${missing.map(({ of, after }) => Math.max(after, of.clearedSeq))}::int[]
    ) as w(id, after)
    cross join lateral (
      select e.*, ${bytesBefore(sql`e.seq`)} as bytes_before from (
        select * from entries e
        where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = w.id and e.seq > w.after
        order by e.seq limit ${limit + 1}
      ) e
    ) e
    order by w.id, e.seq
  `.execute(ctx.db);
  const found = new Map<ConversationId, PagedEntry[]>();
  for (const { conversationId, ...row } of rows) {
    const paged = found.get(conversationId);
    if (paged) paged.push(row);
    else found.set(conversationId, [row]);
  }
  return new Map(
    missing.flatMap(({ of }) => {
      const paged = found.get(of.conversation.id);
      return paged ? [[of.conversation.id, toPage(ctx, paged, limit, of)] as const] : [];
    }),
  );
}
