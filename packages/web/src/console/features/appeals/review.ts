import type { admin, Result } from '@kith/contract';
import { ask } from '../../admin/index.js';
import type { Review, Source } from '../review/index.js';

export type Item = Result<typeof admin.appeals.list>['rows'][number];

/** The queue of appeals, oldest first. Decisions are final. */
export const appeals: Source<Item> = {
  order: (a, b) => a.appealedAt - b.appealedAt || a.id - b.id,
  load: (after) => ask('GET', '/admin/appeals', after === undefined ? {} : { after: String(after) }),
  lease: (id) => ask('PUT', '/admin/appeals/{id}/lease', { id }),
};

export async function decide(
  review: Review<Item>,
  item: Item,
  decision: { readonly isGranted: boolean; readonly reason: string },
): Promise<void> {
  const { id, version } = item;
  await review.settle([item], ask('POST', '/admin/appeals/{id}/decision', { id, version, ...decision }));
}
