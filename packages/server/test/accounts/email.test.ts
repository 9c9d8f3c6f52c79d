import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRateLimiter, defaultLimits } from '../../src/adapters/rate-limits.js';
import { PASSWORD, useKith, type Person } from '../harness/kith.js';
import { makeTenant, setStatus } from '../im/operator.js';
import { refusal, refused, says } from '../im/refusals.js';
import { keepMails } from './sent-mails.js';

const mails = keepMails();
const kith = useKith({ overrides: mails.overrides });
beforeAll(() => mails.start());
afterAll(() => mails.stop());

const NEW_PASSWORD = 'N3wPassword';
const SENT = { err: 0, msg: '验证码已发送' };
let counter = 0;
const freshEmail = () => `ada.${++counter}@example.org`;
const emailOf = async (person: Person) => (await person.im.get.getUserInfo({})).email;
const isSignedIn = async (token: string) =>
  (await kith.post('/im/get/base', { _token: token })).body.err === 0;

/** Requests an address for a person; returns the code that arrived there. */
async function codeFor(person: Person, email: string): Promise<string> {
  await person.im.email.set({ email, password: PASSWORD });
  const mail = (await mails.send(kith)).find(({ to }) => to === email);
  return mail!.code;
}

/** A person with a confirmed address. */
async function withEmail(name: string, email = freshEmail()): Promise<Person & { email: string }> {
  const person = await kith.person(name);
  await person.im.email.confirm({ email, code: await codeFor(person, email) });
  return { ...person, email };
}

/** Requests a reset; returns the code, or undefined if no mail came. */
async function resetCode(email: string): Promise<string | undefined> {
  await kith.visitor().email.sendCode({ email });
  return (await mails.send(kith)).find(({ to }) => to.toLowerCase() === email.trim().toLowerCase())?.code;
}

describe('/im/email/set and /im/email/confirm', () => {
  test('ada has an address once she has confirmed it, and changes it the same way; only she sees it', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const [first, second] = [freshEmail(), freshEmail()];
    const code = await codeFor(ada, first);
    expect(await emailOf(ada)).toBe('');
    await ada.im.email.confirm({ email: first, code: ` ${code} ` });
    expect(await emailOf(ada)).toBe(first);
    expect((await bo.im.get.getUserInfo({ user_id: ada.id })).email).toBe('');
    const next = await codeFor(ada, second);
    expect(await emailOf(ada)).toBe(first);
    await ada.im.email.confirm({ email: second, code: next });
    expect(await emailOf(ada)).toBe(second);
    const notices = await mails.send(kith);
    expect(notices).toMatchObject([{ to: first, subject: 'Kith: 您的邮箱地址已更改', code: '' }]);
    expect(notices[0]!.text).not.toContain(second);
    // Another spelling of the same address is no change that somebody has to be told of.
    const spelled = second.toUpperCase();
    await ada.im.email.confirm({ email: spelled, code: await codeFor(ada, spelled) });
    expect(await emailOf(ada)).toBe(spelled);
    expect(await mails.send(kith)).toEqual([]);
    await expect(ada.im.email.confirm({ email: second, code: next })).rejects.toMatchObject(
      refused('wrong_code'),
    );
  });

  test('a mail says in the language of the caller what it is for', async () => {
    const ada = await kith.person('ada');
    for (const [locale, subject] of [
      ['en', 'Kith: Confirm your e-mail address'],
      ['zh-CN', 'Kith: 确认您的邮箱地址'],
      ['zh-TW', 'Kith: 確認您的電子郵件地址'],
    ] as const) {
      const email = freshEmail();
      await kith.post('/im/email/set', { _token: ada.token, _locale: locale, email, password: PASSWORD });
      expect(await mails.send(kith)).toMatchObject([{ to: email, subject }]);
    }
  });

  test('without the password, or with something that is no address, nothing is sent', async () => {
    const ada = await kith.person('ada');
    await expect(ada.im.email.set({ email: freshEmail(), password: 'Wr0ngOne1' })).rejects.toMatchObject(
      says('原密码错误'),
    );
    const { token } = await kith.visitor().in.reg_tourist({});
    const visitor = { _token: token, email: freshEmail(), password: PASSWORD };
    expect((await kith.post('/im/email/set', visitor)).body.err).toBe(1);
    for (const email of [
      'ada',
      'a@b',
      'a b@example.org',
      '"a"@example.org',
      'a@example.org,b@example.org',
      '<a@example.org>',
      'a@example.org\nBcc: b@example.org',
    ])
      await expect(ada.im.email.set({ email, password: PASSWORD }), email).rejects.toMatchObject(
        says('邮箱地址错误'),
      );
    expect(await mails.send(kith)).toEqual([]);
  });

  test('a code belongs to one account and one address', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const email = freshEmail();
    const code = await codeFor(ada, email);
    const bos = await codeFor(bo, email);
    if (bos !== code)
      await expect(bo.im.email.confirm({ email, code })).rejects.toMatchObject(refused('wrong_code'));
    await expect(ada.im.email.confirm({ email: freshEmail(), code })).rejects.toMatchObject(
      refused('wrong_code'),
    );
    await ada.im.email.confirm({ email: email.toUpperCase(), code });
    expect(await emailOf(ada)).toBe(email.toUpperCase());
  });

  test('an address belongs to one account of a tenant, whoever confirms first; nobody learns that it is taken', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const email = freshEmail();
    const codes = [await codeFor(ada, email), await codeFor(bo, email)] as const;
    const results = await Promise.allSettled([
      ada.im.email.confirm({ email, code: codes[0] }),
      bo.im.email.confirm({ email, code: codes[1] }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [owner, other] = results[0].status === 'fulfilled' ? [ada, bo] : [bo, ada];
    expect([await emailOf(owner), await emailOf(other)]).toEqual([email, '']);

    const request = { _token: other.token, email: ` ${email.toUpperCase()} `, password: PASSWORD };
    expect((await kith.post('/im/email/set', request)).body).toEqual(SENT);
    expect(await mails.send(kith)).toEqual([]);

    const tenant = await makeTenant(kith);
    const elsewhere = await kith.person('ada', { tenant });
    await elsewhere.im.email.confirm({ email, code: await codeFor(elsewhere, email) });
    expect(await emailOf(elsewhere)).toBe(email);
  });
});

