import { describe, expect, it } from 'vitest';
import { plainPasswords, refused } from '../conversations/chatting.js';
import { makeTenant } from '../im/operator.js';
import { useKith, type Person } from '../harness/kith.js';
import { heard, lines, makeClub, membersOf } from './people.js';

const kith = useKith({
  config: { databaseConnections: 4 },
  overrides: { ports: { passwords: plainPasswords } },
});

describe('joining by a code with /im/message/addChat', () => {
  it('works for eve with the code that cy showed; the code of a non-member does not work', async () => {
    const { ada, cy, eve, list_id } = await makeClub(kith);
    const scan = (user_id: number) => eve.im.message.addChat({ users: [eve.id], list_id, type: 1, user_id });
    const stranger = await kith.person('stranger');
    await expect(scan(stranger.id)).rejects.toMatchObject(refused.notFound);
    await expect(scan(0)).rejects.toMatchObject(refused.notFound);
    await expect(scan(eve.id)).rejects.toMatchObject(refused.notFound);
    const atAda = await ada.socket();
    await scan(cy.id);
    expect((await atAda.next('chatData')).data.msg.content).toEqual({ text: 'eve加入群聊' });
    await scan(cy.id);
    expect((await lines(ada, list_id)).filter((line) => line === 'eve加入群聊')).toHaveLength(1);
    // A form of old clients: one bare id.
    const { body } = await kith.post('/im/message/addChat', {
      _token: stranger.token,
      users: stranger.id,
      list_id: list_id.toUpperCase(),
      type: '1',
      add_type: 'scan',
      user_id: eve.id,
    });
    expect(body).toEqual({ err: 0, msg: '已加入群聊' });
    expect(Object.keys(await membersOf(ada, list_id))).toHaveLength(6);
  });

  it('needs approval after /im/message/needCheckChange: managers get chatGroupApply and see it in /im/get/applyGroup, one uses /im/message/addGroupAllow or /im/message/addGroupRefuse, and the others get groupChatApplyAllow', async () => {
    const { ada, bo, cy, dee, eve, list_id } = await makeClub(kith);
    await bo.im.message.needCheckChange({ list_id, value: 1 });
    const fay = await kith.person('fay');
    await kith.befriend(cy, fay);
    const [atAda, atBo, atDee] = [await ada.socket(), await bo.socket(), await dee.socket()];
    await eve.im.message.addChat({ users: [eve.id], list_id, type: 1, user_id: cy.id });
    const frame = await atAda.next('chatGroupApply');
    expect(frame).toMatchObject({ user_id: eve.id, list_id, nickname: 'eve', status: 0 });
    await atBo.next('chatGroupApply');
    await cy.im.message.addChat({ users: [fay.id], list_id });
    await atAda.next('chatGroupApply');
    // A repeat notifies nobody.
    await eve.im.message.addChat({ users: [eve.id], list_id, type: 1, user_id: dee.id });
    expect(await heard(atDee, 2)).toEqual([]);
    expect((await ada.im.get.base()).new_group_tips_num).toBe(2);
    expect((await cy.im.get.base()).new_group_tips_num).toBe(0);
    expect(await cy.im.get.applyGroup()).toEqual([]);
    const [fays, eves] = await ada.im.get.applyGroup();
    expect(eves).toEqual(frame);

    for (const who of [cy, eve])
      await expect(who.im.message.addGroupAllow({ id: eves!.id })).rejects.toMatchObject(refused.notFound);
    await ada.im.message.addGroupAllow({ id: eves!.id });
    expect(await atBo.next('groupChatApplyAllow')).toBe(eves!.id);
    await expect(bo.im.message.addGroupAllow({ id: eves!.id })).rejects.toMatchObject(refused.notFound);
    await bo.im.message.addGroupRefuse({ id: fays!.id });
    expect(Object.keys(await membersOf(ada, list_id)).map(Number)).toContain(eve.id);
    expect(Object.keys(await membersOf(ada, list_id)).map(Number)).not.toContain(fay.id);
    expect(await ada.im.get.applyGroup()).toMatchObject([{ id: eves!.id, status: 1, text: '已同意' }]);
    expect((await bo.im.get.base()).new_group_tips_num).toBe(0);
    expect((await lines(ada, list_id)).at(-1)).toBe('cy邀请了eve加入群聊');
    // A manager's own friends need no approval, and a refused person may ask again.
    await kith.befriend(bo, fay);
    await bo.im.message.addChat({ users: [fay.id], list_id });
  });

  it("reports in the caller's language that the request waits, or that the caller joined", async () => {
    const { ada, eve, list_id } = await makeClub(kith);
    await ada.im.message.needCheckChange({ list_id, value: 1 });
    const fields = { _token: eve.token, users: eve.id, list_id, type: 1, user_id: ada.id, _locale: 'en' };
    const { body } = await kith.post('/im/message/addChat', fields);
    expect(body).toEqual({ err: 0, msg: 'Request sent; please wait for an admin' });
    const { _locale, ...plain } = fields;
    expect((await kith.post('/im/message/addChat', plain)).body.msg).toBe('已申请，请等待管理员验证');
    await ada.im.message.needCheckChange({ list_id, value: 0 });
    expect((await kith.post('/im/message/addChat', fields)).body).toEqual({
      err: 0,
      msg: 'Added to the group',
    });
  });
});

