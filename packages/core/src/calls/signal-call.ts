import {
  bounds,
  DomainError,
  invalid,
  isStorable,
  limitActor,
  transact,
  type MemberCtx,
} from '../kernel/index.js';
import { accessCall } from './access.js';
import type { CallSignal } from './event-types.js';
import { insertSignal, lockEnds } from './signals-store.js';
import type { Call } from './store.js';

/**
 * Passes a message of WebRTC from the caller's device to the other device of an answered call. The first signal of a
 * participant decides which device takes part. A repeat is passed on once. Throws `not_found`, `forbidden` while it rings or
 * for another device, `call_over`, or `too_large`.
 */
export async function signalCall(ctx: MemberCtx, input: CallSignal & { cid: string }): Promise<void> {
  await limitActor(ctx, 'call_signal');
  const { callId, kind, cid, data } = input;
  const limit = bounds.text.callSignalBytes;
  if (Buffer.byteLength(data) > limit)
    throw new DomainError('too_large', undefined, { field: 'data', limit });
  if (!isStorable(data)) throw invalid('data');
  requireRunning(await accessCall(ctx, { callId }));
  await transact(ctx, async (tx) => {
    const ends = await lockEnds(tx, callId);
    if (!ends) throw new DomainError('call_over');
    if (ends.ownSession !== tx.sessionId) throw new DomainError('forbidden');
    if (ends.sent >= bounds.list.callSignals)
      throw new DomainError('too_large', undefined, { limit: bounds.list.callSignals });
    if (!(await insertSignal(tx, input))) return;
    tx.emit({
      type: 'call_signal',
      tenantId: tx.tenant.id,
      accountId: ends.otherId,
      sessionId: ends.otherSession,
      fromId: tx.actor,
      cid,
      signal: { callId, kind, data },
    });
  });
}

function requireRunning({ state }: Call): void {
  if (state === 'ended') throw new DomainError('call_over');
  if (state === 'ringing') throw new DomainError('forbidden', 'The call was not answered yet.');
}
