import { pino } from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultLimits, makeRateLimiter, type LimitTable } from '../../src/adapters/rate-limits.js';
import { atPace } from '../harness/at-pace.js';
import { PASSWORD, useKith } from '../harness/kith.js';
import { registerNumber } from './phones.js';
import { keepTexts } from './sent-texts.js';
import { refusal } from '../im/refusals.js';

/** Long enough to distinguish a delay from a busy machine. */
const WAITS = { firstMs: atPace(1500), mostMs: atPace(2000) };
const table = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, { points: name === 'guess' ? 3 : 1000, seconds: 600 }]),
) as LimitTable;

const lines: Record<string, unknown>[] = [];
const log = pino(
  { base: null },
  { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
);
const texts = keepTexts();
const kith = useKith({
  config: { trustProxy: '127.0.0.1' },
  log,
  overrides: {
    ...texts.overrides,
    ports: { ...texts.overrides.ports, limits: makeRateLimiter({ table, waits: WAITS }) },
  },
});

let counter = 0;
const elsewhere = () => `198.51.${(++counter >> 8) + 100}.${counter & 255}`;

/** Posts from an address; returns the body and the duration. */
async function timed(address: string, path: string, fields: Record<string, unknown>) {
  const began = performance.now();
  const { body } = await kith.post(path, fields, { headers: { 'x-forwarded-for': address } });
  return { body, ms: performance.now() - began };
}
const events = (name: string) => lines.filter(({ event }) => event === name);

// Each waits for its own account, so they wait concurrently.
describe.concurrent('wrong passwords for one account', () => {
  test('are delayed after a few, from any address, and never refused', async () => {
    const { username } = await kith.person('ada');
    for (let i = 0; i < 4; i++) {
      const { body, ms } = await timed(elsewhere(), '/im/in/login', { username, password: `Wr0ng${i}Word` });
      expect(body).toEqual(refusal('wrong_credentials'));
      if (i < 3) expect(ms).toBeLessThan(WAITS.firstMs);
      else expect(ms).toBeGreaterThanOrEqual(WAITS.firstMs - 2);
    }
  });

  test('are delayed longer each time, up to a maximum', async () => {
    const limits = makeRateLimiter({ table, waits: { firstMs: 10, mostMs: 50 } });
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) waits.push(await limits.delayFor('guess', 'somebody'));
    expect(waits).toEqual([0, 0, 0, 10, 20, 40, 50]);
    await limits.refund('guess', 'somebody');
    expect(await limits.delayFor('guess', 'somebody')).toBe(50);
    expect(await limits.delayFor('guess', 'somebody else')).toBe(0);
  });

  test('do not delay other accounts, nor the owner at an address where the account has signed in', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const login = ({ username }: { username: string }) => ({ username, password: PASSWORD });
    expect((await timed('203.0.113.1', '/im/in/login', login(ada))).body.err).toBe(0);
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        timed(elsewhere(), '/im/in/login', { username: ada.username, password: `Wr0ng${i}Word` }),
      ),
    );
    const home = await timed('203.0.113.1', '/im/in/login', login(ada));
    expect(home.body.err).toBe(0);
    expect(home.ms).toBeLessThan(WAITS.firstMs);
    const other = await timed(elsewhere(), '/im/in/login', login(bo));
    expect(other.body.err).toBe(0);
    expect(other.ms).toBeLessThan(WAITS.firstMs);
    // On a journey she is delayed, and signs in; the network is known from then on.
    const journey = elsewhere();
    const first = await timed(journey, '/im/in/login', login(ada));
    expect(first.body.err).toBe(0);
    expect(first.ms).toBeGreaterThanOrEqual(WAITS.firstMs - 2);
    expect((await timed(journey, '/im/in/login', login(ada))).ms).toBeLessThan(WAITS.firstMs);
  });

  test('hold no database connection and no place in the password queue while they are delayed', async () => {
    const { username } = await kith.person('ada');
    const bo = await kith.person('bo');
    const guesses = Array.from({ length: 40 }, (_, i) =>
      timed(elsewhere(), '/im/in/login', { username, password: `Wr0ng${i}Word` }),
    );
    await new Promise((go) => setTimeout(go, 250));
    const { ms } = await timed(elsewhere(), '/im/in/login', { username: bo.username, password: PASSWORD });
    expect(ms).toBeLessThan(WAITS.firstMs);
    for (const { body } of await Promise.all(guesses)) expect(body).toEqual(refusal('wrong_credentials'));
  });

  test('are delayed the same for an unknown user name', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 4; i++)
      waits.push((await timed(elsewhere(), '/im/in/login', { username: 'nobody_here', password: 'x' })).ms);
    expect(waits[3]).toBeGreaterThanOrEqual(WAITS.firstMs - 2);
  });
});

