import { describe, expect, test } from 'vitest';
import { PASSWORD, useKith } from '../harness/kith.js';
import { registerNumber } from './phones.js';
import { keepTexts } from './sent-texts.js';
import { makeTenant, setStatus } from '../im/operator.js';
import { refusal, refused, says } from '../im/refusals.js';

const texts = keepTexts();
const kith = useKith({ overrides: texts.overrides });

const RIGHT = { err: 0, msg: 'success' };
const SENT = { err: 0, msg: '验证码已发送' };
const NEW_PASSWORD = 'N3wPassword';
const MINUTE_MS = 60_000;

let counter = 0;
const freshPhone = () => `138${String(++counter).padStart(8, '0')}`;

/** An account whose user name is a phone. */
async function person(): Promise<{ username: string; password: string; token: string }> {
  const username = freshPhone();
  const token = await registerNumber(kith, username);
  return { username, password: PASSWORD, token };
}

/** Requests a code; returns the sent one. */
async function codeFor(mobile: string, type = 'FORGET_PASSWORD', tenant = 1): Promise<string> {
  await kith.visitor({ tenant }).app.getSms({ mobile, type });
  await texts.send(kith);
  const { phone, text, code } = texts.sent.at(-1)!;
  expect(phone).toBe(mobile);
  expect(text).toMatch(/\d{6}$/);
  return code;
}

const check = async (mobile: string, code: string, type = 'FORGET_PASSWORD') =>
  (await kith.post('/im/app/checkSmsCode', { mobile, code, type })).body;
const reset = (username: string, sms_code: string, password = NEW_PASSWORD) =>
  kith.visitor().in.forgetPassword({ username, password, sms_code, type: 'FORGET_PASSWORD', mobileCode: 1 });

const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('/im/App/getSms', () => {
  test('sends a code of six digits under the name of the tenant', async () => {
    const { username } = await person();
    await codeFor(username);
    expect(texts.sent.at(-1)!.text).toMatch(/^Kith: \d{6}$/);
  });

  test('answers the same for known and unknown phones, and sends no unnecessary message', async () => {
    const { username: known } = await person();
    const unknown = freshPhone();
    const before = texts.sent.length;
    for (const mobile of [known, unknown]) {
      for (const type of ['REGISTER', 'FORGET_PASSWORD', 'TRADEPASSWORD']) {
        expect((await kith.post('/im/App/getSms', { mobile, type })).body).toEqual(SENT);
      }
    }
    await texts.send(kith);
    expect(texts.sent.slice(before).map(({ phone }) => phone)).toEqual([known, known, unknown]);
  });

  test('answers the same when the provider fails', async () => {
    const { username: known } = await person();
    texts.fail(true);
    const answers = [];
    for (const mobile of [known, freshPhone()]) {
      answers.push((await kith.post('/im/App/getSms', { mobile, type: 'FORGET_PASSWORD' })).body);
    }
    await texts.send(kith);
    texts.fail(false);
    expect(answers).toEqual([SENT, SENT]);
  });

  test('refuses an invalid phone and an unknown purpose', async () => {
    for (const mobile of ['ada', '12', '1'.repeat(16), '138 0000', "1'--"]) {
      await expect(kith.visitor().app.getSms({ mobile, type: 'REGISTER' })).rejects.toMatchObject(
        says('手机号码错误'),
      );
    }
    for (const type of ['register', 'toString', '__proto__', 'x']) {
      await expect(kith.visitor().app.getSms({ mobile: freshPhone(), type })).rejects.toMatchObject(
        refused('invalid', 'type'),
      );
    }
  });

  test('stores codes so that a reader of the database cannot recover them', async () => {
    const code = await codeFor((await person()).username);
    const rows = await kith.sql('select * from codes order by id desc limit 1');
    const [message] = await kith.sql('select * from outgoing_messages order by id desc limit 1');
    expect(message).toMatchObject({ state: 'sent', masked_address: expect.stringMatching(/^138…\d\d$/) });
    expect(JSON.stringify([rows, message])).not.toContain(code);
  });
});

