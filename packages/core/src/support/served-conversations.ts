import { accessConversation, listConversations, type ConversationRow } from '../conversations/index.js';
import { DomainError, type MemberCtx } from '../kernel/index.js';
import { byWaiting } from './rules.js';
import { selectIsAgent, selectServedIds } from './store.js';

/** The support conversations that the caller serves, longest wait for an answer first. Throws `forbidden`. */
export async function listServedConversations(ctx: MemberCtx): Promise<ConversationRow[]> {
  if (!(await selectIsAgent(ctx))) throw new DomainError('forbidden');
  const served = await listConversations(ctx, { among: await selectServedIds(ctx) });
  return served.sort(byWaiting);
}

/** A support conversation that the caller serves. Throws `forbidden` or `not_found`. */
export async function getServedConversation(ctx: MemberCtx, listId: string): Promise<ConversationRow> {
  if (!(await selectIsAgent(ctx))) throw new DomainError('forbidden');
  const { conversation } = await accessConversation(ctx, listId);
  const served = await selectServedIds(ctx);
  if (!served.includes(conversation.id)) throw new DomainError('not_found');
  const [row] = await listConversations(ctx, { among: [conversation.id] });
  if (!row) throw new DomainError('not_found');
  return row;
}
