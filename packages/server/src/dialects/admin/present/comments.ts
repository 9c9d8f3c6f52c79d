import type { admin, Result } from '@kith/contract';
import type { OverseenComment } from '@kith/core/moments';
import { withoutNulls } from './nulls.js';

/** A page of the comments on a moment or a video. */
export function presentCommentPage({
  rows,
  next,
}: {
  readonly rows: readonly OverseenComment[];
  readonly next: number | undefined;
}): Result<typeof admin.moments.comments> {
  return { rows: rows.map(withoutNulls), ...(next !== undefined && { next }) };
}
