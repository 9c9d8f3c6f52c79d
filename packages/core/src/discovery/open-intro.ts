import { lookUpPerson } from '../contacts/index.js';
import { DomainError, type MemberCtx } from '../kernel/index.js';
import { listPhotos, type CardPhoto } from '../photos/index.js';
import { loadCards, type Card } from './cards-store.js';
import type { SendStatus } from './rules.js';
import { findSendStatus, loadAllowance, type Allowance } from './allowance.js';
import { selectContacts, type Contact } from './people-store.js';
import { insertView } from './views-store.js';

/** An account's intro, with the caller's possible actions. */
export interface OpenedIntro {
  readonly card: Card;
  /** The caller's own card. */
  readonly own: Card;
  readonly photos: readonly CardPhoto[];
  readonly allowance: Allowance;
  readonly sendStatus: SendStatus;
  readonly contact: Contact;
}

/**
 * Opens an account's intro and records the view, except the caller's own and those of VIPs who hide their views.
 * Throws `not_found` if the account is not visible.
 */
export async function openIntro(ctx: MemberCtx, targetId: number): Promise<OpenedIntro> {
  const { id } = await lookUpPerson(ctx, targetId);
  const [cards, photos, allowance, sendStatus, contacts] = await Promise.all([
    loadCards(ctx, [id, ctx.actor]),
    listPhotos(ctx, id),
    loadAllowance(ctx),
    findSendStatus(ctx, id),
    selectContacts(ctx, [id]),
  ]);
  const [card, own] = [cards.get(id), cards.get(ctx.actor)];
  if (!card || !own) throw new DomainError('not_found');
  const isUnseen = own.isBrowsingHidden && allowance.hasVip;
  if (id !== ctx.actor && !isUnseen) await insertView(ctx, id);
  return { card, own, photos, allowance, sendStatus, contact: contacts.get(id) ?? 'none' };
}