describe('/im/email/remove', () => {
  test('needs the password, and frees the address for others', async () => {
    const ada = await withEmail('ada');
    await expect(ada.im.email.remove({ password: 'Wr0ngOne1' })).rejects.toMatchObject(says('原密码错误'));
    expect(await emailOf(ada)).toBe(ada.email);
    const request = { _token: ada.token, _locale: 'en', password: PASSWORD };
    expect((await kith.post('/im/email/remove', request)).body.err).toBe(0);
    expect(await emailOf(ada)).toBe('');
    expect(await mails.send(kith)).toMatchObject([
      { to: ada.email, subject: 'Kith: Your e-mail address was removed', code: '' },
    ]);
    // There is nothing left to remove, and nobody to tell.
    await ada.im.email.remove({ password: PASSWORD });
    expect(await mails.send(kith)).toEqual([]);
    expect(await resetCode(ada.email)).toBeUndefined();
    await withEmail('bo', ada.email);
  });
});

describe('/im/email/sendCode and /im/email/resetPassword', () => {
  test('ada sets a new password with the code that she gets by mail; all her sessions end', async () => {
    const ada = await withEmail('ada');
    const code = (await resetCode(` ${ada.email.toUpperCase()}`))!;
    const { token } = await kith
      .visitor()
      .email.resetPassword({ email: ada.email, code, password: NEW_PASSWORD });
    expect(await isSignedIn(token)).toBe(true);
    expect(await isSignedIn(ada.token)).toBe(false);
    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused('wrong_credentials'));
    await kith.visitor().in.login({ ...ada, password: NEW_PASSWORD });
    const again = { email: ada.email, code, password: NEW_PASSWORD };
    await expect(kith.visitor().email.resetPassword(again)).rejects.toMatchObject(refused('wrong_code'));
  });

  test('the response is the same for any address, and costs the same statements', async () => {
    const ada = await withEmail('ada');
    const answers: unknown[] = [];
    const counts: number[] = [];
    for (const email of [ada.email, freshEmail()]) {
      counts.push(
        await kith.countQueries(async () => {
          answers.push((await kith.post('/im/email/sendCode', { email })).body);
        }),
      );
    }
    expect(answers).toEqual([SENT, SENT]);
    expect(counts[0]).toBe(counts[1]);
    expect((await mails.send(kith)).map(({ to }) => to)).toEqual([ada.email]);
    const wrong: unknown[] = [];
    for (const email of [ada.email, freshEmail()]) {
      await kith.post('/im/email/sendCode', { email });
      wrong.push(
        (await kith.post('/im/email/resetPassword', { email, code: '', password: NEW_PASSWORD })).body,
      );
      const guess = { email, code: 'x', password: NEW_PASSWORD };
      wrong.push((await kith.post('/im/email/resetPassword', guess)).body);
    }
    await mails.send(kith);
    expect(wrong).toEqual([wrong[0], refusal('wrong_code'), wrong[0], refusal('wrong_code')]);
  });

  test('a weak password, also one like the user name, leaves the code valid; ten minutes end it', async () => {
    const ada = await withEmail('ada');
    const code = (await resetCode(ada.email))!;
    const reset = (password: string) =>
      kith.visitor().email.resetPassword({ email: ada.email, code, password });
    await expect(reset('weak')).rejects.toMatchObject({ err: 1 });
    await kith.sql(`update accounts set username = 'Margarethe' where id = $1`, [ada.id]);
    await expect(reset('Margarethe77')).rejects.toMatchObject({ err: 1 });
    expect(await reset(NEW_PASSWORD)).toHaveProperty('token');
    const late = (await resetCode(ada.email))!;
    kith.advance(10 * 60_000 + 1);
    await expect(
      kith.visitor().email.resetPassword({ email: ada.email, code: late, password: 'An0therOne' }),
    ).rejects.toMatchObject(refused('wrong_code'));
  });

  test('a code for the old address ends with it', async () => {
    const ada = await withEmail('ada');
    const code = (await resetCode(ada.email))!;
    const email = freshEmail();
    await ada.im.email.confirm({ email, code: await codeFor(ada, email) });
    await expect(
      kith.visitor().email.resetPassword({ email: ada.email, code, password: NEW_PASSWORD }),
    ).rejects.toMatchObject(refused('wrong_code'));
  });

  test('a frozen account stays frozen, and a disabled one keeps its password', async () => {
    const ada = await withEmail('ada');
    const reset = async (password: string) =>
      kith.visitor().email.resetPassword({ email: ada.email, code: (await resetCode(ada.email))!, password });
    await setStatus(kith, ada, 'frozen');
    await expect(reset(NEW_PASSWORD)).rejects.toMatchObject(refused('account_frozen'));
    await setStatus(kith, ada, 'disabled');
    await expect(reset('An0therOne')).rejects.toMatchObject(refused('account_disabled'));
  });
});

