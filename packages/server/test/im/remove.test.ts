import { describe, expect, it } from 'vitest';
import {
  group,
  history,
  plainPasswords,
  refused,
  rowOf,
  say,
  texts,
  threePeople,
  unread,
} from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

/** The response as the client reads it: with a `code`, and with an `err` if it is a refusal. */
async function clear(who: Person, list_id: string, type: unknown): Promise<unknown> {
  return (await kith.post('/im/remove/del_log', { _token: who.token, list_id, type })).body;
}

describe('/im/remove/del_log', () => {
  it.each([1, 3])(
    "type %i clears the caller's side: history, list, unread; the other side keeps everything",
    async (type) => {
      const { ada, bo, list_id } = await threePeople(kith);
      await say(ada, list_id, 'one');
      const { msg } = await say(ada, list_id, 'two');
      const [adaSocket, boSocket] = [await ada.socket(), await bo.socket()];
      expect(await clear(bo, list_id, type)).toEqual({ code: 0, msg: 'success' });
      expect(await history(bo, list_id)).toEqual([]);
      expect(await rowOf(bo, list_id)).toMatchObject({ last_msg: '', no_reader_num: 0, time: msg.time });
      await boSocket.next('getChatList');
      expect(await texts(ada, list_id)).toEqual(['one', 'two']);
      await adaSocket.settle();
      expect(adaSocket.frames.map((frame) => frame.action)).not.toContain('chat_del');

      await say(ada, list_id, 'three');
      expect(await texts(bo, list_id)).toEqual(['three']);
      expect(await unread(bo, list_id)).toBe(1);
    },
  );

  it('type 2 destroys both sides: the database keeps no text, and the other person gets chat_del', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'a secret');
    await say(bo, list_id, 'another secret');
    const [adaSocket, boSocket] = [await ada.socket(), await bo.socket()];
    expect(await clear(bo, list_id, 2)).toEqual({ code: 0, msg: 'success' });
    expect(await adaSocket.next('chat_del')).toEqual({ list_id });
    await boSocket.next('getChatList');
    await boSocket.settle();
    expect(boSocket.frames.map((frame) => frame.action)).not.toContain('chat_del');
    for (const who of [ada, bo]) {
      expect(await history(who, list_id)).toEqual([]);
      expect(await unread(who, list_id)).toBe(0);
    }
    expect(await kith.sql(`select from entries where content like '%secret%'`)).toEqual([]);
    await say(ada, list_id, 'from now on');
    expect(await texts(bo, list_id)).toEqual(['from now on']);
    expect([await unread(ada, list_id), await unread(bo, list_id)]).toEqual([0, 1]);
  });

  it('in a group only the owner destroys, with groupDeleteChat; every member may clear their own side', async () => {
    const { ada, bo, cy } = await threePeople(kith);
    const list_id = await group(kith, [
      { person: ada, role: 'owner' },
      { person: bo, role: 'admin' },
      { person: cy },
    ]);
    await say(cy, list_id, 'gossip');
    const sockets = [await bo.socket(), await cy.socket()];
    expect(await clear(bo, list_id, 2)).toEqual({ err: 1, code: 1, msg: '没有权限' });
    expect(await clear(cy, list_id, 3)).toEqual({ code: 0, msg: 'success' });
    expect(await texts(cy, list_id)).toEqual([]);
    expect(await texts(bo, list_id)).toEqual(['gossip']);
    expect(await clear(ada, list_id, 2)).toEqual({ code: 0, msg: 'success' });
    for (const socket of sockets) expect(await socket.next('groupDeleteChat')).toEqual({ list_id });
    expect(await texts(bo, list_id)).toEqual([]);
  });

  it('refusals also have a code, because clients take a response without one for a success', async () => {
    const { bo, cy, list_id } = await threePeople(kith);
    for (const type of [1, 2, 3])
      expect(await clear(cy, list_id, type)).toEqual({ err: 1, code: 1, msg: '内容不存在' });
    for (const type of [0, 4, -1, '', 'x'])
      expect(await clear(bo, list_id, type)).toEqual({ err: 1, code: 1, msg: '参数错误：type' });
    const path = '/im/remove/del_log';
    expect((await kith.post(path, { list_id, type: 1 })).body).toEqual({ err: 1, code: 1, msg: '请先登录' });
    const broken = { body: '{"list_id":', headers: { 'content-type': 'application/json' } };
    expect((await kith.post(path, {}, broken)).body).toEqual({ err: 1, code: 1, msg: '参数错误：body' });
    expect((await kith.post('/im/remove/del_all', {}, broken)).body).toEqual({
      err: 1,
      code: 1,
      msg: '参数错误：body',
    });
    expect(await history(bo, list_id)).toHaveLength(1);
  });
});

describe('/im/remove/del_all', () => {
  it("clears all histories of the caller and nobody else's", async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(bo, cy);
    await say(ada, list_id, 'one');
    await say(cy, withCy, 'two');
    const socket = await bo.socket();
    const { body } = await kith.post('/im/remove/del_all', { _token: bo.token });
    expect(body).toEqual({ code: 0, msg: 'success' });
    await socket.next('getChatList');
    for (const id of [list_id, withCy]) {
      expect(await history(bo, id)).toEqual([]);
      expect(await unread(bo, id)).toBe(0);
    }
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(0);
    expect([await texts(ada, list_id), await texts(cy, withCy)]).toEqual([['one'], ['two']]);
    await bo.im.remove.del_all();
    await say(ada, list_id, 'three');
    expect(await texts(bo, list_id)).toEqual(['three']);
  });
});

describe('/im/remove/friend', () => {
  it("returns the conversation, which leaves the caller's list; both can still read it", async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'it was nice');
    await ada.im.message.chatTop({ list_id, value: 1 });
    const { body } = await kith.post('/im/remove/friend', { _token: ada.token, user_id: bo.id });
    expect(body).toEqual({ err: 0, msg: 'success', data: list_id });
    expect(await rowOf(ada, list_id)).toBeUndefined();
    expect(await rowOf(bo, list_id)).toMatchObject({ last_msg: 'it was nice', no_reader_num: 1 });
    for (const who of [ada, bo]) expect(await texts(who, list_id)).toEqual(['it was nice']);
    expect((await ada.im.get.base()).no_reader_chat_num).toBe(0);
    await expect(ada.im.remove.friend({ user_id: bo.id })).rejects.toMatchObject(refused.notFound);
    expect(await kith.befriend(bo, ada)).toBe(list_id);
    expect(await rowOf(ada, list_id)).toMatchObject({ top: 0 });
  });
});
