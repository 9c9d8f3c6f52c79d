import { describe, expect, it } from 'vitest';
import type { AccountId } from '@kith/core/kernel';
import { group, plainPasswords, refused } from '../conversations/chatting.js';
import { block, decideAge, makeTenant, operator, pardon, punish, setStatus } from '../im/operator.js';
import { useKith, type Person } from '../harness/kith.js';
import { heard, lines, makeClub, membersOf } from './people.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const bucketed = { err: 1 };
const isIn = async (who: Person, list_id: string, whom: Person) =>
  Object.keys(await membersOf(who, list_id)).map(Number).includes(whom.id); // prettier-ignore
const scan = (who: Person, list_id: string, by: Person, more: { code?: string } = {}) =>
  who.im.message.addChat({ list_id, type: 1, user_id: by.id, ...more });

describe('a removed member (/im/message/removeChat)', () => {
  it("needs a manager's approval for every way to return, even if nobody else does; one who left returns freely", async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await kith.befriend(dee, cy);
    await bo.im.message.removeChat({ list_id, users: [cy.id] });
    for (let i = 0; i < 2; i++) await scan(cy, list_id, dee);
    await dee.im.message.addChat({ list_id, users: [cy.id] });
    expect(await isIn(ada, list_id, cy)).toBe(false);
    const waiting = await ada.im.get.applyGroup();
    expect(waiting.map(({ user_id, status }) => [user_id, status])).toEqual([[cy.id, 0]]);
    await ada.im.message.addGroupAllow({ id: waiting[0]!.id });
    expect(await isIn(ada, list_id, cy)).toBe(true);
    // A manager has approved this person: leaving is not a removal.
    await cy.im.message.liveGroup({ list_id });
    await scan(cy, list_id, dee);
    expect(await isIn(ada, list_id, cy)).toBe(true);
    await bo.im.message.removeChat({ list_id, users: [cy.id] });
    await ada.im.message.addChat({ list_id, users: [cy.id] });
    expect(await isIn(ada, list_id, cy)).toBe(true);
  });

  it('stays out when the removal runs in parallel with ten scans', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await Promise.allSettled([
      ...Array.from({ length: 5 }, () => scan(cy, list_id, dee)),
      bo.im.message.removeChat({ list_id, users: [cy.id] }),
      ...Array.from({ length: 5 }, () => scan(cy, list_id, dee)),
    ]);
    await scan(cy, list_id, dee);
    expect(await isIn(ada, list_id, cy)).toBe(false);
  });

  it('waits for approval alone, while friends added in the same call join', async () => {
    const { ada, cy, dee, eve, list_id } = await makeClub(kith);
    await kith.befriend(dee, cy);
    await kith.befriend(dee, eve);
    await ada.im.message.removeChat({ list_id, users: [cy.id] });
    const { body } = await kith.post('/im/message/addChat', {
      _token: dee.token,
      list_id,
      users: JSON.stringify([cy.id, eve.id]),
    });
    expect(body.msg).toBe('已申请，请等待管理员验证');
    expect([await isIn(ada, list_id, cy), await isIn(ada, list_id, eve)]).toEqual([false, true]);
  });
});

describe('sanctions', () => {
  it('a silenced account joins no group, and no system line shows its name', async () => {
    const { ada, bo, dee, eve, list_id } = await makeClub(kith);
    await kith.befriend(dee, eve);
    await ada.im.message.needCheckChange({ list_id, value: 1 });
    await scan(eve, list_id, dee);
    const [request] = await ada.im.get.applyGroup();
    await ada.im.message.needCheckChange({ list_id, value: 0 });
    await punish(kith, eve, 'bucket', 24);
    await expect(scan(eve, list_id, dee)).rejects.toMatchObject(bucketed);
    await expect(dee.im.message.addChat({ list_id, users: [eve.id] })).rejects.toMatchObject(
      refused.notFound,
    );
    await expect(bo.im.message.addGroupAllow({ id: request!.id })).rejects.toMatchObject(refused.notFound);
    await expect(dee.im.message.addGroup({ users: [eve.id] })).rejects.toMatchObject(refused.notFound);
    expect(await lines(ada, list_id)).not.toContainEqual(expect.stringContaining('eve'));
    // Such a member cannot add anybody either.
    await punish(kith, dee, 'bucket', 24);
    await pardon(kith, eve, 'bucket');
    await expect(dee.im.message.addChat({ list_id, users: [eve.id] })).rejects.toMatchObject(bucketed);
    // The request is still pending, and can be answered.
    await bo.im.message.addGroupAllow({ id: request!.id });
    expect(await isIn(ada, list_id, eve)).toBe(true);
  });

  it('a hidden account waits without notice to anybody, and its request appears when the sanction ends', async () => {
    const { ada, bo, dee, eve, list_id } = await makeClub(kith);
    await punish(kith, eve, 'limit', 24);
    const [atAda, atDee] = [await ada.socket(), await dee.socket()];
    await scan(eve, list_id, dee);
    expect(await isIn(ada, list_id, eve)).toBe(false);
    expect([await heard(atAda, 1), await heard(atDee, 1)].flat().filter((action) => action !== 'checkToken')).toEqual([]); // prettier-ignore
    expect(await ada.im.get.applyGroup()).toEqual([]);
    expect((await ada.im.get.base()).new_group_tips_num).toBe(0);
    await pardon(kith, eve, 'limit');
    const [request] = await bo.im.get.applyGroup();
    expect(request).toMatchObject({ user_id: eve.id, status: 0 });
    await bo.im.message.addGroupAllow({ id: request!.id });
    expect(await isIn(ada, list_id, eve)).toBe(true);
  });

  it('a code shown by a hidden, a disabled or a former member does not work', async () => {
    const { bo, cy, dee, eve, list_id } = await makeClub(kith);
    await punish(kith, cy, 'limit', 24);
    await setStatus(kith, dee, 'disabled');
    await bo.im.message.liveGroup({ list_id });
    for (const by of [bo, cy, dee])
      await expect(scan(eve, list_id, by)).rejects.toMatchObject(refused.notFound);
  });
});

