import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { SMTPServerOptions } from 'smtp-server';
import { NotSent } from '@kith/core/ports';
import { checkSmtp, makeSmtpMail, type SmtpServer } from '../../src/adapters/messengers/smtp.js';
import { atPace } from '../harness/at-pace.js';
import { startMailServer, type MailServer } from './mail-server.js';

const FROM = 'Kith 聊天 <kith@example.org>';
const MAIL = {
  to: 'ada@example.org',
  subject: 'Kith: 重設密碼',
  text: '驗證碼：\n\n482913\n',
  messageId: '1.7',
};
const PROMPT_MS = atPace(10_000);

async function use(options?: SMTPServerOptions): Promise<MailServer> {
  const mail = await startMailServer(options);
  onTestFinished(() => mail.stop());
  return mail;
}

/** A server of one scripted conversation: it answers each line by the reply whose prefix fits. */
async function useScript(talk: (line: string, socket: Socket) => void): Promise<SmtpServer> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 scripted\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString('utf8').split('\r\n')) if (line !== '') talk(line, socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // it listens
  return { host: '127.0.0.1', port, tls: 'none', user: undefined, password: '' };
}

const failureOf = (server: SmtpServer, withinMs = PROMPT_MS) =>
  makeSmtpMail(server, FROM, withinMs)
    .send(MAIL)
    .then(
      (answer) => ({ failure: 'none', message: answer }),
      (error: unknown) => {
        expect(error).toBeInstanceOf(NotSent);
        const { failure, message } = error as NotSent;
        return { failure, message };
      },
    );

test('a mail arrives once, with its sender, subject and text, and the server says what it has done', async () => {
  const { server, mails } = await use();
  expect(await makeSmtpMail(server, FROM).send(MAIL)).toBe('250 queued');
  expect(mails).toHaveLength(1);
  const [{ from, to, raw }] = mails as [MailServer['mails'][number]];
  expect({ from, to }).toEqual({ from: 'kith@example.org', to: [MAIL.to] });
  expect(raw).toContain('Message-ID: <1.7@example.org>');
  expect(raw).toContain('Auto-Submitted: auto-generated');
  expect(raw).toContain('From: =?UTF-8?');
  const body = raw.slice(raw.indexOf('\r\n\r\n'));
  const isBase64 = /Content-Transfer-Encoding: base64/i.test(raw);
  const text = isBase64 ? Buffer.from(body, 'base64').toString('utf8') : body.replaceAll(/=\r\n/g, '');
  expect(text).toContain('482913');
});

test('a wrong password, a refused connection and a server that is too busy are for later', async () => {
  const { server } = await use();
  expect(await failureOf({ ...server, password: 'wrong' })).toMatchObject({
    failure: 'later',
    message: expect.stringContaining('535'),
  });
  const gone = await startMailServer();
  await gone.stop();
  expect(await failureOf(gone.server)).toMatchObject({ failure: 'later' });
  const busy = await use({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('try later'), { responseCode: 451 })),
  });
  expect(await failureOf(busy.server)).toMatchObject({ failure: 'later' });
});

test('a refused recipient and a refused mail are refused for good', async () => {
  const refusing = await use({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('no such user'), { responseCode: 550 })),
  });
  expect(await failureOf(refusing.server)).toMatchObject({
    failure: 'never',
    message: expect.stringContaining('no such user'),
  });
  const filtering = await use({
    onData: (stream, _session, done) => {
      stream.on('end', () => done(Object.assign(new Error('spam'), { responseCode: 554 })));
      stream.resume();
    },
  });
  expect(await failureOf(filtering.server)).toMatchObject({ failure: 'never' });
});

const script =
  (atEnd: (socket: Socket) => void) =>
  (line: string, socket: Socket): void => {
    if (line === '.') atEnd(socket);
    else if (line.startsWith('DATA')) socket.write('354 go on\r\n');
    else if (/^(EHLO|MAIL|RCPT)/.test(line)) socket.write('250 fine\r\n');
  };

test('a server that hangs up or is silent before the mail is for later; after the mail, nobody knows', async () => {
  const atGreeting = await useScript((line, socket) => {
    if (line.startsWith('EHLO')) socket.destroy();
  });
  expect(await failureOf(atGreeting)).toMatchObject({ failure: 'later' });
  const atRecipient = await useScript((line, socket) => {
    if (line.startsWith('RCPT')) socket.destroy();
    else socket.write('250 fine\r\n');
  });
  expect(await failureOf(atRecipient)).toMatchObject({ failure: 'later' });
  const silent = await useScript(() => undefined);
  expect(await failureOf(silent, 100)).toMatchObject({ failure: 'later' });

  expect(await failureOf(await useScript(script((socket) => socket.destroy())))).toMatchObject({
    failure: 'unknown',
  });
  expect(await failureOf(await useScript(script(() => undefined)), atPace(300))).toMatchObject({
    failure: 'unknown',
  });
});

test('without TLS no password is sent, unless the operator says so', async () => {
  const lines: string[] = [];
  const plain = await useScript((line, socket) => {
    lines.push(line);
    socket.write('250 fine\r\n');
  });
  const safe: SmtpServer = { ...plain, tls: 'starttls', user: 'kith', password: 'secret' };
  expect(await failureOf(safe)).toMatchObject({ failure: 'later' });
  expect(lines.filter((line) => line.startsWith('AUTH'))).toEqual([]);
});

test('a check signs in and sends nothing', async () => {
  const { server, mails } = await use();
  expect(await checkSmtp(server)).toBe(`127.0.0.1:${server.port}, signed in`);
  await expect(checkSmtp({ ...server, password: 'wrong' })).rejects.toThrow('535');
  expect(mails).toEqual([]);
});
