import { notifyAccounts } from '../accounts/index.js';
import { CONTENT } from '../conversations/index.js';
import { DomainError, type AccountId, type Ctx, type Tx } from '../kernel/index.js';
import type { CallSummary } from './event-types.js';
import { updateResultHandled, type Call } from './store.js';

/** Notifies both participants of a change of a call. */
export async function notifyCall(tx: Tx, call: Call, byId: AccountId | 0): Promise<void> {
  const news = { ...summaryOf(call), byId };
  await notifyAccounts(tx, [
    { accountId: call.callerId, type: 'call_changed', data: news },
    { accountId: call.calleeId, type: 'call_changed', data: news },
  ]);
}

/**
 * Writes the result of a call to its conversation, as one message from its caller, even if this runs several times. If
 * the database is unavailable, it is retried later; if the two may no longer write to each other, there is no message.
 */
export async function appendResult(ctx: Ctx, call: Call): Promise<void> {
  const { conversation, outcome } = call;
  if (outcome === null) return;
  const durationMs = call.answeredAt === null ? 0 : (call.endedAt ?? call.answeredAt) - call.answeredAt;
  const text = ctx.ports.wording.callResult(outcome, durationMs);
  const content = { text, outcome, duration: Math.floor(durationMs / 1000) };
  try {
    await ctx.ports.entries.write({
      tenantId: ctx.tenant.id,
      conversationId: conversation.id,
      senderId: call.callerId,
      type: call.medium === 'video' ? CONTENT.videoCall : CONTENT.voiceCall,
      content: JSON.stringify(content),
      clientId: call.resultId,
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.code === 'unavailable') return;
  }
  await updateResultHandled(ctx, call.id);
}

function summaryOf(call: Call): CallSummary {
  const { id, listId, callerId, calleeId, medium, room, state, outcome } = call;
  return { id, listId, callerId, calleeId, medium, room, state, outcome };
}
