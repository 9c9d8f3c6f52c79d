import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { eventually, install } from '../cli/kith-process.js';
import { atPace } from '../harness/at-pace.js';
import { answerWith, startGateway } from './gateway-server.js';

vi.setConfig({ testTimeout: atPace(30_000) });

test('a text message that waits when its process is killed is sent by the next one, once', async () => {
  const gateway = await startGateway();
  onTestFinished(() => gateway.stop());
  gateway.answer = answerWith(503);
  const home = install();
  const first = await home.start();
  const file = join(home.dataDir, 'sms.json');
  writeFileSync(file, JSON.stringify({ url: gateway.url, body: { to: '{number}', text: '{text}' } }));
  await first.end('SIGTERM');
  const env = { KITH_SMS_FILE: file, KITH_ENV: 'production' };
  const killed = await home.start({ env });
  const body = new URLSearchParams({ mobile: '13800138000', type: 'REGISTER' });
  const response = await fetch(`${killed.url}/im/App/getSms`, { method: 'POST', body });
  expect(await response.json()).toMatchObject({ err: 0 });
  await eventually('the gateway refuses it', () => gateway.requests.length === 1);
  const db = await home.database();
  const stateOf = async () =>
    (await db.query<{ state: string }>('select state from outgoing_messages')).rows.map(({ state }) => state);
  await eventually('it waits for another attempt', async () => (await stateOf())[0] === 'waiting');
  await db.end();
  await killed.end('SIGKILL');

  gateway.answer = (answer) => answer.end('ok');
  gateway.requests.length = 0;
  const next = await home.start({ env });
  await eventually('it is sent', () => gateway.requests.length > 0, 10_000);
  const after = await home.database();
  const rows = async () =>
    (await after.query<{ state: string }>('select state, address, code from outgoing_messages')).rows;
  await eventually('it is settled', async () => (await rows())[0]?.state === 'sent');
  expect(await rows()).toEqual([{ state: 'sent', address: null, code: null }]);
  await after.end();
  await next.end('SIGTERM');
  expect(gateway.requests.map(({ body: text }) => JSON.parse(text) as object)).toEqual([
    { to: '13800138000', text: expect.stringMatching(/^Kith: \d{6}$/) },
  ]);
  expect([...killed.log, ...next.log].map((line) => JSON.stringify(line)).join('\n')).not.toMatch(
    /13800138000|\b\d{6}\b/,
  );
});
