import { accessPerson, lockPair, requireFriend } from '../contacts/index.js';
import { accessToWrite, peerOf, type ConversationHead } from '../conversations/index.js';
import {
  DomainError,
  limitActor,
  transact,
  type AccountId,
  type MemberCtx,
  type MemberTx,
} from '../kernel/index.js';
import type { CallMedium } from './event-types.js';
import { isRepeat } from './rules.js';
import {
  deleteCall,
  deleteParticipants,
  insertCall,
  insertParticipants,
  selectCall,
  selectOwnLiveCall,
  updateCallEnded,
  type Call,
} from './store.js';
import { notifyCall, appendResult } from './notify-call.js';

/**
 * Calls the other participant of a conversation. A repeat while it rings returns the same call. If one of the two is
 * already in a call, the conversation records the attempt and this throws `busy` or `in_call`. Also throws
 * `no_group_calls` for a group, `no_agent`, and `not_found`, `not_friends`, `blocked` or `muted` as a message would.
 */
export async function startCall(
  ctx: MemberCtx,
  input: { listId: string; medium: CallMedium },
): Promise<Call> {
  await limitActor(ctx, 'call');
  const membership = await accessToWrite(ctx, input.listId);
  const { conversation } = membership;
  if (conversation.kind === 'group') throw new DomainError('no_group_calls');
  const calleeId = peerOf(membership, ctx.actor);
  if (calleeId === undefined) throw new DomainError('no_agent');
  if (conversation.kind === 'single') await accessPerson(ctx, calleeId);
  const { call, refusal } = await transact(ctx, (tx) => ring(tx, conversation, calleeId, input.medium));
  if (!refusal) return call;
  await appendResult(ctx, call);
  throw new DomainError(refusal);
}

async function ring(
  tx: MemberTx,
  conversation: ConversationHead,
  calleeId: AccountId,
  medium: CallMedium,
): Promise<{ call: Call; refusal?: 'busy' | 'in_call' }> {
  if (conversation.kind === 'single') {
    // A block that comes later finds the call and ends it.
    await lockPair(tx, calleeId);
    await requireFriend(tx, calleeId);
  }
  const id = await insertCall(tx, {
    conversation,
    calleeId,
    medium,
    room: Number(`1${tx.ids.digits(8)}`),
    ringsUntil: tx.now() + tx.tenant.settings.callRingSeconds * 1000,
  });
  const joined = await insertParticipants(tx, id, calleeId);
  if (joined.length === 2) {
    const call = await getCall(tx, id);
    await notifyCall(tx, call, tx.actor);
    return { call };
  }
  await deleteParticipants(tx, id);
  const live = joined.includes(tx.actor) ? undefined : await selectOwnLiveCall(tx);
  if (live && isRepeat(live, { listId: conversation.listId, callerId: tx.actor, medium })) {
    await deleteCall(tx, id);
    return { call: live };
  }
  await updateCallEnded(tx, id, 'busy');
  return { call: await getCall(tx, id), refusal: joined.includes(tx.actor) ? 'busy' : 'in_call' };
}

async function getCall(tx: MemberTx, id: number): Promise<Call> {
  const call = await selectCall(tx, id);
  if (!call) throw new Error(`Call ${id} does not exist.`);
  return call;
}
