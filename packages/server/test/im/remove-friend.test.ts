import { describe, expect, test } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant } from './operator.js';
import { refused } from './refusals.js';

const kith = useKith();

const friendsOf = async ({ im }: Person) =>
  Object.values((await im.get.friendList({})).data).flatMap(({ data }) => data.map((row) => row.user_id));
const chatsOf = async ({ im }: Person) => (await im.get.chatList({})).data.map((row) => row.list_id);
const write = ({ im }: Person, list_id: string, text: string) =>
  im.message.textMsg({ list_id, content_type: 0, content: { text } });

describe('/im/remove/friend', () => {
  test("ends the friendship for both; the chat leaves the caller's list, and neither can write in it", async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    await write(ada, list_id, 'hello');
    await write(bo, list_id, 'hello');

    expect(await ada.im.remove.friend({ user_id: bo.id })).toBe(list_id);
    for (const person of [ada, bo]) {
      expect(await friendsOf(person)).toEqual([]);
      await expect(write(person, list_id, 'still there?')).rejects.toMatchObject(refused('not_friends'));
    }
    expect(await chatsOf(ada)).toEqual([]);
    expect(await chatsOf(bo)).toEqual([list_id]);
    expect((await bo.im.get.chatData({ list_id })).list.at(-1)!.msg.content).toEqual({ text: 'hello' });
    expect(await ada.im.get.details({ user_id: bo.id })).toMatchObject({ is_friend: 0 });
  });

  test('sends getFriendList to both at once', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await kith.befriend(ada, bo);
    const sockets = [await ada.socket(), await bo.socket()];
    await ada.im.remove.friend({ user_id: bo.id });
    for (const socket of sockets) await socket.next('getFriendList');
  });

  test('accepts only a friend, once', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const elsewhere = await kith.person('di', { tenant: await makeTenant(kith) });
    await kith.befriend(ada, bo);
    for (const { id } of [cy, elsewhere, ada, { id: 99_999_999 }]) {
      await expect(ada.im.remove.friend({ user_id: id })).rejects.toMatchObject(refused('not_found'));
    }
    await ada.im.remove.friend({ user_id: bo.id });
    for (const [by, whom] of [
      [ada, bo],
      [bo, ada],
    ] as const) {
      await expect(by.im.remove.friend({ user_id: whom.id })).rejects.toMatchObject(refused('not_found'));
    }
  });

  test('in parallel from both sides: one ends it, the other gets the error for a former friend', async () => {
    const couples = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
        await kith.befriend(ada, bo);
        return [ada, bo] as const;
      }),
    );
    await Promise.all(
      couples.map(async ([ada, bo]) => {
        const answers = await Promise.allSettled([
          ada.im.remove.friend({ user_id: bo.id }),
          bo.im.remove.friend({ user_id: ada.id }),
        ]);
        expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
          reason: refused('not_found'),
        });
      }),
    );
  });

  test('a new friendship continues the same conversation; old requests are deleted', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    await ada.im.remove.friend({ user_id: bo.id });
    expect(await bo.im.get.applyFriend()).toEqual([]);
    expect(await kith.befriend(bo, ada)).toBe(list_id);
    expect(await friendsOf(ada)).toEqual([bo.id]);
    expect(await friendsOf(bo)).toEqual([ada.id]);
    expect(await chatsOf(ada)).toEqual([list_id]);
    await write(ada, list_id, 'hello again');
  });

  test('parallel removals and requests cause no failure, and both sides agree afterwards', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await kith.befriend(ada, bo);
    // Removals, requests and acceptances in parallel: in any order, nothing fails and both sides agree.
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.allSettled([
        ada.im.remove.friend({ user_id: bo.id }),
        bo.im.action.friendAdd({ user_id: ada.id }),
        ada.im.action.friendAdd({ user_id: bo.id }),
        bo.im.remove.friend({ user_id: ada.id }),
      ]);
      for (const answer of answers) {
        if (answer.status === 'rejected') expect(answer.reason.message).not.toBe('系统错误，请稍后再试');
      }
      expect((await friendsOf(ada)).length).toBe((await friendsOf(bo)).length);
    }
  });
});
