import { DomainError, parseListId, type MemberCtx } from '../kernel/index.js';
import { selectCall, selectNewestCall, selectOwnLiveCall, type Call } from './store.js';

/** A call by its id, or the newest one of a conversation for clients that know only the conversation. */
export interface CallRef {
  readonly callId?: number | undefined;
  readonly listId?: string | undefined;
}

/** A call of the caller, including ended ones. Throws `not_found`. */
export async function accessCall(ctx: MemberCtx, { callId, listId }: CallRef): Promise<Call> {
  const uuid = listId === undefined ? undefined : parseListId(listId);
  const call =
    callId !== undefined ? await selectCall(ctx, callId) : uuid && (await selectNewestCall(ctx, uuid));
  if (!call || (call.callerId !== ctx.actor && call.calleeId !== ctx.actor))
    throw new DomainError('not_found');
  return call;
}

/** The call of the caller that rings or runs, for a device that has just started; undefined if there is none. */
export const findLiveCall = selectOwnLiveCall;
