import { describe, expect, test } from 'vitest';
import { makePasswordHasher } from '../../src/adapters/passwords.js';
import { PASSWORD, quickPasswords, useKith } from '../harness/kith.js';
import { makeTenant, setStatus } from './operator.js';
import { refusal, refused, says } from './refusals.js';

// The real hashing cost: one of these stories measures time.
const kith = useKith({ overrides: { ports: { passwords: makePasswordHasher() } } });

const STRICT = says('密码至少8位，须包含大写字母、小写字母和数字');
const TAKEN = { err: 1, msg: '这个用户名已经存在了' };

/** An unused user name. */
let counter = 0;
const fresh = () => `fresh_${++counter}`;

describe('/im/in/login', () => {
  test('accepts a form, JSON, multipart and a query', async () => {
    const { username, password, id } = await kith.person('ada');
    const fields = { username, password, client_id: '', invite_code: '', _token: '', _agent_id: '1' };
    const multipart = new FormData();
    for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
    const json = { body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } };

    for (const answer of [
      await kith.post('/im/in/login', fields),
      await kith.post('/im/in/login', {}, json),
      await kith.post('/im/in/login', {}, { body: multipart }),
      await kith.post(
        `/im/in/login?${String(new URLSearchParams(fields))}`,
        {},
        { method: 'GET', body: null },
      ),
    ]) {
      expect(answer.body).toMatchObject({ err: 0, msg: '登陆成功', data: { userid: `Mac_trtc_${id}` } });
    }
  });

  test('accepts `username` or `account`, in any letter case, with surrounding spaces, and the path in any case', async () => {
    const { username, password, id } = await kith.person('ada');
    for (const [path, fields] of [
      ['/im/in/login', { username }],
      ['/im/in/login', { account: username }],
      ['/im/in/login', { username: '', account: username }],
      ['/im/in/login', { username: username.toUpperCase() }],
      ['/im/in/login', { username: ` ${username} ` }],
      ['/im/In/LOGIN', { username }],
      ['/IM/in/login%20', { username }],
      ['//im//in/login/', { username }],
    ] as const) {
      const { body } = await kith.post(path, { ...fields, password });
      expect(body, path).toMatchObject({ err: 0, data: { userid: `Mac_trtc_${id}` } });
    }
    expect((await kith.post('/im/in/login', { password })).body).toEqual(refusal('invalid', 'username'));
    expect((await kith.post('/im/in/login', { username })).body).toEqual(refusal('invalid', 'password'));
  });

  test('ignores a leftover token', async () => {
    const { username, password } = await kith.person('ada');
    for (const _token of ['', 'undefined', 'left over']) {
      expect((await kith.post('/im/in/login', { username, password, _token })).body.err).toBe(0);
    }
  });

  test('returns a token with the content of the document and its tenant, and nothing else', async () => {
    const ada = await kith.person('ada');
    const { token } = await kith.visitor().in.login(ada);
    const [head, claims] = token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
    expect(head).toEqual({ typ: 'JWT', alg: 'HS256' });
    expect(Object.keys(claims!).sort()).toEqual([
      'exp',
      'iat',
      'iss',
      'jti',
      'nbf',
      'sub',
      'tenant_id',
      'user_id',
    ]);
    const now = Math.floor(kith.server.deps.now() / 1000);
    expect(claims).toMatchObject({
      user_id: ada.id,
      iss: 'im_http',
      sub: String(ada.id),
      nbf: claims!['iat'],
    });
    expect(Math.abs(now - Number(claims!['iat']))).toBeLessThan(10);
    expect(claims!['exp']).toBeGreaterThan(now + 180 * 24 * 3600);
    const sessions = await kith.sql('select id from sessions where account_id = $1', [ada.id]);
    expect(sessions).toContainEqual({ id: claims!['jti'] });
  });

  test('shows the connection named by the client to its owner only', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo');
    await kith.visitor().in.login({ ...ada, client_id: '7f0000010b54' });
    expect(await ada.im.get.getUserInfo()).toMatchObject({ client_id: '7f0000010b54' });
    expect(await bo.im.get.getUserInfo({ user_id: ada.id })).toMatchObject({ client_id: '' });
  });

  test('gives the same response after the same time for a wrong password and an unknown user', async () => {
    const { username } = await kith.person('ada');
    const wrong = { username, password: 'Wr0ngPassword' };
    const unknown = { username: 'nobody_has_it', password: 'Wr0ngPassword' };
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round < 12; round++) {
      for (const [i, fields] of [wrong, unknown].entries()) {
        const startedAt = performance.now();
        const { body } = await kith.post('/im/in/login', fields);
        times[i]!.push(performance.now() - startedAt);
        expect(body).toEqual(refusal('wrong_credentials'));
      }
    }
    const [known, stranger] = times.map(median) as [number, number];
    expect(stranger / known).toBeGreaterThan(0.5);
    expect(stranger / known).toBeLessThan(2);
  });

  test('neither trims nor truncates a password', async () => {
    const username = fresh();
    const long = `Aa1${'x'.repeat(250)}`;
    await kith.visitor().in.reg({ username, password: long });
    await kith.visitor().in.login({ username, password: long });
    for (const password of [`${long} `, long.slice(0, 72), long.slice(0, -1), long.toLowerCase()]) {
      await expect(kith.visitor().in.login({ username, password })).rejects.toMatchObject(
        refused('wrong_credentials'),
      );
    }
  });

  test('refuses an account of another tenant', async () => {
    const elsewhere = await makeTenant(kith);
    const ada = await kith.person('ada');
    await kith.visitor({ tenant: 1 }).in.login(ada);
    await expect(kith.visitor({ tenant: elsewhere }).in.login(ada)).rejects.toMatchObject(
      refused('wrong_credentials'),
    );
  });
});

