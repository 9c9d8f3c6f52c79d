import { describe, expect, it } from 'vitest';
import { assignGroupOwner, listBrokenGroups, repairGroups, showGroup } from '@kith/core/groups';
import type { AccountId } from '@kith/core/kernel';
import { plainPasswords, refused, say } from '../conversations/chatting.js';
import { operator, pardon, punish, setStatus } from '../im/operator.js';
import { useKith, type Person } from '../harness/kith.js';
import { lines, makeClub, membersOf } from './people.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const rolesOf = async (who: Person, list_id: string, people: readonly Person[]) => {
  const roles = await membersOf(who, list_id);
  return people.map(({ id }) => roles[id]);
};
const mute = (by: Person, list_id: string, whom: Person) =>
  by.im.message.setGroupAdmin({ list_id, type: 2, users: [whom.id], is_msg: 1 });
const candidates = async (who: Person, list_id: string, type: number) =>
  (await who.im.message.getGroupAdmin({ list_id, type })).list
    .flatMap(({ data }) => data.map(({ user_id }) => user_id))
    .toSorted();

describe('a new role ends a mute', () => {
  it.each<[string, (ada: Person, cy: Person, list_id: string) => Promise<unknown>]>([
    ['when the owner leaves', (ada, _, list_id) => ada.im.message.liveGroup({ list_id })],
    [
      'when the owner transfers the group',
      (ada, cy, list_id) => ada.im.vendor.transferQun({ list_id, trans_user_id: cy.id }),
    ],
    [
      'when the member becomes an admin',
      (ada, cy, list_id) => ada.im.message.setGroupAdmin({ list_id, type: 1, users: [cy.id] }),
    ],
    ['when the owner is disabled', (ada) => setStatus(kith, ada, 'disabled')],
  ])('%s', async (_name, appoint) => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await bo.im.message.liveGroup({ list_id });
    await mute(ada, list_id, cy);
    await expect(say(cy, list_id, 'hello')).rejects.toMatchObject(refused.muted);
    await appoint(ada, cy, list_id);
    await say(cy, list_id, 'hello');
    expect((await cy.im.action.groupState({ list_id })).is_msg).toBe(0);
    expect((await rolesOf(dee, list_id, [cy]))[0]).toBeGreaterThan(0);
  });

  it('leaving and returning does not end it', async () => {
    const { ada, cy, dee, list_id } = await makeClub(kith);
    await mute(ada, list_id, cy);
    await cy.im.message.liveGroup({ list_id });
    await cy.im.message.addChat({ list_id, type: 1, user_id: dee.id });
    await expect(say(cy, list_id, 'hello')).rejects.toMatchObject(refused.muted);
    await ada.im.message.removeChat({ list_id, users: [cy.id] });
    await ada.im.message.addChat({ list_id, users: [cy.id] });
    await expect(say(cy, list_id, 'hello')).rejects.toMatchObject(refused.muted);
  });
});

describe('an inactive owner or admin', () => {
  it.each<[string, (who: Person) => Promise<unknown>, (who: Person) => Promise<unknown>]>([
    ['disabled', (who) => setStatus(kith, who, 'disabled'), (who) => setStatus(kith, who, 'active')],
    ['paused', (who) => setStatus(kith, who, 'frozen'), (who) => setStatus(kith, who, 'active')],
    ['banned', (who) => punish(kith, who, 'ban', 24), (who) => pardon(kith, who, 'ban')],
  ])(
    '(%s) loses the role as if by leaving, and is an ordinary member afterwards',
    async (_name, end, begin) => {
      const { ada, bo, cy, dee, eve, list_id } = await makeClub(kith);
      await ada.im.message.groupIsMsg({ list_id, value: 1 });
      await ada.im.message.needCheckChange({ list_id, value: 1 });
      const atCy = await cy.socket();
      await end(ada);
      expect((await atCy.next('chatData')).data.msg.content).toEqual({ text: 'bo成为新群主' });
      expect(await rolesOf(cy, list_id, [ada, bo, cy])).toEqual([0, 2, 0]);
      expect((await cy.im.message.getChatDetails({ list_id })).group.main_id).toBe(bo.id);
      await bo.im.message.setGroupAdmin({ list_id, type: 1, users: [cy.id] });
      await end(cy);
      expect(await rolesOf(bo, list_id, [bo, cy])).toEqual([2, 0]);
      expect((await lines(dee, list_id)).at(-1)).toBe('cy不再是管理员');
      // An inactive member is not offered and does not get a role.
      expect(await candidates(bo, list_id, 3)).toEqual([dee.id]);
      expect(await candidates(bo, list_id, 1)).toEqual([dee.id]);
      for (const appoint of [
        () => bo.im.vendor.transferQun({ list_id, trans_user_id: cy.id }),
        () => bo.im.message.setGroupAdmin({ list_id, type: 1, users: [cy.id] }),
        () => bo.im.vendor.copyNewQun({ list_id, jiesan: 0, main_id: cy.id }),
      ])
        await expect(appoint()).rejects.toMatchObject(refused.notFound);
      await say(bo, list_id, 'hello');
      await eve.im.message.addChat({ list_id, type: 1, user_id: dee.id });
      const [request] = await bo.im.get.applyGroup();
      await bo.im.message.addGroupAllow({ id: request!.id });
      await begin(ada);
      expect(await rolesOf(bo, list_id, [ada, bo])).toEqual([0, 2]);
    },
  );

  it('is succeeded by an active member: not by an inactive one, and by a sanctioned one only after others', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await setStatus(kith, bo, 'disabled');
    await punish(kith, cy, 'bucket', 24);
    await ada.im.message.liveGroup({ list_id });
    expect(await rolesOf(dee, list_id, [bo, cy, dee])).toEqual([0, 0, 2]);
    await dee.im.message.liveGroup({ list_id });
    expect(await rolesOf(cy, list_id, [bo, cy])).toEqual([0, 2]);
  });

  it('and the successor, both at the same moment, leave the group to the next member, in any order', async () => {
    for (let round = 0; round < 5; round++) {
      const { ada, bo, cy, dee, list_id } = await makeClub(kith);
      await Promise.all([
        setStatus(kith, ada, 'disabled'),
        setStatus(kith, bo, 'frozen'),
        ...(round % 2 ? [punish(kith, cy, 'ban', 24)] : []),
      ]);
      const owner = round % 2 ? dee : cy;
      expect(await rolesOf(dee, list_id, [ada, bo, owner])).toEqual([0, 0, 2]);
    }
  });

  it('of many groups: each goes to its successor, and one without active members keeps its owner', async () => {
    const { ada, bo, cy } = await makeClub(kith);
    const made = [];
    for (let i = 0; i < 6; i++)
      made.push((await ada.im.message.addGroup({ users: [i % 2 ? bo.id : cy.id] })).list_id);
    const alone = (await ada.im.message.addGroup({ users: [bo.id] })).list_id;
    await bo.im.message.liveGroup({ list_id: alone });
    await setStatus(kith, ada, 'disabled');
    for (const [i, list_id] of made.entries())
      expect(await rolesOf(i % 2 ? bo : cy, list_id, [i % 2 ? bo : cy])).toEqual([2]);
    const report = await showGroup(await operator(kith, ada.tenant), alone);
    expect(report.members).toMatchObject([{ accountId: ada.id, role: 'owner', status: 'disabled' }]);
  });
});

