import { createQueryId, PostgresQueryCompiler, sql, type RawBuilder } from 'kysely';
import { isSilenced } from '../accounts/index.js';
import { ageColumns, isolatesUnknownAgeIn, isSameAgeGroup, isUnblocked } from '../contacts/index.js';
import { defaultSettings, type AccountId, type ConversationId, type TenantId } from '../kernel/index.js';
import { MESSAGE_COLUMNS, sentPositions } from './batch-append-store.js';
import { isMuted, isPending, isWithheld } from './conditions-store.js';
import type { ConversationKind } from './event-types.js';

/** A result row of the batch statement, with the index of its input. */
export interface BatchRow {
  readonly idx: number;
  readonly verdict:
    | 'stored'
    | 'repeat'
    | 'not_found'
    | 'not_friends'
    | 'blocked'
    | 'bucketed'
    | 'muted'
    | 'locked'
    | 'awaiting_answer'
    | 'stranger_links'
    | 'unanswered'
    | 'stale';
  readonly seq: number | null;
  readonly sent_at: number | null;
  /** The alias of an anonymous message. */
  readonly alias: string | null;
  /** The recipient may not read it yet. */
  readonly is_withheld: boolean;
  /** Moderation hides the sender from the recipient, who is not notified. */
  readonly is_shadowed: boolean;
  /** For a repeat: the digest and the conversation stored with the client id. */
  readonly stored_digest: number | null;
  readonly stored_conversation_id: ConversationId | null;
  readonly list_id: string;
  readonly kind: ConversationKind;
  readonly low_id: AccountId | null;
  readonly high_id: AccountId | null;
  readonly members_version: number;
  /** Whether the decision to store it stands until the version of the writers changes: see `WriterMemory`. */
  readonly is_plain: boolean;
  readonly writers_version: number;
}

/** The parameters of the batch statement: a time in milliseconds, then one array per column. */
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
  /** Whether a text contains a link or a phone number. */
  links: boolean[],
];

/** The time of the batch. */
const NOW = sql.raw('$1');
const TENANT = sql.ref('c.tenant_id');

/** Whether an agent answers a customer `w` who waits among new messages `v`, and which one. */
const endsWait = sql`w.waits_since is not null and w.customer_id <> any(v.senders)`;
const answerer = sql`(select s from unnest(v.senders) as s where s <> w.customer_id limit 1)`;

/**
 * Checks and stores a batch of messages in one statement, so one round trip and one commit serve all.
 *
 * Locks the conversations in the order of their ids, so that two batches cannot deadlock. Everything else is read in
 * the statement's snapshot, which is older than the locks: if a membership, or anything that decides who may write,
 * changed in between, the row is `stale` and is retried. A duplicate stored in between violates the unique index and
 * fails the statement; the next attempt sees it. Positions are dense because they commit with their rows.
 *
 * Rows travel as arrays per conversation, and tables are looked up row by row (`lateral … limit 1`): this leaves one
 * sensible plan regardless of statistics, so the plan can be cached; planning would cost more than execution. Rows
 * of nonexistent conversations have no result.
 */
