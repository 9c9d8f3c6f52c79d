import type { Log } from '@kith/core/kernel';
import { NotSent, type MailSender, type SmsSender } from '@kith/core/ports';

/**
 * Writes messages to the log instead of sending them, for installations without a provider. The lines contain addresses
 * and codes on purpose: developers read them there. Any reader of the log could take over accounts, so production must
 * allow it.
 */
export function makeLoggedMail(log: Log): MailSender {
  return {
    isAvailable: true,
    send: ({ to, subject, text }) => {
      log.info({ event: 'mail', to, subject, mail: text }, 'a mail that no provider sends');
      return Promise.resolve('written to the log');
    },
  };
}

/** The same for text messages. */
export function makeLoggedSms(log: Log): SmsSender {
  return {
    isAvailable: true,
    send: ({ phone, text }) => {
      log.info({ event: 'sms', phone, sms: text }, 'a text message that no provider sends');
      return Promise.resolve('written to the log');
    },
  };
}

/** A messenger without a provider. */
export const noMessenger: MailSender & SmsSender = {
  isAvailable: false,
  send: () => Promise.reject(new NotSent('never', 'There is no provider.')),
};
