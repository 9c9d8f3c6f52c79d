import { requesterOf, fold, type MemberCtx } from '../kernel/index.js';
import { selectConversationRows, type ConversationRow } from './list-store.js';
import { soughtPositions } from './search-filter.js';
import {
  selectConversationsByComparison,
  selectConversationsByFilter,
  selectWaitingMessages,
} from './search-store.js';
import { searchText } from './search-text.js';

/**
 * The caller's conversations that contain a text, or a file with that name, in folded form. Messages outside the index
 * are read directly, newest first, within the limits of one search.
 *
 * The filters tell where two adjacent letters, or one of a script without spaces, can be. A text without them is found
 * among the newest messages: all of an account with at most `bounds.search.comparedMessages`.
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
  const positions = soughtPositions(wanted);
  const found = await (positions
    ? selectConversationsByFilter(ctx, wanted, positions)
    : selectConversationsByComparison(ctx, wanted));
  const read = waiting.filter(({ entry }) => fold(searchText(entry.type, entry.content)).includes(wanted));
  const having = new Set([...found, ...read.map(({ id }) => id)]);
  return having.size === 0 ? [] : selectConversationRows(ctx, { having: [...having].map(String) });
}