describe('/im/app/checkSmsCode', () => {
  test('distinguishes a correct code from a wrong one, and does not consume it', async () => {
    const { username } = await person();
    const code = await codeFor(username);
    expect(await check(username, wrongFor(code))).toEqual(refusal('wrong_code'));
    expect(await check(username, code)).toEqual(RIGHT);
    expect(await check(username, ` ${code} `)).toEqual(RIGHT);
    expect(await reset(username, code)).toHaveProperty('token');
    expect(await check(username, code)).toEqual(refusal('wrong_code'));
  });

  test('accepts a code only for its phone, its purpose and its tenant', async () => {
    const { username } = await person();
    const other = await person();
    const tenant = await makeTenant(kith);
    const code = await codeFor(username);
    expect(await check(other.username, code)).toEqual(refusal('wrong_code'));
    expect(await check(username, code, 'TRADEPASSWORD')).toEqual(refusal('wrong_code'));
    const elsewhere = { mobile: username, code, type: 'FORGET_PASSWORD', _agent_id: tenant };
    expect((await kith.post('/im/app/checkSmsCode', elsewhere)).body).toEqual(refusal('wrong_code'));
    expect(await check(username, code)).toEqual(RIGHT);
  });
});

describe('/im/in/forgetPassword', () => {
  test('sets a new password with a code and signs ada in; her other sessions end', async () => {
    const ada = await person();
    const { token } = await reset(ada.username, await codeFor(ada.username));
    expect((await kith.post('/im/get/base', { _token: token })).body.err).toBe(0);
    expect((await kith.post('/im/get/base', { _token: ada.token })).body).toEqual(refusal('not_signed_in'));
    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused('wrong_credentials'));
    await kith.visitor().in.login({ ...ada, password: NEW_PASSWORD });
  });

  test('accepts a code once, even for many parallel requests', async () => {
    const ada = await person();
    const code = await codeFor(ada.username);
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => reset(ada.username, code, `${NEW_PASSWORD}${i}`)),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    await expect(reset(ada.username, code)).rejects.toMatchObject(refused('wrong_code'));
  });

  test('accepts a code for ten minutes', async () => {
    const ada = await person();
    const bo = await person();
    const [adaCode, boCode] = [await codeFor(ada.username), await codeFor(bo.username)];
    kith.advance(9.5 * MINUTE_MS);
    expect(await reset(ada.username, adaCode)).toHaveProperty('token');
    kith.advance(MINUTE_MS);
    await expect(reset(bo.username, boCode)).rejects.toMatchObject(refused('wrong_code'));
  });

  test('accepts only the newest code', async () => {
    const ada = await person();
    const first = await codeFor(ada.username);
    const second = await codeFor(ada.username);
    if (first !== second)
      await expect(reset(ada.username, first)).rejects.toMatchObject(refused('wrong_code'));
    expect(await reset(ada.username, second)).toHaveProperty('token');
  });

  test('accepts five attempts per code, including a correct fifth one', async () => {
    const ada = await person();
    const code = await codeFor(ada.username);
    for (let i = 0; i < 4; i++)
      expect(await check(ada.username, wrongFor(code))).toEqual(refusal('wrong_code'));
    expect(await reset(ada.username, code)).toHaveProperty('token');

    const bo = await person();
    const boCode = await codeFor(bo.username);
    for (let i = 0; i < 5; i++)
      expect(await check(bo.username, wrongFor(boCode))).toEqual(refusal('wrong_code'));
    await expect(reset(bo.username, boCode)).rejects.toMatchObject(refused('wrong_code'));
  });

  test('counts parallel guesses toward the same five attempts', async () => {
    const ada = await person();
    const code = await codeFor(ada.username);
    // All are correct, so that each counted attempt is also accepted.
    const answers = await Promise.all(Array.from({ length: 30 }, () => check(ada.username, code)));
    expect(answers.filter((body) => body.err === 0)).toHaveLength(5);
    await expect(reset(ada.username, code)).rejects.toMatchObject(refused('wrong_code'));
  });

  test("refuses a code for another phone, and bo's code for ada", async () => {
    const [ada, bo] = [await person(), await person()];
    const [adaCode, boCode] = [await codeFor(ada.username), await codeFor(bo.username)];
    if (adaCode !== boCode) {
      await expect(reset(ada.username, boCode)).rejects.toMatchObject(refused('wrong_code'));
    }
    expect(await reset(ada.username, adaCode)).toHaveProperty('token');
  });

  test('answers an unknown account, or one without a phone, like a wrong code', async () => {
    const ada = await kith.person('ada');
    for (const username of [ada.username, 'nobody_has_it', freshPhone()]) {
      for (const code of ['123456', '']) {
        await expect(reset(username, code)).rejects.toMatchObject(refused('wrong_code'));
      }
    }
  });

  test('refuses a weak password without consuming the code', async () => {
    const ada = await person();
    const code = await codeFor(ada.username);
    await expect(reset(ada.username, code, 'weak')).rejects.toMatchObject(
      says('密码至少8位，须包含大写字母、小写字母和数字'),
    );
    expect(await reset(ada.username, code)).toHaveProperty('token');
  });

  test('changes the password of a frozen account, which stays frozen, and nothing for a disabled account', async () => {
    const ada = await person();
    await setStatus(kith, { ...ada, tenant: 1 }, 'frozen');
    await expect(reset(ada.username, await codeFor(ada.username))).rejects.toMatchObject(
      refused('account_frozen'),
    );
    const { token } = await kith.visitor().in.frozen({ ...ada, password: NEW_PASSWORD });
    expect((await kith.post('/im/get/base', { _token: token })).body.err).toBe(0);

    const bo = await person();
    await setStatus(kith, { ...bo, tenant: 1 }, 'disabled');
    await expect(reset(bo.username, await codeFor(bo.username))).rejects.toMatchObject(
      refused('account_disabled'),
    );
    await expect(kith.visitor().in.login(bo)).rejects.toMatchObject(refused('account_disabled'));
  });
});

