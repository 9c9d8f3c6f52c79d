import { sendDueMessages, type Channel } from '@kith/core/outbox';
import type { Deps } from '../app/deps.js';
import { startPeriodic, type Worker } from './periodic.js';

/** Sends mails. */
export function startSendingMails(deps: Deps): Worker {
  return startSending(deps, 'send_mails', 'mail');
}

/** Sends text messages. */
export function startSendingTexts(deps: Deps): Worker {
  return startSending(deps, 'send_texts', 'sms');
}

/** A round takes as long as its slowest attempt, so each channel has its own rounds. */
function startSending(deps: Deps, job: 'send_mails' | 'send_texts', channel: Channel): Worker {
  return startPeriodic(deps, {
    job,
    everyMs: deps.timing.sendMessagesEveryMs,
    failure: 'waiting messages could not be sent',
    // Codes must go out; each has its own end.
    trustsClock: false,
    round: () => sendDueMessages(deps, channel),
  });
}
