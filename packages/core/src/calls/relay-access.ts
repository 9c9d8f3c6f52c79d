import { DomainError, limitActor, type MemberCtx } from '../kernel/index.js';
import type { RelayAccess } from '../ports/index.js';
import { accessCall } from './access.js';

/**
 * Access to the relay servers for the devices of a call, for a limited time. Throws `not_found`, `call_over`, or
 * `feature_off` if the server has none.
 */
export async function grantRelay(ctx: MemberCtx, callId: number): Promise<RelayAccess> {
  await limitActor(ctx, 'call_signal');
  const call = await accessCall(ctx, { callId });
  if (call.state === 'ended') throw new DomainError('call_over');
  const access = ctx.ports.relays.grant(`${ctx.tenant.id}-${ctx.actor}`);
  if (!access) throw new DomainError('feature_off');
  return access;
}
