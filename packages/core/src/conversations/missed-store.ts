import { sql } from 'kysely';
import type { AccountId, ConversationId, Ctx, TenantId } from '../kernel/index.js';
import type { ConversationHead, Entry, Mentions, Quote } from './event-types.js';
import { entryColumns, type EntryRow } from './entry-rows-store.js';
import { mentionsOf } from './mentions-store.js';
import { quoteAbove, toQuote } from './quotes-store.js';
import { headColumns, toHead, type HeadRow } from './store.js';

/** A conversation, by its key. */
export interface ConversationKey {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
}

/** The conversations of these accounts with an entry since a time (milliseconds), and its first and last one. */
export async function selectMovedConversations(
  db: Ctx['db'],
  sinceMs: number,
  accounts: readonly AccountId[],
): Promise<(ConversationKey & { firstSeq: number; lastSeq: number })[]> {
  // The time is a literal, so that the statement is planned for it, as the sweep of the search index.
  const { rows } = await sql<ConversationKey & { firstSeq: number; lastSeq: number }>`
    with moved as materialized (
      select tenant_id, conversation_id, min(seq) as first_seq, max(seq) as last_seq
      from entries where sent_at >= ${sql.lit(sinceMs)} group by tenant_id, conversation_id
    )
    select tenant_id as "tenantId", conversation_id as id, first_seq as "firstSeq", last_seq as "lastSeq" from moved
    where exists (
      select from members m where m.tenant_id = moved.tenant_id and m.conversation_id = moved.conversation_id
        and m.account_id = any(${[...accounts]}::int[]) and m.left_at is null
    )
  `.execute(db);
  return rows;
}

/** For entries of conversations: the last entry before each that was sent before a time (milliseconds), or 0. */
export async function selectSeqsBefore(
  db: Ctx['db'],
  entries: readonly (ConversationKey & { seq: number })[],
  sinceMs: number,
): Promise<{ id: ConversationId; seq: number; before: number }[]> {
  const { rows } = await sql<{ id: ConversationId; seq: number; before: number }>`
    select w.id, w.seq, last_seq_before(w.tenant_id, w.id, w.seq - 1, ${sinceMs}) as before
    from unnest(
      ${entries.map(({ tenantId }) => tenantId)}::int[], ${entries.map(({ id }) => id)}::bigint[],
      ${entries.map(({ seq }) => seq)}::int[]
    ) as w(tenant_id, id, seq)
  `.execute(db);
  return rows;
}

/** Conversations with their last entries; without those that do not exist. */
export async function selectNewest(
  db: Ctx['db'],
  of: readonly ConversationKey[],
): Promise<{ conversation: ConversationHead; lastSeq: number }[]> {
  const { rows } = await sql<HeadRow & { tenantId: TenantId; lastSeq: number }>`
    select ${headColumns}, c.tenant_id as "tenantId", c.last_seq as "lastSeq"
    from unnest(${of.map(({ tenantId }) => tenantId)}::int[], ${of.map(({ id }) => id)}::bigint[]) as w(tenant_id, id)
    join conversations c on c.tenant_id = w.tenant_id and c.id = w.id
  `.execute(db);
  return rows.map((row) => ({
    conversation: toHead({ tenant: { id: row.tenantId } }, row),
    lastSeq: row.lastSeq,
  }));
}

/** The sender, time and alias of a message. */
export type MessageAuthor = Pick<Entry, 'senderId' | 'sentAt' | 'alias'>;

/** An entry with its true sender and content, and for a recall the author of the message that it emptied. */
export async function selectWholeEntry(
  db: Ctx['db'],
  of: ConversationKey,
  seq: number,
): Promise<{ entry: EntryRow; emptied: MessageAuthor | undefined } | undefined> {
  const { rows } = await sql<
    Omit<EntryRow, 'quote' | 'mentions'> & {
      quote: Quote | null;
      mentions: Mentions | null;
      emptied: MessageAuthor | null;
    }
  >`
    select ${entryColumns}, ${quoteAbove(sql`0`)} as quote, ${mentionsOf} as mentions, (
      select json_build_object('senderId', t.sender_id, 'sentAt', t.sent_at, 'alias', t.alias) from entries t
      where t.tenant_id = e.tenant_id and t.conversation_id = e.conversation_id
        and t.seq = case when e.kind = 'recall' then (e.content::jsonb->>'target')::int end
    ) as emptied
    from entries e where e.tenant_id = ${of.tenantId} and e.conversation_id = ${of.id} and e.seq = ${seq}
  `.execute(db);
  if (!rows[0]) return undefined;
  const { emptied, quote, mentions, ...row } = rows[0];
  const entry = { ...row, quote: quote ? toQuote(quote) : undefined, mentions: mentions ?? undefined };
  return { entry, emptied: emptied ?? undefined };
}

/** The authors of messages of many conversations. */
export async function selectAuthors(
  db: Ctx['db'],
  messages: readonly (ConversationKey & { seq: number })[],
): Promise<(ConversationKey & { seq: number } & MessageAuthor)[]> {
  const { rows } = await sql<ConversationKey & { seq: number } & MessageAuthor>`
    select e.tenant_id as "tenantId", e.conversation_id as id, e.seq, e.sender_id as "senderId",
      e.sent_at as "sentAt", e.alias
    from unnest(
      ${messages.map(({ tenantId }) => tenantId)}::int[], ${messages.map(({ id }) => id)}::bigint[],
      ${messages.map(({ seq }) => seq)}::int[]
    ) as w(tenant_id, id, seq)
    join entries e on e.tenant_id = w.tenant_id and e.conversation_id = w.id and e.seq = w.seq
  `.execute(db);
  return rows;
}
