import { sendDueMessages } from '@kith/core/outbox';
import { makeSmtpMail } from '../../src/adapters/messengers/smtp.js';
import type { Overrides } from '../../src/app/deps.js';
import type { Kith } from '../harness/kith.js';
import { startMailServer, type MailServer } from '../messengers/mail-server.js';

/** Mails sent through a real mail server. */
export interface Mails {
  readonly overrides: Pick<Overrides, 'ports' | 'timing'>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Sends what waits; returns the mails that this has brought, with their texts decoded; the code of a notice is empty. */
  send(kith: Kith): Promise<{ to: string; subject: string; text: string; code: string }[]>;
}

export function keepMails(): Mails {
  let server: MailServer;
  return {
    start: async () => void (server = await startMailServer()),
    stop: () => server.stop(),
    send: async (kith) => {
      const before = server.mails.length;
      await sendDueMessages(kith.server.deps, 'mail');
      return server.mails.slice(before).map(({ to, raw }) => {
        const [head = '', ...rest] = raw.split('\r\n\r\n');
        const text = decodeBody(head, rest.join('\r\n\r\n'));
        const subject = /^Subject: ((?:.|\r\n[ \t])*)/m.exec(head)![1]!;
        return { to: to[0]!, subject: decodeWords(subject), text, code: /\b\d{6}\b/.exec(text)?.[0] ?? '' };
      });
    },
    overrides: {
      // The tests say when.
      timing: { sendMessagesEveryMs: 3_600_000 },
      ports: {
        mail: {
          isAvailable: true,
          send: (mail) => makeSmtpMail(server.server, 'Kith <kith@example.org>').send(mail),
        },
      },
    },
  };
}

function decodeBody(head: string, body: string): string {
  if (/^Content-Transfer-Encoding: base64/im.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  return /^Content-Transfer-Encoding: quoted-printable/im.test(head) ? decodeQuoted(body) : body;
}

function decodeQuoted(text: string): string {
  const bytes = text
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?(B|Q)\?([^?]*)\?=/gi, (_, way: string, word: string) =>
      way.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    );
}
