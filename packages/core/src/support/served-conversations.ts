import { accessConversation, listConversations, type ConversationRow } from '../conversations/index.js';
import { bounds, DomainError, type MemberCtx } from '../kernel/index.js';
import { byWaiting } from './rules.js';
import { selectIsServed, selectServedIds } from './served-store.js';
import { selectIsAgent } from './store.js';

/**
 * The support conversations that the caller serves, longest wait for an answer first, then the newest; an agent with very
 * many customers gets some of each. Throws `forbidden`.
 */
export async function listServedConversations(ctx: MemberCtx): Promise<ConversationRow[]> {
  if (!(await selectIsAgent(ctx))) throw new DomainError('forbidden');
  const served = await listConversations(ctx, {
    among: await selectServedIds(ctx, bounds.list.servedCustomers),
  });
  return served.sort(byWaiting);
}

/** A support conversation that the caller serves. Throws `forbidden` or `not_found`. */
export async function getServedConversation(ctx: MemberCtx, listId: string): Promise<ConversationRow> {
  if (!(await selectIsAgent(ctx))) throw new DomainError('forbidden');
  const { conversation } = await accessConversation(ctx, listId);
  if (!(await selectIsServed(ctx, conversation.id))) throw new DomainError('not_found');
  const [row] = await listConversations(ctx, { among: [conversation.id] });
  if (!row) throw new DomainError('not_found');
  return row;
}
