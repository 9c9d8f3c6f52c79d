import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import { bounds, type ConversationId, type MemberTx, type TenantId, type Tx } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';

/** The key of a message. */
export interface MessagePlace {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly seq: number;
}

/** A row of the index. */
export interface SearchRow extends MessagePlace {
  readonly type: number;
  readonly folded: string;
}

/** A conversation whose newest entries have no filter yet. */
export interface Unfiltered {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  /** The last entry that is known to be stored. */
  readonly lastSeq: number;
}

/**
 * Inserts the rows of messages of any conversations. Keeps existing rows: an edit or a removal may have written them
 * since the messages were read.
 */
export async function insertSearchRows(db: Kysely<Tables>, rows: readonly SearchRow[]): Promise<void> {
  // Two statements that insert the same rows in one order cannot deadlock.
  await sql`
    insert into entry_search (tenant_id, conversation_id, seq, type, folded)
    select tenant_id, conversation_id, seq, type, folded
    from unnest(
      ${rows.map((row) => row.tenantId)}::int[], ${rows.map((row) => row.conversationId)}::bigint[],
      ${rows.map((row) => row.seq)}::int[], ${rows.map((row) => row.type)}::smallint[],
      ${rows.map((row) => row.folded)}::text[]
    ) as t (tenant_id, conversation_id, seq, type, folded)
    order by tenant_id, conversation_id, seq
    on conflict do nothing
  `.execute(db);
}

/**
 * The messages of some types that were sent in a span of time (milliseconds, `to` excluded) and are not in the index,
 * and their conversations with enough entries to extend a filter. Examines at most one message more than `limit`
 * (null: all); if it has, there may be others, and it looks for none of them in the index.
 */
export async function selectUnindexed(
  db: Kysely<Tables>,
  { from, to }: { from: number; to: number },
  { types, limit }: { types: readonly number[]; limit: number | null },
): Promise<{ examined: number; missing: MessagePlace[]; unfiltered: Unfiltered[] }> {
  // The times are literals, so that the statement is planned for them each time: a plan that a connection keeps from when the
  // table was small reads all of it, until the table is analyzed.
  const { rows } = await sql<{
    examined: number;
    missing: [TenantId, ConversationId, number][];
    unfiltered: [TenantId, ConversationId, number][];
  }>`
    with span as materialized (
      select tenant_id, conversation_id, seq from entries
      where sent_at >= ${sql.lit(from)} and sent_at < ${sql.lit(to)} and kind = 'message' and type = any(${[...types]}::smallint[]) and gone is null
      limit ${limit}::bigint + 1
    ),
    whole as (select * from span where ${limit}::bigint is null or (select count(*) from span) <= ${limit}::bigint),
    newest as (select tenant_id, conversation_id, max(seq) as seq from whole group by tenant_id, conversation_id)
    select (select count(*)::int from span) as examined,
      coalesce(
        json_agg(json_build_array(e.tenant_id, e.conversation_id, e.seq) order by e.tenant_id, e.conversation_id, e.seq)
          filter (where i.is_indexed is null),
        '[]'
      ) as missing,
      (
        select coalesce(json_agg(json_build_array(n.tenant_id, n.conversation_id, n.seq)), '[]') from newest n
        where n.seq - coalesce((
          select b.last_seq from search_blocks b
          where b.tenant_id = n.tenant_id and b.conversation_id = n.conversation_id order by b.block desc limit 1
        ), 0) >= ${bounds.search.blockStep}
      ) as unfiltered
    from whole e
    left join lateral (
      select true as is_indexed from entry_search s
      where s.tenant_id = e.tenant_id and s.conversation_id = e.conversation_id and s.seq = e.seq limit 1
    ) i on true
  `.execute(db);
  const { examined = 0, missing = [], unfiltered = [] } = rows[0] ?? {};
  return {
    examined,
    missing: missing.map(([tenantId, conversationId, seq]) => ({ tenantId, conversationId, seq })),
    unfiltered: unfiltered.map(([tenantId, conversationId, lastSeq]) => ({
      tenantId,
      conversationId,
      lastSeq,
    })),
  };
}

/** Those of the messages that still have a content. */
export async function selectContents(
  db: Kysely<Tables>,
  places: readonly MessagePlace[],
): Promise<(MessagePlace & { type: number; content: string })[]> {
  const { rows } = await sql<MessagePlace & { type: number; content: string }>`
    select p.tenant_id as "tenantId", p.conversation_id as "conversationId", p.seq, e.type, e.content
    from unnest(
      ${places.map((place) => place.tenantId)}::int[], ${places.map((place) => place.conversationId)}::bigint[],
      ${places.map((place) => place.seq)}::int[]
    ) as p (tenant_id, conversation_id, seq)
    cross join lateral (
      select e.type, e.content from entries e
      where e.tenant_id = p.tenant_id and e.conversation_id = p.conversation_id and e.seq = p.seq and e.gone is null limit 1
    ) e
  `.execute(db);
  return rows;
}

/** The time (milliseconds) before which all messages are in the index. */
export async function selectCompleteUntil(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom('search_progress').select('complete_until').executeTakeFirstOrThrow();
  return row.complete_until;
}

/** Advances that time, unless it has changed since it was read; returns whether it had not. */
export async function updateCompleteUntil(db: Kysely<Tables>, was: number, until: number): Promise<boolean> {
  const result = await db
    .updateTable('search_progress')
    .set({ complete_until: until })
    .where('complete_until', '=', was)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Lowers that time. */
export async function lowerCompleteUntil(db: Kysely<Tables>, until: number): Promise<void> {
  await db
    .updateTable('search_progress')
    .set({ complete_until: until })
    .where('complete_until', '>', until)
    .execute();
}

/** Writes an edited text, also if it is not indexed yet: the indexer keeps existing rows. */
export async function upsertSearchText(
  tx: MemberTx,
  of: ConversationHead,
  seq: number,
  folded: string,
): Promise<void> {
  // The update locks the row of an earlier edit: the sweep that removes it reads the text of this one.
  await sql`
    with edited as (
      insert into search_edits (tenant_id, conversation_id, seq) values (${tx.tenant.id}, ${of.id}, ${seq})
      on conflict (tenant_id, conversation_id, seq) do update set seq = excluded.seq
    )
    insert into entry_search (tenant_id, conversation_id, seq, type, folded)
    values (${tx.tenant.id}, ${of.id}, ${seq}, 0, ${folded})
    on conflict (tenant_id, conversation_id, seq) do update set folded = excluded.folded
  `.execute(tx.db);
}

/** Empties the rows of removed messages, also of those not indexed yet: the indexer keeps existing rows. */
export async function emptySearchRows(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  seqs: readonly number[],
): Promise<void> {
  await sql`
    insert into entry_search (tenant_id, conversation_id, seq, type, folded)
    select ${tx.tenant.id}::int, ${of.id}::bigint, seq, 0, '' from unnest(${[...seqs]}::int[]) as t (seq)
    order by seq
    on conflict (tenant_id, conversation_id, seq) do update set folded = excluded.folded
  `.execute(tx.db);
}
