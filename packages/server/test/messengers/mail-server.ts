import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SmtpServer } from '../../src/adapters/messengers/smtp.js';

/** A real mail server on loopback. */
export interface MailServer {
  readonly server: SmtpServer;
  readonly url: string;
  /** The accepted mails. */
  readonly mails: { readonly from: string; readonly to: readonly string[]; readonly raw: string }[];
  stop(): Promise<void>;
}

export const MAIL_USER = { user: 'kith', password: 'right pass:word' };

/** Starts one that accepts `MAIL_USER` and everything that `options` do not refuse. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === MAIL_USER.user && password === MAIL_USER.password
        ? done(null, { user: username })
        : done(new Error('Invalid login')),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        done(null, 'queued');
      });
    },
    ...options,
  });
  // A client that gives up is part of some tests.
  smtp.on('error', () => undefined);
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const { port } = smtp.server.address() as AddressInfo; // it listens
  const { user, password } = MAIL_USER;
  return {
    server: { host: '127.0.0.1', port, tls: 'none', user, password },
    url: `smtp://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}?tls=none`,
    mails,
    stop: () => new Promise((stopped) => smtp.close(() => stopped())),
  };
}
