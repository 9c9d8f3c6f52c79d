import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  requesterOf,
  bounds,
  fold,
  grams,
  gramsWithin,
  type ConversationId,
  type MemberCtx,
  type TenantId,
} from '../kernel/index.js';
import { CONTENT } from './content.js';
import { selectConversationRows, type ConversationRow } from './list-store.js';
import {
  insertSearchRows,
  selectConversationsWith,
  selectUnindexedConversations,
  selectUnindexedEntries,
  selectWaitingEntries,
} from './search-store.js';

/** Types of messages with a text or name in the index. */
const SEARCHED_TYPES: readonly number[] = [CONTENT.text, CONTENT.file, CONTENT.location, CONTENT.attachment];

/** A conversation with messages outside the search index. */
export interface UnindexedConversation {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
}

/**
 * The caller's conversations that contain a text, or a file with that name, in folded form. Messages outside the index
 * are read directly, newest first, within the limits of one search.
 */
export async function searchConversations(ctx: MemberCtx, text: string): Promise<ConversationRow[]> {
  await ctx.ports.limits.consume('search', String(ctx.actor));
  return ctx.ports.searches.run(requesterOf(ctx), (db) => findConversations({ ...ctx, db }, text));
}

async function findConversations(ctx: MemberCtx, text: string): Promise<ConversationRow[]> {
  const wanted = fold(text).trim();
  if (wanted === '') return [];
  // In this order, messages indexed in between are found twice instead of never.
  const waiting = await selectWaitingEntries(ctx);
  const indexed = await selectConversationsWith(ctx, wanted, gramsWithin(wanted));
  const found = waiting.filter((entry) => fold(searchText(entry.type, entry.content)).includes(wanted));
  const having = [...new Set([...indexed, ...found.map((entry) => entry.conversationId)])].map(String);
  return having.length === 0 ? [] : selectConversationRows(ctx, { having });
}

/** Indexes the next messages of a conversation; returns whether more remain. */
export async function indexMessages(db: Kysely<Tables>, of: UnindexedConversation): Promise<boolean> {
  const { entries, indexedSeq, lastSeq } = await selectUnindexedEntries(db, of, bounds.search.indexBatch);
  const since = performance.now();
  const isOver = () => performance.now() - since > bounds.search.indexTurnMs;
  const rows: ({ seq: number } & ReturnType<typeof searchForm>)[] = [];
  let upTo: number | undefined;
  for (const entry of entries) {
    const form = searchForm(entry.isText ? searchText(entry.type, entry.content) : '');
    if (form.folded !== '') rows.push({ seq: entry.seq, ...form });
    upTo = entry.seq;
    // The rest waits for the next run: a batch of long texts takes a second.
    if (isOver()) break;
  }
  if (upTo === undefined) return false;
  await insertSearchRows(db, of, { rows, from: indexedSeq, upTo });
  return upTo < lastSeq;
}

/** Conversations with messages outside the index, for example after a crash. */
export function findUnindexed(db: Kysely<Tables>): Promise<UnindexedConversation[]> {
  return selectUnindexedConversations(db);
}

/** The form of a text in the index. */
export function searchForm(text: string): { folded: string; grams: string[] } {
  const folded = fold(text);
  return { folded, grams: grams(folded) };
}

/** The searchable text of a message. */
export function searchText(type: number, content: string): string {
  if (!SEARCHED_TYPES.includes(type)) return '';
  const { text, name } = JSON.parse(content) as { text?: unknown; name?: unknown };
  return [text, name].filter((part) => typeof part === 'string').join('\n');
}
