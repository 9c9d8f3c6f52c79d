import { describe, expect, it } from 'vitest';
import { plainPasswords, refused, rowOf, say, texts } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { picture } from '../im/pictures.js';
import { heard, lines, makeClub, membersOf } from './people.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

describe('muting: /im/message/groupIsMsg and /im/message/setGroupAdmin', () => {
  it('only managers write while all are muted; others get err 2, and is_msg shows it in /im/action/groupState', async () => {
    const { ada, bo, cy, list_id } = await makeClub(kith);
    const write = (who: typeof ada) =>
      who.im.message.textMsg({ list_id, content_type: 0, content: { text: 'may I?' } });
    await expect(cy.im.message.groupIsMsg({ list_id, value: 1 })).rejects.toMatchObject(refused.forbidden);
    await bo.im.message.groupIsMsg({ list_id, value: 1 });
    await bo.im.message.groupIsMsg({ list_id, value: 1 });
    expect((await lines(cy, list_id)).filter((line) => line === 'bo开启了全员禁言')).toHaveLength(1);
    await expect(write(cy)).rejects.toMatchObject(refused.muted);
    await expect(cy.im.vendor.sendChuoYiChuoMsg({ list_id })).rejects.toMatchObject(refused.muted);
    await expect(cy.im.vendor.zhendong({ list_id })).rejects.toMatchObject(refused.muted);
    await Promise.all([write(ada), write(bo)]);
    expect(await cy.im.get.chatData({ list_id })).toMatchObject({ is_msg: 1 });
    expect(await cy.im.action.groupState({ list_id })).toMatchObject({ is_msg: 1, is_action: 0 });
    expect(await bo.im.action.groupState({ list_id })).toMatchObject({ is_msg: 0, is_action: 1 });
    await bo.im.message.groupIsMsg({ list_id, value: 0 });
    await write(cy);
    expect(await texts(ada, list_id)).toHaveLength(3);
  });

  it('the set of muted members is replaced, or changed by one with is_msg; nobody mutes a higher role', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    const mute = (who: typeof ada, users: number[], is_msg?: 0 | 1) =>
      who.im.message.setGroupAdmin({ users, list_id, type: 2, ...(is_msg !== undefined && { is_msg }) });
    const muted = async () => (await ada.im.message.getGroupAdmin({ list_id, type: 2 })).user_ids;
    await mute(bo, [cy.id]);
    expect(await muted()).toEqual([String(cy.id)]);
    await mute(bo, [dee.id]);
    expect(await muted()).toEqual([String(dee.id)]);
    await mute(ada, [cy.id], 1);
    expect((await muted()).toSorted()).toEqual([cy.id, dee.id].map(String).toSorted());
    await mute(ada, [dee.id], 0);
    expect(await muted()).toEqual([String(cy.id)]);
    await expect(say(cy, list_id, 'mmh')).rejects.toMatchObject(refused.muted);
    await expect(mute(cy, [dee.id])).rejects.toMatchObject(refused.forbidden);
    await expect(mute(bo, [ada.id])).rejects.toMatchObject(refused.forbidden);
    await expect(mute(bo, [bo.id])).rejects.toMatchObject(refused.forbidden);
    await expect(mute(bo, [999_999_999])).rejects.toMatchObject(refused.notFound);
    // Leaving and returning does not end the mute.
    await cy.im.message.liveGroup({ list_id });
    await ada.im.message.addChat({ users: [cy.id], list_id });
    await expect(say(cy, list_id, 'mmh')).rejects.toMatchObject(refused.muted);
    await mute(bo, []);
    await say(cy, list_id, 'at last');
    expect((await lines(cy, list_id)).at(-1)).toBe('cy被bo解除禁言');
  });
});