describe('limits of codes by mail', () => {
  const { code_mail, code_account } = defaultLimits;
  const limits = makeRateLimiter({
    table: { ...defaultLimits, code_address: { points: 1000, seconds: 60 } },
  });
  const kith = useKith({ overrides: { ...mails.overrides, ports: { ...mails.overrides.ports, limits } } });

  test('an address receives few codes an hour, whoever asks, and an account requests few', async () => {
    const email = 'flooded@example.org';
    const ask = async () => (await kith.post('/im/email/sendCode', { email })).body.err;
    for (let i = 0; i < code_mail.points; i++) expect(await ask()).toBe(0);
    expect(await ask()).not.toBe(0);
    const ada = await kith.person('ada');
    await expect(ada.im.email.set({ email, password: PASSWORD })).rejects.toMatchObject({ name: 'ImError' });
    const request = (i: number) => ada.im.email.set({ email: `other.${i}@example.org`, password: PASSWORD });
    for (let i = 1; i < code_account.points; i++) await request(i);
    await expect(request(99)).rejects.toMatchObject({ name: 'ImError' });
  });
});

describe('without a mail server', () => {
  const kith = useKith({ config: { isProduction: true } });

  test('what needs one is off', async () => {
    const ada = await kith.person('ada');
    const email = 'ada@example.org';
    await expect(kith.visitor().email.sendCode({ email })).rejects.toMatchObject(refused('feature_off'));
    await expect(ada.im.email.set({ email, password: PASSWORD })).rejects.toMatchObject(
      refused('feature_off'),
    );
  });
});
