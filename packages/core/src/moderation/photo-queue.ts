import { bounds } from '../kernel/index.js';
import type { StaffCtx } from '../staff/index.js';
import { selectPhotoQueue, type PhotoQueue } from './photo-queue-store.js';

/** A page of the photos that wait for review, of all or of the people whom a text finds, oldest first. `next` is the `after` of the next page. */
export async function listPhotoQueue(
  ctx: StaffCtx,
  { person, after = 0 }: { person?: string | undefined; after?: number | undefined },
): Promise<PhotoQueue & { next: number | undefined }> {
  const { queueItems: size, queueDecisions: decisions, queueCounted: counted } = bounds.staff;
  const page = await selectPhotoQueue(ctx, {
    person: person?.trim(),
    after,
    limit: size + 1,
    decisions,
    counted,
  });
  const rows = page.rows.slice(0, size);
  return { ...page, rows, next: page.rows.length > size ? rows.at(-1)?.id : undefined };
}
