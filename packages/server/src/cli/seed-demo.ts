import type { Ctx } from '@kith/core/kernel';
import type { Deps } from '../app/compose.js';
export function makeDemoClock() {
  return { now: Date.now };
}
export async function seedDemo(_deps: Deps, _ctx: Ctx, _clock: { now: () => number }): Promise<string> {
  return '';
}
