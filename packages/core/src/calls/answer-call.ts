import { DomainError, transact, type MemberCtx } from '../kernel/index.js';
import { accessCall, type CallRef } from './access.js';
import { selectCall, updateCallAnswered } from './store.js';
import { notifyCall } from './notify-call.js';

/** Answers a ringing call; a repeat has no effect. Throws `not_found`, `forbidden` for its caller, or `call_over`. */
export async function answerCall(ctx: MemberCtx, which: CallRef): Promise<void> {
  const found = await accessCall(ctx, which);
  if (found.calleeId !== ctx.actor) throw new DomainError('forbidden');
  await transact(ctx, async (tx) => {
    const isAnswered = await updateCallAnswered(tx, found.id);
    const call = await selectCall(tx, found.id);
    if (call?.state !== 'active') throw new DomainError('call_over');
    if (isAnswered) await notifyCall(tx, call, ctx.actor);
  });
}
