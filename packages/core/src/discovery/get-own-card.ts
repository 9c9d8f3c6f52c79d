import { DomainError, type MemberCtx } from '../kernel/index.js';
import { loadCards, type Card } from './cards-store.js';

/** What others are shown of the caller. */
export async function getOwnCard(ctx: MemberCtx): Promise<Card> {
  const card = (await loadCards(ctx, [ctx.actor])).get(ctx.actor);
  if (!card) throw new DomainError('not_signed_in');
  return card;
}