describe('roles: /im/message/setGroupAdmin and /im/message/getGroupAdmin', () => {
  it('only the owner appoints admins; the last call determines them all', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    const appoint = (who: typeof ada, users: number[]) =>
      who.im.message.setGroupAdmin({ users, list_id, type: 1 });
    await expect(appoint(bo, [bo.id, cy.id])).rejects.toMatchObject(refused.forbidden);
    await expect(appoint(ada, [cy.id, 999_999_999])).rejects.toMatchObject(refused.notFound);
    await appoint(ada, [cy.id, dee.id]);
    expect(await membersOf(ada, list_id)).toEqual({ [ada.id]: 2, [bo.id]: 0, [cy.id]: 1, [dee.id]: 1 });
    const { list, user_ids } = await ada.im.message.getGroupAdmin({ list_id, type: 1 });
    expect(list.map(({ letter }) => letter)).toEqual(['B', 'C', 'D']);
    expect(user_ids.toSorted()).toEqual([cy.id, dee.id].map(String).toSorted());
    await appoint(ada, []);
    expect(Object.values(await membersOf(ada, list_id)).toSorted()).toEqual([0, 0, 0, 2]);
  });

  it('the owner transfers the group to a member with /im/vendor/transferQun, and then has the rights of a member', async () => {
    const { ada, bo, cy, list_id } = await makeClub(kith);
    const hand = (who: typeof ada, to: number) => who.im.vendor.transferQun({ list_id, trans_user_id: to });
    await expect(hand(bo, cy.id)).rejects.toMatchObject(refused.forbidden);
    await expect(hand(ada, 999_999_999)).rejects.toMatchObject(refused.notFound);
    await expect(hand(ada, ada.id)).rejects.toMatchObject({ err: 1 });
    expect((await ada.im.message.getGroupAdmin({ list_id, type: 3 })).user_ids).toEqual([]);
    await hand(ada, cy.id);
    expect(await membersOf(bo, list_id)).toMatchObject({ [ada.id]: 0, [bo.id]: 1, [cy.id]: 2 });
    await expect(hand(ada, bo.id)).rejects.toMatchObject(refused.forbidden);
    // Two parallel transfers: there is one owner at any time.
    await Promise.allSettled([hand(cy, ada.id), hand(cy, bo.id), hand(cy, ada.id)]);
    const owners = Object.values(await membersOf(bo, list_id)).filter((role) => role === 2);
    expect(owners).toHaveLength(1);
  });
});

