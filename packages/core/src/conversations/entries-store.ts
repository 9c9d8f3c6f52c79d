import { sql, type RawBuilder } from 'kysely';
import {
  bounds,
  type AccountId,
  type ConversationId,
  type Tx,
  type MemberTx,
  type MemberCtx,
} from '../kernel/index.js';
import type { ConversationHead, Entry, EntryKind, GoneReason } from './event-types.js';
import { seenBy } from './rules.js';
import { isVisible } from '../contacts/index.js';
import { insertTakenAway } from './evidence-store.js';
import { addressedTo, CARD_PERSON, CONTENT, HIDDEN_CARD } from './content.js';
import type { Membership } from './types.js';

/** An entry as `entryColumns` select it. */
export type EntryRow = Omit<Entry, 'isWithheld'>;

const placeColumns = sql`e.seq, e.kind, e.type, e.sender_id as "senderId", e.sent_at as "sentAt", e.client_id as "clientId",
  e.reply_to as "replyTo", e.gone, e.edited_at as "editedAt", e.alias`;

/** The columns of an entry. */
export const entryColumns = sql`${placeColumns}, e.content`;

/** The columns of an entry as the caller may see it. */
export function shownColumns(ctx: MemberCtx): RawBuilder<unknown> {
  return sql`${placeColumns}, ${shownContent(ctx)} as content`;
}

/** The content, without the person of a name card whom the caller may not see. */
function shownContent({ tenant, actor }: MemberCtx): RawBuilder<string> {
  return sql<string>`case when e.type = ${sql.lit(CONTENT.card)} and e.kind = 'message' and e.gone is null and not exists (
    select from accounts cv join accounts ca on ca.tenant_id = cv.tenant_id and ca.id = (e.content::jsonb->>${sql.lit(CARD_PERSON)})::int
    where cv.tenant_id = ${tenant.id} and cv.id = ${actor} and (ca.id = cv.id or ${isVisible(tenant, 'cv', 'ca')})
  ) then ${HIDDEN_CARD} else e.content end`;
}

/**
 * The entries in a member's history: messages, system lines and membership changes; a recalled message remains as a
 * trace.
 */
export const isShown = sql`e.kind in ('message', 'system', 'member') and (e.gone is null or e.gone = 'recalled')`;

/** The conversation of an entry, and how much the reader may see. */
export type ReadIn = { readonly conversation: Pick<ConversationHead, 'listId'> } & Pick<
  Membership,
  'withheldAfter'
>;

/** The entry as the caller may see it; messages after `withheldAfter` have no content, see `Membership`. */
export function toEntry(ctx: MemberCtx, row: EntryRow, { conversation, withheldAfter }: ReadIn): Entry {
  const holdsContent = row.kind === 'message' || row.kind === 'edit';
  const isWithheld = holdsContent && withheldAfter !== null && row.seq > withheldAfter;
  const entry = { ...row, isWithheld };
  // Older messages were stored before addresses were rewritten and may contain those of other conversations.
  if (holdsContent) entry.content = addressedTo(conversation.listId, entry.content);
  return seenBy(entry, ctx.actor);
}

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

/**
 * Messages of some types whose content the caller may see, newest first, at most 500. With a name, includes only
 * messages that may contain the folded text.
 */
export async function selectMessagesOfTypes(
  ctx: MemberCtx,
  of: Membership,
  types: readonly number[],
  name: string | undefined,
): Promise<Entry[]> {
  // Messages outside the index may match.
  const named =
    name === undefined
      ? sql``
      : sql`and (e.seq > (select c.indexed_seq from conversations c where c.tenant_id = e.tenant_id and c.id = e.conversation_id)
          or exists (
            select from entry_search s
            where s.tenant_id = e.tenant_id and s.conversation_id = e.conversation_id and s.seq = e.seq
              and strpos(s.folded collate "C", ${name}) > 0
          ))`;
  // The literal list of types lets the planner use the partial index.
  const { rows } = await sql<EntryRow>`
    select ${shownColumns(ctx)} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.conversation.id} and e.seq > ${of.clearedSeq}
      and coalesce(e.seq <= ${of.withheldAfter}::int, true)
      and e.type in (2, 4, 11) and e.type = any(${[...types]}::int[]) and e.kind = 'message' and e.gone is null ${named}
    order by e.seq desc limit 500
  `.execute(ctx.db);
  return rows.map((row) => toEntry(ctx, row, { ...of, withheldAfter: null }));
}

/**
 * One message, an account's messages since a time (milliseconds), or everything up to a position. Only its own sender
 * can select an anonymous message by sender.
 */
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
  const { rows } = await sql<EntryRow>`
    select ${shownColumns(ctx)} from entries e
    where e.tenant_id = ${ctx.tenant.id} and e.conversation_id = ${of.id} and e.seq > ${target}
      and e.kind = 'recall' and ${targetOf('recall')} = ${target}
    order by e.seq limit 1
  `.execute(ctx.db);
  return rows[0] && toEntry(ctx, rows[0], { conversation: of, withheldAfter: null });
}

/**
 * The message that an entry of this kind changes. In a `case`, because user-written content may also have a member of
 * this name.
 */
function targetOf(kind: 'recall' | 'edit'): RawBuilder<number> {
  return sql`case when e.kind = ${kind} then (e.content::jsonb->>'target')::int end`;
}

/**
 * Permanently empties messages that still have content and keeps copies for moderation; returns the emptied messages,
 * in order.
 */
