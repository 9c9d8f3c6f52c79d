import type { StaffCtx } from '@kith/core/staff';
import { hasDesk } from '@kith/core/support';
import { presentSession } from './present/session.js';

/** The caller's session as clients see it. */
export async function loadSession(ctx: StaffCtx): Promise<ReturnType<typeof presentSession>> {
  return presentSession(ctx, await hasDesk(ctx));
}
