import { describe, expect, test } from 'vitest';
import { PASSWORD, useKith } from '../harness/kith.js';
import { openLegacySocket } from '../harness/legacy-socket.js';
import { refused, says } from './refusals.js';

const kith = useKith();
const NEW_PASSWORD = 'N3wPassword';
const WRONG_OLD = says('原密码错误');

describe('/im/set/setInfo', () => {
  test('changes nickname, signature and sex, as seen by oneself and others', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo');
    await ada.im.set.setInfo({ type: 0, content: ' Ada Lovelace ' });
    await ada.im.set.setInfo({ type: 1, content: ' Poetical science ' });
    await ada.im.set.setInfo({ type: 2, content: '1' });
    const changed = {
      nickname: 'Ada Lovelace',
      doodling: 'Poetical science',
      sex: 1,
      photo: 'default_woman/300.jpg',
    };
    expect((await ada.im.get.base()).user_info).toMatchObject(changed);
    expect(await bo.im.get.getUserInfo({ user_id: ada.id })).toMatchObject(changed);
    await ada.im.set.setInfo({ type: 3, content: '0' }); // the desktop clients
    expect((await ada.im.get.base()).user_info).toMatchObject({ nickname: 'Ada Lovelace', sex: 0 });
    await ada.im.set.setInfo({ type: 1, content: '' });
    expect((await ada.im.get.base()).user_info).toMatchObject({ doodling: '' });
  });

  test('makes people findable by the new nickname and not by the old one', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo');
    await ada.im.set.setInfo({ type: 0, content: '旧名字' });
    await ada.im.set.setInfo({ type: 0, content: '新招牌' });
    expect((await bo.im.get.searchUser({ val: '招牌' })).data).toMatchObject([{ id: ada.id }]);
    expect((await bo.im.get.searchUser({ val: '名字' })).data).toEqual([]);
  });

  test('accepts 1 to 50 visible characters as a nickname, at most 50 as a signature, and two sexes', async () => {
    const ada = await kith.person('ada');
    const { setInfo } = ada.im.set;
    await setInfo({ type: 0, content: '😀'.repeat(50) });
    await setInfo({ type: 1, content: '签'.repeat(50) });
    for (const content of ['', '   ', '\u200b', '\u202e'])
      await expect(setInfo({ type: 0, content })).rejects.toMatchObject(says('不能为空：nickname'));
    for (const content of ['n'.repeat(51), '😀'.repeat(51)])
      await expect(setInfo({ type: 0, content })).rejects.toMatchObject(says('不能超过50个字：nickname'));
    await expect(setInfo({ type: 1, content: '签'.repeat(51) })).rejects.toMatchObject(
      says('不能超过50个字：signature'),
    );
    for (const content of ['2', '-1', 'woman', '', '01']) {
      await expect(setInfo({ type: 2, content })).rejects.toMatchObject(refused('invalid', 'content'));
    }
    for (const type of [4, -1]) {
      await expect(setInfo({ type, content: '1' })).rejects.toMatchObject(refused('invalid', 'type'));
    }
    expect((await ada.im.get.base()).user_info).toMatchObject({
      nickname: '😀'.repeat(50),
      doodling: '签'.repeat(50),
      sex: 0,
    });
  });

  test('keeps the text unchanged', async () => {
    const ada = await kith.person('ada');
    const content = '<b onclick=x>&lt;\'"\\ [smile] 𝒜';
    await ada.im.set.setInfo({ type: 0, content });
    expect((await ada.im.get.base()).user_info.nickname).toBe(content);
  });
});

describe('/im/set/password', () => {
  test("replaces the old password; other sessions end and the caller's stays", async () => {
    const ada = await kith.person('ada');
    const other = (await kith.visitor().in.login(ada)).token;
    const socket = await ada.socket();
    const otherSocket = await openLegacySocket(`${kith.url.replace('http', 'ws')}/ws`, other);
    const base = async (_token: string) => (await kith.post('/im/get/base', { _token })).body;
    expect(await base(other)).toMatchObject({ err: 0 });

    await ada.im.set.password({ pass1: PASSWORD, pass2: NEW_PASSWORD, pass3: NEW_PASSWORD });
    expect(await base(other)).toMatchObject({ err: 1, msg: '请先登录' });
    expect(await base(ada.token)).toMatchObject({ err: 0 });
    await otherSocket.closed;
    await socket.settle();
    await kith.visitor().in.login({ ...ada, password: NEW_PASSWORD });
    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused('wrong_credentials'));
  });

  test('changes nothing for a wrong old password, a different repeat or a weak password', async () => {
    const ada = await kith.person('ada');
    const other = (await kith.visitor().in.login(ada)).token;
    const { password } = ada.im.set;
    const weak = says('密码至少8位，须包含大写字母、小写字母和数字');
    for (const [pass1, pass2, pass3, refusal] of [
      ['Wr0ngPassword', NEW_PASSWORD, NEW_PASSWORD, WRONG_OLD],
      [PASSWORD.toLowerCase(), NEW_PASSWORD, NEW_PASSWORD, WRONG_OLD],
      [PASSWORD, NEW_PASSWORD, `${NEW_PASSWORD} `, says('两次输入的密码不一致')],
      [PASSWORD, 'weak', 'weak', weak],
      ['', NEW_PASSWORD, NEW_PASSWORD, refused('invalid', 'pass1')],
    ] as const) {
      await expect(password({ pass1, pass2, pass3 })).rejects.toMatchObject(refusal);
    }
    expect((await kith.post('/im/get/base', { _token: other })).body.err).toBe(0);
    await kith.visitor().in.login(ada);
    await expect(kith.visitor().in.login({ ...ada, password: NEW_PASSWORD })).rejects.toMatchObject(
      refused('wrong_credentials'),
    );
  });

  test("accepts the repeat in another keyboard's form", async () => {
    const ada = await kith.person('ada');
    const password = 'N\u00E4w-Passw0rd';
    await ada.im.set.password({ pass1: PASSWORD, pass2: password, pass3: password.normalize('NFD') });
    await kith.visitor().in.login({ ...ada, password: password.normalize('NFD') });
  });

  test('refuses visitors, who have no password', async () => {
    const { token } = await kith.visitor().in.reg_tourist();
    const { body } = await kith.post('/im/set/password', {
      _token: token,
      pass1: 'null',
      pass2: NEW_PASSWORD,
      pass3: NEW_PASSWORD,
    });
    expect(body).toMatchObject({ err: 1, msg: '原密码错误' });
  });
});
