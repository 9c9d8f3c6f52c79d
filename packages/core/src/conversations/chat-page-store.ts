import { sql, type RawBuilder } from 'kysely';
import type { MemberCtx } from '../kernel/index.js';
import { isFromStranger, isHidden } from './conditions-store.js';
import { draftOf, type Draft } from './drafts-store.js';
import {
  isInList,
  isNotRemoved,
  listColumns,
  listedConversations,
  ofEachConversation,
  ownConversations,
  shownUnread,
  toConversationRow,
  type ConversationRow,
  type ListRow,
} from './list-store.js';
import { unreadMentions } from './mentions-store.js';
import { readSeq } from './store.js';
import { nameInGroup } from './writer-names-store.js';

/** A row of a page of the conversation list. */
export interface ChatRow extends ConversationRow {
  readonly lastSeq: number;
  readonly readSeq: number;
  /** The number of unread messages that mention the caller. */
  readonly unreadMentions: number;
  readonly draft: Draft;
  readonly isArchived: boolean;
  /** In a group: the name of who wrote the newest entry, as lists of members show it to the caller. */
  readonly writerName: string | null;
}

/** `main`: neither archived nor from strangers who wait for an answer. */
export type ChatBox = 'main' | 'archive';

/** Which rows: of one box, or those of these conversations. */
export interface ChatFilter {
  readonly box?: ChatBox | undefined;
  readonly of?: readonly string[] | undefined;
}

/** The place of a row: pinned ones first, then by the time of the newest entry (milliseconds) and the id. */
export interface ChatPlace {
  readonly isPinned: boolean;
  readonly sentAt: number;
  readonly id: number;
}

/** The rows after a place, at most `limit`, with one statement: it sorts the keys, and loads only the rows of the page. */
export async function selectChatRows(
  ctx: MemberCtx,
  { box, of }: ChatFilter,
  { after, limit }: { readonly after: ChatPlace | undefined; readonly limit: number },
): Promise<ChatRow[]> {
  const among =
    of &&
    sql`(select o.id from conversations o where o.tenant_id = ${ctx.tenant.id} and o.list_id = any(${[...of]}::uuid[]))`;
  const isBehind = after
    ? sql`(m.pinned_at is not null, c.last_sent_at, c.id) < (${after.isPinned}::boolean, ${after.sentAt}::bigint, ${after.id}::bigint)`
    : sql`true`;
  const order = sql`(m.pinned_at is not null) desc, c.last_sent_at desc, c.id desc`;
  const { rows } = await sql<ListRow & OwnColumns>`
    with page as materialized (
      select c.id from ${ownConversations(ctx, among)}
      where c.last_seq > 0 and not ${isHidden(ctx, 'many')} and ${isInList} and ${isIn(box)} and ${isBehind}
      order by ${order} limit ${limit}
    )
    select ${listColumns(ctx)}, c.last_seq as "lastSeq", ${readSeq} as "readSeq", ${unreadMentions} as "unreadMentions",
      ${draftOf} as draft, m.archived_at is not null as "isArchived", ${writerName(ctx)} as "writerName"
    from ${listedConversations(ctx, sql`(select id from page)`)} and ${isNotRemoved}
    order by ${order}
  `.execute(ctx.db);
  return rows.map((row) => ({
    ...toConversationRow(ctx, row),
    lastSeq: row.lastSeq,
    readSeq: row.readSeq,
    unreadMentions: row.unreadMentions,
    draft: row.draft,
    isArchived: row.isArchived,
    writerName: row.writerName,
  }));
}

type OwnColumns = Omit<ChatRow, keyof ConversationRow>;

/** Whether a conversation is in a box, on rows `c` and `m`. */
function isIn(box: ChatBox | undefined): RawBuilder<boolean> {
  if (box === undefined) return sql<boolean>`true`;
  return box === 'archive'
    ? sql<boolean>`m.archived_at is not null`
    : sql<boolean>`(m.archived_at is null and not coalesce(${isFromStranger}, false))`;
}

/** The name of the writer of entry `e` in a group `c`. */
function writerName(ctx: MemberCtx): RawBuilder<string | null> {
  return sql<
    string | null
  >`case when c.kind = 'group' and e.alias is null then ${nameInGroup(ctx, sql`c.id`, sql`e.sender_id`)} end`;
}

/** The unread messages in the main box that are not in silent conversations. */
export async function countAttended(ctx: MemberCtx): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select coalesce(sum(unread), 0)::int as unread
    from ${ofEachConversation(ctx, sql`case when not m.is_silent and ${isIn('main')} then ${shownUnread(ctx)} end as unread`)}
  `.execute(ctx.db);
  return rows[0]?.unread ?? 0;
}
