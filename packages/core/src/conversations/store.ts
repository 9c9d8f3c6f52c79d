import { sql, type RawBuilder } from 'kysely';
import {
  likeLiteral,
  listIdText,
  type AccountId,
  type ConversationHead,
  type ConversationId,
  type Ctx,
  type Entry,
  type EntryKind,
  type GoneReason,
  type MemberCtx,
} from '../kernel/index.js';

/** A conversation as one of its members has it. */
export interface Membership {
  readonly conversation: ConversationHead;
  readonly name: string;
  readonly lastSeq: number;
  readonly messageCount: number;
  readonly role: 'member' | 'admin' | 'owner';
  readonly memberRowId: number;
  readonly readSeq: number;
  readonly readCount: number;
  readonly clearedSeq: number;
  readonly mutedUntil: number | null;
  readonly pinnedAt: number | null;
  readonly isSilent: boolean;
  readonly isMarkedUnread: boolean;
}

/** A row of the conversation list. */
export interface ConversationRow extends Membership {
  /** The newest entry that this member is shown. */
  readonly last: Entry | undefined;
  readonly lastSentAt: number;
  readonly unread: number;
}

interface RawMembership {
  id: ConversationId;
  list_id: string;
  kind: 'single' | 'group';
  low_id: AccountId | null;
  high_id: AccountId | null;
  members_version: number;
  name: string;
  last_seq: number;
  message_count: number;
  last_sent_at: number;
  role: 'member' | 'admin' | 'owner';
  member_row_id: number;
  read_seq: number;
  read_count: number;
  cleared_seq: number;
  muted_until: number | null;
  pinned_at: number | null;
  is_silent: boolean;
  is_marked_unread: boolean;
}

interface RawEntry {
  seq: number;
  kind: EntryKind;
  type: number;
  sender_id: AccountId | 0;
  sent_at: number;
  content: string;
  client_id: string | null;
  reply_to: number | null;
  gone: GoneReason | null;
  edited_at: number | null;
}

const membershipColumns = sql`
  c.id, c.list_id, c.kind, c.low_id, c.high_id, c.members_version, c.name, c.last_seq, c.message_count, c.last_sent_at,
  m.role, m.id as member_row_id, m.read_seq, m.read_count, m.cleared_seq, m.muted_until, m.pinned_at, m.is_silent,
  m.is_marked_unread`;

const entryColumns = sql`e.seq, e.kind, e.type, e.sender_id, e.sent_at, e.content, e.client_id, e.reply_to, e.gone, e.edited_at`;

/** What a member is shown in a history: messages and system lines, a recalled message as its trace. */
const isShown = sql`e.kind in ('message', 'system') and (e.gone is null or e.gone = 'recalled')`;

function toHead(
  ctx: Ctx,
  row: Pick<RawMembership, 'id' | 'list_id' | 'kind' | 'low_id' | 'high_id' | 'members_version'>,
): ConversationHead {
  return {
    tenantId: ctx.tenant.id,
    id: row.id,
    listId: listIdText(row.list_id),
    kind: row.kind,
    pair: row.low_id !== null && row.high_id !== null ? [row.low_id, row.high_id] : undefined,
    membersVersion: row.members_version,
  };
}

function toMembership(ctx: Ctx, row: RawMembership): Membership {
  return {
    conversation: toHead(ctx, row),
    name: row.name,
    lastSeq: row.last_seq,
    messageCount: row.message_count,
    role: row.role,
    memberRowId: row.member_row_id,
    readSeq: row.read_seq,
    readCount: row.read_count,
    clearedSeq: row.cleared_seq,
    mutedUntil: row.muted_until,
    pinnedAt: row.pinned_at,
    isSilent: row.is_silent,
    isMarkedUnread: row.is_marked_unread,
  };
}

function toEntry(row: RawEntry): Entry {
  return {
    seq: row.seq,
    kind: row.kind,
    type: row.type,
    senderId: row.sender_id,
    sentAt: row.sent_at,
    content: row.content,
    clientId: row.client_id,
    replyTo: row.reply_to,
    gone: row.gone,
    editedAt: row.edited_at,
  };
}

/** The caller's memberships among the conversations with these list ids (UUIDs), by list id text. */
export async function selectMemberships(
  ctx: MemberCtx,
  uuids: readonly string[],
): Promise<Map<string, Membership>> {
  const { rows } = await sql<RawMembership>`
    select ${membershipColumns}
    from conversations c
    join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${ctx.tenant.id} and c.list_id = any(${[...uuids]}::uuid[])
      and m.account_id = ${ctx.actor} and m.left_at is null
  `.execute(ctx.db);
  return new Map(rows.map((row) => [listIdText(row.list_id), toMembership(ctx, row)]));
}

