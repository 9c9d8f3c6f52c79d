import { transact, type AccountId, type Ctx, type MemberTx, type MemberCtx } from '../kernel/index.js';
import type { CallOutcome } from './event-types.js';
import { accessCall, type CallRef } from './access.js';
import {
  deleteParticipants,
  selectCall,
  selectDueCalls,
  selectLiveCallWith,
  selectLiveCalls,
  updateCallEnded,
  updateCallersSeen,
  updateResultHandled,
  type DueCall,
} from './store.js';
import { notifyCall, appendResult } from './notify-call.js';

/** How long the message about an ended call may be missing before the worker writes it. */
const RESULT_PENDING_MS = 5_000;

/**
 * Hangs up: cancels or refuses a ringing call, ends an active one. Both participants hang up, so a repeat has no
 * effect. Throws `not_found`.
 */
export async function hangUp(ctx: MemberCtx, which: CallRef): Promise<void> {
  const call = await accessCall(ctx, which);
  if (call.state !== 'ended')
    await endCall(ctx, call.id, call.callerId === ctx.actor ? 'cancelled' : 'refused', ctx.actor);
}

/**
 * Ends the call between two accounts when one blocks the other. Both devices stop ringing; no message reports it,
 * because neither sees the conversation any more.
 */
export async function endCallBetween(tx: MemberTx, otherId: AccountId): Promise<void> {
  const live = await selectLiveCallWith(tx, otherId);
  const ifRinging = live?.callerId === tx.actor ? 'cancelled' : 'refused';
  if (!live || !(await updateCallEnded(tx, live.id, ifRinging))) return;
  await deleteParticipants(tx, live.id);
  const ended = await selectCall(tx, live.id);
  if (ended) await notifyCall(tx, ended, tx.actor);
  await updateResultHandled(tx, live.id);
}

/**
 * Calls of all tenants that nobody answered in time, calls of an account that was deleted, frozen or banned, and ended calls
 * without a result message.
 */
export function findDueCalls(ctx: Pick<Ctx, 'db' | 'now'>): Promise<DueCall[]> {
  const now = ctx.now();
  return selectDueCalls(ctx.db, { rungUntil: now, endedBefore: now - RESULT_PENDING_MS });
}

/** Processes a due call: ends one that rings (as missed) or is active, or writes the result of an ended one. */
export async function finishCall(ctx: Ctx, due: DueCall): Promise<void> {
  if (due.state !== 'ended') return endCall(ctx, due.id, 'missed', 0);
  const call = await selectCall(ctx, due.id);
  if (call) await appendResult(ctx, call);
}

/** The calls of all tenants in these states. */
export const listLiveCalls = selectLiveCalls;

/** Records that the devices that make these ringing calls have a socket. */
export const noteCallersSeen = updateCallersSeen;

/** Ends a call once, even under simultaneous attempts, and writes its result to the conversation. */
export async function endCall(
  ctx: Ctx,
  id: number,
  ifRinging: CallOutcome,
  byId: AccountId | 0,
): Promise<void> {
  const ended = await transact(ctx, async (tx) => {
    if (!(await updateCallEnded(tx, id, ifRinging))) return undefined;
    await deleteParticipants(tx, id);
    const call = await selectCall(tx, id);
    if (call) await notifyCall(tx, call, byId);
    return call;
  });
  if (ended) await appendResult(ctx, ended);
}
