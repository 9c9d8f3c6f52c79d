import { localDay, type MemberCtx } from '../kernel/index.js';
import { insertCheckIn, selectCheckIns } from './check-ins-store.js';

/** The check-ins of an account. */
export interface CheckIns {
  /** Whether this is today's first check-in. */
  readonly isNew: boolean;
  /** Consecutive days up to today. */
  readonly streak: number;
  readonly total: number;
}

/** Checks the caller in for today, in the tenant's zone; a repeat on the same day changes nothing. */
export async function checkIn(ctx: MemberCtx): Promise<CheckIns> {
  const today = localDay(ctx.tenant, ctx.now());
  const isNew = await insertCheckIn(ctx, today);
  return { isNew, ...(await selectCheckIns(ctx, today)) };
}