/**
 * The caller's conversation list, by the time of the last entry shown, with that entry and the exact unread
 * count of each row: messages after the read position, less those that are gone.
 */
export async function selectConversationRows(
  ctx: MemberCtx,
  filter: { kind?: 'group' | undefined; having?: readonly string[] | undefined },
): Promise<ConversationRow[]> {
  const kind = filter.kind ? sql`and c.kind = ${filter.kind}` : sql``;
  const having: RawBuilder<unknown> = filter.having
    ? sql`and c.id = any(${[...filter.having]}::bigint[])`
    : sql``;
  const { rows } = await sql<
    RawMembership & { unread: number } & { [K in keyof RawEntry as `e_${K}`]: RawEntry[K] | null }
  >`
    select ${membershipColumns},
      e.seq as e_seq, e.kind as e_kind, e.type as e_type, e.sender_id as e_sender_id, e.sent_at as e_sent_at,
      e.content as e_content, e.client_id as e_client_id, e.reply_to as e_reply_to, e.gone as e_gone, e.edited_at as e_edited_at,
      greatest(c.message_count - m.read_count - (
        select count(*) from entries g
        where g.tenant_id = c.tenant_id and g.conversation_id = c.id and g.seq > m.read_seq
          and g.gone is not null and g.kind = 'message'
      ), case when m.is_marked_unread then 1 else 0 end)::int as unread
    from members m
    join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    left join lateral (
      select ${entryColumns} from entries e
      where e.tenant_id = c.tenant_id and e.conversation_id = c.id and e.seq > m.cleared_seq and ${isShown}
      order by e.seq desc limit 1
    ) e on true
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null ${kind} ${having}
      and c.last_seq > 0 and (m.hidden_seq is null or e.seq > m.hidden_seq)
    order by (m.pinned_at is not null) desc, coalesce(e.sent_at, c.last_sent_at) desc, c.last_sent_at desc, c.id desc
    limit 2000
  `.execute(ctx.db);
  return rows.map((row) => ({
    ...toMembership(ctx, row),
    lastSentAt: row.last_sent_at,
    unread: row.unread,
    last:
      row.e_seq === null
        ? undefined
        : toEntry({
            seq: row.e_seq,
            kind: row.e_kind ?? 'message',
            type: row.e_type ?? 0,
            sender_id: row.e_sender_id ?? 0,
            sent_at: row.e_sent_at ?? 0,
            content: row.e_content ?? '{}',
            client_id: row.e_client_id,
            reply_to: row.e_reply_to,
            gone: row.e_gone,
            edited_at: row.e_edited_at,
          }),
  }));
}

