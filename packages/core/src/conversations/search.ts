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
import {
  insertSearchRows,
  selectConversationsWith,
  selectUnindexedConversations,
  selectUnindexedEntries,
  selectWaitingEntries,
} from './search-store.js';
import { selectConversationRows, type ConversationRow } from './store.js';

/** Messages whose words or names are in the index. */
const SEARCHED_TYPES: readonly number[] = [CONTENT.text, CONTENT.file, CONTENT.location, CONTENT.attachment];

/** A conversation with messages that are not in the search index yet. */
export interface DirtyConversation {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
}

/**
 * The caller's conversations in which a text was written (or a file of that name was sent), in its folded form.
 * What is not in the index yet is read directly, the newest of it, as much as one answer may take.
 */
export async function searchConversations(ctx: MemberCtx, text: string): Promise<ConversationRow[]> {
  await ctx.ports.limits.consume('search', String(ctx.actor));
  return ctx.ports.searches.run(requesterOf(ctx), (db) => findConversations({ ...ctx, db }, text));
}

async function findConversations(ctx: MemberCtx, text: string): Promise<ConversationRow[]> {
  const wanted = fold(text).trim();
  if (wanted === '') return [];
  // In this order: what is indexed meanwhile is found twice, not never.
  const waiting = await selectWaitingEntries(ctx);
  const indexed = await selectConversationsWith(ctx, wanted, gramsWithin(wanted));
  const found = waiting.filter((entry) => fold(searchText(entry.type, entry.content)).includes(wanted));
  const having = [...new Set([...indexed, ...found.map((entry) => entry.conversationId)])].map(String);
  return having.length === 0 ? [] : selectConversationRows(ctx, { having });
}

/** Puts a conversation's next messages into the search index; answers whether more are waiting. */
export async function indexMessages(db: Kysely<Tables>, of: DirtyConversation): Promise<boolean> {
  const { entries, indexedSeq, lastSeq } = await selectUnindexedEntries(db, of, bounds.search.indexBatch);
  const since = performance.now();
  const isOver = () => performance.now() - since > bounds.search.indexTurnMs;
  const rows: ({ seq: number } & ReturnType<typeof searchForm>)[] = [];
  let upTo: number | undefined;
  for (const entry of entries) {
    const form = searchForm(entry.isText ? searchText(entry.type, entry.content) : '');
    if (form.folded !== '') rows.push({ seq: entry.seq, ...form });
    upTo = entry.seq;
    // The rest is for another turn: a batch of long texts takes a second.
    if (isOver()) break;
  }
  if (upTo === undefined) return false;
  await insertSearchRows(db, of, { rows, from: indexedSeq, upTo });
  return upTo < lastSeq;
}

/** Conversations that were left behind, for example by a crash. */
export function findUnindexed(db: Kysely<Tables>): Promise<DirtyConversation[]> {
  return selectUnindexedConversations(db);
}

/** A text as it stands in the index. */
export function searchForm(text: string): { folded: string; grams: string[] } {
  const folded = fold(text);
  return { folded, grams: grams(folded) };
}

/** What of a message can be searched. */
export function searchText(type: number, content: string): string {
  if (!SEARCHED_TYPES.includes(type)) return '';
  const { text, name } = JSON.parse(content) as { text?: unknown; name?: unknown };
  return [text, name].filter((part) => typeof part === 'string').join('\n');
}
