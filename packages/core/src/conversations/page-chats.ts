import { bounds, cutCharacters, invalid, type MemberCtx } from '../kernel/index.js';
import {
  countAttended,
  selectChatRows,
  type ChatFilter,
  type ChatPlace,
  type ChatRow,
} from './chat-page-store.js';
import { CONTENT } from './content.js';
import type { Entry } from './event-types.js';
import { isToBurn } from './rules.js';

/** A page of the conversation list; each row has the cursor of the page after it. */
export interface ChatPage {
  readonly rows: readonly (ChatRow & { readonly cursor: string })[];
  readonly hasMore: boolean;
  /** On a first page: the unread messages in the main box that are not in silent conversations. */
  readonly unread: number | undefined;
}

/**
 * A page of the caller's conversations, all or those of the filter: pinned ones first, then by the newest entry. The cursor names a place in this
 * order, so a conversation that does not move is neither skipped nor repeated. Throws `invalid` for another cursor.
 */
export async function pageChats(
  ctx: MemberCtx,
  { after, limit, ...filter }: ChatFilter & { after?: string | undefined; limit: number },
): Promise<ChatPage> {
  const place = after === undefined ? undefined : parseCursor(after);
  const [rows, unread] = await Promise.all([
    selectChatRows(ctx, filter, { after: place, limit: limit + 1 }),
    place ? undefined : countAttended(ctx),
  ]);
  return {
    rows: rows.slice(0, limit).map((row) => ({ ...row, cursor: cursorOf(row) })),
    hasMore: rows.length > limit,
    unread,
  };
}

function cursorOf({ pinnedAt, lastSentAt, conversation }: ChatRow): string {
  return `${pinnedAt === null ? 0 : 1}.${lastSentAt}.${conversation.id}`;
}

function parseCursor(cursor: string): ChatPlace {
  const [, isPinned, sentAt, id] = /^([01])\.(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (id === undefined) throw invalid('after');
  return { isPinned: isPinned === '1', sentAt: Number(sentAt), id: Number(id) };
}

/** The beginning of a text message as a reader sees it; empty for everything else, and for what burns after reading. */
export function previewText(entry: Entry): string {
  const isText = entry.kind === 'message' && entry.type === CONTENT.text;
  if (!isText || entry.gone !== null || entry.isWithheld || isToBurn(entry)) return '';
  const { text } = JSON.parse(entry.content) as { text: string }; // stored by `encodeContent`
  return cutCharacters(text, bounds.text.quoteCharacters);
}
