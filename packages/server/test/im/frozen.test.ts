import { describe, expect, test } from 'vitest';
import { say } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { setStatus } from './operator.js';
import { refused } from './refusals.js';

const kith = useKith();

describe.each(['frozen', 'disabled'] as const)('an account that is %s', (status) => {
  const refusal = status === 'frozen' ? 'account_frozen' : 'account_disabled';

  test('is signed out everywhere, and the sign-in error names the reason', async () => {
    const ada = await kith.person('ada');
    const [socket, v1] = [await ada.socket(), await ada.v1()];
    await setStatus(kith, ada, status);
    await Promise.all([socket.closed, v1.closed]);
    await expect(ada.im.get.base()).rejects.toMatchObject({ err: 1 });
    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused(refusal));
    // A wrong password is reported first: only the owner may learn the state of the account.
    await expect(kith.visitor().in.login({ ...ada, password: 'Wr0ngPassword' })).rejects.toMatchObject(
      refused('wrong_credentials'),
    );
    await expect(ada.socket()).rejects.toThrow();
  });

  test('is in no search result, and friends keep the history', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    await say(ada, list_id, 'hello');
    await setStatus(kith, ada, status);
    for (const val of [ada.username, String(ada.id)])
      expect((await bo.im.get.searchUser({ val })).data).toEqual([]);
    expect((await bo.im.get.chatList()).data).toMatchObject([{ list_id, last_msg: 'hello' }]);
    const { list } = await bo.im.get.chatData({ list_id, time: 0, is_up: 0 });
    expect(list.at(-1)).toMatchObject({ msg: { content: { text: 'hello' }, user_info: { uid: ada.id } } });
    await bo.im.get.friendList({});
  });
});

describe('friend requests', () => {
  test('to a frozen or disabled account are hidden; earlier ones return when it is active again', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    await bo.im.action.friendAdd({ user_id: ada.id, content: 'hi' });
    await setStatus(kith, ada, 'frozen');
    await setStatus(kith, cy, 'disabled');
    for (const { id } of [ada, cy]) {
      await expect(bo.im.action.friendAdd({ user_id: id, content: 'hi' })).rejects.toMatchObject(
        refused('not_found'),
      );
      await expect(bo.im.get.details({ user_id: id })).rejects.toMatchObject(refused('not_found'));
    }
    const { token } = await kith.visitor().in.frozen(ada);
    const { body } = await kith.post('/im/get/applyFriend', { _token: token });
    expect(body.data).toMatchObject([{ user_id: bo.id, content: 'hi', status: 0 }]);
  });

  test('of an account that was disabled later can no longer be accepted', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await ada.im.action.friendAdd({ user_id: bo.id, content: 'hi' });
    const [request] = await bo.im.get.applyFriend();
    await setStatus(kith, ada, 'disabled');
    await expect(bo.im.action.friendAddAction({ apply_id: request!.id })).rejects.toMatchObject(
      refused('not_found'),
    );
    expect(Object.values((await bo.im.get.friendList({})).data)).toEqual([]);
  });
});

describe('/im/in/frozen', () => {
  test('reactivates a frozen account with the right password; a disabled one stays disabled', async () => {
    const [ada, cy] = [await kith.person('ada'), await kith.person('cy')];
    await setStatus(kith, ada, 'frozen');
    await setStatus(kith, cy, 'disabled');
    await expect(kith.visitor().in.frozen({ ...ada, password: 'Wr0ngPassword' })).rejects.toMatchObject(
      refused('wrong_credentials'),
    );
    await expect(kith.visitor().in.frozen(cy)).rejects.toMatchObject(refused('account_disabled'));
    await expect(kith.visitor().in.login(ada)).rejects.toMatchObject(refused('account_frozen'));
    await kith.visitor().in.frozen(ada);
    await kith.visitor().in.login(ada);
    const bo = await kith.person('bo');
    expect((await bo.im.get.searchUser({ val: ada.username })).data).toMatchObject([{ id: ada.id }]);
  });
});