describe.concurrent('wrong codes for one phone', () => {
  test('are delayed in the same way, and a correct code still works', async () => {
    const mobile = '13700000001';
    const ask = { mobile, type: 'REGISTER' };
    await timed(elsewhere(), '/im/App/getSms', ask);
    await texts.send(kith);
    const guess = (code: string) => timed(elsewhere(), '/im/app/checkSmsCode', { ...ask, code });
    for (let i = 0; i < 3; i++) expect((await guess('000000')).ms).toBeLessThan(WAITS.firstMs);
    const right = await guess(texts.sent.findLast(({ phone }) => phone === mobile)!.code);
    expect(right.body.err).toBe(0);
    expect(right.ms).toBeGreaterThanOrEqual(WAITS.firstMs - 2);
  });
});

describe('the log', () => {
  beforeEach(() => lines.splice(0));

  test('contains the address, tenant and account of a refused sign-in, never the name or the password', async () => {
    const ada = await kith.person('ada');
    await timed('[2001:db8::7]:4711', '/im/in/login', { username: ada.username, password: 'Secret7Guess' });
    await timed('203.0.113.5:99', '/im/in/login', { username: 'ghost_of_kith', password: 'Secret7Guess' });
    await timed('203.0.113.6', '/im/app/checkSmsCode', {
      mobile: '13700000002',
      type: 'REGISTER',
      code: '123987',
    });
    await timed('203.0.113.7', '/im/set/password', {
      _token: ada.token,
      pass1: 'Secret7Guess',
      pass2: 'Another1Secret',
      pass3: 'Another1Secret',
    });
    const failed = events('sign_in_failed').map(({ tenant, account, address, reason }) => ({
      tenant,
      account,
      address,
      reason,
    }));
    expect(failed).toEqual([
      { tenant: 1, account: ada.id, address: '2001:db8::7', reason: 'wrong_password' },
      { tenant: 1, account: undefined, address: '203.0.113.5', reason: 'unknown_user' },
      { tenant: 1, account: undefined, address: '203.0.113.6', reason: 'wrong_code' },
      { tenant: 1, account: ada.id, address: '203.0.113.7', reason: 'wrong_password' },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/ghost_of_kith|Secret|123987|1370000/);
    const filter = /"event":"sign_in_failed".*"address":"([\da-f.:]+)"/;
    const found = lines.map((line) => filter.exec(JSON.stringify(line))?.[1]).filter(Boolean);
    expect(found).toEqual(['2001:db8::7', '203.0.113.5', '203.0.113.6', '203.0.113.7']);
  });

  test('has a line with the address for each password change, by the old password and by a code', async () => {
    const mobile = '13700000003';
    await registerNumber(kith, mobile);
    const [{ id, token }] = [await signIn(mobile, PASSWORD)];
    const changed = 'Changed1Word';
    await timed('203.0.113.8', '/im/set/password', {
      _token: token,
      pass1: PASSWORD,
      pass2: changed,
      pass3: changed,
    });
    await timed('203.0.113.9', '/im/App/getSms', { mobile, type: 'FORGET_PASSWORD' });
    await texts.send(kith);
    const reset = await timed('203.0.113.9', '/im/in/forgetPassword', {
      username: mobile,
      password: 'Renewed1Word',
      sms_code: texts.sent.at(-1)!.code,
    });
    expect(reset.body.err, JSON.stringify(reset.body)).toBe(0);
    expect(events('password_changed')).toMatchObject([
      { tenant: 1, account: id, address: '203.0.113.8', by: 'password' },
      { tenant: 1, account: id, address: '203.0.113.9', by: 'code' },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Changed1|Renewed1|1370000/);
  });
});

async function signIn(username: string, password: string): Promise<{ id: number; token: string }> {
  const { body } = await kith.post('/im/in/login', { username, password });
  return { id: Number(String(body.data.userid).replace('Mac_trtc_', '')), token: body.data.token as string };
}

describe('requesting a code', () => {
  test('does the same work for a phone with an account and for one without', async () => {
    const [known, unknown] = ['13700000011', '13700000012'];
    await registerNumber(kith, known);
    for (const type of ['FORGET_PASSWORD', 'REGISTER']) {
      const statements: number[] = [];
      for (const mobile of [known, unknown])
        statements.push(
          await kith.countQueries(() => timed(elsewhere(), '/im/App/getSms', { mobile, type })),
        );
      expect(statements[0], type).toBe(statements[1]);
      const rows = await kith.sql('select phone from codes where phone = any($1)', [[known, unknown]]);
      expect(new Set(rows.map(({ phone }) => phone as string)).size, type).toBe(2);
    }
  });

  test('does the same work as resetting a password with a wrong code', async () => {
    const [known, unknown] = ['13700000021', '13700000022'];
    await registerNumber(kith, known);
    const statements: number[] = [];
    for (const mobile of [known, unknown]) {
      await timed(elsewhere(), '/im/App/getSms', { mobile, type: 'FORGET_PASSWORD' });
      const reset = { username: mobile, password: 'Renewed1Word', sms_code: '000000' };
      statements.push(await kith.countQueries(() => timed(elsewhere(), '/im/in/forgetPassword', reset)));
    }
    expect(statements[0]).toBe(statements[1]);
  });
});
