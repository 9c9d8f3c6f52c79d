import { beforeAll, describe, expect, it } from 'vitest';
import { history, plainPasswords, refused, rowOf, say, texts } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { changeSettings } from '../im/operator.js';
import { box, listIdOf, open, people, read, unlock, write } from './channels.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });
// By default minors are refused before any other check.
beforeAll(() => changeSettings(kith, 1, { ageMinors: 'separate' }));

const refusedApi = (code: number) => expect.objectContaining({ code }) as unknown;
const friendsOf = async (who: Person) =>
  (
    await kith.sql<{ friend_id: number }>('select friend_id from friends where account_id = $1', [who.id])
  ).map(({ friend_id }) => friend_id);

async function wave(is_wave: 0 | 1 | 2 = 1) {
  const [ada, bo] = await Promise.all([kith.person('ada'), kith.person('bo')]);
  const { channel_id } = await open(ada, bo, { is_wave, text: 'hello from afar' });
  return { ada, bo, channel_id, list_id: await listIdOf(kith, channel_id) };
}

describe('a channel is a conversation', () => {
  it('a wave in /api is unlocked in /api and answered in /im; the two are friends in both', async () => {
    const { ada, bo, channel_id, list_id } = await wave();
    const [socket, v1] = [await ada.socket(), await ada.v1()];
    await unlock(bo, ada, channel_id);
    await say(bo, list_id, 'answered elsewhere');

    expect((await history(ada, list_id)).map(({ msg }) => msg.content['text'])).toEqual([
      'hello from afar',
      '我通过了你的朋友验证请求，现在我们可以开始聊天了',
      'answered elsewhere',
    ]);
    expect((await read(ada, channel_id)).list.map(({ text, is_wave }) => [text, is_wave])).toEqual([
      ['hello from afar', 1],
      ['answered elsewhere', 3],
    ]);
    await socket.next('chatData', (frame) => frame.data.msg.content['text'] === 'answered elsewhere');
    await socket.next('getFriendList');
    await v1.take((frame) => frame.t === 'event' && frame.type === 'contact_added', 'a new friend');
    expect([await friendsOf(ada), await friendsOf(bo)]).toEqual([[bo.id], [ada.id]]);
    expect(await box(bo, 1)).toMatchObject([{ channel_id, last_message: { text: 'answered elsewhere' } }]);
    expect((await ada.api.intro.card({ target_user_id: bo.id })).send_status).toBe(1);
  });

  it('messages of the opener in /im count toward the three, and a reply in /api appears in /im', async () => {
    const { ada, bo, channel_id, list_id } = await wave(2);
    await say(ada, list_id, 'two');
    await say(ada, list_id, 'three');
    await expect(say(ada, list_id, 'four')).rejects.toMatchObject({ message: '对方回复后才能继续发送' });
    const socket = await ada.socket();
    await write(bo, channel_id, 'fine');
    const frame = await socket.next('chatData', ({ data }) => data.type === 0);
    expect(frame).toMatchObject({ list_id, data: { msg: { content: { text: 'fine' } } } });
    await say(ada, list_id, 'four');
    expect(await texts(bo, list_id)).toEqual(['hello from afar', 'two', 'three', 'fine', 'four']);
    expect(await rowOf(ada, list_id)).toMatchObject({ show_name: 'bo', last_msg: 'four' });
  });

  it('accepting a friend request in /im also answers it', async () => {
    const { ada, bo, channel_id } = await wave();
    await bo.im.action.friendAdd({ user_id: ada.id, content: 'it is you' });
    const [request] = await ada.im.get.applyFriend();
    await ada.im.action.friendAddAction({ apply_id: request!.id });
    expect(await read(bo, channel_id)).toMatchObject({ is_show: true, list: [{ text: 'hello from afar' }] });
    expect(await box(bo, 1)).toMatchObject([{ channel_id }]);
    await write(ada, channel_id, 'no limit now');
  });

  it('friends of /im find their conversation without cost; former friends start again', async () => {
    const [ada, bo] = await people(kith, 2);
    const list_id = await kith.befriend(ada!, bo!);
    await say(ada!, list_id, 'as ever');
    const { channel_id, is_new, ticket_number } = await open(ada!, bo!, { is_wave: 1 });
    expect({ is_new, ticket_number }).toEqual({ is_new: false, ticket_number: '10' });
    expect(await listIdOf(kith, channel_id)).toBe(list_id);
    await bo!.im.remove.friend({ user_id: ada!.id });
    await expect(write(ada!, channel_id, 'why?')).rejects.toEqual(refusedApi(400403));
    expect(await open(ada!, bo!, { is_wave: 1 })).toMatchObject({
      channel_id,
      is_new: true,
      ticket_number: '9',
    });
    const seen = await read(bo!, channel_id);
    expect(seen.is_show).toBe(false);
    expect(seen.list.map(({ text, is_show }) => [text, is_show])).toEqual([
      ['as ever', true],
      ['👋', true],
      ['', false],
    ]);
  });

  it('a ban withdraws a pending wave: its cost is kept, and the wave does not return', async () => {
    const { ada, bo, channel_id, list_id } = await wave();
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'ban' });
    await expect(write(ada, channel_id, 'hello?')).rejects.toEqual(refusedApi(400404));
    await expect(say(ada, list_id, 'hello?')).rejects.toMatchObject(refused.blocked);
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'cancel' });
    expect(await box(bo)).toEqual([]);
    expect(await texts(bo, list_id)).toEqual([]);
    expect(await box(ada)).toMatchObject([{ channel_id, last_message: { text: 'hello from afar' } }]);
    await expect(write(ada, channel_id, 'hello?')).rejects.toEqual(refusedApi(400403));
    // The same person on the same day costs nothing more.
    expect(await open(ada, bo, { is_wave: 1, text: 'again' })).toMatchObject({
      is_new: true,
      ticket_number: '9',
    });
    expect(await box(bo, 0)).toMatchObject([{ channel_id, is_show: false, unread_count: 1 }]);
    expect((await read(bo, channel_id)).list).toHaveLength(1);
  });
});