/** All unread messages of the caller: the sum over the list, so without the rows that are hidden. */
export async function countUnread(ctx: MemberCtx): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select coalesce(sum(greatest(c.message_count - m.read_count - (
      select count(*) from entries g
      where g.tenant_id = c.tenant_id and g.conversation_id = c.id and g.seq > m.read_seq
        and g.gone is not null and g.kind = 'message'
    ), case when m.is_marked_unread then 1 else 0 end)), 0)::int as unread
    from members m join conversations c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
    where m.tenant_id = ${ctx.tenant.id} and m.account_id = ${ctx.actor} and m.left_at is null
      and (c.message_count > m.read_count or m.is_marked_unread)
      and (m.hidden_seq is null or exists (
        select from entries e
        where e.tenant_id = c.tenant_id and e.conversation_id = c.id
          and e.seq > greatest(m.hidden_seq, m.cleared_seq) and ${isShown}
      ))
  `.execute(ctx.db);
  return rows[0]?.unread ?? 0;
}

/** How many messages a page of the history holds. */
export const HISTORY_PAGE = 15;

/**
 * A page of the history, oldest first: the newest entries shown that were sent before `beforeMs` (0: from
 * the end). A second is never split between pages, because clients page by seconds; the page grows instead.
 */
export async function selectHistory(ctx: MemberCtx, of: Membership, beforeMs: number): Promise<Entry[]> {
  const { id } = of.conversation;
  const { rows } = await sql<RawEntry>`
    with bound as (
      select case when ${beforeMs}::bigint = 0 then ${of.lastSeq}::int
        else last_seq_before(${ctx.tenant.id}, ${id}, ${of.lastSeq}, ${beforeMs}) end as seq
    ),
    page as (
      select ${entryColumns} from entries e, bound
      where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${id}
        and e.seq <= bound.seq and e.seq > ${of.clearedSeq} and ${isShown}
      order by e.seq desc limit ${HISTORY_PAGE}
    ),
    oldest as (
      select min(seq) as seq, min(sent_at) / 1000 * 1000 as second from page having count(*) = ${HISTORY_PAGE}
    ),
    rest as (
      select ${entryColumns} from entries e, oldest
      where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${id}
        and e.seq < oldest.seq and e.seq > ${of.clearedSeq} and e.sent_at >= oldest.second and ${isShown}
        and e.seq > last_seq_before(${ctx.tenant.id}, ${id}, oldest.seq, oldest.second)
      order by e.seq desc limit 1000
    )
    select * from page union all select * from rest order by seq
  `.execute(ctx.db);
  return rows.map(toEntry);
}

/** Entries of the raw stream, oldest first: the first after a position, or the last ones before it. */
export async function selectEntries(
  ctx: MemberCtx,
  of: Membership,
  range: { after: number; limit: number } | { before: number; limit: number },
): Promise<{ entries: Entry[]; hasMore: boolean }> {
  const { id } = of.conversation;
  const isForwards = 'after' in range;
  const side = isForwards
    ? sql`e.seq > ${Math.max(range.after, of.clearedSeq)}`
    : sql`e.seq < ${range.before} and e.seq > ${of.clearedSeq}`;
  const order = isForwards ? sql`e.seq` : sql`e.seq desc`;
  const { rows } = await sql<PagedEntry>`
    select ${pagedColumns} from (
      select e.*, ${bytesBefore(order)} as bytes_before from (
        select * from entries e
        where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${id} and ${side}
        order by ${order} limit ${range.limit + 1}
      ) e
    ) e order by ${order}
  `.execute(ctx.db);
  const page = takePage(rows, range.limit);
  if (!isForwards) page.entries.reverse();
  return page;
}

/** A page is no larger than this, so that one of long messages does not fill the memory. Bytes of content. */
const PAGE_BYTES = 60_000;

/** A row of a page; null where the content would make the page too large. */
type PagedEntry = Omit<RawEntry, 'content'> & { readonly content: string | null };

const pagedColumns = sql`e.seq, e.kind, e.type, e.sender_id, e.sent_at, e.client_id, e.reply_to, e.gone, e.edited_at,
  case when e.bytes_before <= ${sql.lit(PAGE_BYTES)} then e.content end as content`;

function bytesBefore(order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(sum(octet_length(e.content)) over (
    order by ${order} rows between unbounded preceding and 1 preceding
  ), 0)`;
}

/** The rows of a page, in the order of reading; one more than `limit` was asked for. */
function takePage(rows: readonly PagedEntry[], limit: number): { entries: Entry[]; hasMore: boolean } {
  const entries: Entry[] = [];
  for (const { content, ...row } of rows) {
    if (content === null || entries.length === limit) return { entries, hasMore: true };
    entries.push(toEntry({ ...row, content }));
  }
  return { entries, hasMore: false };
}

/** One message that the caller is shown, or undefined. */
export async function selectMessage(ctx: MemberCtx, of: Membership, seq: number): Promise<Entry | undefined> {
  const { rows } = await sql<RawEntry>`
    select ${entryColumns} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.conversation.id} and e.seq = ${seq}
      and e.seq > ${of.clearedSeq} and e.kind = 'message'
  `.execute(ctx.db);
  return rows[0] && toEntry(rows[0]);
}

/** Messages of some types that still hold their content, newest first, at most 500; filtered by a piece of `content.name`. */
export async function selectMessagesOfTypes(
  ctx: MemberCtx,
  of: Membership,
  types: readonly number[],
  name: string | undefined,
): Promise<Entry[]> {
  const named =
    name === undefined ? sql`` : sql`and e.content::jsonb->>'name' ilike ${`%${likeLiteral(name)}%`}`;
  // The list of types stands in the text: the partial index serves only what it can be seen to hold.
  const { rows } = await sql<RawEntry>`
    select ${entryColumns} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.conversation.id} and e.seq > ${of.clearedSeq}
      and e.type in (2, 4, 11) and e.type = any(${[...types]}::int[]) and e.kind = 'message' and e.gone is null ${named}
    order by e.seq desc limit 500
  `.execute(ctx.db);
  return rows.map(toEntry);
}

