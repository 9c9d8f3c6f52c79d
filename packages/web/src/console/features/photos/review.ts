import type { admin, Result } from '@kith/contract';
import { ask } from '../../admin/index.js';
import type { Review, Sanction, Source } from '../review/index.js';

export type Item = Result<typeof admin.photos.list>['rows'][number];

/** The queue of photos, of all or of the people whom a text finds, oldest first. */
export const photosOf = (person: string | undefined): Source<Item> => ({
  order: (a, b) => a.id - b.id,
  load: (after) =>
    ask('GET', '/admin/photos', {
      ...(person !== undefined && { person }),
      ...(after !== undefined && { after: Number(after) }),
    }),
  lease: (id) => ask('PUT', '/admin/photos/{id}/lease', { id }),
  undo: async ({ replacesUrl: _, lease: __, ...item }, version) =>
    // The picture that others saw before the approval has not come back.
    ({ ...item, ...(await ask('POST', '/admin/photos/{id}/undo', { id: item.id, version })) }),
});

export async function approve(review: Review<Item>, item: Item): Promise<void> {
  const { id, version } = item;
  await review.judge(item, 'approved', ask('POST', '/admin/photos/{id}/approval', { id, version }));
}

/**
 * Refuses a photo; `letter` is the reason whose letter its owner gets, and `sanction` is one of the owner that comes with the
 * refusal.
 */
export async function refuse(
  review: Review<Item>,
  item: Item,
  {
    letter,
    sanction,
    reason,
  }: { reason: string; letter: number | undefined; sanction?: Sanction | undefined },
): Promise<void> {
  const { id, version } = item;
  const params = {
    id,
    version,
    reason,
    ...(letter !== undefined && { letter }),
    ...(sanction && { sanction }),
  };
  const what = sanction?.kind ?? 'refused';
  await review.judge(item, what, ask('POST', '/admin/photos/{id}/refusal', params));
}

/** Takes a photo out of the queue for everybody; resolves to when it comes back. */
export async function postpone(review: Review<Item>, item: Item): Promise<number | undefined> {
  const { id, version } = item;
  const answer = await review.settle([item], ask('POST', '/admin/photos/{id}/postponement', { id, version }));
  return answer?.until;
}

/** Hands a photo over to child safety, for good: the one who does does not see it any more. */
export async function escalate(review: Review<Item>, item: Item, reason: string): Promise<void> {
  const { id, version } = item;
  await review.settle([item], ask('POST', '/admin/photos/{id}/escalation', { id, version, reason }));
}

/** Approves all photos of a person that are loaded. */
export async function approveAll(review: Review<Item>, items: readonly Item[]): Promise<void> {
  const [first] = items;
  if (!first) return;
  const of = items.map(({ id, version }) => ({ id, version }));
  const { id } = first.person;
  await review.settle(items, ask('POST', '/admin/people/{id}/photos/approval', { id, photos: of }));
}