describe('the age line', () => {
  const side = (who: Person, age_status: 0 | 1 | 2) => who.api.user_friendship.age_status({ age_status });

  it('hides an existing channel from both people and stops both from writing, until it no longer separates them', async () => {
    const [ada, bo] = await people(kith, 2);
    const list_id = await kith.befriend(ada!, bo!);
    await say(ada!, list_id, 'before');
    const { channel_id } = await open(ada!, bo!);
    await side(ada!, 1);
    const v1 = await ada!.v1();
    await side(bo!, 2);
    for (const [who, whom] of [
      [ada!, bo!],
      [bo!, ada!],
    ] as const) {
      expect(await box(who)).toEqual([]);
      expect(await rowOf(who, list_id)).toBeUndefined();
      expect(await who.im.get.searchCahtMsg({ chat_msg: 'before' })).toEqual([]);
      expect(await who.im.get.friendList()).not.toMatchObject({ 0: expect.anything() as unknown });
      await expect(history(who, list_id)).rejects.toMatchObject(refused.notFound);
      await expect(say(who, list_id, 'after')).rejects.toMatchObject(refused.notFound);
      await expect(read(who, channel_id)).rejects.toEqual(refusedApi(400404));
      await expect(write(who, channel_id, 'after')).rejects.toEqual(refusedApi(400404));
      await expect(open(who, whom, { is_wave: 1 })).rejects.toEqual(refusedApi(400404));
      await expect(who.im.vendor.zhendong({ list_id })).rejects.toMatchObject(refused.notFound);
    }
    v1.send({ t: 'sync', to: list_id, after: 0, limit: 10 });
    expect(await v1.next('nack')).toMatchObject({ code: 'not_found' });
    await kith.sql('update accounts set age_status = 1 where id = $1', [bo!.id]);
    expect(await texts(bo!, list_id)).toEqual(['before']);
    await say(ada!, list_id, 'after');
  });

  it('also isolates accounts of unknown age if the tenant sets it', async () => {
    const [ada, bo] = await people(kith, 2);
    const list_id = await kith.befriend(ada!, bo!);
    await side(ada!, 1);
    await say(ada!, list_id, 'they meet');
    await changeSettings(kith, 1, { ageUnknown: 'isolated' });
    await expect(say(ada!, list_id, 'they do not')).rejects.toMatchObject(refused.notFound);
    expect(await box(bo!)).toEqual([]);
    await changeSettings(kith, 1, { ageUnknown: 'adult' });
    expect(await texts(bo!, list_id)).toEqual(['they meet']);
  });
});
