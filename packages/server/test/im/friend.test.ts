import { describe, expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { refused, says } from './refusals.js';

const kith = useKith();

describe('/im/friend/removeApply', () => {
  test("removes a request from the recipient's list, and no other request", async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    for (const { im } of [ada, cy]) await im.action.friendAdd({ user_id: bo.id });
    const [fromCy, fromAda] = (await bo.im.get.applyFriend()).sort((a, b) => b.user_id - a.user_id);
    expect((await bo.im.get.base()).new_friend_tips_num).toBe(2);
    for (const { im } of [ada, cy]) {
      await expect(im.friend.removeApply({ id: fromAda!.id })).rejects.toMatchObject(refused('not_found'));
    }
    await bo.im.friend.removeApply({ id: fromAda!.id });
    expect(await bo.im.get.applyFriend()).toMatchObject([{ id: fromCy!.id }]);
    expect((await bo.im.get.base()).new_friend_tips_num).toBe(1);
    await expect(bo.im.friend.removeApply({ id: fromAda!.id })).rejects.toMatchObject(refused('not_found'));
  });
});

describe('/im/friend/setRemarks and /im/friend/getRemarks', () => {
  test("set a name that only the caller sees, in the caller's lists", async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await kith.befriend(ada, bo);
    expect(await ada.im.friend.getRemarks({ user_id: bo.id })).toEqual({ remarks: '' });
    await ada.im.friend.setRemarks({ user_id: bo.id, content: ' Bobby ' });
    expect(await ada.im.friend.getRemarks({ user_id: bo.id })).toEqual({ remarks: 'Bobby' });
    expect((await ada.im.get.chatList({})).data).toMatchObject([{ show_name: 'Bobby' }]);
    expect((await bo.im.get.chatList({})).data).toMatchObject([{ show_name: 'ada' }]);
    expect(await bo.im.friend.getRemarks({ user_id: ada.id })).toEqual({ remarks: '' });
    expect((await bo.im.get.base()).user_info.nickname).toBe('bo');

    await ada.im.friend.setRemarks({ user_id: bo.id });
    expect(await ada.im.friend.getRemarks({ user_id: bo.id })).toEqual({ remarks: '' });
    expect((await ada.im.get.chatList({})).data).toMatchObject([{ show_name: 'bo' }]);
  });

  test('accept only friends, and at most 50 characters', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    await kith.befriend(ada, bo);
    const { setRemarks } = ada.im.friend;
    await setRemarks({ user_id: bo.id, content: '名'.repeat(50) });
    await expect(setRemarks({ user_id: bo.id, content: '名'.repeat(51) })).rejects.toMatchObject(
      says('不能超过50个字：content'),
    );
    for (const user_id of [cy.id, ada.id, 99_999_999]) {
      await expect(setRemarks({ user_id, content: 'x' })).rejects.toMatchObject(refused('not_found'));
    }
    expect(await ada.im.friend.getRemarks({ user_id: cy.id })).toEqual({ remarks: '' });
  });

  test('forget the remark when the friendship ends', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await kith.befriend(ada, bo);
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Bobby' });
    await ada.im.remove.friend({ user_id: bo.id });
    await kith.befriend(bo, ada);
    expect(await ada.im.friend.getRemarks({ user_id: bo.id })).toEqual({ remarks: '' });
  });
});

describe('/im/friend/details', () => {
  test('returns whether the caller can remove the person', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    await kith.befriend(ada, bo);
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Bobby' });
    expect(await ada.im.friend.details({ user_id: bo.id })).toEqual({
      remove: 1,
      user_id: bo.id,
      nickname: 'bo',
      photo: 'default_man/300.jpg',
      remarks: 'Bobby',
    });
    expect(await ada.im.friend.details({ user_id: cy.id })).toMatchObject({ remove: 0, remarks: '' });
    await expect(ada.im.friend.details({ user_id: 99_999_999 })).rejects.toMatchObject(refused('not_found'));
  });
});