/** The caller's membership of the conversation with this internal id, or undefined. */
export async function selectMembershipById(
  ctx: MemberCtx,
  id: ConversationId,
): Promise<Membership | undefined> {
  const { rows } = await sql<RawMembership>`
    select ${membershipColumns}
    from conversations c join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${ctx.tenant.id} and c.id = ${id} and m.account_id = ${ctx.actor} and m.left_at is null
  `.execute(ctx.db);
  return rows[0] && toMembership(ctx, rows[0]);
}

/** One message, what somebody sent since a moment (milliseconds), or everything up to a place. */
export type WhichEntries =
  | { readonly seq: number }
  | { readonly senderId: AccountId; readonly sentSince: number }
  | { readonly upTo: number };

/** The entry that records that a message was emptied. */
export async function selectRecall(
  ctx: MemberCtx,
  of: ConversationHead,
  target: number,
): Promise<Entry | undefined> {
  const { rows } = await sql<RawEntry>`
    select ${entryColumns} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.id} and e.seq > ${target}
      and e.kind = 'recall' and ${targetOf('recall')} = ${target}
    order by e.seq limit 1
  `.execute(ctx.db);
  return rows[0] && toEntry(rows[0]);
}

/** The message that an entry of this kind changes. In a `case`, because what people write can have a member of this name too. */
function targetOf(kind: 'recall' | 'edit'): RawBuilder<number> {
  return sql`case when e.kind = ${kind} then (e.content::jsonb->>'target')::int end`;
}

/** Empties messages for good, those that hold something still; answers what they were, in order. */
export async function updateEntriesGone(
  ctx: MemberCtx,
  of: ConversationHead,
  which: WhichEntries,
  reason: GoneReason,
): Promise<Pick<Entry, 'seq' | 'senderId' | 'sentAt'>[]> {
  const filter =
    'seq' in which
      ? sql`e.seq = ${which.seq}`
      : 'upTo' in which
        ? sql`e.seq <= ${which.upTo}`
        : sql`e.sender_id = ${which.senderId} and e.sent_at >= ${which.sentSince}`;
  const { rows } = await sql<Pick<Entry, 'seq' | 'senderId' | 'sentAt' | 'editedAt'>>`
    update entries e set content = '{}', gone = ${reason}
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.id} and ${filter}
      and e.kind = 'message' and e.gone is null
    returning e.seq, e.sender_id as "senderId", e.sent_at as "sentAt", e.edited_at as "editedAt"
  `.execute(ctx.db);
  await emptyEdits(
    ctx,
    of,
    rows.filter((row) => row.editedAt !== null).map((row) => row.seq),
  );
  await sql`
    delete from entry_search
    where tenant_id = ${ctx.tenant.id} and conversation_id = ${of.id}
      and seq = any(${rows.map((row) => row.seq)}::int[])
  `.execute(ctx.db);
  return rows.sort((a, b) => a.seq - b.seq);
}

/** What edits have made of messages goes with them. */
async function emptyEdits(ctx: MemberCtx, of: ConversationHead, targets: readonly number[]): Promise<void> {
  if (targets.length === 0) return;
  await sql`
    update entries e set content = jsonb_build_object('target', ${targetOf('edit')}, 'content', '{}'::jsonb)::text
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.id} and e.seq > ${Math.min(...targets)}
      and e.kind = 'edit' and ${targetOf('edit')} = any(${[...targets]}::int[])
  `.execute(ctx.db);
}

