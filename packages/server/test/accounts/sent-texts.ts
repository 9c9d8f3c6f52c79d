import { sendDueMessages } from '@kith/core/outbox';
import { NotSent, type TextMessage } from '@kith/core/ports';
import type { Overrides } from '../../src/app/deps.js';
import type { Kith } from '../harness/kith.js';

/** A provider of text messages that keeps what it accepts. */
export interface Texts {
  readonly sent: TextMessage[];
  /** Refuses everything from now on, or accepts it again. */
  fail(fails: boolean): void;
  /** Sends what waits. */
  send(kith: Kith): Promise<void>;
  readonly overrides: Pick<Overrides, 'ports' | 'timing'>;
}

export function keepTexts(): Texts {
  const sent: TextMessage[] = [];
  let fails = false;
  return {
    sent,
    fail: (so) => (fails = so),
    send: (kith) => sendDueMessages(kith.server.deps, 'sms'),
    overrides: {
      // The tests say when.
      timing: { sendMessagesEveryMs: 3_600_000 },
      ports: {
        sms: {
          isAvailable: true,
          send: (message) => {
            if (fails) return Promise.reject(new NotSent('never', 'The provider is not there.'));
            sent.push(message);
            return Promise.resolve('accepted');
          },
        },
      },
    },
  };
}
