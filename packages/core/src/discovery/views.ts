import type { MemberCtx } from '../kernel/index.js';
import { selectClicks, upsertClickMark } from './views-store.js';

/** The clicks on the caller's intro since the last reset. */
export function countClicks(ctx: MemberCtx): Promise<number> {
  return selectClicks(ctx);
}

/** Resets the count of clicks; viewers are kept. */
export function resetClicks(ctx: MemberCtx): Promise<void> {
  return upsertClickMark(ctx);
}
