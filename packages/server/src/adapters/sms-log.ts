import type { Log } from '@kith/core/kernel';
import type { SmsSender } from '@kith/core/ports';

/**
 * Writes text messages to the log instead of sending them, for installations without a provider. The code
 * is in the line on purpose: the log is where its reader looks for it.
 */
export function makeSmsLog(log: Log): SmsSender {
  return {
    send: (phone, text) => {
      log.info({ event: 'sms', phone, sms: text }, 'a text message that no provider sends');
      return Promise.resolve();
    },
  };
}