describe('/im/in/reg', () => {
  test('requires 8 characters of three kinds as a password in the profile `document`', async () => {
    for (const password of [
      'Passw0r',
      'password1',
      'PASSWORD1',
      'Passwords',
      '11111111',
      `Aa1${'x'.repeat(254)}`,
    ]) {
      await expect(kith.visitor().in.reg({ username: fresh(), password }), password).rejects.toMatchObject(
        STRICT,
      );
    }
    expect(await kith.visitor().in.reg({ username: fresh(), password: 'Kvq7tree' })).toHaveProperty('token');
  });

  test('requires 6 characters in the profile `uniapp`', async () => {
    const tenant = await makeTenant(kith, { imProfile: 'uniapp' });
    const { in: door } = kith.visitor({ tenant });
    await expect(door.reg({ username: 'ada', password: '11111' })).rejects.toMatchObject(says('密码至少6位'));
    expect(await door.reg({ username: 'ada', password: 'kv7q2m' })).toHaveProperty('token');
  });

  test('accepts 1 to 20 word characters or an e-mail address as a user name', async () => {
    const bad = says('用户名须为1到20位的文字、数字或下划线，或电子邮箱');
    for (const username of [
      'x'.repeat(21),
      'a b',
      'a-b',
      'a.b',
      '@',
      'a@',
      '@b',
      'a@b@c',
      'a\u200bb@c',
      '😀',
      'a\nb@c',
    ]) {
      await expect(kith.visitor().in.reg({ username, password: PASSWORD }), username).rejects.toMatchObject(
        bad,
      );
    }
    for (const username of ['x', 'x'.repeat(20), '阿达', 'Ада_1', 'สุดา', 'राम', 'রাজু', 'مُحَمَّد']) {
      const { myname } = await kith.visitor().in.reg({ username, password: PASSWORD });
      expect(myname).toBe(username);
    }
    for (const fields of [{ username: 'ada@example.com' }, { account: 'bo@example.com' }]) {
      const { myname } = await kith.visitor().in.reg({ ...fields, password: PASSWORD });
      expect(myname).toMatch(/^用户\d{6}$/);
    }
  });

  test('accepts a long e-mail address, and nicknames of 50 characters', async () => {
    const username = `${'long'.repeat(15)}@example.com`;
    await kith.visitor().in.reg({ username, password: PASSWORD });
    await expect(
      kith.visitor().in.reg({ username: fresh(), password: PASSWORD, nickname: 'n'.repeat(51) }),
    ).rejects.toMatchObject(says('不能超过50个字：nickname'));
  });

  test("refuses a taken name with the document's message, also in another case or width", async () => {
    const fields = { username: 'damdao', password: PASSWORD };
    expect((await kith.post('/im/in/reg', fields)).body.err).toBe(0);
    for (const username of ['damdao', 'DamDao', ' damdao ', 'ｄａｍｄａｏ']) {
      expect((await kith.post('/im/in/reg', { ...fields, username })).body).toEqual(TAKEN);
    }
    // The document's own example sends a password that its rule does not allow.
    expect((await kith.post('/im/in/reg', { ...fields, password: '11111111' })).body).toEqual(TAKEN);
  });

  test('refuses a name that looks like a taken one in any script; registration, search and sign-in use one form', async () => {
    const reg = (username: string) => kith.visitor().in.reg({ username, password: PASSWORD });
    await reg('omega_7');
    for (const twin of ['οmega_7', 'ornega_7', 'OMEGA_7'])
      await expect(reg(twin), twin).rejects.toMatchObject({ err: 1 });
    const decomposed = 'Nguye\u0302\u0303n';
    const { myname } = await reg(decomposed);
    expect(myname).toBe('Nguyễn');
    for (const username of [decomposed, 'Nguyễn', 'NGUYỄN'])
      expect(await kith.visitor().in.login({ username, password: PASSWORD })).toHaveProperty('token');
    const ada = await kith.person('ada');
    expect((await ada.im.get.searchUser({ val: decomposed })).data.map(({ nickname }) => nickname)).toContain(
      'Nguyễn',
    );
  });

  test('accepts one of many parallel registrations of similar names', async () => {
    const names = ['opal', 'оpal', 'opaІ', 'OPAL', '0pal', 'opa1'];
    const answers = await Promise.all(
      names.map(async (username) => (await kith.post('/im/in/reg', { username, password: PASSWORD })).body),
    );
    expect(answers.filter((body) => body.err === 0)).toHaveLength(1);
    expect(await kith.sql(`select id from accounts where username_skeleton = 'opal'`)).toHaveLength(1);
  });

  test('accepts a number as a user name only with a code, and no reserved name', async () => {
    const ada = await kith.person('ada');
    for (const username of [String(ada.id), '13800138009', '１３８００１３８００９', '١٠٠٠١'])
      await expect(kith.visitor().in.reg({ username, password: PASSWORD }), username).rejects.toMatchObject(
        says('纯数字的用户名须是以短信验证码验证过的手机号码'),
      );
    const reserved = says('该名称为官方保留，请换一个');
    for (const username of ['客服', 'admin', 'Admin', 'KITH', 'system_1'])
      await expect(kith.visitor().in.reg({ username, password: PASSWORD }), username).rejects.toMatchObject(
        reserved,
      );
    for (const nickname of ['客服', '在线客服', '客 服', 'Admin', 'аdmin'])
      await expect(
        kith.visitor().in.reg({ username: fresh(), password: PASSWORD, nickname }),
        nickname,
      ).rejects.toMatchObject(reserved);
    await expect(ada.im.set.setInfo({ type: 0, content: '客服' })).rejects.toMatchObject(reserved);
  });

  test('refuses an easily guessed password', async () => {
    for (const password of ['Password1', 'Passw0rd', 'Qwerty123', 'Aa123456', 'Abc12345', 'Somebody99'])
      await expect(kith.visitor().in.reg({ username: 'somebody', password }), password).rejects.toMatchObject(
        says('密码过于常见或与用户名相近，容易被猜到，请换一个'),
      );
  });

  test('treats a password the same from any keyboard, also one stored unnormalized by an older version', async () => {
    const username = fresh();
    const [composed, decomposed] = ['Pässwörd1', 'Pa\u0308sswo\u0308rd1'];
    await kith.visitor().in.reg({ username, password: composed });
    const login = (password: string) => kith.visitor().in.login({ username, password });
    for (const password of [composed, decomposed]) expect(await login(password)).toHaveProperty('token');
    const old = await quickPasswords.hash(decomposed);
    await kith.sql('update accounts set password_hash = $1 where username = $2', [old, username]);
    await expect(login('Pa\u0308sswo\u0308rd2')).rejects.toMatchObject(refused('wrong_credentials'));
    for (const password of [decomposed, composed]) expect(await login(password)).toHaveProperty('token');
  });

  test('accepts the same name in another tenant', async () => {
    const tenant = await makeTenant(kith);
    const { username, password } = await kith.person('ada');
    await expect(kith.visitor().in.reg({ username, password })).rejects.toMatchObject(
      refused('username_taken'),
    );
    expect(await kith.visitor({ tenant }).in.reg({ username, password })).toHaveProperty('token');
  });

  test('accepts one of many parallel registrations of one name', async () => {
    const names = ['both', 'BOTH', 'both', 'Both', 'bOth', 'both'];
    const answers = await Promise.all(
      names.map(async (username) => (await kith.post('/im/in/reg', { username, password: PASSWORD })).body),
    );
    expect(answers.filter((body) => body.err === 0)).toHaveLength(1);
    expect(answers.filter((body) => body.err !== 0)).toEqual(Array(5).fill(TAKEN));
    expect(await kith.sql(`select id from accounts where username_key = 'both'`)).toHaveLength(1);
  });

  test('stores the sex, nickname and signature of the form, and the matching picture', async () => {
    const reg = (sex: number | string) =>
      kith.post('/im/in/reg', {
        username: fresh(),
        password: PASSWORD,
        nickname: ' Ada ',
        sex,
        type: 'REGISTER',
      });
    const woman = (await reg('1')).body.data;
    const man = (await reg(0)).body.data;
    expect(woman).toMatchObject({ myname: 'Ada', myavatar: 'default_woman/300.jpg' });
    expect(man).toMatchObject({ myname: 'Ada', myavatar: 'default_man/300.jpg' });
    expect((await kith.post('/im/get/base', { _token: woman.token })).body.data.user_info).toMatchObject({
      sex: 1,
      doodling: '本宝宝暂时还没有想到个性的签名',
    });
    expect((await reg(2)).body).toEqual(refusal('invalid', 'sex'));
    for (const picture of [woman.myavatar, man.myavatar]) {
      expect((await fetch(`${kith.url}/static/photo/${picture}`)).status).toBe(200);
    }
  });

  test('refuses everybody if registration is closed', async () => {
    const open = await makeTenant(kith, { openVisitors: false });
    const closed = await makeTenant(kith, { openRegistration: false });
    const fields = { username: 'ada', password: PASSWORD };
    expect(await kith.visitor({ tenant: open }).in.reg(fields)).toHaveProperty('token');
    await expect(kith.visitor({ tenant: closed }).in.reg(fields)).rejects.toMatchObject(
      refused('registration_closed'),
    );
  });
});

