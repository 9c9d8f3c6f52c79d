import type { Log } from '@kith/core/kernel';
import type { SmsSender } from '@kith/core/ports';

/**
 * Writes text messages to the log instead of sending them, for installations without a provider. The line contains the
 * code on purpose: developers read it there. In production, any reader of the log could take over accounts, so it
 * rejects instead.
 */
export function makeSmsLog(log: Log, { isProduction }: { isProduction: boolean }): SmsSender {
  return {
    isAvailable: !isProduction,
    send: (phone, text) => {
      if (isProduction) return Promise.reject(new Error('There is no provider of text messages.'));
      log.info({ event: 'sms', phone, sms: text }, 'a text message that no provider sends');
      return Promise.resolve();
    },
  };
}