describe('a ban between a newcomer and an ordinary member', () => {
  it('is not revealed: the newcomer gets the error of an unknown group, the friend that of an unknown person', async () => {
    const { ada, cy, dee, eve, list_id } = await makeClub(kith);
    await kith.befriend(dee, eve);
    const unknown = await scan(eve, 'f'.repeat(32), dee).catch((error: unknown) => error);
    const nobody = await dee.im.message
      .addChat({ list_id, users: [99_999_999] })
      .catch((error: unknown) => error);
    await block(kith, cy, eve);
    const [refusedScan, refusedFriend] = [
      await scan(eve, list_id, dee).catch((error: unknown) => error),
      await dee.im.message.addChat({ list_id, users: [eve.id] }).catch((error: unknown) => error),
    ];
    expect(refusedScan).toEqual(unknown);
    expect(refusedFriend).toEqual(nobody);
    // A request that would wait is refused in the same way.
    await ada.im.message.needCheckChange({ list_id, value: 1 });
    expect(await scan(eve, list_id, dee).catch((error: unknown) => error)).toEqual(unknown);
    expect(await ada.im.get.applyGroup()).toEqual([]);
  });
});

describe('a member who claims to be under age', () => {
  it('keeps no adult out by any way, keeps proven minors out, and joins no other group', async () => {
    const { ada, cy, dee, eve, list_id } = await makeClub(kith);
    const [finn, gus] = [await kith.person('finn'), await kith.person('gus')];
    const [mi, nu] = [await kith.person('mi'), await kith.person('nu')];
    const minors = await group(kith, [{ person: mi, role: 'owner' }, { person: cy }]);
    await cy.api.user_friendship.age_status({ age_status: 2 });
    await kith.befriend(dee, finn);
    await scan(eve, list_id, dee);
    await dee.im.message.addChat({ list_id, users: [finn.id] });
    await ada.im.message.needCheckChange({ list_id, value: 1 });
    await scan(gus, list_id, dee);
    const [request] = await ada.im.get.applyGroup();
    await ada.im.message.addGroupAllow({ id: request!.id });
    for (const who of [eve, finn, gus]) expect(await isIn(ada, list_id, who)).toBe(true);
    for (const { id } of [mi, nu]) await decideAge(await operator(kith, 1), id as AccountId, 2);
    await expect(scan(nu, minors, mi)).rejects.toMatchObject(refused.notFound);
    await ada.im.message.removeChat({ list_id, users: [cy.id] });
    await expect(scan(cy, list_id, dee)).rejects.toMatchObject(refused.notFound);
  });
});

describe('the code of a group, a type of /im/message/getGroupData', () => {
  it('is shown to members; managers renew it, which invalidates the earlier one', async () => {
    const { ada, bo, cy, eve, list_id } = await makeClub(kith);
    const codeOf = async (who: Person) => (await who.im.message.getChatDetails({ list_id })).group.code;
    const code = await codeOf(cy);
    expect(code).toMatch(/^[0-9a-f]{32}$/);
    expect(code).not.toBe(list_id);
    await expect(cy.im.message.setGroupData({ list_id, type: 'code', content: '' })).rejects.toMatchObject(
      refused.forbidden,
    );
    await bo.im.message.setGroupData({ list_id, type: 'code', content: '' });
    const renewed = await ada.im.message.getGroupData({ list_id, type: 'code' });
    expect(renewed).toBe(await codeOf(cy));
    expect(renewed).not.toBe(code);
    await expect(scan(eve, list_id, cy, { code })).rejects.toMatchObject(refused.notFound);
    await expect(scan(eve, list_id, eve, { code: renewed })).rejects.toMatchObject(refused.notFound);
    await expect(eve.im.message.getGroupData({ list_id, type: 'code' })).rejects.toMatchObject(
      refused.notFound,
    );
    await eve.im.message.addChat({ list_id, type: 1, code: renewed.toUpperCase() });
    expect(await isIn(ada, list_id, eve)).toBe(true);
    const single = await kith.befriend(cy, eve);
    expect((await cy.im.message.getChatDetails({ list_id: single })).group.code).toBe('');
  });

  it('replaces the list id if the tenant disallows joining by list id', async () => {
    const tenant = await makeTenant(kith, { joinByListId: false });
    const [ada, bo, cy] = [
      await kith.person('ada', { tenant }),
      await kith.person('bo', { tenant }),
      await kith.person('cy', { tenant }),
    ];
    await kith.befriend(ada, bo);
    const { list_id } = await ada.im.message.addGroup({ users: [bo.id] });
    await expect(scan(cy, list_id, bo)).rejects.toMatchObject(refused.notFound);
    const code = await bo.im.message.getGroupData({ list_id, type: 'code' });
    await scan(cy, list_id, bo, { code });
    expect(await isIn(ada, list_id, cy)).toBe(true);
  });
});