describe('a full group', () => {
  it('accepts exactly 10 of 100 parallel scans for the last 10 places, and reports the maximum to the others', async () => {
    const tenant = await makeTenant(kith, { groupMaxMembers: 12 });
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    await kith.befriend(ada, bo);
    const { list_id } = await ada.im.message.addGroup({ users: [bo.id], name: 'crowded' });
    const people: Person[] = [];
    for (let i = 0; i < 10; i++)
      people.push(...(await Promise.all(Array.from({ length: 10 }, () => kith.person('x', { tenant })))));
    const outcomes = await Promise.allSettled(
      people.map(({ im, id }) => im.message.addChat({ users: [id], list_id, type: 1, user_id: bo.id })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ err: 1, message: '人数已达上限：12' });
    const members = await membersOf(ada, list_id);
    expect(Object.keys(members)).toHaveLength(12);
    const [row] = await kith.sql(`select member_count, last_seq from conversations where name = 'crowded'`);
    // One line of the creation and one for each new member.
    expect(row).toEqual({ member_count: 12, last_seq: 11 });
    const inside = people.find(({ id }) => members[id] !== undefined)!;
    const outside = people.find(({ id }) => members[id] === undefined)!;
    // A vacated place is available to the next person.
    await inside.im.message.liveGroup({ list_id });
    await outside.im.message.addChat({ users: [outside.id], list_id, type: 1, user_id: bo.id });
    // Several people in one call all join or none does.
    await bo.im.message.removeChat({ users: [outside.id], list_id }).catch(() => undefined);
    const [cy, dee] = [await kith.person('cy', { tenant }), await kith.person('dee', { tenant })];
    await kith.befriend(bo, cy);
    await kith.befriend(bo, dee);
    await expect(bo.im.message.addChat({ users: [cy.id, dee.id], list_id })).rejects.toMatchObject({
      err: 1,
    });
    expect(Object.keys(await membersOf(ada, list_id))).toHaveLength(12);
    await expect(
      ada.im.message.addGroup({ users: Array.from({ length: 13 }, () => bo.id) }),
    ).resolves.toBeDefined();
  });

  it('adds a person once when two managers accept at once; a parallel removal and invitation end in one of the two states', async () => {
    const { ada, bo, cy, eve, list_id } = await makeClub(kith);
    await ada.im.message.needCheckChange({ list_id, value: 1 });
    await eve.im.message.addChat({ users: [eve.id], list_id, type: 1, user_id: cy.id });
    const [request] = await ada.im.get.applyGroup();
    const answers = await Promise.allSettled(
      [ada, bo, ada, bo].map((who, i) =>
        i < 2
          ? who.im.message.addGroupAllow({ id: request!.id })
          : who.im.message.addGroupRefuse({ id: request!.id }),
      ),
    );
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        i % 2
          ? ada.im.message.removeChat({ users: [cy.id], list_id })
          : bo.im.message.removeChat({ users: [cy.id], list_id }),
      ),
    );
    const [row] = await kith.sql<{ member_count: number; there: number }>(
      `select c.member_count, (select count(*)::int from members m where m.conversation_id = c.id and m.left_at is null) as there
       from conversations c where c.list_id = $1::uuid`,
      [list_id],
    );
    expect(row!.member_count).toBe(row!.there);
    expect((await lines(ada, list_id)).filter((line) => line.includes('将cy移出了群聊'))).toHaveLength(1);
  });
});
