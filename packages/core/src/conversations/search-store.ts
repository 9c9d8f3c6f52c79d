import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  bounds,
  type ConversationId,
  type MemberCtx,
  type MemberTx,
  type TenantId,
} from '../kernel/index.js';
import { withheldAfter } from './conditions-store.js';
import type { ConversationHead } from './event-types.js';

interface Of {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
}

/** The caller's conversations with an indexed message that contains the folded text. */
export async function selectConversationsWith(
  ctx: MemberCtx,
  folded: string,
  pieces: string[],
): Promise<ConversationId[]> {
  // Without bigrams the index cannot be used, so all of the caller's rows are read.
  const holdsPieces = pieces.length > 0 ? sql`s.grams @> ${pieces}::text[]` : sql`true`;
  const { rows } = await sql<{ id: ConversationId }>`
    with mine as (${ownConversations(ctx)})
    select distinct mine.id from mine
    join entry_search s on s.tenant_id = ${ctx.tenant.id} and s.conversation_id = mine.id and s.seq > mine.cleared_seq
    join entries e on e.tenant_id = s.tenant_id and e.conversation_id = s.conversation_id and e.seq = s.seq
    where ${holdsPieces} and strpos(s.folded collate "C", ${folded}) > 0 and ${isFound}
  `.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** The caller's newest messages outside the index, within the limits of one search. */
export async function selectWaitingEntries(
  ctx: MemberCtx,
): Promise<{ conversationId: ConversationId; type: number; content: string }[]> {
  const { waitingMessages, waitingBytes } = bounds.search;
  const { rows } = await sql<{ conversationId: ConversationId; type: number; content: string }>`
    with mine as (${ownConversations(ctx)}),
    newest as (
      select e.conversation_id, e.type, e.content, e.sent_at, e.seq from mine
      join entries e on e.tenant_id = ${ctx.tenant.id} and e.conversation_id = mine.id
        and e.seq > greatest(mine.indexed_seq, mine.cleared_seq)
      where ${isFound}
      order by e.sent_at desc limit ${waitingMessages}
    ),
    counted as (
      select *, sum(octet_length(content)) over (order by sent_at desc, conversation_id, seq desc) as bytes from newest
    )
    select conversation_id as "conversationId", type, content from counted where bytes <= ${waitingBytes}
  `.execute(ctx.db);
  return rows;
}

/** The searchable entries `e` of the conversations `mine`. */
const isFound = sql`e.kind = 'message' and e.gone is null and e.type in (0, 10, 11) and coalesce(e.seq <= mine.withheld_after, true)`;

function ownConversations(ctx: MemberCtx): RawBuilder<unknown> {
  return sql`
    select c.id, c.indexed_seq, m.cleared_seq, ${withheldAfter(ctx)} as withheld_after
    from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null
  `;
}

/** The next entries of a conversation after its index position, with the last one of its stream. */
export async function selectUnindexedEntries(
  db: Kysely<Tables>,
  of: Of,
  limit: number,
): Promise<{
  indexedSeq: number;
  lastSeq: number;
  entries: { seq: number; type: number; content: string; isText: boolean }[];
}> {
  const { rows } = await sql<{
    indexedSeq: number;
    lastSeq: number;
    seq: number;
    type: number;
    content: string;
    isText: boolean;
  }>`
    select c.indexed_seq as "indexedSeq", c.last_seq as "lastSeq", e.seq, e.type, e.content,
      e.kind = 'message' and e.gone is null as "isText"
    from conversations c join entries e on e.tenant_id = c.tenant_id and e.conversation_id = c.id and e.seq > c.indexed_seq
    where c.tenant_id = ${of.tenantId} and c.id = ${of.id}
    order by e.seq limit ${limit}
  `.execute(db);
  return {
    indexedSeq: rows[0]?.indexedSeq ?? 0,
    lastSeq: rows[0]?.lastSeq ?? 0,
    entries: rows,
  };
}

/**
 * Inserts the rows of messages that still have content and advances the index position, unless another process has
 * advanced it.
 */
export async function insertSearchRows(
  db: Kysely<Tables>,
  of: Of,
  batch: { rows: readonly { seq: number; grams: string[]; folded: string }[]; from: number; upTo: number },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const moved = await tx
      .updateTable('conversations')
      .set({ indexed_seq: batch.upTo })
      .where('tenant_id', '=', of.tenantId)
      .where('id', '=', of.id)
      .where('indexed_seq', '=', batch.from)
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return;
    // A message may have been recalled since it was read. From here on, the conversation's lock protects it.
    const present = await tx
      .selectFrom('entries')
      .select('seq')
      .where('tenant_id', '=', of.tenantId)
      .where('conversation_id', '=', of.id)
      .where(sql<boolean>`seq = any(${batch.rows.map((row) => row.seq)}::int[])`)
      .where('gone', 'is', null)
      .execute();
    const seqs = new Set(present.map((row) => row.seq));
    const rows = batch.rows.filter((row) => seqs.has(row.seq));
    if (rows.length === 0) return;
    await tx
      .insertInto('entry_search')
      .values(
        rows.map((row) => ({
          tenant_id: of.tenantId,
          conversation_id: of.id,
          seq: row.seq,
          grams: row.grams,
          folded: row.folded,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}

/** All conversations with entries after their index position. */
export async function selectUnindexedConversations(db: Kysely<Tables>): Promise<Of[]> {
  return await db
    .selectFrom('conversations')
    .select(['tenant_id as tenantId', 'id'])
    .whereRef('indexed_seq', '<', 'last_seq')
    .execute();
}

/**
 * Renews the search form of a message, even if it is not indexed yet: the indexer may have read the old text already,
 * and it keeps existing rows.
 */
export async function upsertSearchForm(
  tx: MemberTx,
  of: ConversationHead,
  seq: number,
  form: { grams: string[]; folded: string },
): Promise<void> {
  await tx.db
    .insertInto('entry_search')
    .values({ tenant_id: tx.tenant.id, conversation_id: of.id, seq, ...form })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'conversation_id', 'seq']).doUpdateSet(form))
    .execute();
}
