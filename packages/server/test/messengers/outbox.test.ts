import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendDueMessages } from '@kith/core/outbox';
import { makeSmsGateway } from '../../src/adapters/messengers/sms-gateway.js';
import { sweep } from '../../src/workers/sweep.js';
import { eventually, useKith } from '../harness/kith.js';
import { accept, answerWith, startGateway, type Gateway } from './gateway-server.js';

let gateway: Gateway;
const logged: string[] = [];
const HOUR_MS = 3_600_000;

const kith = useKith({
  // What a real server logs in production.
  log: pino({ level: 'info' }, { write: (line) => void logged.push(line) }),
  overrides: {
    timing: { sendMessagesEveryMs: HOUR_MS },
    ports: {
      sms: {
        isAvailable: true,
        send: (message) =>
          makeSmsGateway({
            url: `${gateway.url}/send`,
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"to":"{number}","text":"{text}"}',
            signature: '',
            success: [],
            timeoutMs: 10_000,
          }).send(message),
      },
    },
  },
});

beforeAll(async () => void (gateway = await startGateway()));
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.answer = accept;
  gateway.requests.length = 0;
});

let counter = 0;

/** Requests a code for a new phone. */
async function request(): Promise<string> {
  const mobile = `138${String(++counter).padStart(8, '0')}`;
  await kith.visitor().app.getSms({ mobile, type: 'REGISTER' });
  return mobile;
}

const round = () => sendDueMessages(kith.server.deps, 'sms');

interface Row {
  readonly state: string;
  readonly attempts: number;
  readonly address: string | null;
  readonly code: string | null;
  readonly answer: string;
}

const newest = async () =>
  (
    await kith.sql<Row>(
      'select state, attempts, address, code, answer from outgoing_messages order by id desc limit 1',
    )
  )[0]!;

describe('a text message that waits', () => {
  test('is sent once, however many rounds there are, and its record keeps neither address nor code', async () => {
    const mobile = await request();
    await Promise.all([round(), round(), round()]);
    await round();
    expect(gateway.requests.map(({ body }) => JSON.parse(body) as object)).toEqual([
      { to: mobile, text: expect.stringMatching(/^Kith: \d{6}$/) },
    ]);
    expect(await newest()).toEqual({
      state: 'sent',
      attempts: 1,
      address: null,
      code: null,
      answer: 'HTTP 200 {"ok":true}',
    });
  });

  test('is tried again after pauses, at most five times', async () => {
    gateway.answer = answerWith(503, 'busy');
    await request();
    await round();
    for (const [i, pauseMs] of [2_000, 8_000, 32_000, 128_000].entries()) {
      kith.advance(pauseMs - 500);
      await round();
      expect(gateway.requests).toHaveLength(i + 1);
      kith.advance(500);
      await round();
      expect(gateway.requests).toHaveLength(i + 2);
    }
    expect(await newest()).toMatchObject({
      state: 'failed',
      attempts: 5,
      address: null,
      answer: 'HTTP 503 busy',
    });
    kith.advance(HOUR_MS);
    await round();
    expect(gateway.requests).toHaveLength(5);
  });

  test('arrives when the provider is back', async () => {
    gateway.answer = answerWith(429);
    await request();
    await round();
    expect(await newest()).toMatchObject({ state: 'waiting', attempts: 1 });
    gateway.answer = accept;
    kith.advance(2_000);
    await round();
    expect(await newest()).toMatchObject({ state: 'sent', attempts: 2 });
  });

  test('is not repeated when the provider refuses it, or may have accepted it', async () => {
    for (const [answer, state] of [
      [answerWith(400, 'no such number'), 'refused'],
      [(response: { destroy(): void }) => response.destroy(), 'unclear'],
    ] as const) {
      gateway.answer = answer;
      gateway.requests.length = 0;
      await request();
      await round();
      kith.advance(HOUR_MS);
      await round();
      expect(await newest()).toMatchObject({ state, attempts: 1, address: null, code: null });
      expect(gateway.requests).toHaveLength(1);
    }
  });

  test('is not sent when its code has expired', async () => {
    await request();
    kith.advance(10 * 60_000);
    await round();
    expect(await newest()).toMatchObject({ state: 'expired', address: null, code: null });
    expect(gateway.requests).toEqual([]);
  });
});

describe('a process that dies', () => {
  test('before it sends leaves the message to the next one', async () => {
    await request();
    await kith.restart();
    await round();
    expect(gateway.requests).toHaveLength(1);
    expect(await newest()).toMatchObject({ state: 'sent' });
  });

  test('while it sends may have sent, so nobody repeats it', async () => {
    gateway.answer = () => undefined;
    await request();
    const hanging = round();
    await eventually('the request arrives', () => gateway.requests.length === 1);
    // The row as a killed process leaves it.
    expect(await newest()).toMatchObject({ state: 'sending', attempts: 1 });
    kith.advance(60_001);
    gateway.answer = accept;
    await round();
    expect(await newest()).toMatchObject({ state: 'unclear', address: null, code: null });
    expect(gateway.requests).toHaveLength(1);
    gateway.stop();
    await hanging;
    gateway = await startGateway();
    expect(await newest()).toMatchObject({ state: 'unclear' });
  });
});

test('the log names what could not be sent, and contains neither an address nor a code', async () => {
  gateway.answer = answerWith(400, 'no');
  const mobile = await request();
  const [{ code }] = (await kith.sql<{ code: string }>(
    'select code from outgoing_messages order by id desc limit 1',
  )) as [{ code: string }];
  await round();
  const log = logged.join('');
  expect(log).toContain('"event":"message_not_sent"');
  expect(log).not.toContain(mobile);
  expect(log).not.toContain(code);
});

test('records are kept for thirty days', async () => {
  await request();
  await round();
  kith.advance(29 * 24 * HOUR_MS);
  await sweep(kith.server.deps);
  expect(await kith.sql('select 1 from outgoing_messages')).not.toEqual([]);
  kith.advance(25 * HOUR_MS);
  await sweep(kith.server.deps);
  expect(await kith.sql('select 1 from outgoing_messages')).toEqual([]);
});
