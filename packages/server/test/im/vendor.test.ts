import { describe, expect, it } from 'vitest';
import { group, history, plainPasswords, refused, rowOf, threePeople } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

describe('/im/vendor/sendChuoYiChuoMsg', () => {
  it('sends a poke, a message of type 9 that both see', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const sockets = [await ada.socket(), await bo.socket()];
    await ada.im.vendor.sendChuoYiChuoMsg({ list_id });
    const poke = (await history(bo, list_id)).at(-1);
    expect(poke).toMatchObject({
      type: 0,
      msg: { type: 9, content: { text: '' }, user_info: { uid: ada.id } },
    });
    for (const socket of sockets) expect(await socket.next('chatData')).toEqual({ list_id, data: poke });
    expect(await rowOf(bo, list_id)).toMatchObject({ last_msg: '[戳一戳]', no_reader_num: 1 });
  });

  it('refuses accounts that may not write', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const poke = (who: typeof ada) => who.im.vendor.sendChuoYiChuoMsg({ list_id });
    await expect(poke(cy)).rejects.toMatchObject(refused.notFound);
    await kith.sql('insert into blocks values (1, $1, $2, 0)', [bo.id, ada.id]);
    await expect(poke(ada)).rejects.toMatchObject(refused.blocked);
    await kith.sql('delete from blocks where account_id = $1', [bo.id]);
    await poke(ada);
    await bo.im.remove.friend({ user_id: ada.id });
    await expect(poke(ada)).rejects.toMatchObject(refused.notFriends);
    expect(await history(bo, list_id)).toHaveLength(2);
  });
});

describe('/im/vendor/zhendong', () => {
  it("sends zhenDong to all sockets of the conversation with the sender's id, and stores nothing", async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const [adaSocket, boSocket, cySocket] = await Promise.all([ada.socket(), bo.socket(), cy.socket()]);
    const before = await history(bo, list_id);
    await ada.im.vendor.zhendong({ list_id });
    // Clients shake for ids other than their own.
    expect(await boSocket.next('zhenDong')).toEqual({ user_id: ada.id });
    expect(await adaSocket.next('zhenDong')).toEqual({ user_id: ada.id });
    await cySocket.settle();
    expect(cySocket.frames.map((frame) => frame.action)).not.toContain('zhenDong');
    expect(await history(bo, list_id)).toEqual(before);
    expect(await rowOf(bo, list_id)).toMatchObject({ no_reader_num: 0 });
  });

  it('refuses accounts that may not write', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const socket = await bo.socket();
    const nudge = (who: typeof ada, to = list_id) => who.im.vendor.zhendong({ list_id: to });
    await expect(nudge(cy)).rejects.toMatchObject(refused.notFound);
    await kith.sql('insert into blocks values (1, $1, $2, 0)', [bo.id, ada.id]);
    await expect(nudge(ada)).rejects.toMatchObject(refused.blocked);
    await kith.sql('delete from blocks where account_id = $1', [bo.id]);
    const club = await group(kith, [{ person: bo, role: 'owner' }, { person: ada }]);
    await kith.sql('update members set muted_until = 4000000000000 where account_id = $1 and role = $2', [
      ada.id,
      'member',
    ]);
    await expect(nudge(ada, club)).rejects.toMatchObject(refused.muted);
    await kith.sql('update members set muted_until = null where account_id = $1', [ada.id]);
    await bo.im.remove.friend({ user_id: ada.id });
    await expect(nudge(ada)).rejects.toMatchObject(refused.notFriends);
    await socket.settle();
    expect(socket.frames.map((frame) => frame.action)).not.toContain('zhenDong');
    await nudge(ada, club);
    expect(await socket.next('zhenDong')).toEqual({ user_id: ada.id });
  });
});
