import { describe, expect, it } from 'vitest';
import { history, plainPasswords, refused, rowOf, say, texts, unread } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { heard, lines, makeClub, membersOf } from './people.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

describe('a group from creation to its end', () => {
  it('ada creates a group of friends with /im/message/addGroup: all see it, with the system line, the name and the members; strangers see nothing', async () => {
    const [ada, bo, cy, eve] = [
      await kith.person('ada'),
      await kith.person('bo'),
      await kith.person('cy'),
      await kith.person('eve'),
    ];
    await kith.befriend(ada, bo);
    await kith.befriend(ada, cy);
    const [atAda, atBo, atEve] = [await ada.socket(), await bo.socket(), await eve.socket()];
    const v1 = await cy.v1();
    const { list_id } = await ada.im.message.addGroup({ users: [bo.id, cy.id, bo.id, ada.id] });

    const line = { type: 1, msg: { type: 0, content: { text: 'ada邀请了bo、cy加入群聊' } } };
    for (const socket of [atAda, atBo]) {
      await socket.next('getChatList');
      expect(await socket.next('chatData')).toMatchObject({ list_id, data: line });
    }
    expect(await v1.next('event')).toMatchObject({ type: 'membership_began', data: { list_id } });
    expect(await v1.next('entry')).toMatchObject({
      to: list_id,
      e: {
        seq: 1,
        kind: 'member',
        from: ada.id,
        content: { event: 'created', users: [bo.id, cy.id], count: 2 },
      },
    });
    expect(await heard(atEve, 1)).toEqual(['checkToken']);
    expect(await rowOf(bo, list_id)).toMatchObject({
      type: 1,
      show_name: 'ada、bo、cy',
      last_msg: 'ada邀请了bo、cy加入群聊',
      no_reader_num: 0,
    });
    expect(await membersOf(bo, list_id)).toEqual({ [ada.id]: 2, [bo.id]: 0, [cy.id]: 0 });
    expect(await cy.im.get.chatData({ list_id })).toMatchObject({
      show_name: 'ada、bo、cy(3)',
      is_action: 0,
      list: [line],
    });
    await expect(eve.im.get.chatData({ list_id })).rejects.toMatchObject(refused.notFound);
    await expect(eve.im.message.getChatDetails({ list_id })).rejects.toMatchObject(refused.notFound);
  });

  it('nobody can add a stranger with /im/message/addGroup or /im/message/addChat', async () => {
    const { ada, cy, eve, list_id } = await makeClub(kith);
    await expect(ada.im.message.addGroup({ users: [eve.id] })).rejects.toMatchObject(refused.notFriends);
    await expect(ada.im.message.addGroup({ users: [999_999_999] })).rejects.toMatchObject(refused.notFound);
    await expect(ada.im.message.addGroup({ users: [] })).rejects.toMatchObject(refused.invalid('users'));
    await expect(ada.im.message.addGroup({ users: [ada.id] })).rejects.toMatchObject(
      refused.invalid('users'),
    );
    await expect(cy.im.message.addChat({ users: [eve.id], list_id })).rejects.toMatchObject(
      refused.notFriends,
    );
    await expect(eve.im.message.addChat({ users: [cy.id], list_id })).rejects.toMatchObject(refused.notFound);
    expect(Object.keys(await membersOf(ada, list_id))).toHaveLength(4);
  });

  it('cy adds a friend, who reads only later messages; /im/vendor/getInviteName names the inviter', async () => {
    const { ada, cy, eve, list_id } = await makeClub(kith);
    await say(ada, list_id, 'before eve');
    await kith.befriend(cy, eve);
    const [atEve, atAda] = [await eve.socket(), await ada.socket()];
    await cy.im.message.addChat({ users: [eve.id], list_id });
    await atEve.next('getChatList');
    expect(await atEve.next('chatData')).toMatchObject({
      data: { msg: { content: { text: 'cy邀请了eve加入群聊' } } },
    });
    await atAda.next('chatData');
    await say(eve, list_id, 'hello all');
    expect(await texts(eve, list_id)).toEqual(['hello all']);
    expect(await texts(ada, list_id)).toEqual(['before eve', 'hello all']);
    expect(await unread(eve, list_id)).toBe(0);
    expect(await eve.im.vendor.getInviteName({ list_id, user_id: eve.id })).toEqual({
      invite_name: 'cy',
      invite_id: cy.id,
    });
    expect(await eve.im.vendor.getInviteName({ list_id, user_id: ada.id })).toEqual({
      invite_name: '',
      invite_id: 0,
    });
    // A repeat changes nothing.
    await cy.im.message.addChat({ users: [eve.id], list_id });
    expect(Object.keys(await membersOf(ada, list_id))).toHaveLength(5);
  });

  it('bo removes cy with /im/message/removeChat: cy gets removeMember and receives nothing more, the others see it, and ranks are respected', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    const [atCy, atDee] = [await cy.socket(), await dee.socket()];
    const v1 = await cy.v1({ conversations: { [list_id]: 1 } });
    await expect(dee.im.message.removeChat({ users: [cy.id], list_id })).rejects.toMatchObject(
      refused.forbidden,
    );
    await expect(bo.im.message.removeChat({ users: [ada.id], list_id })).rejects.toMatchObject(
      refused.forbidden,
    );
    await expect(bo.im.message.removeChat({ users: [bo.id], list_id })).rejects.toMatchObject({ err: 1 });
    await expect(bo.im.message.removeChat({ users: [cy.id, 999_999_999], list_id })).rejects.toMatchObject(
      refused.notFound,
    );
    await bo.im.message.removeChat({ users: [cy.id], list_id });
    expect(await atCy.next('removeMember')).toEqual({ list_id });
    await atCy.next('getChatList');
    expect(await atDee.next('chatData')).toMatchObject({
      data: { msg: { content: { text: 'bo将cy移出了群聊' } } },
    });
    expect(await v1.next('event')).toMatchObject({
      type: 'membership_ended',
      data: { list_id, how: 'removed', name: 'the club' },
    });
    const sinceCy = atCy.frames.length;
    const sinceV1 = v1.frames.length;
    await say(ada, list_id, 'cy is gone');
    expect(await heard(atCy, sinceCy)).toEqual([]);
    await v1.settle();
    expect(v1.frames.slice(sinceV1).map(({ t }) => t)).toEqual(['pong']);
    expect(await rowOf(cy, list_id)).toBeUndefined();
    for (const call of [
      () => cy.im.get.chatData({ list_id }),
      () => cy.im.message.textMsg({ list_id, content_type: 0, content: { text: 'let me in' } }),
      () => cy.im.message.liveGroup({ list_id }),
      () => cy.im.action.groupState({ list_id }),
    ])
      await expect(call()).rejects.toMatchObject(refused.notFound);
    // After the return, cy reads neither earlier messages nor those sent meanwhile.
    await ada.im.message.addChat({ users: [cy.id], list_id });
    await say(dee, list_id, 'welcome back');
    expect(await texts(cy, list_id)).toEqual(['welcome back']);
  });

  it('/im/message/liveGroup and /im/remove/sign_out: the member is gone, an owner hands over to an admin, and the last one ends the group', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    const atDee = await dee.socket();
    await dee.im.remove.sign_out({ list_id });
    await atDee.next('getChatList');
    const since = atDee.frames.length;
    await say(cy, list_id, 'bye dee');
    expect(await heard(atDee, since)).toEqual([]);
    expect((await lines(cy, list_id)).at(-1)).toBe('dee退出了群聊');
    expect(JSON.stringify(atDee.frames)).not.toContain('dee退出了群聊');
    await ada.im.message.liveGroup({ list_id });
    expect(await membersOf(cy, list_id)).toEqual({ [bo.id]: 2, [cy.id]: 0 });
    expect((await lines(cy, list_id)).slice(-2)).toEqual(['bo成为新群主', 'ada退出了群聊']);
    await bo.im.message.liveGroup({ list_id });
    await cy.im.message.liveGroup({ list_id });
    expect(await kith.sql('select disbanded_at from groups where disbanded_at is not null')).toHaveLength(1);
    await expect(
      ada.im.message.addChat({ users: [ada.id], list_id, type: 1, user_id: cy.id }),
    ).rejects.toMatchObject(refused.notFound);
  });

  it('ada disbands the group with /im/message/removeGroup: the members get removeGroup, and every later call returns not found', async () => {
    const { ada, bo, cy, list_id } = await makeClub(kith);
    const [atBo, atCy] = [await bo.socket(), await cy.socket()];
    const notices = await ada.im.message.getGroupNotice({ list_id });
    expect(notices).toEqual([]);
    for (const who of [bo, cy])
      await expect(who.im.message.removeGroup({ list_id })).rejects.toMatchObject(refused.forbidden);
    await ada.im.message.removeGroup({ list_id });
    for (const socket of [atBo, atCy])
      expect(await socket.next('removeGroup')).toEqual({ list_id, group_name: 'the club' });
    for (const who of [ada, bo]) {
      for (const call of [
        () => who.im.message.removeGroup({ list_id }),
        () => who.im.message.getChatDetails({ list_id }),
        () => who.im.message.textMsg({ list_id, content_type: 0, content: { text: 'anybody?' } }),
        () => who.im.message.setGroupData({ list_id, type: 'name', content: 'ghosts' }),
        () => who.im.message.addGroupNotice({ list_id, content: 'boo' }),
        () => who.im.vendor.transferQun({ list_id, trans_user_id: cy.id }),
        () => who.im.message.addChat({ users: [cy.id], list_id }),
      ])
        await expect(call()).rejects.toMatchObject(refused.notFound);
      expect(await rowOf(who, list_id)).toBeUndefined();
    }
  });

  it('ada copies the group to bo with /im/vendor/copyNewQun and ends the old one (/im/vendor/getGroupDetail); roles, settings and members are kept', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await ada.im.vendor.editChange({ list_id, value: 1 });
    await ada.im.message.nimingChange({ list_id, value: 1 });
    await say(cy, list_id, 'stays behind');
    expect(await ada.im.vendor.getGroupDetail({ list_id })).toMatchObject({
      num: 4,
      group: { name: 'the club' },
    });
    await expect(bo.im.vendor.copyNewQun({ list_id, jiesan: 1 })).rejects.toMatchObject(refused.forbidden);
    await expect(
      ada.im.vendor.copyNewQun({ list_id, jiesan: 1, main_id: 999_999_999 }),
    ).rejects.toMatchObject(refused.notFound);
    const copy = (await ada.im.vendor.copyNewQun({ list_id, jiesan: 1, main_id: bo.id })).list_id;
    expect(await membersOf(cy, copy)).toEqual({ [ada.id]: 0, [bo.id]: 2, [cy.id]: 0, [dee.id]: 0 });
    expect((await cy.im.message.getChatDetails({ list_id: copy })).group).toMatchObject({
      main_id: bo.id,
      edit_photo: 1,
      can_niming: 1,
    });
    expect(await texts(cy, copy)).toEqual([]);
    await expect(cy.im.get.chatData({ list_id })).rejects.toMatchObject(refused.notFound);
  });

  it('a message in a group carries the role and the name of /im/vendor/saveGroupNickName, on the socket and in the history', async () => {
    const { ada, bo, cy, list_id } = await makeClub(kith);
    await bo.im.vendor.saveGroupNickName({ list_id, nickname: 'Captain Bo' });
    const atCy = await cy.socket();
    for (const who of [ada, bo, cy]) await say(who, list_id, 'aye');
    const shown = (await history(cy, list_id)).filter(({ type }) => type === 0);
    expect(shown.map(({ msg }) => [msg.user_info.name, msg.is_admin])).toEqual([
      ['ada', 2],
      ['Captain Bo', 1],
      ['cy', 0],
    ]);
    for (const message of shown) expect(await atCy.next('chatData')).toEqual({ list_id, data: message });
    expect((await bo.im.message.getChatDetails({ list_id })).my_nickname).toBe('Captain Bo');
    // Roles change while clients display them.
    await ada.im.message.setGroupAdmin({ users: [cy.id], list_id, type: 1 });
    await atCy.next('chatData', ({ data }) => data.msg.content['text'] === 'cy成为管理员');
    await say(cy, list_id, 'me too');
    const next = (text: string) => atCy.next('chatData', ({ data }) => data.msg.content['text'] === text);
    expect((await next('me too')).data.msg).toMatchObject({ is_admin: 1 });
    expect((await lines(cy, list_id)).slice(-2)).toEqual(['bo不再是管理员', 'cy成为管理员']);
    await bo.im.vendor.saveGroupNickName({ list_id, nickname: ' ' });
    await say(bo, list_id, 'only bo');
    expect((await next('only bo')).data.msg).toMatchObject({ is_admin: 0, user_info: { name: 'bo' } });
  });

  it('/im/message/groupMember lists the other members, /im/vendor/getMemberData all of them by letter; strangers get neither', async () => {
    const { ada, bo, cy, dee, eve, list_id } = await makeClub(kith);
    const others = await ada.im.message.groupMember({ list_id });
    expect(others.map(({ user_id }) => user_id)).toEqual([bo.id, cy.id, dee.id]);
    const { list } = await ada.im.vendor.getMemberData({ list_id });
    expect(list.map(({ letter, data }) => [letter, data.map(({ user_id }) => user_id)])).toEqual([
      ['A', [ada.id]],
      ['B', [bo.id]],
      ['C', [cy.id]],
      ['D', [dee.id]],
    ]);
    await expect(eve.im.message.groupMember({ list_id })).rejects.toMatchObject(refused.notFound);
    await expect(eve.im.vendor.getMemberData({ list_id })).rejects.toMatchObject(refused.notFound);
  });

  it('/im/get/getCommonGroupList returns the groups that two people share, and no others', async () => {
    const { ada, bo, cy, eve, list_id } = await makeClub(kith);
    await kith.befriend(ada, eve);
    await ada.im.message.addGroup({ users: [eve.id], name: 'apart' });
    expect(await cy.im.get.getCommonGroupList({ user_id: bo.id })).toEqual([
      { list_id, name: 'the club', photo: `group_photo/${list_id}/90.jpg`, num: 4 },
    ]);
    expect(await cy.im.get.getCommonGroupList({ user_id: eve.id })).toEqual([]);
    expect((await ada.im.get.friendList({ list_id, friend: 1 })).member.toSorted()).toEqual(
      [
        ada.id,
        bo.id,
        cy.id,
        Object.keys(await membersOf(ada, list_id))
          .map(Number)
          .at(-1),
      ].toSorted(),
    );
    await expect(eve.im.get.friendList({ list_id, friend: 1 })).rejects.toMatchObject(refused.notFound);
  });
});