describe('/im/in/reg_tourist', () => {
  test("creates a visitor with the tenant's prefix and a working token, without a password", async () => {
    const { token, myname } = await kith.visitor().in.reg_tourist();
    expect(myname).toMatch(/^siyu_\w{6,}$/);
    const { body } = await kith.post('/im/get/base', { _token: token });
    expect(body.data.user_info).toMatchObject({ username: myname, nickname: myname });
    for (const password of ['', 'null', myname]) {
      expect((await kith.post('/im/in/login', { username: myname, password })).body.err).toBe(1);
    }
  });

  test('creates a new account for every visitor', async () => {
    const names = await Promise.all(
      Array.from({ length: 10 }, async () => (await kith.visitor().in.reg_tourist()).myname),
    );
    expect(new Set(names).size).toBe(10);
  });

  test("uses the operator's prefix, and can be disabled", async () => {
    const open = await makeTenant(kith, { visitorPrefix: 'guest_', openRegistration: false });
    const closed = await makeTenant(kith, { visitorPrefix: 'guest_', openVisitors: false });
    expect((await kith.visitor({ tenant: open }).in.reg_tourist()).myname).toMatch(/^guest_/);
    await expect(kith.visitor({ tenant: closed }).in.reg_tourist()).rejects.toMatchObject(
      refused('registration_closed'),
    );
  });
});

