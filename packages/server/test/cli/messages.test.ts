import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerWith, startGateway, type Gateway } from '../messengers/gateway-server.js';
import { startMailServer, type MailServer } from '../messengers/mail-server.js';
import { install } from './kith-process.js';

const home = install();
let mail: MailServer;
let gateway: Gateway;
let env: Record<string, string>;

beforeAll(async () => {
  mail = await startMailServer();
  gateway = await startGateway();
  // Beside a server the database already runs.
  await home.start();
  const file = join(home.dataDir, 'sms.json');
  writeFileSync(file, JSON.stringify({ url: gateway.url, body: { to: '{number}', text: '{text}' } }));
  env = { KITH_SMTP_URL: mail.url, KITH_MAIL_FROM: 'kith@example.org', KITH_SMS_FILE: file };
});
afterAll(async () => {
  await mail.stop();
  gateway.stop();
});

test('kith mail test and kith sms test show what the provider answers', async () => {
  expect(await home.kith(['mail', 'test', 'ada@example.org'], { env })).toMatchObject({
    code: 0,
    stdout: 'Accepted: 250 queued\n',
  });
  expect(mail.mails).toMatchObject([{ to: ['ada@example.org'] }]);
  expect(await home.kith(['sms', 'test', '13800138000'], { env })).toMatchObject({
    code: 0,
    stdout: 'Accepted: HTTP 200 {"ok":true}\n',
  });
  gateway.answer = answerWith(403, 'wrong key');
  expect(await home.kith(['sms', 'test', '13800138000'], { env })).toMatchObject({
    code: 1,
    stderr: 'Refused: HTTP 403 wrong key\n',
  });
  const wrong = { ...env, KITH_SMTP_URL: env['KITH_SMTP_URL']!.replace('kith:', 'kith:not-') };
  const refused = await home.kith(['mail', 'test', 'ada@example.org'], { env: wrong });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('535') });
  expect((await home.kith(['mail', 'test', 'nowhere'], { env })).code).toBe(2);
  expect((await home.kith(['sms', 'log'], { env })).code).toBe(0);
});

test('kith doctor connects with both, and says what is wrong', async () => {
  const healthy = await home.kith(['doctor'], { env });
  expect(healthy.stdout).toContain(`ok    mail: 127.0.0.1:${mail.server.port}, signed in`);
  expect(healthy.stdout).toContain('ok    text messages: 127.0.0.1:');
  const without = await home.kith(['doctor'], { env: { KITH_ENV: 'production' } });
  expect(without.stdout).toContain('ok    mail: no provider: what needs one is off');
  await mail.stop();
  const ill = await home.kith(['doctor'], { env });
  expect(ill.stdout).toContain('FAIL  mail: The mail server does not accept this server');
});

test('the log is no provider in production, unless a variable allows it', async () => {
  const production = { KITH_ENV: 'production' };
  expect(await home.kith(['mail', 'test', 'ada@example.org'], { env: production })).toMatchObject({
    code: 1,
    stderr: 'Refused: There is no provider.\n',
  });
  const allowed = { ...production, KITH_LOG_MESSAGES: '1' };
  expect(await home.kith(['mail', 'test', 'ada@example.org'], { env: allowed })).toMatchObject({
    code: 0,
    stdout: 'Accepted: written to the log\n',
  });
  const half = await home.kith(['mail', 'log'], { env: { KITH_SMTP_URL: mail.url } });
  expect(half).toMatchObject({ code: 1, stderr: expect.stringContaining('go together') });
});

test('kith push test and log show what the push service of each browser answers', async () => {
  await home.kith(['account', 'create', 'ada'], { input: 'Passw0rd1\n' });
  expect(await home.kith(['push', 'test', 'ada'])).toMatchObject({
    code: 0,
    stdout: 'No browser of this account receives push messages.\n',
  });
  const db = await home.database();
  await db.query(
    `
    with ada as (select tenant_id, id from accounts where username = 'ada'),
    session as (
      insert into sessions (tenant_id, id, account_id, created_at, last_used_at)
      select tenant_id, gen_random_uuid(), id, 0, $1 from ada returning *
    )
    insert into push_subscriptions (tenant_id, account_id, session_id, endpoint, p256dh, auth, created_at)
    select tenant_id, account_id, id, 'https://127.0.0.1:1/x', 'B', 'A', 0 from session
  `,
    [Date.now()],
  );
  await db.end();
  expect((await home.kith(['push', 'log', 'ada'])).stdout).toBe(
    '127.0.0.1:1\t1970-01-01T00:00:00.000Z\t0\t0\t-\t\n',
  );
  expect(await home.kith(['push', 'test', 'ada'])).toMatchObject({
    code: 1,
    stdout: 'Refused by 127.0.0.1:1: The endpoint may not be contacted.\n',
  });
  expect((await home.kith(['push', 'log', 'ada'])).stdout).toBe('');
});
