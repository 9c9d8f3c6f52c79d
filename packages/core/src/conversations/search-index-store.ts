import { sql, type Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import type { ConversationId, MemberTx, TenantId } from '../kernel/index.js';
import type { ConversationHead } from './event-types.js';

/** The key of a message. */
export interface MessagePlace {
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId;
  readonly seq: number;
}

/** The form of a message in the index. */
export interface SearchForm {
  readonly folded: string;
  readonly grams: string[];
}

/** A row of the index. */
export interface SearchRow extends MessagePlace, SearchForm {
  readonly type: number;
}

/**
 * Inserts the rows of messages of any conversations. Keeps existing rows: an edit or a removal may have written them
 * since the messages were read.
 */
export async function insertSearchRows(db: Kysely<Tables>, rows: readonly SearchRow[]): Promise<void> {
  // Two statements that insert the same rows in one order cannot deadlock.
  await sql`
    insert into entry_search (tenant_id, conversation_id, seq, type, grams, folded)
    select tenant_id, conversation_id, seq, type, string_to_array(grams, ' '), folded
    from unnest(
      ${rows.map((row) => row.tenantId)}::int[], ${rows.map((row) => row.conversationId)}::bigint[],
      ${rows.map((row) => row.seq)}::int[], ${rows.map((row) => row.type)}::smallint[],
      ${rows.map((row) => row.grams.join(' '))}::text[], ${rows.map((row) => row.folded)}::text[]
    ) as t (tenant_id, conversation_id, seq, type, grams, folded)
    order by tenant_id, conversation_id, seq
    on conflict do nothing
  `.execute(db);
}

/**
 * The messages of some types that were sent in a span of time (milliseconds, `to` excluded) and are not in the index.
 * Examines at most one message more than `limit` (null: all); if it has, there may be others.
 */
export async function selectUnindexed(
  db: Kysely<Tables>,
  { from, to }: { from: number; to: number },
  { types, limit }: { types: readonly number[]; limit: number | null },
): Promise<{ examined: number; missing: MessagePlace[] }> {
  const { rows } = await sql<{ examined: number; missing: [TenantId, ConversationId, number][] }>`
    with span as materialized (
      select tenant_id, conversation_id, seq from entries
      where sent_at >= ${from} and sent_at < ${to} and kind = 'message' and type = any(${[...types]}::smallint[]) and gone is null
      limit ${limit}::bigint + 1
    )
    select count(*)::int as examined,
      coalesce(
        json_agg(json_build_array(e.tenant_id, e.conversation_id, e.seq) order by e.tenant_id, e.conversation_id, e.seq)
          filter (where i.is_indexed is null),
        '[]'
      ) as missing
    from span e
    left join lateral (
      select true as is_indexed from entry_search s
      where s.tenant_id = e.tenant_id and s.conversation_id = e.conversation_id and s.seq = e.seq limit 1
    ) i on true
  `.execute(db);
  const { examined = 0, missing = [] } = rows[0] ?? {};
  return {
    examined,
    missing: missing.map(([tenantId, conversationId, seq]) => ({ tenantId, conversationId, seq })),
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

/** Writes the form of an edited text, also if it is not indexed yet: the indexer keeps existing rows. */
export async function upsertSearchForm(
  tx: MemberTx,
  of: ConversationHead,
  seq: number,
  form: SearchForm,
): Promise<void> {
  await tx.db
    .insertInto('entry_search')
    .values({ tenant_id: tx.tenant.id, conversation_id: of.id, seq, type: 0, ...form })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'conversation_id', 'seq']).doUpdateSet(form))
    .execute();
}

/** Empties the rows of removed messages, also of those not indexed yet: the indexer keeps existing rows. */
export async function emptySearchRows(
  tx: MemberTx,
  of: ConversationHead,
  seqs: readonly number[],
): Promise<void> {
  await sql`
    insert into entry_search (tenant_id, conversation_id, seq, type, grams, folded)
    select ${tx.tenant.id}::int, ${of.id}::bigint, seq, 0, '{}'::text[], '' from unnest(${[...seqs]}::int[]) as t (seq)
    order by seq
    on conflict (tenant_id, conversation_id, seq) do update set grams = excluded.grams, folded = excluded.folded
  `.execute(tx.db);
}
