import { localDay, type MemberCtx } from '../kernel/index.js';
import { insertCheckIn, selectCheckIns } from './check-ins-store.js';

/** On how many days somebody has checked in. */
export interface CheckIns {
  /** Whether today was not counted before. */
  readonly isNew: boolean;
  /** Days in a row up to today. */
  readonly streak: number;
  readonly total: number;
}

/** Checks the caller in for today, in the tenant's zone; once more on the same day changes nothing. */
export async function checkIn(ctx: MemberCtx): Promise<CheckIns> {
  const today = localDay(ctx.tenant, ctx.now());
  const isNew = await insertCheckIn(ctx, today);
  return { isNew, ...(await selectCheckIns(ctx, today)) };
}
