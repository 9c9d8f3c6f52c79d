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
import { useKith } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

describe('/im/chat/deleteChat', () => {
  it("removes the row from the caller's list until the next message, and keeps the history", async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'one');
    const socket = await bo.socket();
    await bo.im.chat.deleteChat({ list_id });
    await socket.next('getChatList');
    expect(await rowOf(bo, list_id)).toBeUndefined();
    expect(await rowOf(ada, list_id)).toMatchObject({ last_msg: 'one' });
    expect(await texts(bo, list_id)).toEqual(['one']);
    // The badge counts what the list shows.
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(0);

    await say(ada, list_id, 'two');
    expect(await rowOf(bo, list_id)).toMatchObject({ last_msg: 'two', no_reader_num: 2 });
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(2);
  });

  it('a group that was removed from the list is still listed by /im/get/chatList with type 1', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const club = await group(kith, [{ person: ada }, { person: bo }]);
    await say(ada, club, 'one');
    await say(ada, list_id, 'two');
    for (const id of [club, list_id]) await bo.im.chat.deleteChat({ list_id: id });
    expect(await rowOf(bo, club)).toBeUndefined();
    const { data } = await bo.im.get.chatList({ type: 1 });
    expect(data.map((row) => row.list_id)).toEqual([club]);
  });

  it('a recall, a tick or a read does not restore it; a message of the caller does', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { msg } = await say(ada, list_id, 'one');
    await bo.im.chat.deleteChat({ list_id });
    await ada.im.message.withdraw({ list_id, msg_id: msg.id });
    await ada.im.message.setListTime({ list_id });
    await bo.im.message.setListTime({ list_id });
    expect(await rowOf(bo, list_id)).toBeUndefined();
    await say(bo, list_id, 'two');
    expect(await rowOf(bo, list_id)).toMatchObject({ last_msg: 'two', no_reader_num: 0 });
  });

  it('reopening the conversation with the friend finds the same one', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'one');
    await bo.im.chat.deleteChat({ list_id });
    expect(await bo.im.message.getListId({ user_id: ada.id })).toEqual({ list_id });
    expect(await history(bo, list_id)).toHaveLength(2);
  });

  it('a stranger cannot hide a conversation', async () => {
    const { bo, cy, list_id } = await threePeople(kith);
    await expect(cy.im.chat.deleteChat({ list_id })).rejects.toMatchObject(refused.notFound);
    expect(await rowOf(bo, list_id)).toBeDefined();
  });
});

describe('/im/chat/sign', () => {
  it('marks a conversation as unread, shown as one, until it is read; an existing unread number stays', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { body } = await kith.post('/im/chat/sign%20', { _token: bo.token, list_id, no_reader_num: 1 });
    expect(body).toEqual({ err: 0, msg: 'success' });
    expect(await unread(bo, list_id)).toBe(1);
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(1);
    expect(await unread(ada, list_id)).toBe(0);
    await say(ada, list_id, 'one');
    expect(await unread(bo, list_id)).toBe(1);
    await say(ada, list_id, 'two');
    expect(await unread(bo, list_id)).toBe(2);
    await bo.im.chat.sign({ list_id, no_reader_num: 0 });
    expect(await unread(bo, list_id)).toBe(0);
    await bo.im.chat.sign({ list_id, no_reader_num: 7 });
    await bo.im.get.chatData({ list_id, is_up: 1 });
    expect(await unread(bo, list_id)).toBe(0);
  });

  it('a stranger cannot mark a conversation', async () => {
    const { bo, cy, list_id } = await threePeople(kith);
    for (const no_reader_num of [0, 1])
      await expect(cy.im.chat.sign({ list_id, no_reader_num })).rejects.toMatchObject(refused.notFound);
    expect(await unread(bo, list_id)).toBe(0);
  });
});
