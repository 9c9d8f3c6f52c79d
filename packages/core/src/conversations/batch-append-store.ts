import type { AccountId, ConversationId, TenantId } from '../kernel/index.js';

/** A result row of the append statement: a conversation whose messages were stored. */
export interface AppendedConversation {
  /** The index of the conversation among the values, from 1. */
  readonly place: number;
  /** The position before the first stored message. */
  readonly base_seq: number;
  readonly sent_at: number;
  readonly members_version: number;
}

/**
 * The parameters of the append statement: a time in milliseconds; one array per column of the conversations, in the
 * order of their ids; and of the messages.
 */
export type AppendValues = readonly [
  now: number,
  tenantIds: TenantId[],
  conversationIds: ConversationId[],
  /** The version of the writers under which the senders may write. */
  versions: number[],
  amounts: number[],
  /** In a single conversation: the place of the last message of the low and of the high account; null without one. */
  lowPlaces: (number | null)[],
  highPlaces: (number | null)[],
  /** The conversation of each message, as an index from 1. */
  conversations: number[],
  /** The place of each message among those of its conversation, from 1. */
  places: number[],
  senderIds: AccountId[],
  types: number[],
  contents: string[],
  clientIds: (string | null)[],
  digests: (number | null)[],
  replies: (number | null)[],
  aliases: (string | null)[],
];

/** What `APPEND_AND_READ_SQL` gets besides: the read positions of the senders in conversations of any number. */
export type ReadValues = readonly [
  conversations: number[],
  /** The place of the sender's last message. */
  places: number[],
  senderIds: AccountId[],
];

/** The columns of a new message. */
export const MESSAGE_COLUMNS =
  'tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content, client_id, client_digest, reply_to, alias';

/**
 * Assigns, in an update of a single conversation `c`, how far the low and the high account have written. The arguments are
 * the places of their last messages among the new ones, from 1; null without one.
 */
export function sentPositions(lowPlace: string, highPlace: string): string {
  return `low_sent_seq = coalesce(c.last_seq + ${lowPlace}, c.low_sent_seq),
    low_sent_count = coalesce(c.message_count + ${lowPlace}, c.low_sent_count),
    high_sent_seq = coalesce(c.last_seq + ${highPlace}, c.high_sent_seq),
    high_sent_count = coalesce(c.message_count + ${highPlace}, c.high_sent_count)`;
}

/**
 * Stores messages whose senders may write, as long as the version of the writers is the expected one: the update
 * compares it under the lock of the row. A conversation with another version has no result, and none of its messages is
 * stored.
 *
 * Locks the conversations in the order of the values. A repeat violates the unique index and fails the statement.
 *
 * While no conversation is missing, the index of a conversation in the result is the one among the values; a search for
 * it would take longer with each conversation.
 *
 * Each `limit` equals the number of rows. It makes the planner expect one row, so it looks the others up by their keys
 * even while a table is small, and the plan stays good when the table grows.
 */
function appendSql(read: string): string {
  return `
with moved as materialized (
  update conversations c
  set last_seq = c.last_seq + g.amount, message_count = c.message_count + g.amount, last_sent_at = greatest(c.last_sent_at, $1),
    ${sentPositions('g.low_place', 'g.high_place')}
  from (
    select * from unnest($2::int[], $3::bigint[], $4::bigint[], $5::int[], $6::int[], $7::int[])
      with ordinality as g(tenant_id, id, version, amount, low_place, high_place, place)
    limit cardinality($2::int[])
  ) g
  where c.tenant_id = g.tenant_id and c.id = g.id and c.writers_version = g.version
  returning g.place::int as place, c.last_seq - g.amount as base_seq, c.message_count - g.amount as base_count,
    c.last_sent_at as sent_at, c.members_version
),
heads as materialized (
  select array_agg(place) as places, array_agg(base_seq) as seqs, array_agg(base_count) as counts, array_agg(sent_at) as times
  from moved
),
written as (
  insert into entries (${MESSAGE_COLUMNS})
  select ($2::int[])[r.conversation], ($3::bigint[])[r.conversation], h.seqs[p.at] + r.place, 'message', r.type, r.sender_id,
    h.times[p.at], h.counts[p.at] + r.place, r.content, r.client_id, r.digest, r.reply_to, r.alias
  from heads h
  cross join unnest($8::int[], $9::int[], $10::int[], $11::smallint[], $12::text[], $13::uuid[], $14::bigint[], $15::int[], $16::text[])
    as r(conversation, place, sender_id, type, content, client_id, digest, reply_to, alias)
  cross join lateral (
    select case when h.places[r.conversation] = r.conversation then r.conversation else array_position(h.places, r.conversation) end as at
  ) p
  where p.at is not null
)${read}
select place, base_seq, sent_at, members_version from moved`;
}

