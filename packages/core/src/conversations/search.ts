import { requesterOf, fold, type MemberCtx } from '../kernel/index.js';
import { selectConversationRows, type ConversationRow } from './list-store.js';
import { searchQuery } from './search-keys.js';
import {
  selectConversationsByComparison,
  selectConversationsByKeys,
  selectWaitingMessages,
} from './search-store.js';
import { searchText } from './search-text.js';

/**
 * The caller's conversations that contain a text, or a file with that name, in folded form. Messages outside the index
 * are read directly, newest first, within the limits of one search.
 *
 * Of an account with at most `bounds.search.comparedMessages` messages, all are compared. Of other accounts, the index
 * finds words by their beginning, and texts without spaces by two letters. The newest messages are compared, too, if the
 * index cannot look a text up, or finds more than one search examines.
 */
export async function searchConversations(ctx: MemberCtx, text: string): Promise<ConversationRow[]> {
  await ctx.ports.limits.consume('search', String(ctx.actor));
  return ctx.ports.searches.run(requesterOf(ctx), (db) => findConversations({ ...ctx, db }, text));
}

async function findConversations(ctx: MemberCtx, text: string): Promise<ConversationRow[]> {
  const wanted = fold(text).trim();
  if (wanted === '') return [];
  // In this order, messages indexed in between are found twice instead of never.
  const waiting = await selectWaitingMessages(ctx);
  const query = searchQuery(wanted);
  const found = query && (await selectConversationsByKeys(ctx, wanted, query.terms));
  const isComplete = found !== undefined && query?.isComplete && !found.isCut;
  const compared = await selectConversationsByComparison(ctx, wanted, isComplete ? 'all_or_none' : 'newest');
  const read = waiting.filter((message) => fold(searchText(message.type, message.content)).includes(wanted));
  const having = new Set([
    ...compared,
    ...(found?.ids ?? []),
    ...read.map((message) => message.conversationId),
  ]);
  return having.size === 0 ? [] : selectConversationRows(ctx, { having: [...having].map(String) });
}
