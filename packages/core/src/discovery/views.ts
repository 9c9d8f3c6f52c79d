import type { MemberCtx } from '../kernel/index.js';
import { selectClicks, upsertClickMark } from './views-store.js';

/** How often others opened the caller's intro since the last reset. */
export function countClicks(ctx: MemberCtx): Promise<number> {
  return selectClicks(ctx);
}

/** Counts from nothing again; who looked stays known. */
export function resetClicks(ctx: MemberCtx): Promise<void> {
  return upsertClickMark(ctx);
}
