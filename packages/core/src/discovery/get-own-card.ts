import { DomainError, type MemberCtx } from '../kernel/index.js';
import { loadCards, type Card } from './cards-store.js';

/** The caller's card as others see it. */
export async function getOwnCard(ctx: MemberCtx): Promise<Card> {
  const card = (await loadCards(ctx, [ctx.actor])).get(ctx.actor);
  if (!card) throw new DomainError('not_signed_in');
  return card;
}
