import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, type ConversationId, type TenantId } from '../kernel/index.js';
import type { MessagePlace, Unfiltered } from './search-index-store.js';

/** The filter of the texts of consecutive entries. */
export interface SearchBlock {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly block: number;
  readonly lastSeq: number;
  readonly filter: Uint8Array;
}

/** Entries of a conversation: those after one up to another. */
export interface EntryRange {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly after: number;
  readonly upTo: number;
}

/** Waits for other transactions that change filters. Without a lock, a filter could lose what another one adds. */
export async function lockFilters(tx: Transaction<Tables>): Promise<void> {
  await tx.selectFrom('search_progress').select('is_only').forUpdate().execute();
}

/** The newest block of each of these conversations that has one. */
export async function selectNewestBlocks(
  db: Kysely<Tables>,
  of: readonly Unfiltered[],
): Promise<SearchBlock[]> {
  const { rows } = await sql<SearchBlock>`
    select p.tenant_id as "tenantId", p.conversation_id as "conversationId", b.block, b.last_seq as "lastSeq", b.filter
    from unnest(
      ${of.map((one) => one.tenantId)}::int[], ${of.map((one) => one.conversationId)}::bigint[]
    ) as p (tenant_id, conversation_id)
    cross join lateral (
      select b.block, b.last_seq, b.filter from search_blocks b
      where b.tenant_id = p.tenant_id and b.conversation_id = p.conversation_id order by b.block desc limit 1
    ) b
  `.execute(db);
  return rows;
}

/** The messages of some types among these entries that still have a content. */
export async function selectMessagesOf(
  db: Kysely<Tables>,
  ranges: readonly EntryRange[],
  types: readonly number[],
): Promise<(MessagePlace & { type: number; content: string })[]> {
  const { rows } = await sql<MessagePlace & { type: number; content: string }>`
    select p.tenant_id as "tenantId", p.conversation_id as "conversationId", e.seq, e.type, e.content
    from unnest(
      ${ranges.map((range) => range.tenantId)}::int[], ${ranges.map((range) => range.conversationId)}::bigint[],
      ${ranges.map((range) => range.after)}::int[], ${ranges.map((range) => range.upTo)}::int[]
    ) as p (tenant_id, conversation_id, after, up_to)
    cross join lateral (
      select e.seq, e.type, e.content from entries e
      where e.tenant_id = p.tenant_id and e.conversation_id = p.conversation_id and e.seq > p.after and e.seq <= p.up_to
        and e.kind = 'message' and e.type = any(${[...types]}::smallint[]) and e.gone is null
      offset 0
    ) e
  `.execute(db);
  return rows;
}

/** Stores blocks, new or extended ones. */
export async function upsertBlocks(db: Kysely<Tables>, blocks: readonly SearchBlock[]): Promise<void> {
  await sql`
    insert into search_blocks (tenant_id, conversation_id, block, last_seq, filter)
    select * from unnest(
      ${blocks.map((one) => one.tenantId)}::int[], ${blocks.map((one) => one.conversationId)}::bigint[],
      ${blocks.map((one) => one.block)}::int[], ${blocks.map((one) => one.lastSeq)}::int[],
      ${blocks.map((one) => Buffer.from(one.filter))}::bytea[]
    ) as t (tenant_id, conversation_id, block, last_seq, filter)
    on conflict (tenant_id, conversation_id, block)
    do update set last_seq = excluded.last_seq, filter = excluded.filter
  `.execute(db);
}

/** Whether edited messages wait for their filter. */
export async function hasEdits(db: Kysely<Tables>): Promise<boolean> {
  return (await db.selectFrom('search_edits').select('seq').limit(1).execute()).length > 0;
}

/** Removes the oldest of the edited messages, and returns those with a filter, with their present text. */
export async function takeEdits(db: Kysely<Tables>): Promise<(SearchBlock & { folded: string })[]> {
  const { rows: edits } = await sql<MessagePlace>`
    delete from search_edits where (tenant_id, conversation_id, seq) in (
      select tenant_id, conversation_id, seq from search_edits limit ${bounds.search.filteredEdits}
    )
    returning tenant_id as "tenantId", conversation_id as "conversationId", seq
  `.execute(db);
  // In a statement of its own: it sees the text of every edit that the deletion has waited for.
  const { rows } = await sql<SearchBlock & { folded: string }>`
    select b.tenant_id as "tenantId", b.conversation_id as "conversationId", b.block, b.last_seq as "lastSeq", b.filter, s.folded
    from unnest(
      ${edits.map((edit) => edit.tenantId)}::int[], ${edits.map((edit) => edit.conversationId)}::bigint[],
      ${edits.map((edit) => edit.seq)}::int[]
    ) as p (tenant_id, conversation_id, seq)
    join search_blocks b on b.tenant_id = p.tenant_id and b.conversation_id = p.conversation_id
      and b.block = (p.seq - 1) / ${bounds.search.blockEntries}::int and b.last_seq >= p.seq
    join entry_search s on s.tenant_id = p.tenant_id and s.conversation_id = p.conversation_id and s.seq = p.seq
  `.execute(db);
  return rows;
}
