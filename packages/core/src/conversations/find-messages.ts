import { bounds, cutCharacters, fold, invalid, requesterOf, type MemberCtx } from '../kernel/index.js';
import { accessConversation } from './access.js';
import {
  inOrder,
  isAfter,
  selectFoundMessages,
  type FoundIn,
  type FoundMessage,
  type FoundPlace,
  type MessageSearch,
} from './found-messages-store.js';
import { selectConversationRows } from './list-store.js';
import { isToBurn } from './rules.js';
import { soughtPositions } from './search-filter.js';
import { selectWaitingMessages } from './search-store.js';
import { searchText } from './search-text.js';
import { selectWriterNames } from './writer-names-store.js';

/** A page of a search in messages, the latest first. */
export interface FoundPage {
  readonly messages: readonly (FoundMessage & {
    readonly conversation: FoundIn;
    /** The part of the message with the text. */
    readonly excerpt: string;
    /** In a group: the name of the writer, as lists of members show it to the caller. */
    readonly writerName: string | null;
  })[];
  /** The cursor of the page after it; absent on the last one. */
  readonly next?: string;
}

/** Characters before a found text that are shown with it. */
const LEAD = 24;

/**
 * The messages of the caller that contain a text, or a file or place with that name, in folded form: in one conversation, or in
 * all of the caller's list. Has the limits of `searchConversations`. Messages that burn after reading are left out. Throws
 * `not_found`, and `invalid` for another cursor.
 */
export async function findMessages(
  ctx: MemberCtx,
  asked: { text: string; listId?: string | undefined; after?: string | undefined; limit: number },
): Promise<FoundPage> {
  const after = asked.after === undefined ? undefined : parseCursor(asked.after);
  await ctx.ports.limits.consume('search', String(ctx.actor));
  const within = asked.listId && (await accessConversation(ctx, asked.listId)).conversation.id;
  const folded = fold(asked.text).trim();
  if (folded === '') return { messages: [] };
  return ctx.ports.searches.run(requesterOf(ctx), (db) =>
    findPage(
      { ...ctx, db },
      {
        folded,
        positions: soughtPositions(folded),
        within: within || undefined,
        after,
        limit: asked.limit + 1,
      },
    ),
  );
}

async function findPage(ctx: MemberCtx, search: MessageSearch): Promise<FoundPage> {
  const { folded, limit, after } = search;
  // In this order, messages indexed in between are found twice instead of never.
  const waiting = await selectWaitingMessages(ctx, search.within);
  const read = waiting.filter(
    (message) =>
      (!after || isAfter(message, after)) &&
      fold(searchText(message.entry.type, message.entry.content)).includes(folded),
  );
  const found = [...read, ...(await selectFoundMessages(ctx, search))].toSorted(inOrder);
  const unique = found.filter((message, index) => index === 0 || inOrder(message, found[index - 1]!) !== 0);
  const page = unique.slice(0, limit - 1);
  const last = page.at(-1);
  const ids = [...new Set(page.map(({ id }) => String(id)))];
  const rows = ids.length === 0 ? [] : await selectConversationRows(ctx, { having: ids });
  const conversations = new Map(rows.map((row) => [row.conversation.id, row]));
  const shown = page.flatMap((message) => {
    const conversation = conversations.get(message.id);
    if (!conversation || isToBurn(message.entry)) return [];
    const text = searchText(message.entry.type, message.entry.content);
    return [{ ...message, conversation, excerpt: excerptOf(text, folded) }];
  });
  return {
    messages: await withWriters(ctx, shown),
    ...(last && unique.length >= limit && { next: cursorOf(last) }),
  };
}

/** Names the writers of the messages that were found in groups. */
async function withWriters<T extends FoundMessage & { readonly conversation: FoundIn }>(
  ctx: MemberCtx,
  messages: readonly T[],
): Promise<(T & { readonly writerName: string | null })[]> {
  const isNamed = ({ entry, conversation }: T) =>
    conversation.conversation.kind === 'group' && entry.alias === null;
  const writers = messages.filter(isNamed).map(({ id, entry }) => ({ id, senderId: entry.senderId }));
  const names = await selectWriterNames(ctx, writers);
  return messages.map((message) => ({
    ...message,
    writerName: isNamed(message) ? (names.shift() ?? null) : null,
  }));
}

/** The part of a text with a folded text in it, beginning a little before it. */
function excerptOf(text: string, folded: string): string {
  const at = fold(text).indexOf(folded);
  const letters = [...text];
  let length = 0;
  let start = 0;
  // Folding changes lengths: the place is where so much has been folded.
  for (; start < letters.length && length < at; start++) length += fold(letters[start]!).length;
  const from = start <= LEAD ? 0 : start - LEAD;
  const part = letters.slice(from, from + bounds.text.excerptCharacters).join('');
  const cut = cutCharacters(part, bounds.text.excerptCharacters);
  return `${from > 0 ? '…' : ''}${cut}${from + bounds.text.excerptCharacters < letters.length ? '…' : ''}`;
}

function cursorOf({ sentAt, id, seq }: FoundPlace): string {
  return `${sentAt}.${id}.${seq}`;
}

function parseCursor(cursor: string): FoundPlace {
  const [, sentAt, id, seq] = /^(\d{1,15})\.(\d{1,15})\.(\d{1,9})$/.exec(cursor) ?? [];
  if (seq === undefined) throw invalid('after');
  // Only compared with ids of the caller's conversations.
  return { sentAt: Number(sentAt), id: Number(id) as FoundPlace['id'], seq: Number(seq) };
}