export async function updateEntriesGone(
  tx: MemberTx,
  of: ConversationHead,
  which: WhichEntries,
  reason: GoneReason,
): Promise<Pick<Entry, 'seq' | 'senderId' | 'sentAt' | 'alias'>[]> {
  const filter =
    'seq' in which
      ? sql`e.seq = ${which.seq}`
      : 'upTo' in which
        ? sql`e.seq <= ${which.upTo}`
        : sql`e.sender_id = ${which.senderId} and e.sent_at >= ${which.sentSince}
            and (e.alias is null or e.sender_id = ${tx.actor})`;
  await insertTakenAway(tx, of, filter, reason);
  const { rows } = await sql<Pick<Entry, 'seq' | 'senderId' | 'sentAt' | 'editedAt' | 'alias'>>`
    update entries e set gone = ${reason}, content = case when e.sender_id = ${tx.actor} then '{}'
      else json_build_object('by', ${tx.actor}::int)::text end
    where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and ${filter}
      and e.kind = 'message' and e.gone is null
    returning e.seq, e.sender_id as "senderId", e.sent_at as "sentAt", e.edited_at as "editedAt", e.alias
  `.execute(tx.db);
  await emptyEdits(
    tx,
    of,
    rows.filter((row) => row.editedAt !== null).map((row) => row.seq),
  );
  await sql`
    delete from entry_search
    where tenant_id = ${tx.tenant.id} and conversation_id = ${of.id}
      and seq = any(${rows.map((row) => row.seq)}::int[])
  `.execute(tx.db);
  return rows.sort((a, b) => a.seq - b.seq);
}

/** Deletes the file references of messages; returns the files. */
export async function deleteMessageFiles(
  tx: MemberTx,
  of: ConversationHead,
  seqs: readonly number[],
): Promise<string[]> {
  const { rows } = await sql<{ file_id: string }>`
    delete from message_files
    where tenant_id = ${tx.tenant.id} and conversation_id = ${of.id} and seq = any(${[...seqs]}::int[])
    returning file_id
  `.execute(tx.db);
  return rows.map((row) => row.file_id);
}

/** Deletes some file references of a conversation's messages; returns the files. */
export async function deleteSomeMessageFiles(
  tx: Tx,
  of: Pick<ConversationHead, 'id'>,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ file_id: string }>`
    delete from message_files
    where tenant_id = ${tx.tenant.id} and conversation_id = ${of.id} and (seq, file_id) in (
      select seq, file_id from message_files
      where tenant_id = ${tx.tenant.id} and conversation_id = ${of.id} order by seq, file_id limit ${limit}
    )
    returning file_id
  `.execute(tx.db);
  return rows.map((row) => row.file_id);
}

/** A conversation in which the caller sees a picture, see the database function `lock_files_in_sight`; or undefined. */
export async function selectPictureInSight(
  tx: MemberTx,
  fileId: string,
): Promise<ConversationId | undefined> {
  const { rows } = await sql<{ conversationId: ConversationId }>`
    select s.seen_in as "conversationId"
    from files f cross join lateral lock_files_in_sight(f.tenant_id, ${tx.actor}, array[f.file_id]) s
    where f.tenant_id = ${tx.tenant.id} and f.file_id = ${fileId} and f.family = 'image'
    limit 1
  `.execute(tx.db);
  return rows[0]?.conversationId;
}

/** Edits of emptied messages are emptied too. */
async function emptyEdits(tx: MemberTx, of: ConversationHead, targets: readonly number[]): Promise<void> {
  if (targets.length === 0) return;
  await sql`
    update entries e set content = jsonb_build_object('target', ${targetOf('edit')}, 'content', '{}'::jsonb)::text
    where e.tenant_id = ${tx.tenant.id} and e.conversation_id = ${of.id} and e.seq > ${Math.min(...targets)}
      and e.kind = 'edit' and ${targetOf('edit')} = any(${[...targets]}::int[])
  `.execute(tx.db);
}

/** Replaces the content of a message; returns false if it no longer exists. */
export async function updateEntryContent(
  tx: MemberTx,
  of: ConversationHead,
  seq: number,
  content: string,
): Promise<boolean> {
  await insertTakenAway(tx, of, sql`e.seq = ${seq}`, 'edited');
  const result = await tx.db
    .updateTable('entries')
    .set({ content, edited_at: tx.now() })
    .where('tenant_id', '=', tx.tenant.id)
    .where('conversation_id', '=', of.id)
    .where('seq', '=', seq)
    .where('kind', '=', 'message')
    .where('gone', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Appends entries that are not messages to the stream, in the given order; returns them with their true senders. */
export async function insertEntries(
  tx: Tx,
  of: ConversationHead,
  entries: readonly {
    kind: Exclude<EntryKind, 'message'>;
    senderId: AccountId | 0;
    content: string;
    alias: string | null;
  }[],
): Promise<Entry[]> {
  const { rows } = await sql<EntryRow>`
    with moved as (
      update conversations
      set last_seq = last_seq + ${entries.length}::int, last_sent_at = greatest(last_sent_at, ${tx.now()})
      where tenant_id = ${tx.tenant.id} and id = ${of.id}
      returning last_seq - ${entries.length}::int as seq_before, last_sent_at, message_count
    )
    insert into entries as e (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content, alias)
    select ${tx.tenant.id}, ${of.id}, seq_before + t.idx, t.kind, 0, t.sender_id, last_sent_at, message_count, t.content, t.alias
    from moved, unnest(
      ${entries.map((entry) => entry.kind)}::text[],
      ${entries.map((entry) => entry.senderId)}::int[],
      ${entries.map((entry) => entry.content)}::text[],
      ${entries.map((entry) => entry.alias)}::text[]
    ) with ordinality as t(kind, sender_id, content, alias, idx)
    returning ${entryColumns}
  `.execute(tx.db);
  return rows.map((row) => ({ ...row, isWithheld: false })).sort((a, b) => a.seq - b.seq);
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
