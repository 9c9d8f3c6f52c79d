import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { bounds } from '@kith/core/kernel';
import { NotSent, type Mail, type MailSender } from '@kith/core/ports';

/** A mail server. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `always` from the first byte, `starttls` before anything secret, `none` never. */
  readonly tls: 'always' | 'starttls' | 'none';
  readonly user: string | undefined;
  readonly password: string;
}

/** Sends mails through a mail server, each over a connection of its own. */
export function makeSmtpMail(
  server: SmtpServer,
  from: string,
  attemptMs: number = bounds.outbox.attemptMs,
): MailSender {
  const domain = from.replace(/^.*@/, '').replace(/>\s*$/, '');
  return {
    isAvailable: true,
    send: async (mail) => {
      // Loaded with the first mail, as below.
      const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
      const composed = new MailComposer({
        from,
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        messageId: `<${mail.messageId}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      }).compile();
      const bytes = await composed.build();
      const envelope = composed.getEnvelope();
      return converse(server, attemptMs, (connection, end) =>
        deliver(connection, { mail, envelope, bytes }, end),
      );
    },
  };
}

/** Connects and signs in, but sends nothing. Returns the server's name; throws `NotSent`. */
export function checkSmtp(server: SmtpServer, attemptMs: number = bounds.outbox.attemptMs): Promise<string> {
  return converse(server, attemptMs, (_connection, end) =>
    end(undefined, `${server.host}:${server.port}${server.user === undefined ? '' : ', signed in'}`),
  );
}

type End = (error: NotSent | undefined, answer?: string) => void;

/** Opens a connection, signs in, and calls `work`. Until then, nothing can have been sent. */
async function converse(
  server: SmtpServer,
  attemptMs: number,
  work: (connection: SMTPConnection, end: End) => void,
): Promise<string> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection = new Connection({
    host: server.host,
    port: server.port,
    secure: server.tls === 'always',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    connectionTimeout: attemptMs,
    greetingTimeout: attemptMs,
    socketTimeout: attemptMs,
    dnsTimeout: attemptMs,
  });
  const answer = new Promise<string>((resolve, reject) => {
    const end: End = (error, text = '') => (error ? reject(error) : resolve(text));
    const failBefore = (error: Error) => end(new NotSent('later', error.message, { cause: error }));
    connection.on('error', failBefore);
    connection.connect((error) => {
      if (error) failBefore(error);
      else if (server.user === undefined) work(connection, end);
      else
        connection.login({ user: server.user, pass: server.password }, (refusal) =>
          refusal ? failBefore(refusal) : work(connection, end),
        );
    });
  });
  // The limits of the socket are about inactivity.
  const timer = setTimeout(
    () => connection.emit('error', new Error(`The mail server took longer than ${attemptMs} ms.`)),
    attemptMs,
  );
  try {
    const text = await answer;
    connection.quit();
    return text;
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

interface Delivery {
  readonly mail: Mail;
  readonly envelope: { from: string | false; to: string[] };
  readonly bytes: Buffer;
}

/** After the last byte of a mail, only the server's answer shows whether it was accepted. */
function deliver(connection: SMTPConnection, { mail, envelope, bytes }: Delivery, end: End): void {
  let isHandedOver = false;
  const body = Readable.from(
    (function* () {
      yield bytes;
      isHandedOver = true;
    })(),
  );
  const fail = (error: Error & { responseCode?: number | undefined }) => {
    const { responseCode } = error;
    if (responseCode !== undefined) end(new NotSent(responseCode >= 500 ? 'never' : 'later', error.message));
    else end(new NotSent(isHandedOver ? 'unknown' : 'later', error.message, { cause: error }));
  };
  connection.removeAllListeners('error');
  connection.on('error', fail);
  connection.send({ from: envelope.from, to: [mail.to] }, body, (error, info) =>
    error ? fail(error) : end(undefined, info.response),
  );
}