/**
 * For messages in single conversations, whose rows hold the senders' positions. It does not even mention memberships:
 * the database would open them and their indexes for each batch.
 */
export const APPEND_SQL = appendSql('');

/** For messages in any conversations. Moves the senders' read positions, so unread never counts their own messages. */
export const APPEND_AND_READ_SQL = appendSql(`,
read as (
  update members m
  set read_seq = h.seqs[p.at] + w.place, read_count = h.counts[p.at] + w.place, is_marked_unread = false
  from heads h
  cross join (
    select * from unnest($17::int[], $18::int[], $19::int[]) as w(conversation, place, sender_id) limit cardinality($17::int[])
  ) w
  cross join lateral (
    select case when h.places[w.conversation] = w.conversation then w.conversation else array_position(h.places, w.conversation) end as at
  ) p
  where p.at is not null and m.tenant_id = ($2::int[])[w.conversation] and m.account_id = w.sender_id
    and m.conversation_id = ($3::bigint[])[w.conversation]
)`);

/** The parameters of the statement for one message. */
export type AppendOneValues = readonly [
  now: number,
  tenantId: TenantId,
  conversationId: ConversationId,
  /** The version of the writers under which the sender may write. */
  version: number,
  senderId: AccountId,
  type: number,
  content: string,
  clientId: string | null,
  digest: number | null,
  replyTo: number | null,
  alias: string | null,
];

/** The append statement for one message. Starting the plan of the other one would cost a third of its time. */
function appendOneSql(positions: string, read: string): string {
  return `
with moved as materialized (
  update conversations c
  set last_seq = c.last_seq + 1, message_count = c.message_count + 1, last_sent_at = greatest(c.last_sent_at, $1::bigint)${positions}
  where c.tenant_id = $2::int and c.id = $3::bigint and c.writers_version = $4::bigint
  returning c.last_seq, c.message_count, c.last_sent_at, c.members_version
),
written as (
  insert into entries (${MESSAGE_COLUMNS})
  select $2::int, $3::bigint, v.last_seq, 'message', $6::smallint, $5::int, v.last_sent_at, v.message_count, $7::text, $8::uuid, $9::bigint,
    $10::int, $11::text
  from moved v
)${read}
select 1 as place, last_seq - 1 as base_seq, last_sent_at as sent_at, members_version from moved`;
}

/** For a message of the low account of a single conversation, and of the high one: it moves that account's position. */
export const APPEND_ONE_SQL = {
  low: appendOneSql(sentPosition('low'), ''),
  high: appendOneSql(sentPosition('high'), ''),
};

/** One of `sentPositions` alone: with both, the statement took 7 % longer. */
function sentPosition(side: 'low' | 'high'): string {
  return `,
    ${side}_sent_seq = c.last_seq + 1, ${side}_sent_count = c.message_count + 1`;
}

/** For a message in another conversation. */
export const APPEND_ONE_AND_READ_SQL = appendOneSql(
  '',
  `,
read as (
  update members m
  set read_seq = v.last_seq, read_count = v.message_count, is_marked_unread = false
  from moved v
  where m.tenant_id = $2::int and m.account_id = $5::int and m.conversation_id = $3::bigint
)`,
);
