import { sql } from 'kysely';
import type { MemberCtx } from '../kernel/index.js';
import { isHidden } from './conditions-store.js';
import { draftOf, type Draft } from './drafts-store.js';
import {
  isInList,
  listColumns,
  listedConversations,
  ownConversations,
  toConversationRow,
  type ConversationRow,
  type ListRow,
} from './list-store.js';
import { unreadMentions } from './mentions-store.js';
import { readSeq } from './store.js';

/** A row of a page of the conversation list. */
export interface ChatRow extends ConversationRow {
  readonly lastSeq: number;
  readonly readSeq: number;
  /** The number of unread messages that mention the caller. */
  readonly unreadMentions: number;
  readonly draft: Draft;
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
  after: ChatPlace | undefined,
  limit: number,
): Promise<ChatRow[]> {
  const isBehind = after
    ? sql`(m.pinned_at is not null, c.last_sent_at, c.id) < (${after.isPinned}::boolean, ${after.sentAt}::bigint, ${after.id}::bigint)`
    : sql`true`;
  const order = sql`(m.pinned_at is not null) desc, c.last_sent_at desc, c.id desc`;
  const { rows } = await sql<ListRow & Pick<ChatRow, 'lastSeq' | 'readSeq' | 'unreadMentions' | 'draft'>>`
    with page as materialized (
      select c.id from ${ownConversations(ctx)}
      where c.last_seq > 0 and not ${isHidden(ctx, 'many')} and ${isInList} and ${isBehind}
      order by ${order} limit ${limit}
    )
    select ${listColumns(ctx)}, c.last_seq as "lastSeq", ${readSeq} as "readSeq", ${unreadMentions} as "unreadMentions",
      ${draftOf} as draft
    from ${listedConversations(ctx, sql`(select id from page)`)}
    order by ${order}
  `.execute(ctx.db);
  return rows.map((row) => ({
    ...toConversationRow(ctx, row),
    lastSeq: row.lastSeq,
    readSeq: row.readSeq,
    unreadMentions: row.unreadMentions,
    draft: row.draft,
  }));
}
