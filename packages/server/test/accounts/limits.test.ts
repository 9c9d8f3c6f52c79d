import { describe, expect, test } from 'vitest';
import { defaultLimits, makeRateLimiter, type LimitTable } from '../../src/adapters/rate-limits.js';
import { PASSWORD, useKith, type Answer, type Kith } from '../harness/kith.js';
import { registerNumber } from './phones.js';
import { keepTexts } from './sent-texts.js';
import { refusal } from '../im/refusals.js';

/** Small limits in place of the real ones. */
function limiter(figures: Partial<Record<keyof LimitTable, number>>) {
  const small = Object.entries(figures).map(([name, points]) => [name, { points, seconds: 600 }]);
  const wide = Object.keys(defaultLimits).map((name) => [name, { points: 1000, seconds: 600 }]);
  return makeRateLimiter({ table: Object.fromEntries([...wide, ...small]) as LimitTable });
}

const TOO_OFTEN = refusal('too_many_requests');
const WRONG = refusal('wrong_credentials');
const WRONG_OLD = { err: 1, msg: '原密码错误' };

/** Posts from this address, behind a proxy on this machine. */
function at(kith: Kith, address: string) {
  return async (path: string, fields: Record<string, unknown>): Promise<Answer['body']> =>
    (await kith.post(path, fields, { headers: { 'x-forwarded-for': address } })).body;
}

let counter = 0;
const fresh = () => `fresh_${++counter}`;

describe('signing in', () => {
  const kith = useKith({
    config: { trustProxy: '127.0.0.1' },
    overrides: { ports: { limits: limiter({ sign_in_account: 3, sign_in_address: 8 }) } },
  });

  test('is refused after several wrong guesses for one account, and only from that address', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo');
    const mallory = at(kith, '192.0.2.66');
    const guess = { username: ada.username, password: 'Wr0ngPassword' };
    for (let i = 0; i < 3; i++) expect(await mallory('/im/in/login', guess)).toEqual(WRONG);
    expect(await mallory('/im/in/login', guess)).toEqual(TOO_OFTEN);
    expect(await mallory('/im/in/login', { ...guess, username: ada.username.toUpperCase() })).toEqual(
      TOO_OFTEN,
    );
    expect(await mallory('/im/in/login', login(ada))).toEqual(TOO_OFTEN);
    expect(await mallory('/im/in/frozen', login(ada))).toEqual(TOO_OFTEN);

    // Other users of that address, and ada at her own, are not locked out.
    expect((await mallory('/im/in/login', login(bo))).err).toBe(0);
    expect((await at(kith, '192.0.2.1')('/im/in/login', login(ada))).err).toBe(0);
  });

  test('is refused after many guesses at many accounts from one address; other users there are delayed, ada elsewhere is not', async () => {
    const ada = await kith.person('ada');
    const mallory = at(kith, '192.0.2.67');
    for (let i = 0; i < 8; i++) {
      expect(await mallory('/im/in/login', { username: fresh(), password: 'Wr0ngPassword' })).toEqual(WRONG);
    }
    expect(await mallory('/im/in/login', { username: fresh(), password: 'Wr0ngPassword' })).toEqual(
      TOO_OFTEN,
    );
    expect((await at(kith, '192.0.2.2')('/im/in/login', login(ada))).err).toBe(0);
  });

  test('costs nothing with the correct password', async () => {
    const ada = await kith.person('ada');
    const home = at(kith, '192.0.2.3');
    for (let i = 0; i < 12; i++) expect((await home('/im/in/login', login(ada))).err).toBe(0);
  });

  test('in parallel does not bypass the count', async () => {
    const { username } = await kith.person('ada');
    const mallory = at(kith, '192.0.2.68');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        mallory('/im/in/login', { username, password: `Wr0ngPassword${i}` }),
      ),
    );
    expect(answers.filter((body) => body.msg === WRONG.msg)).toHaveLength(3);
    expect(answers.filter((body) => body.msg === TOO_OFTEN.msg)).toHaveLength(17);
  });

  test('limits password guesses through a stolen session, and does not count frequent changes as guesses', async () => {
    const ada = await kith.person('ada');
    const mallory = at(kith, '192.0.2.69');
    const home = at(kith, '192.0.2.4');
    const change = (pass1: string, pass2: string) => ({ _token: ada.token, pass1, pass2, pass3: pass2 });
    for (let i = 0; i < 3; i++) {
      expect(await mallory('/im/set/password', change('Wr0ngPassword', PASSWORD))).toEqual(WRONG_OLD);
    }
    expect(await mallory('/im/set/password', change(PASSWORD, PASSWORD))).toEqual(TOO_OFTEN);
    for (let i = 0; i < 5; i++) {
      expect((await home('/im/set/password', change(PASSWORD, PASSWORD))).err, `change ${i}`).toBe(0);
    }
  });

  test('counts guesses through a session apart from guesses at a user name that looks like its id', async () => {
    const ada = await kith.person('ada');
    await registerNumber(kith, String(ada.id));
    const office = at(kith, '192.0.2.70');
    const change = { _token: ada.token, pass1: 'Wr0ngPassword', pass2: PASSWORD, pass3: PASSWORD };
    for (let i = 0; i < 3; i++) expect(await office('/im/set/password', change)).toEqual(WRONG_OLD);
    expect((await office('/im/in/login', { username: ada.id, password: PASSWORD })).err).toBe(0);
  });
});

