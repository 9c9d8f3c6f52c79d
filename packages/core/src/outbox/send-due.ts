import { bounds, type Ctx } from '../kernel/index.js';
import { NotSent } from '../ports/index.js';
import { maskAnswer, pauseAfter } from './rules.js';
import { claimMessages, updateAttempted, type ClaimedMessage } from './store.js';
import { mailText, smsText, type Channel } from './texts.js';

type Deps = Pick<Ctx, 'db' | 'ports' | 'log' | 'now'>;

/**
 * Makes the due attempts of a channel. The attempt is recorded before it begins: if the process dies in it, the message
 * is not repeated, because it may have arrived. Run repeatedly, on any number of processes.
 */
export async function sendDueMessages(deps: Deps, channel: Channel): Promise<void> {
  const now = deps.now();
  const { attemptEndedMs, atOnce: limit } = bounds.outbox;
  const claimed = await claimMessages(deps.db, { channel, now, begunBefore: now - attemptEndedMs, limit });
  await Promise.all(claimed.map((message) => attempt(deps, channel, message)));
}

async function attempt(deps: Deps, channel: Channel, message: ClaimedMessage): Promise<void> {
  const { db } = deps;
  if (message.expiresAt <= deps.now()) {
    await updateAttempted(db, message, { now: deps.now(), outcome: 'expired', answer: '' });
    return;
  }
  const failure = await handOver(deps, channel, message).then(
    (answer) => ({ answer, outcome: 'sent' as const }),
    (error: unknown) => judge(message, error),
  );
  const { answer, ...change } = failure;
  const now = deps.now();
  const isRetried = 'pauseMs' in change;
  await updateAttempted(db, message, {
    now,
    answer: maskAnswer(answer),
    ...(isRetried ? { retryAt: now + change.pauseMs } : change),
  });
  if (isRetried || change.outcome === 'sent') return;
  // Neither address nor code: a reader of the log must not learn them.
  deps.log.warn(
    { event: 'message_not_sent', tenant: message.tenantId, channel, id: message.id, outcome: change.outcome },
    'a message could not be sent',
  );
}

function handOver({ ports }: Deps, channel: Channel, message: ClaimedMessage): Promise<string> {
  const { address, code, tenantId, id } = message;
  return channel === 'mail'
    ? ports.mail.send({ to: address, messageId: `${tenantId}.${id}`, ...mailText(message) })
    : ports.sms.send({ phone: address, code, text: smsText(message) });
}

type Judgement =
  | { readonly answer: string; readonly outcome: 'refused' | 'failed' | 'unclear' }
  | { readonly answer: string; readonly pauseMs: number };

/** An error that no adapter explains says nothing about the message, so it may have arrived. */
function judge({ attempts }: ClaimedMessage, error: unknown): Judgement {
  if (!(error instanceof NotSent) || error.failure === 'unknown')
    return { answer: error instanceof NotSent ? error.message : '', outcome: 'unclear' };
  if (error.failure === 'never') return { answer: error.message, outcome: 'refused' };
  const pauseMs = pauseAfter(attempts);
  return pauseMs === undefined
    ? { answer: error.message, outcome: 'failed' }
    : { answer: error.message, pauseMs };
}
