import type { AccountId, ConversationId, TenantId } from '../kernel/index.js';

/** One row that the batch statement answers, in the order of the input. */
export interface BatchRow {
  readonly idx: number;
  readonly verdict: 'stored' | 'repeat' | 'not_found' | 'not_friends' | 'blocked' | 'muted' | 'stale';
  readonly seq: number | null;
  readonly sent_at: number | null;
  /** Of a repeat: what was stored under the client id, and where. */
  readonly stored_digest: number | null;
  readonly stored_conversation_id: ConversationId | null;
  readonly list_id: string;
  readonly kind: 'single' | 'group';
  readonly low_id: AccountId | null;
  readonly high_id: AccountId | null;
  readonly members_version: number;
}

/** The parameters of the batch statement: a time in milliseconds, then one array for each column. */
export type BatchValues = readonly [
  now: number,
  tenantIds: TenantId[],
  conversationIds: ConversationId[],
  senderIds: AccountId[],
  types: number[],
  contents: string[],
  clientIds: (string | null)[],
  digests: (number | null)[],
  replies: (number | null)[],
];

/**
 * Judges and stores a batch of messages in one statement, so one round trip and one commit serve them all.
 *
 * The conversations are locked in the order of their ids (two nodes cannot deadlock). Everything else is
 * read in the statement's snapshot, which is older than the lock: when the membership or the stream moved
 * between the two, the row is `stale` and is tried again. Numbers are dense because they commit with the rows.
 */
export const BATCH_SQL = `
with input as (
  select * from unnest($2::int[], $3::bigint[], $4::int[], $5::smallint[], $6::text[], $7::uuid[], $8::bigint[], $9::int[])
    with ordinality as t(tenant_id, conversation_id, sender_id, type, content, client_id, digest, reply_to, idx)
),
locked as materialized (
  select c.tenant_id, c.id, c.members_version, c.last_seq
  from conversations c
  where (c.tenant_id, c.id) in (select tenant_id, conversation_id from input)
  order by c.id
  for no key update
),
judged as materialized (
  select i.*, c.list_id, c.kind, c.low_id, c.high_id, c.members_version,
    e.seq as stored_seq, e.sent_at as stored_at, e.client_digest as stored_digest,
    e.conversation_id as stored_conversation_id,
    case
      when m.account_id is null then 'not_found'
      when e.seq is not null then 'repeat'
      when l.members_version <> c.members_version or (i.client_id is not null and l.last_seq <> c.last_seq) then 'stale'
      when m.muted_until > $1 then 'muted'
      when c.kind = 'group' then 'stored'
      when exists (
        select from blocks b where b.tenant_id = i.tenant_id
          and ((b.account_id = c.low_id and b.blocked_id = c.high_id) or (b.account_id = c.high_id and b.blocked_id = c.low_id))
      ) then 'blocked'
      when not exists (
        select from friends f where f.tenant_id = i.tenant_id and f.account_id = c.low_id and f.friend_id = c.high_id
      ) then 'not_friends'
      else 'stored'
    end as verdict
  from input i
  left join conversations c on c.tenant_id = i.tenant_id and c.id = i.conversation_id
  left join locked l on l.tenant_id = c.tenant_id and l.id = c.id
  left join members m on m.tenant_id = i.tenant_id and m.conversation_id = i.conversation_id
    and m.account_id = i.sender_id and m.left_at is null
  left join entries e on e.tenant_id = i.tenant_id and e.sender_id = i.sender_id and e.client_id = i.client_id
),
accepted as materialized (
  select *, row_number() over (partition by conversation_id order by idx)::int as place
  from judged where verdict = 'stored'
),
counted as (
  select tenant_id, conversation_id, count(*)::int as amount from accepted group by tenant_id, conversation_id
),
moved as (
  update conversations c
  set last_seq = c.last_seq + n.amount,
      message_count = c.message_count + n.amount,
      last_sent_at = greatest(c.last_sent_at, $1)
  from counted n
  where c.tenant_id = n.tenant_id and c.id = n.conversation_id
  returning c.tenant_id, c.id, c.last_seq - n.amount as seq_before, c.message_count - n.amount as count_before,
    c.last_sent_at as sent_at
),
numbered as materialized (
  select a.*, v.seq_before + a.place as seq, v.count_before + a.place as ordinal, v.sent_at
  from accepted a join moved v on v.tenant_id = a.tenant_id and v.id = a.conversation_id
),
written as (
  insert into entries
    (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content, client_id, client_digest, reply_to)
  select tenant_id, conversation_id, seq, 'message', type, sender_id, sent_at, ordinal, content, client_id, digest, reply_to
  from numbered
),
-- Who writes has read: the sender's position moves with the own message, so unread never counts it.
read as (
  update members m
  set read_seq = n.seq, read_count = n.ordinal, is_marked_unread = false
  from (
    select tenant_id, conversation_id, sender_id, max(seq) as seq, max(ordinal) as ordinal
    from numbered group by tenant_id, conversation_id, sender_id
  ) n
  where m.tenant_id = n.tenant_id and m.conversation_id = n.conversation_id and m.account_id = n.sender_id
    and m.read_seq < n.seq
)
select j.idx::int - 1 as idx, j.verdict, coalesce(n.seq, j.stored_seq) as seq, coalesce(n.sent_at, j.stored_at) as sent_at,
  j.stored_digest, j.stored_conversation_id, j.list_id, j.kind, j.low_id, j.high_id, j.members_version
from judged j left join numbered n on n.idx = j.idx
order by j.idx`;