/** Replaces the content of a message that is not gone; false when it is. */
export async function updateEntryContent(
  ctx: MemberCtx,
  of: ConversationHead,
  seq: number,
  content: string,
): Promise<boolean> {
  const result = await ctx.db
    .updateTable('entries')
    .set({ content, edited_at: ctx.now() })
    .where('tenant_id', '=', ctx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('seq', '=', seq)
    .where('kind', '=', 'message')
    .where('gone', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Takes the conversation's row lock, which every writer of its stream holds. */
export async function lockConversation(
  ctx: MemberCtx,
  of: ConversationHead,
): Promise<{ lastSeq: number; messageCount: number }> {
  return await ctx.db
    .selectFrom('conversations')
    .select(['last_seq as lastSeq', 'message_count as messageCount'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', of.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** Gives entries that are no messages the next places in the stream, in the order given. */
export async function insertEntries(
  ctx: MemberCtx,
  of: ConversationHead,
  entries: readonly { kind: Exclude<EntryKind, 'message'>; senderId: AccountId | 0; content: string }[],
): Promise<Entry[]> {
  const { rows } = await sql<RawEntry>`
    with moved as (
      update conversations
      set last_seq = last_seq + ${entries.length}::int, last_sent_at = greatest(last_sent_at, ${ctx.now()})
      where tenant_id = ${ctx.tenant.id} and id = ${of.id}
      returning last_seq - ${entries.length}::int as seq_before, last_sent_at, message_count
    )
    insert into entries as e (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
    select ${ctx.tenant.id}, ${of.id}, seq_before + t.idx, t.kind, 0, t.sender_id, last_sent_at, message_count, t.content
    from moved, unnest(
      ${entries.map((entry) => entry.kind)}::text[],
      ${entries.map((entry) => entry.senderId)}::int[],
      ${entries.map((entry) => entry.content)}::text[]
    ) with ordinality as t(kind, sender_id, content, idx)
    returning ${entryColumns}
  `.execute(ctx.db);
  return rows.map(toEntry).sort((a, b) => a.seq - b.seq);
}

/** The single conversation of two people, made when it does not exist; parallel calls get the same one. */
export async function upsertSingle(ctx: MemberCtx, otherId: AccountId): Promise<ConversationHead> {
  const [low, high] = ctx.actor < otherId ? [ctx.actor, otherId] : [otherId, ctx.actor];
  const found = await selectSingle(ctx, otherId);
  if (found) return found;
  await sql`
    with made as (
      insert into conversations (tenant_id, list_id, kind, low_id, high_id, created_at)
      values (${ctx.tenant.id}, ${ctx.ids.uuid()}, 'single', ${low}, ${high}, ${ctx.now()})
      on conflict (tenant_id, low_id, high_id) do nothing
      returning tenant_id, id
    )
    insert into members (tenant_id, conversation_id, account_id, created_at)
    select made.tenant_id, made.id, account_id, ${ctx.now()} from made, unnest(array[${low}, ${high}]::int[]) as account_id
  `.execute(ctx.db);
  const made = await selectSingle(ctx, otherId);
  if (!made) throw new Error(`The conversation of ${low} and ${high} could not be made.`);
  return made;
}

export async function selectSingle(
  ctx: MemberCtx,
  otherId: AccountId,
): Promise<ConversationHead | undefined> {
  const row = await ctx.db
    .selectFrom('conversations')
    .select(['id', 'list_id', 'kind', 'low_id', 'high_id', 'members_version'])
    .where('tenant_id', '=', ctx.tenant.id)
    .where('low_id', '=', Math.min(ctx.actor, otherId) as AccountId)
    .where('high_id', '=', Math.max(ctx.actor, otherId) as AccountId)
    .executeTakeFirst();
  return row && toHead(ctx, row);
}

/** Makes every message that is being judged now look again: who may write has changed. */
export async function bumpMembersVersion(ctx: MemberCtx, of: ConversationHead): Promise<void> {
  await ctx.db
    .updateTable('conversations')
    .set((column) => ({ members_version: column('members_version', '+', 1) }))
    .where('tenant_id', '=', ctx.tenant.id)
    .where('id', '=', of.id)
    .execute();
}

/** The people who are in a conversation now, with the version that this is true for. */
export async function selectMemberIds(
  db: Ctx['db'],
  of: Pick<ConversationHead, 'tenantId' | 'id'>,
): Promise<{ version: number; ids: AccountId[] }> {
  const { rows } = await sql<{ version: number; ids: AccountId[] }>`
    select c.members_version as version, coalesce(array_agg(m.account_id) filter (where m.left_at is null), '{}') as ids
    from conversations c left join members m on m.tenant_id = c.tenant_id and m.conversation_id = c.id
    where c.tenant_id = ${of.tenantId} and c.id = ${of.id}
    group by c.members_version
  `.execute(db);
  return rows[0] ?? { version: 0, ids: [] };
}

/** For each membership, the first entries after a position, by conversation. */
export async function selectEntriesAfter(
  ctx: MemberCtx,
  missing: readonly { of: Membership; after: number }[],
  limit: number,
): Promise<Map<ConversationId, { entries: Entry[]; hasMore: boolean }>> {
  const { rows } = await sql<PagedEntry & { conversation_id: ConversationId }>`
    select w.id as conversation_id, ${pagedColumns}
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
  for (const row of rows) {
    const paged = found.get(row.conversation_id);
    if (paged) paged.push(row);
    else found.set(row.conversation_id, [row]);
  }
  return new Map([...found].map(([id, paged]) => [id, takePage(paged, limit)]));
}
