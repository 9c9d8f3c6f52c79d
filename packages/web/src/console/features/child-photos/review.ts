import type { admin, Result } from '@kith/contract';
import { ask } from '../../admin/index.js';
import type { Review, Source } from '../review/index.js';

export type Item = Result<typeof admin.child_safety.photos>['rows'][number];
export type State = 'waiting' | 'refused';

/** The photos of child safety that wait, or those that are refused, oldest first. */
export const photosOf = (state: State): Source<Item> => ({
  order: (a, b) => a.id - b.id,
  load: (after) =>
    ask('GET', '/admin/child-safety/photos', {
      state,
      ...(after !== undefined && { after: Number(after) }),
    }),
  lease: (id) => ask('PUT', '/admin/child-safety/photos/{id}/lease', { id }),
  undo: async ({ lease: _, ...item }, version) => ({
    ...item,
    ...(await ask('POST', '/admin/child-safety/photos/{id}/undo', { id: item.id, version })),
  }),
});

export async function refuse(review: Review<Item>, item: Item, reason: string): Promise<void> {
  const { id, version } = item;
  const answer = ask('POST', '/admin/child-safety/photos/{id}/refusal', { id, version, reason });
  await review.judge(item, 'refused', answer);
}

export async function giveBack(review: Review<Item>, item: Item, reason: string): Promise<void> {
  const { id, version } = item;
  const answer = ask('POST', '/admin/child-safety/photos/{id}/return', { id, version, reason });
  await review.judge(item, 'returned', answer);
}

/** Takes an earlier refusal back: the photo waits again. */
export async function reopen(review: Review<Item>, item: Item): Promise<void> {
  const { id, version } = item;
  await review.settle([item], ask('POST', '/admin/child-safety/photos/{id}/undo', { id, version }));
}