export const BATCH_SQL = textOf(sql`
with grouped as materialized (
  select tenant_id, conversation_id, array_agg(idx) as idxs, array_agg(sender_id) as senders, array_agg(type) as types,
    array_agg(content) as contents, array_agg(client_id) as clients, array_agg(digest) as digests, array_agg(reply_to) as replies,
    array_agg(holds_link) as links
  from unnest($2::int[], $3::bigint[], $4::int[], $5::smallint[], $6::text[], $7::uuid[], $8::bigint[], $9::int[], $10::boolean[])
    with ordinality as t(tenant_id, conversation_id, sender_id, type, content, client_id, digest, reply_to, holds_link, idx)
  group by tenant_id, conversation_id
),
locked as materialized (
  select c.tenant_id, c.id, c.list_id, c.kind, c.low_id, c.high_id, c.members_version, c.is_muted_all, c.allows_anonymous,
    c.opener_id, c.answered_at, c.wave, c.opened_seq, c.opener_limit, c.message_count,
    c.writers_version, c.members_version <> k.members_version or c.writers_version <> k.writers_version as is_changed,
    g.idxs, g.senders, g.types, g.contents, g.clients, g.digests, g.replies, g.links
  from grouped g
  cross join lateral (
    select c.members_version, c.writers_version from conversations c
    where c.tenant_id = g.tenant_id and c.id = g.conversation_id limit 1
  ) k
  join conversations c on c.tenant_id = g.tenant_id and c.id = g.conversation_id
  order by c.id
  for no key update of c
),
judged as materialized (
  select c.tenant_id, c.id as conversation_id, c.list_id, c.kind, c.low_id, c.high_id, c.members_version, c.writers_version, c.message_count, c.opener_limit, i.*,
    coalesce(s.apart = 0, false) and not ${isPending}
      -- With each message to customer service, this statement records who waits.
      and (c.kind = 'group' or f.account_id is not null) as is_plain,
    coalesce(s.is_withheld, false) as is_withheld,
    coalesce(s.apart & case when i.sender_id = c.low_id then 1 else 2 end > 0, false) as is_shadowed,
    case when c.allows_anonymous then m.alias end as alias,
    e.seq as stored_seq, e.sent_at as stored_at, e.alias as stored_alias, e.client_digest as stored_digest, e.conversation_id as stored_conversation_id,
    case
      when m.account_id is null then 'not_found'
      when e.seq is not null then 'repeat'
      when c.is_changed then 'stale'
      when s.is_silenced then 'bucketed'
      when ${isMuted(NOW)} then 'muted'
      when c.kind <> 'single' then 'stored'
      when s.is_blocked then 'blocked'
      when s.apart & case when i.sender_id = c.low_id then 6 else 5 end > 0 then 'not_found'
      when f.account_id is not null then 'stored'
      when s.is_withheld is null then 'not_friends'
      when c.opener_id = i.sender_id and i.holds_link and not (
        select coalesce((t.settings->>'strangerLinks')::boolean, ${sql.lit(defaultSettings.strangerLinks)}) from tenants t where t.id = c.tenant_id
      ) then 'stranger_links'
      when c.opener_id = i.sender_id then 'stranger'
      when s.is_withheld then 'locked'
      else 'unanswered'
    end as verdict
  from locked c
  cross join lateral unnest(c.idxs, c.senders, c.types, c.contents, c.clients, c.digests, c.replies, c.links)
    as i(idx, sender_id, type, content, client_id, digest, reply_to, holds_link)
  left join lateral (
    select m.account_id, m.muted_until, m.role, m.alias from members m
    where m.tenant_id = c.tenant_id and m.account_id = i.sender_id and m.conversation_id = c.id and m.left_at is null limit 1
  ) m on true
  left join lateral (
    select e.seq, e.sent_at, e.alias, e.client_digest, e.conversation_id from entries e
    where e.tenant_id = c.tenant_id and e.sender_id = i.sender_id and e.client_id = i.client_id limit 1
  ) e on true
  left join lateral (
    select f.account_id from friends f
    where f.tenant_id = c.tenant_id and f.account_id = c.low_id and f.friend_id = c.high_id limit 1
  ) f on true
  cross join lateral (
    select
      case when c.kind <> 'support' then ${isSilenced(TENANT, sql.ref('i.sender_id'), NOW)} end as is_silenced,
      case when c.kind = 'single' then not ${isUnblocked(TENANT, sql.ref('c.low_id'), sql.ref('c.high_id'))} end as is_blocked,
      -- For a pair: bits 1 and 2, moderation hides the low or the high account; bit 4, different age groups; bit 8,
      -- different age statuses, which are one group or two as the tenant decides.
      case when c.kind = 'single' then (
        select l.is_shadow_limited::int + h.is_shadow_limited::int * 2
          + case when ${isSameAgeGroup(ageColumns('l'), ageColumns('h'), isolatesUnknownAgeIn(TENANT))} then 0 else 4 end
          + case when l.age_status = h.age_status then 0 else 8 end
        from accounts l join accounts h on h.tenant_id = l.tenant_id and h.id = c.high_id
        where l.tenant_id = c.tenant_id and l.id = c.low_id
      ) else 0 end as apart,
      -- For an unanswered opening of a stranger: whether its messages are withheld from the recipient.
      case when ${isPending} then (
        select ${isWithheld(NOW)} from members m
        where m.tenant_id = c.tenant_id and m.conversation_id = c.id
          and m.account_id = case when c.opener_id = c.low_id then c.high_id else c.low_id end
      ) end as is_withheld
    offset 0
  ) s
),
-- Checks which files the sender may reference, and how many messages a stranger may send before an answer.
ranked as materialized (
  select j.*, case
    when j.verdict in ('stored', 'stranger') and j.type in (1, 2, 3, 4, 11)
      and not may_reference_files(j.tenant_id, j.sender_id, j.content::jsonb) then 'not_found'
    when j.verdict <> 'stranger' then j.verdict
    when j.message_count + row_number() over (partition by j.tenant_id, j.conversation_id, j.verdict order by j.idx) <= j.opener_limit then 'stored'
    else 'awaiting_answer'
  end as outcome
  from judged j
),
accepted as (
  select tenant_id, conversation_id, count(*)::int as amount, array_agg(idx order by idx) as idxs,
    array_agg(sender_id order by idx) as senders, array_agg(type order by idx) as types, array_agg(content order by idx) as contents,
    array_agg(client_id order by idx) as clients, array_agg(digest order by idx) as digests, array_agg(reply_to order by idx) as replies, array_agg(alias order by idx) as aliases,
    array_agg(is_withheld order by idx) as withhelds, array_agg(is_shadowed order by idx) as shadoweds, array_agg(is_plain order by idx) as plains,
    max(place) filter (where sender_id = low_id) as low_place, max(place) filter (where sender_id = high_id) as high_place
  from (
    select r.*, (row_number() over (partition by tenant_id, conversation_id order by idx))::int as place
    from ranked r where outcome = 'stored'
  ) r
  group by tenant_id, conversation_id
),
moved as (
  update conversations c
  set last_seq = c.last_seq + a.amount, message_count = c.message_count + a.amount, last_sent_at = greatest(c.last_sent_at, $1),
    ${sql.raw(sentPositions('a.low_place', 'a.high_place'))}
  from accepted a
  where c.tenant_id = a.tenant_id and c.id = a.conversation_id
  returning c.id, c.list_id, c.kind, c.low_id, c.high_id, c.members_version, c.writers_version, c.last_sent_at, c.last_seq, c.message_count, a.*
),
numbered as materialized (
  select v.tenant_id, v.id as conversation_id, v.list_id, v.kind, v.low_id, v.high_id, v.members_version, v.writers_version, v.last_sent_at as sent_at,
    i.*, v.last_seq - v.amount + i.place::int as seq, v.message_count - v.amount + i.place::int as ordinal
  from moved v
  cross join lateral unnest(v.idxs, v.senders, v.types, v.contents, v.clients, v.digests, v.replies, v.aliases, v.withhelds, v.shadoweds, v.plains)
    with ordinality as i(idx, sender_id, type, content, client_id, digest, reply_to, alias, is_withheld, is_shadowed, is_plain, place)
),
written as (
  insert into entries (${sql.raw(MESSAGE_COLUMNS)})
  select tenant_id, conversation_id, seq, 'message', type, sender_id, sent_at, ordinal, content, client_id, digest, reply_to, alias
  from numbered
),
-- Messages of one batch have one time.
waits as (
  update support_waits w
  set last_sent_at = v.last_sent_at,
    waits_since = case
      when v.senders[v.amount] <> w.customer_id then null
      when w.customer_id = all(v.senders) then coalesce(w.waits_since, v.last_sent_at)
      else v.last_sent_at
    end,
    answered_by = case when ${endsWait} then ${answerer} else w.answered_by end,
    answered_at = case when ${endsWait} then v.last_sent_at else w.answered_at end,
    waited_ms = case when ${endsWait} then v.last_sent_at - w.waits_since else w.waited_ms end
  from moved v
  where v.kind = 'support' and w.tenant_id = v.tenant_id and w.conversation_id = v.conversation_id
),
-- The sender's read position moves with the message, so unread never counts it. In a single conversation it follows
-- from the positions above; the message removes a mark as unread.
read as (
  update members m
  set read_seq = n.seq, read_count = n.ordinal, is_marked_unread = false
  from (
    select tenant_id, conversation_id, kind, sender_id, max(seq) as seq, max(ordinal) as ordinal
    from numbered group by tenant_id, conversation_id, kind, sender_id
  ) n
  where m.tenant_id = n.tenant_id and m.conversation_id = n.conversation_id and m.account_id = n.sender_id
    and m.read_seq < n.seq and (n.kind <> 'single' or m.is_marked_unread)
)
select idx::int - 1 as idx, 'stored' as verdict, seq, sent_at, alias, is_withheld, is_shadowed, null::bigint as stored_digest, null::bigint as stored_conversation_id,
  list_id, kind, low_id, high_id, members_version, is_plain, writers_version
from numbered
union all
select idx::int - 1, outcome, stored_seq, stored_at, stored_alias, is_withheld, is_shadowed, stored_digest, stored_conversation_id, list_id, kind, low_id, high_id, members_version, false, writers_version
from ranked where outcome <> 'stored'`);

/** The text of a statement whose parameters are written as `$1`, `$2` … */
function textOf(statement: RawBuilder<unknown>): string {
  const node = statement.toOperationNode();
  const compiled = new PostgresQueryCompiler().compileQuery(node, createQueryId());
  if (compiled.parameters.length > 0) throw new Error('The batch statement contains a value.');
  return compiled.sql;
}
