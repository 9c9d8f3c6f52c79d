import { describe, expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { refused } from './refusals.js';

const FAMILY = '👨‍👩‍👧‍👦';
const kith = useKith();

describe('a nickname', () => {
  test('without visible characters is refused; direction overrides are removed', async () => {
    const ada = await kith.person('ada');
    for (const blank of [
      '\u3164',
      '\u115F',
      '\u1160',
      '\uFFA0',
      '\u2800',
      '\uFE0F',
      '\u034F',
      '\u180B',
      '\u17B4',
    ])
      await expect(ada.im.set.setInfo({ type: 0, content: blank })).rejects.toMatchObject({ err: 1 });
    await ada.im.set.setInfo({ type: 0, content: 'Ada\u202E\nroot' });
    expect((await ada.im.get.getUserInfo({})).nickname).toBe('Ada root');
    await ada.im.set.setInfo({ type: 0, content: 'e\u0301'.repeat(50) });
    expect((await ada.im.get.getUserInfo({})).nickname).toBe('é'.repeat(50));
  });
});

describe('a message', () => {
  test('of 10,000 emoji is accepted like one of 10,000 Chinese characters; one without visible characters is not', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    const send = (text: string) => ada.im.message.textMsg({ list_id, content_type: 0, content: { text } });
    for (const text of ['王'.repeat(10_000), '😀'.repeat(10_000), FAMILY.repeat(1000)]) await send(text);
    for (const text of ['\u200B', '\u3164', '\u2800', '\uFE0F', '\u200F'])
      await expect(send(text)).rejects.toMatchObject(refused('invalid', 'content.text'));
  });
});

test('an unnamed group is named after its members, and no name is cut within a character', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  await kith.befriend(ada, bo);
  await ada.im.set.setInfo({ type: 0, content: 'x'.repeat(45) });
  await bo.im.set.setInfo({ type: 0, content: FAMILY.repeat(3) });
  await ada.im.message.addGroup({ users: [bo.id] });
  const [row] = await kith.sql<{ name: string }>('select name from conversations where kind = $1', ['group']);
  expect(row?.name).toBe(`${'x'.repeat(45)}、`);
});

describe('a user name that is a phone number or an e-mail address', () => {
  test('is shown to its owner and friends, and empty to others', async () => {
    const [mail, ada] = [`ada${Date.now()}@example.com`, await kith.person('ada')];
    const { token, userid } = await kith.visitor().in.reg({ username: mail, password: 'Passw0rd1' });
    const id = Number(userid.replace('Mac_trtc_', ''));
    const asked = async (who: string, path: string, fields: object) =>
      (await kith.post(path, { _token: who, ...fields })).body.data;
    const seenBy = async (who: string) => [
      (await asked(who, '/im/get/details', { user_id: id })).username,
      (await asked(who, '/im/get/getUserInfo', { user_id: id })).username,
    ];
    expect(await seenBy(ada.token)).toEqual(['', '']);
    expect(await seenBy(token)).toEqual([mail, mail]);
    expect((await asked(token, '/im/get/base', {})).user_info).toMatchObject({ username: mail });
    await kith.sql(
      'insert into friends (tenant_id, account_id, friend_id, source, created_at) values (1, $1, $2, 0, 0), (1, $2, $1, 0, 0)',
      [ada.id, id],
    );
    expect(await seenBy(ada.token)).toEqual([mail, mail]);
    expect(await ada.im.get.searchUser({ val: mail })).toMatchObject({ data: [{ id }] });
  });
});