describe('registering with a code', () => {
  test('requires the correct code if the tenant demands one', async () => {
    const tenant = await makeTenant(kith, { smsOnRegistration: true });
    const { in: door } = kith.visitor({ tenant });
    const username = freshPhone();
    const code = await codeFor(username, 'REGISTER', tenant);
    const form = { username, password: PASSWORD, mobileCode: 1 } as const;
    await expect(door.reg({ ...form, username: 'ada', sms_code: code })).rejects.toMatchObject(
      says('手机号码错误'),
    );
    await expect(door.reg(form)).rejects.toMatchObject(refused('wrong_code'));
    for (const sms_code of [wrongFor(code), '']) {
      await expect(door.reg({ ...form, sms_code })).rejects.toMatchObject(refused('wrong_code'));
    }
    await expect(door.reg({ ...form, mobileCode: 0, sms_code: code })).rejects.toMatchObject(
      refused('wrong_code'),
    );
    const { token } = await door.reg({ ...form, sms_code: code });
    const { body } = await kith.post('/im/get/getUserInfo', { _token: token });
    expect(body.data).toMatchObject({ username, phone: username });
  });

  test('checks a given code even if the tenant demands none', async () => {
    const username = freshPhone();
    const code = await codeFor(username, 'REGISTER');
    const form = { username, password: PASSWORD, mobileCode: 1 } as const;
    await expect(kith.visitor().in.reg({ ...form, sms_code: wrongFor(code) })).rejects.toMatchObject(
      refused('wrong_code'),
    );
    expect(await kith.visitor().in.reg({ ...form, sms_code: code })).toHaveProperty('token');
  });
});
