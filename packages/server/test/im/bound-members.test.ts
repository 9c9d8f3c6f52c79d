import { describe, expect, it } from 'vitest';
import { group } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { changeSettings } from './operator.js';

// Uses of response members by existing clients, beyond their types.
const kith = useKith();
const hans = { headers: { 'accept-language': 'zh-CN' } };

/** Ada's group with bo and cy; bo is her friend with a remark. */
async function club() {
  const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
  await kith.befriend(ada, bo);
  await ada.im.friend.setRemarks({ user_id: bo.id, content: 'a private remark' });
  const list_id = await group(kith, [{ person: ada }, { person: bo }, { person: cy }]);
  return { ada, bo, cy, list_id };
}

describe('pictures', () => {
  it("/static/emoji has a picture for every name in the clients' tables", async () => {
    const names = Array.from({ length: 120 }, (_, i) => (i < 100 ? `${100 + i}.gif` : `${100 + i}.png`));
    for (const name of names) {
      const answer = await fetch(`${kith.url}/static/emoji/${name}`);
      const kind = name.endsWith('gif') ? 'image/gif' : 'image/png';
      expect([answer.status, answer.headers.get('content-type')], name).toEqual([200, kind]);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
    expect((await fetch(`${kith.url}/static/emoji/99.gif`)).status).toBe(404);
  });

  it('/im/App/config returns a complete image_url for which each picture exists', async () => {
    const { body } = await kith.post('/im/App/config');
    expect(body.data.default_avatar).toHaveLength(6);
    for (const { image_id, photo, image_url } of body.data.default_avatar) {
      expect(image_url).toBe(`${kith.url}/static/photo/${photo}`);
      expect(photo).toBe(`default_avatar_${image_id}/300.jpg`);
      expect((await fetch(image_url)).status).toBe(200);
    }
  });

  it('/im/message/getChatDetails and /im/message/getGroupPhoto return the same path; both are empty for two people', async () => {
    const { ada, bo, list_id } = await club();
    const { group: details } = await ada.im.message.getChatDetails({ list_id });
    expect(details.is_photo).toBe(await ada.im.message.getGroupPhoto({ list_id }));
    expect((await fetch(`${kith.url}/static/photo/${details.is_photo}`)).status).toBe(200);
    expect(details.id).toMatch(/^[0-9a-f]{24}$/);
    const pair = await ada.im.message.getListId({ user_id: bo.id });
    expect((await ada.im.message.getChatDetails(pair)).group).toMatchObject({ id: '', is_photo: '' });
  });
});

describe('member pickers', () => {
  it('/im/message/getGroupAdmin: is_admin is 1 for members with the requested role, and 0 for all others', async () => {
    const { ada, bo, cy, list_id } = await club();
    await ada.im.message.setGroupAdmin({ list_id, type: 2, users: [bo.id] });
    await ada.im.message.setGroupAdmin({ list_id, type: 1, users: [cy.id] });
    const marks = async (type: number) => {
      const { list, user_ids } = await ada.im.message.getGroupAdmin({ list_id, type });
      const rows = list.flatMap(({ data }) => data);
      expect(user_ids).toEqual(rows.filter((row) => row.is_admin === 1).map((row) => String(row.user_id)));
      return Object.fromEntries(rows.map((row) => [row.user_id, row.is_admin]));
    };
    expect(await marks(1)).toEqual({ [bo.id]: 0, [cy.id]: 1 });
    expect(await marks(2)).toEqual({ [bo.id]: 1 });
    expect(await marks(3)).toEqual({ [bo.id]: 0, [cy.id]: 0 });
  });

  it('/im/vendor/getMemberList and /im/group/searchFriends return the nickname for a mention, never the remark or group nickname', async () => {
    const { ada, bo, list_id } = await club();
    await bo.im.vendor.saveGroupNickName({ list_id, nickname: 'captain' });
    const { nickname } = (await bo.im.get.base()).user_info;
    for (const answer of [
      await ada.im.vendor.getMemberList({ list_id }),
      await ada.im.group.searchFriends({ list_id, keyword: '' }),
      await ada.im.group.searchFriends({ list_id, keyword: nickname }),
      await ada.im.group.searchFriends({ list_id, keyword: 'private remark' }),
    ]) {
      expect(JSON.stringify(answer)).toContain(`"name":"${nickname}"`);
      expect(JSON.stringify(answer)).not.toMatch(/private remark|captain/);
    }
    // Every name of a person finds the person.
    for (const keyword of [nickname, 'private', 'CAPTAIN'])
      expect(JSON.stringify(await ada.im.group.searchFriends({ list_id, keyword })), keyword).toContain(
        `"name":"${nickname}"`,
      );
  });
});

describe('texts that clients show unchanged', () => {
  it('a success message is in the requested language', async () => {
    const { ada, bo, cy, list_id } = await club();
    const dee = await kith.person('dee');
    const say = async (path: string, fields: object, language = 'zh-CN') =>
      (await kith.post(path, { _token: ada.token, ...fields }, { headers: { 'accept-language': language } }))
        .body;
    const request = { user_id: dee.id, content: 'hi' };
    expect((await say('/im/action/friendAdd', request)).msg).toBe('已发送申请');
    expect((await say('/im/action/friendAdd', request, 'zh-TW')).msg).toBe('已傳送申請');
    expect((await say('/im/action/friendAdd', request, 'en')).msg).toBe('Request sent');
    const calls: readonly (readonly [string, object])[] = [
      ['/im/friend/setRemarks', { user_id: bo.id, content: 'b' }],
      ['/im/message/addGroup', { users: [bo.id] }],
      ['/im/message/setGroupAdmin', { list_id, type: 1, users: [cy.id] }],
      ['/im/message/removeChat', { list_id, users: [cy.id] }],
      ['/im/message/addChat', { list_id, users: [bo.id] }],
    ];
    for (const [path, fields] of calls) {
      const { err, msg } = await say(path, fields);
      expect([err, msg], path).toEqual([0, expect.stringMatching(/^\p{Script=Han}+$/u)]);
    }
    await ada.im.message.textMsg({ list_id, content_type: 0, content: { text: 'hello' } });
    const mine = (await ada.im.get.chatData({ list_id, time: 0, is_up: 0 })).list.at(-1)!.msg.id;
    expect((await say('/im/vendor/saveStore', { list_id, msg_id: mine })).msg).toBe('收藏成功');
    expect((await say('/im/message/withdraw', { list_id, msg_id: mine })).msg).toBe('已撤回');
  });

  it('/im/vendor/deleteStore reports the removal in data.msg', async () => {
    const { ada, list_id } = await club();
    await ada.im.message.textMsg({ list_id, content_type: 0, content: { text: 'keep me' } });
    const { list } = await ada.im.get.chatData({ list_id, time: 0, is_up: 0 });
    await ada.im.vendor.saveStore({ list_id, msg_id: list.at(-1)!.msg.id });
    const [favourite] = (await ada.im.vendor.getUserStore()).data;
    const fields = { _token: ada.token, id: favourite!.id };
    expect((await kith.post('/im/vendor/deleteStore', fields, hans)).body).toEqual({
      err: 0,
      msg: '删除成功',
      data: { msg: '删除成功' },
    });
  });

  it('a wrong old password has its own message', async () => {
    const ada = await kith.person('ada');
    const fields = { _token: ada.token, pass1: 'not this', pass2: 'Another1pass', pass3: 'Another1pass' };
    const { body } = await kith.post('/im/set/password', fields, hans);
    expect(body).toEqual({ err: 1, msg: '原密码错误' });
  });
});

describe('configuration and registration of the older client', () => {
  it('/im/App/sysConfig returns the value of the requested switch', async () => {
    const value = async (key: string) => (await kith.post('/im/App/sysConfig', { key })).body.data.value;
    expect(await value('action_sign')).toBe('1');
    expect(await value('action_invitation')).toBe('0');
    expect(await value('action_tabbar_find')).toBe('0');
    expect(await value('constructor')).toBeUndefined();
    await changeSettings(kith, 1, { inviteRequired: true, exploreUrl: 'https://example.org' });
    expect([await value('action_invitation'), await value('action_tabbar_find')]).toEqual(['1', '1']);
  });

  it('/im/in/reg accepts the invite code under both names', async () => {
    await changeSettings(kith, 1, { inviteRequired: false });
    const ada = await kith.person('ada');
    const [{ own_code } = { own_code: '' }] = await kith.sql<{ own_code: string }>(
      'select own_code from accounts where id = $1',
      [ada.id],
    );
    await changeSettings(kith, 1, { inviteRequired: true });
    const reg = async (fields: object) =>
      (await kith.post('/im/in/reg', { nickname: 'x', password: 'Passw0rd1', ...fields })).body.err;
    expect(await reg({ username: 'no_code' })).toBe(1);
    expect(await reg({ username: 'new_name', invitationCode: own_code })).toBe(0);
    expect(await reg({ username: 'old_name', invite_code: own_code })).toBe(0);
    await changeSettings(kith, 1, { inviteRequired: false });
  });
});
