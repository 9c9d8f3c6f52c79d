import { describe, expect, it } from 'vitest';
import { plainPasswords, refused } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

async function club() {
  const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
  await kith.befriend(ada, bo);
  const { list_id } = await ada.im.message.addGroup({ users: [bo.id], name: 'Lake club' });
  const { code } = (await ada.im.message.getChatDetails({ list_id })).group;
  return { ada, bo, cy, list_id, code };
}

describe('/im/group/invitation', () => {
  it('says what a group is to somebody who has its code, in any case of letters', async () => {
    const { ada, bo, cy, list_id, code } = await club();
    const shown = { name: 'Lake club', photo: `group_photo/${list_id}/90.jpg`, num: 2, need_check: 0 };
    expect(await cy.im.group.invitation({ list_id, code: code.toUpperCase() })).toEqual({
      ...shown,
      is_member: 0,
    });
    await ada.im.message.needCheckChange({ list_id, value: 1 });
    expect(await bo.im.group.invitation({ list_id, code })).toEqual({
      ...shown,
      need_check: 1,
      is_member: 1,
    });
  });

  it('is not found with a renewed, wrong or foreign code, for a single chat, after the end, or beside somebody one may not meet', async () => {
    const { ada, bo, cy, list_id, code } = await club();
    const ask = (id: string, with_: string) => cy.im.group.invitation({ list_id: id, code: with_ });
    await expect(ask(list_id, '0'.repeat(32))).rejects.toMatchObject(refused.notFound);
    await expect(ask(await kith.befriend(bo, cy), code)).rejects.toMatchObject(refused.notFound);
    await kith.sql('insert into blocks (tenant_id, account_id, blocked_id, created_at) values (1, $1, $2, 0)', [bo.id, cy.id]); // prettier-ignore
    await expect(ask(list_id, code)).rejects.toMatchObject(refused.notFound);
    await kith.sql('delete from blocks where account_id = $1', [bo.id]);
    await ada.im.message.setGroupData({ list_id, type: 'code', content: '' });
    await expect(ask(list_id, code)).rejects.toMatchObject(refused.notFound);
    const renewed = (await ada.im.message.getChatDetails({ list_id })).group.code;
    expect(await ask(list_id, renewed)).toMatchObject({ num: 2 });
    await ada.im.message.removeGroup({ list_id });
    await expect(ask(list_id, renewed)).rejects.toMatchObject(refused.notFound);
  });
});

describe('/im/group/people', () => {
  it('names present and former members as lists do, and nobody else, to members alone', async () => {
    const { ada, bo, cy, list_id } = await club();
    await bo.im.vendor.saveGroupNickName({ list_id, nickname: 'Bob of the lake' });
    await ada.im.message.removeChat({ list_id, users: [bo.id] });
    const people = await ada.im.group.people({ list_id, users: [ada.id, bo.id, cy.id, 999_999] });
    expect(people.map(({ user_id, show_name }) => [user_id, show_name])).toEqual([
      [ada.id, 'ada'],
      [bo.id, 'Bob of the lake'],
    ]);
    for (const outside of [bo, cy])
      await expect(outside.im.group.people({ list_id, users: [ada.id] })).rejects.toMatchObject(
        refused.notFound,
      );
  });
});