describe('settings', () => {
  it('a manager renames the group with /im/message/setGroupData: open pages (setMessagePageTitle) and all lists follow; members may after /im/vendor/editChange', async () => {
    const { bo, cy, list_id } = await makeClub(kith);
    const rename = (who: typeof bo, content: string) =>
      who.im.message.setGroupData({ list_id, type: 'name', content });
    const atCy = await cy.socket();
    await expect(rename(cy, 'mine')).rejects.toMatchObject(refused.forbidden);
    expect(await rename(bo, ' 下午茶 ')).toEqual({ show_name: '下午茶' });
    // The line about the creation may come after it.
    await atCy.next('chatData', ({ data }) => data.msg.content['text'] === 'bo修改群名为“下午茶”');
    expect(await atCy.next('setMessagePageTitle')).toEqual({ list_id, show_name: '下午茶' });
    await atCy.next('getChatList');
    expect(await rowOf(cy, list_id)).toMatchObject({ show_name: '下午茶' });
    expect(await cy.im.message.getGroupData({ list_id, type: 'name' })).toBe('下午茶');
    for (const bad of ['', '  ', 'x'.repeat(51)])
      await expect(rename(bo, bad)).rejects.toMatchObject({ err: 1 });
    await bo.im.vendor.editChange({ list_id, value: 1 });
    await rename(cy, 'ours');
    const since = atCy.frames.length;
    await rename(cy, 'ours');
    expect(await heard(atCy, since + 3)).toEqual([]);
  });

  it('every switch (/im/message/speekChecked, /im/vendor/getRedChange, /im/vendor/setShangmai …) shows its value in /im/message/getChatDetails, and only managers change it', async () => {
    const { ada, bo, cy, list_id } = await makeClub(kith);
    const switches = [
      [(who, value) => who.im.message.groupIsMsg({ list_id, value }), 'is_msg'],
      [(who, value) => who.im.message.nimingChange({ list_id, value }), 'can_niming'],
      [(who, value) => who.im.message.speekChecked({ list_id, value }), 'can_add_friend'],
      [(who, value) => who.im.message.needCheckChange({ list_id, value }), 'need_check'],
      [(who, value) => who.im.vendor.editChange({ list_id, value }), 'edit_photo'],
      [(who, value) => who.im.vendor.getRedChange({ list_id, value }), 'can_get_bigred'],
      [(who, value) => who.im.vendor.setShangmai({ list_id, value }), 'can_shangmai'],
    ] as const satisfies [(who: typeof ada, value: 0 | 1) => Promise<void>, string][];
    for (const [turn, member] of switches) {
      const stands = async () => (await cy.im.message.getChatDetails({ list_id })).group[member];
      expect(await stands(), member).toBe(0);
      await expect(turn(cy, 1)).rejects.toMatchObject(refused.forbidden);
      await turn(bo, 1);
      expect(await stands(), member).toBe(1);
      await turn(ada, 0);
      expect(await stands(), member).toBe(0);
    }
    await bo.im.message.setGroupData({ list_id, type: 'sort', content: '7' });
    expect((await cy.im.message.getChatDetails({ list_id })).group.sort).toBe(7);
    await expect(
      bo.im.message.setGroupData({ list_id, type: 'sort', content: 'first' }),
    ).rejects.toMatchObject(refused.invalid('content'));
  });

  it('a single conversation has an empty group in /im/message/getChatDetails, two pictures in /im/vendor/getMemberPhotos, and no group actions', async () => {
    const { ada, bo } = await makeClub(kith);
    const { list_id } = await ada.im.message.getListId({ user_id: bo.id });
    expect(await ada.im.message.getChatDetails({ list_id })).toMatchObject({
      type: 0,
      user_id: bo.id,
      is_action: 1,
      group: { id: '', name: '', sort: 0 },
    });
    expect(await ada.im.vendor.getMemberPhotos({ list_id })).toHaveLength(2);
    for (const call of [
      () => ada.im.message.removeGroup({ list_id }),
      () => ada.im.message.liveGroup({ list_id }),
      () => ada.im.action.groupState({ list_id }),
      () => ada.im.message.setGroupData({ list_id, type: 'name', content: 'us' }),
      () => ada.im.message.addChat({ users: [bo.id], list_id }),
      () => ada.im.message.addChat({ users: [ada.id], list_id, type: 1, user_id: bo.id }),
    ])
      await expect(call()).rejects.toMatchObject(refused.notFound);
  });

  it('notices: managers use /im/message/addGroupNotice, /im/message/editGroupNotice and /im/message/deleteGroupNotice, members read /im/message/getGroupNotice, and the chat shows the top one', async () => {
    const { ada, bo, cy, list_id } = await makeClub(kith);
    await expect(cy.im.message.addGroupNotice({ list_id, content: 'psst' })).rejects.toMatchObject(
      refused.forbidden,
    );
    await bo.im.message.addGroupNotice({ list_id, content: 'Tea at five', is_top: 1 });
    await bo.im.message.addGroupNotice({ list_id, content: 'Bring cups' });
    const [second, first] = await cy.im.message.getGroupNotice({ list_id });
    expect([first, second]).toMatchObject([
      { content: 'Tea at five', is_top: 1 },
      { content: 'Bring cups', is_top: 0 },
    ]);
    expect(await cy.im.get.chatData({ list_id })).toMatchObject({ top_notice: 'Tea at five' });
    await ada.im.message.editGroupNotice({ list_id, id: second!.id, content: 'Bring two cups', is_top: 1 });
    expect(await cy.im.action.groupState({ list_id })).toMatchObject({ notice: 'Bring two cups' });
    expect((await cy.im.message.getGroupNotice({ list_id })).map(({ is_top }) => is_top)).toEqual([1, 0]);
    await ada.im.message.deleteGroupNotice({ list_id, id: second!.id });
    await expect(ada.im.message.deleteGroupNotice({ list_id, id: second!.id })).rejects.toMatchObject(
      refused.notFound,
    );
    // Older clients support one notice only.
    await ada.im.message.setGroupData({ list_id, type: 'notice', content: 'Moved to six' });
    expect(await cy.im.message.getGroupData({ list_id, type: 'notice' })).toBe('Moved to six');
    await ada.im.message.setGroupData({ list_id, type: 'notice', content: '' });
    expect(await cy.im.message.getGroupData({ list_id, type: 'notice' })).toBe('');
    // A notice of another group does not exist in this one.
    const other = await makeClub(kith);
    const [their] = await other.ada.im.message
      .addGroupNotice({ list_id: other.list_id, content: 'theirs' })
      .then(() => other.ada.im.message.getGroupNotice({ list_id: other.list_id }));
    await expect(
      ada.im.message.editGroupNotice({ list_id, id: their!.id, content: 'mine' }),
    ).rejects.toMatchObject(refused.notFound);
  });

  it('the ban on friend requests applies between ordinary members, to both request paths, and to nobody else', async () => {
    const { ada, bo, cy, dee, eve, list_id } = await makeClub(kith);
    await ada.im.message.speekChecked({ list_id, value: 1 });
    for (const is_type of [0, 1, 2])
      await expect(cy.im.action.friendAdd({ user_id: dee.id, is_type })).rejects.toMatchObject(
        refused.forbidden,
      );
    expect(await dee.im.get.applyFriend()).toMatchObject([{ user_id: ada.id }]);
    await bo.im.action.friendAdd({ user_id: dee.id });
    await cy.im.action.friendAdd({ user_id: bo.id });
    await cy.im.action.friendAdd({ user_id: eve.id });
    await dee.im.message.liveGroup({ list_id });
    await cy.im.action.friendAdd({ user_id: dee.id });
  });
});

