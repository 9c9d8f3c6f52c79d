import type { Kysely } from 'kysely';
import type { Tables } from '../db/index.js';
import {
  bounds,
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
} from './search-store.js';
import { selectConversationRows, type ConversationRow } from './store.js';

/** A conversation with messages that are not in the search index yet. */
export interface DirtyConversation {
  readonly tenantId: TenantId;
  readonly id: ConversationId;
}

/**
 * The caller's conversations in which a text was written (or a file of that name was sent). Exact at any
 * moment: what is not in the index yet is read directly.
 */
export async function searchConversations(ctx: MemberCtx, text: string): Promise<ConversationRow[]> {
  const wanted = text.trim();
  if (wanted === '') return [];
  const having = await selectConversationsWith(ctx, wanted, gramsWithin(wanted));
  return having.length === 0 ? [] : selectConversationRows(ctx, { having });
}

/** Puts a conversation's next messages into the search index; answers whether more are waiting. */
export async function indexMessages(db: Kysely<Tables>, of: DirtyConversation): Promise<boolean> {
  const { entries, indexedSeq, lastSeq } = await selectUnindexedEntries(db, of, bounds.search.indexBatch);
  const upTo = entries.at(-1)?.seq;
  if (upTo === undefined) return false;
  const rows = entries
    .map((entry) => ({
      seq: entry.seq,
      grams: grams(entry.isText ? searchText(entry.type, entry.content) : ''),
    }))
    .filter((row) => row.grams.length > 0);
  await insertSearchRows(db, of, { rows, from: indexedSeq, upTo });
  return upTo < lastSeq;
}

/** Conversations that were left behind, for example by a crash. */
export function findUnindexed(db: Kysely<Tables>): Promise<DirtyConversation[]> {
  return selectUnindexedConversations(db);
}

/** What of a message can be searched. */
export function searchText(type: number, content: string): string {
  if (type !== CONTENT.text && type !== CONTENT.attachment && type !== CONTENT.location) return '';
  const { text, name } = JSON.parse(content) as { text?: unknown; name?: unknown };
  return [text, name].filter((part) => typeof part === 'string').join('\n');
}