describe('registering', () => {
  const kith = useKith({
    config: { trustProxy: '127.0.0.1' },
    overrides: { ports: { limits: limiter({ register_address: 3, pending_avatar_address: 2 }) } },
  });

  test('is refused after several accounts from one address, including visitors and taken names', async () => {
    const mallory = at(kith, '192.0.2.66');
    const reg = () => ({ username: fresh(), password: PASSWORD });
    const taken = reg();
    expect((await mallory('/im/in/reg', taken)).err).toBe(0);
    expect((await mallory('/im/in/reg_tourist', {})).err).toBe(0);
    expect(await mallory('/im/in/reg', taken)).toEqual(refusal('username_taken'));
    expect(await mallory('/im/in/reg', reg())).toEqual(TOO_OFTEN);
    expect(await mallory('/im/in/reg_tourist', {})).toEqual(TOO_OFTEN);
    expect((await at(kith, '192.0.2.1')('/im/in/reg', reg())).err).toBe(0);
  });

  test('counts waiting pictures per address, but not a second form without a file', async () => {
    const mallory = at(kith, '192.0.2.67');
    const form = async (address: string) => {
      const body = new FormData();
      body.set('username', fresh());
      body.set('file', new Blob(['no picture']), 'photo.jpg');
      return (await kith.post('/im/in/photo', {}, { body, headers: { 'x-forwarded-for': address } })).body;
    };
    for (let i = 0; i < 5; i++) expect((await mallory('/im/in/photo', { username: fresh() })).err).toBe(0);
    for (let i = 0; i < 2; i++) expect(await form('192.0.2.67')).toEqual(refusal('unsupported_media'));
    expect(await form('192.0.2.67')).toEqual(TOO_OFTEN);
    expect(await form('192.0.2.1')).toEqual(refusal('unsupported_media'));
  });
});

describe('codes by text message', () => {
  const texts = keepTexts();
  const kith = useKith({
    config: { trustProxy: '127.0.0.1' },
    overrides: {
      ...texts.overrides,
      ports: {
        ...texts.overrides.ports,
        limits: limiter({ code_phone: 2, code_address: 5, sign_in_address: 4 }),
      },
    },
  });

  test('are limited per phone, on all paths together, known or unknown', async () => {
    const known = '13800000001';
    await registerNumber(kith, known);
    for (const mobile of [known, '13800000002']) {
      const ask = { mobile, type: 'FORGET_PASSWORD' };
      for (const address of ['192.0.2.1', '192.0.2.2']) {
        expect((await at(kith, address)('/im/App/getSms', ask)).err).toBe(0);
      }
      expect(await at(kith, '192.0.2.3')('/im/App/getSms', ask)).toEqual(TOO_OFTEN);
    }
    await texts.send(kith);
    expect(texts.sent.map(({ phone }) => phone)).toEqual([known, known]);
  });

  test('have a limit of guesses per address, so that nobody can use up the five attempts of other users', async () => {
    const guess = (address: string) =>
      at(kith, address)('/im/app/checkSmsCode', { mobile: '13800000003', type: 'REGISTER', code: '123456' });
    for (let i = 0; i < 4; i++) expect(await guess('192.0.2.77')).toEqual(refusal('wrong_code'));
    expect(await guess('192.0.2.77')).toEqual(TOO_OFTEN);
    expect(await guess('192.0.2.5')).toEqual(refusal('wrong_code'));
  });

  test('cost nothing when they are correct', async () => {
    const check = { mobile: '13800000004', type: 'REGISTER' };
    const home = at(kith, '192.0.2.6');
    await home('/im/App/getSms', check);
    await texts.send(kith);
    const { code } = texts.sent.at(-1)!;
    await kith.sql('update codes set tries = -100 where phone = $1', [check.mobile]);
    for (let i = 0; i < 6; i++) {
      expect((await home('/im/app/checkSmsCode', { ...check, code })).err).toBe(0);
    }
  });

  test('have a limit of requests per address', async () => {
    const ask = (address: string) =>
      at(kith, address)('/im/App/getSms', { mobile: `1390000${1000 + ++counter}`, type: 'REGISTER' });
    for (let i = 0; i < 5; i++) expect((await ask('192.0.2.66')).err).toBe(0);
    expect(await ask('192.0.2.66')).toEqual(TOO_OFTEN);
    expect((await ask('192.0.2.4')).err).toBe(0);
  });
});