describe('the photo of a group: /im/message/getGroupPhoto', () => {
  const read = async (list_id: string, size = 300) => {
    const response = await fetch(`${kith.url}/static/photo//group_photo/${list_id}/${size}.jpg`);
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  it('is a mosaic of the first members, in three sizes, and follows members who join and leave', async () => {
    const { ada, cy, list_id } = await makeClub(kith);
    expect(await ada.im.message.getGroupPhoto({ list_id })).toBe(`group_photo/${list_id}/90.jpg`);
    const sizes = await Promise.all([70, 90, 300].map((size) => read(list_id, size)));
    expect(sizes.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [, , before] = sizes;
    await cy.im.message.liveGroup({ list_id });
    const after = await read(list_id);
    expect(after.bytes.equals(before!.bytes)).toBe(false);
    // A group without a photo shows the default one.
    const nothing = await read('0'.repeat(32));
    expect(nothing.status).toBe(200);
    expect(nothing.bytes.equals(after.bytes)).toBe(false);
  });

  it('can be set by managers with /im/message/upGroupPhoto, from /im/upload/groupPhoto or a picture of the chat, and then stays', async () => {
    const { ada, bo, cy, list_id } = await makeClub(kith);
    const mosaic = await read(list_id);
    const file = await picture('red');
    await expect(cy.im.upload.groupPhoto({ list_id }, file)).rejects.toMatchObject(refused.forbidden);
    await expect(bo.im.message.upGroupPhoto({ list_id })).rejects.toMatchObject(refused.notFound);
    await bo.im.upload.groupPhoto({ list_id }, file);
    expect((await read(list_id)).bytes.equals(mosaic.bytes)).toBe(true);
    // Ada cannot use bo's upload.
    await expect(ada.im.message.upGroupPhoto({ list_id })).rejects.toMatchObject(refused.notFound);
    await bo.im.message.upGroupPhoto({ list_id });
    const own = await read(list_id);
    expect(own.bytes.equals(mosaic.bytes)).toBe(false);
    await cy.im.message.liveGroup({ list_id });
    expect((await read(list_id)).bytes.equals(own.bytes)).toBe(true);
    const sent = await ada.im.upload.chat({ list_id }, await picture('blue'));
    await ada.im.message.setGroupData({
      list_id,
      type: 'avatar',
      content: `${kith.url}/static/chat/${sent.full_url}`,
    });
    expect((await read(list_id)).bytes.equals(own.bytes)).toBe(false);
    await expect(
      ada.im.message.setGroupData({ list_id, type: 'avatar', content: 'nothing.jpg' }),
    ).rejects.toMatchObject(refused.notFound);
    const { bytes } = await picture('red');
    await expect(
      ada.im.upload.groupPhoto({ list_id }, { bytes: bytes.slice(0, 100), name: 'a.jpg' }),
    ).rejects.toMatchObject({ err: 1, message: '文件已损坏' });
  });
});