describe('/im/in/frozen', () => {
  test('reactivates a frozen account with its password', async () => {
    const ada = await kith.person('ada');
    await setStatus(kith, ada, 'frozen');
    await expect(ada.im.get.base()).rejects.toMatchObject(refused('not_signed_in'));
    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused('account_frozen'));
    const wrong = { ...ada, password: 'Wr0ngPassword' };
    await expect(kith.visitor().in.login(wrong)).rejects.toMatchObject(refused('wrong_credentials'));
    await expect(kith.visitor().in.frozen(wrong)).rejects.toMatchObject(refused('wrong_credentials'));
    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused('account_frozen'));

    const { token } = await kith.visitor().in.frozen(ada);
    expect((await kith.post('/im/get/base', { _token: token })).body.err).toBe(0);
    await kith.visitor().in.login(ada);
  });

  test('does not reactivate a disabled account, and names the reason only to its owner', async () => {
    const ada = await kith.person('ada');
    await setStatus(kith, ada, 'disabled');
    await expect(ada.im.get.base()).rejects.toMatchObject(refused('not_signed_in'));
    const wrong = { ...ada, password: 'Wr0ngPassword' };
    for (const door of ['login', 'frozen'] as const) {
      await expect(kith.visitor().in[door](ada)).rejects.toMatchObject(refused('account_disabled'));
      await expect(kith.visitor().in[door](wrong)).rejects.toMatchObject(refused('wrong_credentials'));
    }
    await setStatus(kith, ada, 'active');
    await kith.visitor().in.login(ada);
  });
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