describe('friend requests and uploads', () => {
  const kith = useKith({ overrides: { ports: { limits: limiter({ friend_request: 2, upload: 1 }) } } });

  test('are limited per account', async () => {
    const ada = await kith.person('ada');
    const others = [await kith.person('bo'), await kith.person('cy'), await kith.person('di')];
    const ask = async (from: { token: string }, i: number) =>
      (await kith.post('/im/action/friendAdd', { _token: from.token, user_id: others[i]!.id })).body;
    expect((await ask(ada, 0)).err).toBe(0);
    expect((await ask(ada, 1)).err).toBe(0);
    expect(await ask(ada, 2)).toEqual(TOO_OFTEN);
    expect((await ask(others[0]!, 2)).err).toBe(0);

    const upload = async (from: { token: string }) => {
      const body = new FormData();
      body.set('_token', from.token);
      body.set('file', new Blob(['no picture']), 'photo.jpg');
      return (await kith.post('/im/upload/photo', {}, { body })).body;
    };
    expect(await upload(ada)).toEqual(refusal('unsupported_media'));
    expect(await upload(ada)).toEqual(TOO_OFTEN);
    expect(await upload(others[0]!)).toEqual(refusal('unsupported_media'));
  });
});

describe('X-Forwarded-For', () => {
  const kith = useKith({ overrides: { ports: { limits: limiter({ sign_in_account: 2 }) } } });

  test('is ignored when no proxy is trusted: mallory cannot appear at many addresses', async () => {
    const { username, password, id } = await kith.person('ada');
    const guess = (i: number) =>
      at(kith, `192.0.2.${i}`)('/im/in/login', { username, password: 'Wr0ngPassword' });
    expect(await guess(1)).toEqual(WRONG);
    expect(await guess(2)).toEqual(WRONG);
    expect(await guess(3)).toEqual(TOO_OFTEN);
    expect(await at(kith, '192.0.2.4')('/im/in/login', { username, password })).toEqual(TOO_OFTEN);
    expect(await kith.sql('select address from accounts where id = $1', [id])).toEqual([
      { address: '127.0.0.1' },
    ]);
  });
});

function login({ username, password }: { username: string; password: string }) {
  return { username, password };
}

describe('the bytes of sent messages', () => {
  const kith = useKith({ overrides: { ports: { limits: limiter({ message_bytes: 5000 }) } } });

  test('are limited per account on every path, and a message to many recipients counts once for each', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const [to, toCy] = [await kith.befriend(ada, bo), await kith.befriend(ada, cy)];
    const content = { text: 'x'.repeat(1000) };
    await ada.im.message.textMsgs({ list_ids: [to, toCy], content_type: 0, content });
    const socket = await ada.v1();
    const send = (id: string) => socket.send({ t: 'send', to, cid: id, type: 0, content });
    send(crypto.randomUUID());
    const { id } = await socket.next('ack');
    socket.send({ t: 'edit', to, id, content: { text: 'y'.repeat(1000) } });
    await socket.next('ack');
    send(crypto.randomUUID());
    expect(await socket.next('nack')).toMatchObject({ code: 'too_many_requests' });
    const { body } = await kith.post('/im/message/zhuanMsg', { _token: ada.token, msgid: id, list_id: toCy });
    expect(body).toEqual(TOO_OFTEN);
    // Other accounts are not affected.
    await bo.im.message.textMsg({ list_id: to, content_type: 0, content });
    socket.close();
  });
});