describe('a group without active members', () => {
  it('goes to the first member who becomes active again', async () => {
    const { ada, bo } = await makeClub(kith);
    const { list_id } = await ada.im.message.addGroup({ users: [bo.id] });
    await ada.im.message.groupIsMsg({ list_id, value: 1 });
    for (const person of [bo, ada]) await setStatus(kith, person, 'frozen');
    const roles = async () => {
      const { members } = await showGroup(await operator(kith, ada.tenant), list_id);
      return members.map(({ accountId, role }) => [accountId, role]).toSorted();
    };
    expect(await roles()).toEqual([
      [ada.id, 'owner'],
      [bo.id, 'member'],
    ]);
    await kith.visitor().in.frozen({ username: bo.username, password: bo.password });
    await setStatus(kith, ada, 'active');
    expect(await roles()).toEqual([
      [ada.id, 'member'],
      [bo.id, 'owner'],
    ]);
  });
});

describe('operators and groups', () => {
  it('repair an inactive or muted owner, an inactive admin, and a missing owner', async () => {
    const [away, muted, admin, none] = [
      await makeClub(kith),
      await makeClub(kith),
      await makeClub(kith),
      await makeClub(kith),
    ];
    const ctx = await operator(kith, away.ada.tenant);
    await repairGroups(ctx);
    await kith.sql(`update accounts set status = 'disabled' where id = any($1)`, [
      [away.ada.id, admin.bo.id],
    ]);
    const inClub = 'conversation_id = (select id from conversations where list_id = $1::uuid)';
    await kith.sql(`update members set muted_until = 9e15 where account_id = $2 and ${inClub}`, [
      muted.list_id,
      muted.ada.id,
    ]);
    await kith.sql(`update members set role = 'member' where account_id = $2 and ${inClub}`, [
      none.list_id,
      none.ada.id,
    ]);
    const clubs = [away, muted, admin, none].map((club) => club.list_id);
    const found = (await listBrokenGroups(ctx)).filter(({ listId }) => clubs.includes(listId));
    expect(found.map(({ listId, problem }) => [listId, problem])).toEqual([
      [away.list_id, 'no active owner'],
      [muted.list_id, 'muted owner'],
      [admin.list_id, 'inactive admin'],
      [none.list_id, 'no active owner'],
    ]);
    const { mended, left } = await repairGroups(ctx);
    expect(mended.map(({ listId }) => listId)).toEqual(
      expect.arrayContaining(found.map(({ listId }) => listId)),
    );
    expect(left.filter(({ listId }) => found.some((group) => group.listId === listId))).toEqual([]);
    expect(await rolesOf(away.cy, away.list_id, [away.ada, away.bo])).toEqual([0, 2]);
    await say(muted.ada, muted.list_id, 'hello');
    expect(await rolesOf(admin.cy, admin.list_id, [admin.ada, admin.bo])).toEqual([2, 0]);
    expect(await rolesOf(none.cy, none.list_id, [none.ada, none.bo])).toEqual([0, 2]);
  });

  it('transfer a group to an active member, and to nobody else', async () => {
    const { ada, bo, cy, dee, eve, list_id } = await makeClub(kith);
    const ctx = await operator(kith, ada.tenant);
    await mute(ada, list_id, cy);
    await assignGroupOwner(ctx, { listId: list_id, toId: cy.id as AccountId });
    expect(await rolesOf(dee, list_id, [ada, bo, cy])).toEqual([0, 1, 2]);
    await say(cy, list_id, 'hello');
    await setStatus(kith, dee, 'frozen');
    for (const toId of [dee.id, eve.id] as AccountId[])
      await expect(assignGroupOwner(ctx, { listId: list_id, toId })).rejects.toMatchObject({
        code: 'not_found',
      });
    await expect(showGroup(ctx, 'f'.repeat(32))).rejects.toMatchObject({ code: 'not_found' });
  });
});
