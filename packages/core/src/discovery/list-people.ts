import { loadPresence } from '../contacts/index.js';
import { bounds, DomainError, pageOf, type AccountId, type MemberCtx, type Page } from '../kernel/index.js';
import { loadCards, type Card } from './cards-store.js';
import { loadFaces, type Picture } from '../photos/index.js';
import {
  countPeople,
  selectContacts,
  selectPeople,
  selectRandomPeople,
  selectViewers,
  type Contact,
} from './people-store.js';
import { loadAllowance, type Allowance } from './allowance.js';

/**
 * `seen`: viewers of the caller's intro · `near`: people of the same school · the others: recently active people, by
 * activity, at random, or in pages.
 */
export type PeopleList = 'seen' | 'near' | 'online' | 'online_random' | 'online_profile';

/** A person as shown in lists, with the online state as far as it is visible. */
export interface ShownPerson {
  readonly card: Card;
  readonly isOnline: boolean;
  /** For `seen`, when the person viewed the intro; otherwise when the profile changed. */
  readonly updatedAt: number;
}

/** A person in a list for finding people. */
export interface ListedPerson extends ShownPerson {
  readonly contact: Contact;
  /** The first photo that the caller may see. */
  readonly face: Picture | undefined;
}

/** A viewer of the caller's intro, reduced to the time of the view. */
export interface MaskedPerson {
  readonly card: null;
  readonly updatedAt: number;
}

/** A page of people, with the caller's own card and allowance. */
export async function listPeople(
  ctx: MemberCtx,
  input: { list: PeopleList; page: number; perPage: number },
): Promise<{ people: Page<ListedPerson | MaskedPerson>; own: Card; allowance: Allowance }> {
  const [found, allowance] = await Promise.all([find(ctx, input), loadAllowance(ctx)]);
  const isMasked = input.list === 'seen' && ctx.tenant.settings.seenVipOnly && !allowance.hasVip;
  const ids = isMasked ? [] : found.rows.map(({ id }) => id);
  const [cards, presence, contacts, faces] = await Promise.all([
    loadCards(ctx, [...ids, ctx.actor]),
    loadPresence(ctx, ids),
    selectContacts(ctx, ids),
    loadFaces(ctx, ids),
  ]);
  const own = cards.get(ctx.actor);
  if (!own) throw new DomainError('not_signed_in');
  const rows = found.rows.flatMap(({ id, viewedAt }): (ListedPerson | MaskedPerson)[] => {
    if (isMasked) return [{ card: null, updatedAt: viewedAt ?? 0 }];
    const card = cards.get(id);
    if (!card) return [];
    return [
      {
        card,
        isOnline: presence.get(id)?.isOnline ?? false,
        contact: contacts.get(id) ?? 'none',
        face: faces.get(id),
        updatedAt: viewedAt ?? card.updatedAt,
      },
    ];
  });
  return { people: { ...found, rows }, own, allowance };
}

interface Found {
  readonly id: AccountId;
  readonly viewedAt?: number;
}

async function find(
  ctx: MemberCtx,
  { list, page, perPage }: { list: PeopleList; page: number; perPage: number },
): Promise<Page<Found>> {
  const offset = (page - 1) * perPage;
  switch (list) {
    case 'near': {
      const { pool, total } = await findNear(ctx, perPage);
      const ids = offset < total ? await selectPeople(ctx, pool, { offset, limit: perPage }) : [];
      return pageOf(ids.map(asFound), total, page, perPage);
    }
    case 'seen': {
      const viewers = await selectViewers(ctx, bounds.list.peopleCounted);
      return pageOf(viewers.slice(offset, offset + perPage), viewers.length, page, perPage);
    }
    case 'online_profile': {
      const ids = await selectPeople(ctx, 'present', { offset: 0, limit: bounds.list.peopleCounted });
      return pageOf(ids.slice(offset, offset + perPage).map(asFound), ids.length, page, perPage);
    }
    case 'online':
      return whole(await selectPeople(ctx, 'present', { offset: 0, limit: perPage }), perPage);
    case 'online_random':
      return whole(
        await selectRandomPeople(ctx, 'present', { limit: perPage, among: bounds.list.peopleCounted }),
        perPage,
      );
  }
}

/**
 * The people near the caller: those of the same school and, if the tenant allows it and they fill less than a page, of
 * its city.
 */
async function findNear(
  ctx: MemberCtx,
  perPage: number,
): Promise<{ pool: 'school' | 'city'; total: number }> {
  const total = await countPeople(ctx, 'school');
  if (total >= perPage || !ctx.tenant.settings.nearByCity) return { pool: 'school', total };
  return { pool: 'city', total: await countPeople(ctx, 'city') };
}

/** A list without pages. */
function whole(ids: readonly AccountId[], perPage: number): Page<Found> {
  return pageOf(ids.map(asFound), ids.length, 1, perPage);
}

function asFound(id: AccountId): Found {
  return { id };
}
