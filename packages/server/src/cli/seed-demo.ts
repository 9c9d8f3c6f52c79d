import type { Ctx } from '@kith/core/kernel';
import type { Deps } from '../app/compose.js';
export async function seedDemo(_ctx: Ctx, _deps: Deps): Promise<string> {
  return '';
}
