import { beforeEach, describe, expect, it } from 'vitest';
import type { imShapes } from '@kith/contract';
import {
  group,
  history,
  pages,
  plainPasswords,
  refused,
  say,
  tell,
  texts,
  threePeople,
  unread,
} from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';

/** The server's clock stops until a test moves it. */
const clock = { now: Date.now() };
const kith = useKith({ overrides: { now: () => clock.now, ports: { passwords: plainPasswords } } });

beforeEach(() => {
  clock.now += 60_000;
});

const ids = (list: readonly imShapes.Message[]) => list.map((message) => message.msg.id);

describe('/im/get/chatData', () => {
  it('returns the newest 15 entries, oldest first, then older pages, until one is not full', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    for (let i = 1; i <= 34; i++) {
      clock.now += 1000;
      await ada.im.message.textMsg({ list_id, content_type: 0, content: { text: `no ${i}` } });
    }
    const found = await pages(bo, list_id);
    // The greeting is the 35th.
    expect(found.map((page) => page.length)).toEqual([5, 15, 15]);
    expect(
      found
        .flat()
        .slice(1)
        .map((message) => message.msg.content['text']),
    ).toEqual(Array.from({ length: 34 }, (_, i) => `no ${i + 1}`));
  });

  it.each<[what: string, bursts: number[]]>([
    ['all in one second', [40]],
    ['a full page in each second', [15, 15, 10]],
    ['seconds at the page boundary', [1, 20, 3, 14, 2]],
    ['a page that begins with a new second', [5, 1, 14]],
    ['one by one', Array<number>(33).fill(1)],
  ])('splits no second and loses no entry between pages: %s', async (_what, bursts) => {
    const { ada, bo, list_id } = await threePeople(kith);
    for (const amount of bursts) {
      clock.now += 1000;
      const sends = Array.from({ length: amount }, (_, i) => {
        // Times within a second differ in milliseconds.
        if (i % 5 === 4 && i < 500) clock.now += 1;
        return ada.im.message.textMsg({ list_id, content_type: 0, content: { text: `${i}` } });
      });
      await Promise.all(sends);
    }
    const stored = await kith.sql<{ seq: number }>(
      `select e.seq from entries e join conversations c on c.id = e.conversation_id
       where c.list_id = $1::uuid order by e.seq`,
      [list_id],
    );
    const found = await pages(bo, list_id);
    const shown = found.flat();
    expect(shown.map((message) => Number.parseInt(message.msg.id.slice(16), 16))).toEqual(
      stored.map((row) => row.seq),
    );
    const seconds = found.map((page) => new Set(page.map((message) => message.msg.time)));
    for (const [i, page] of seconds.entries())
      for (const later of seconds.slice(i + 1))
        expect([...page].filter((second) => later.has(second))).toEqual([]);
  });

  it('leaves out burnt and edited entries, and keeps a recall trace at its place', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const sent: imShapes.Message[] = [];
    for (let i = 1; i <= 30; i++) {
      clock.now += 1000;
      sent.push(await tell(ada, list_id, 0, { text: `no ${i}`, yhjf: i % 3 === 0 }));
    }
    clock.now += 1000;
    for (const [i, { msg }] of sent.entries()) {
      if ((i + 1) % 3 === 0) await bo.im.message.burnRead({ list_id, msg_id: msg.id });
      if ((i + 1) % 3 === 1) await ada.im.message.withdraw({ list_id, msg_id: msg.id });
    }
    const left = sent.filter((_, i) => (i + 1) % 3 !== 0);
    const found = await pages(bo, list_id);
    expect(found.map((page) => page.length)).toEqual([6, 15]);
    expect(ids(found.flat()).slice(1)).toEqual(ids(left));
    expect(
      found
        .flat()
        .map((message) => message.msg.time)
        .slice(1),
    ).toEqual(left.map((message) => message.msg.time));
  });

  it('ends at the position that the caller cleared', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    for (let i = 1; i <= 20; i++) {
      clock.now += 1000;
      await say(ada, list_id, `old ${i}`);
    }
    await bo.im.remove.del_log({ list_id, type: 1 });
    expect(await pages(bo, list_id)).toEqual([[]]);
    const before = (await history(ada, list_id))[0]?.msg.time ?? 0;
    expect((await bo.im.get.chatData({ list_id, time: before })).list).toEqual([]);
    // The boundary is within a second.
    await say(ada, list_id, 'new 1');
    await say(ada, list_id, 'new 2');
    expect(await texts(bo, list_id)).toEqual(['new 1', 'new 2']);
    expect((await pages(ada, list_id)).flat()).toHaveLength(23);
  });

  it('marks as read and notifies the sender with is_up 1, and not with 0 or without it', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { msg } = await say(ada, list_id, 'hello');
    const socket = await ada.socket();
    await bo.im.get.chatData({ list_id, is_up: 0 });
    await bo.im.get.chatData({ list_id });
    expect(await unread(bo, list_id)).toBe(1);
    expect((await ada.im.message.getListTime({ list_id })).read_time).toBe(0);
    await kith.post('/im/get/chatData', { _token: bo.token, list_id, is_up: 'true', time: '' });
    expect(await socket.next('timeData')).toEqual({ list_id, data: { msg: { time: msg.time } } });
    expect(await unread(bo, list_id)).toBe(0);
    expect((await ada.im.message.getListTime({ list_id })).read_time).toBe(msg.time);
    expect(await unread(ada, list_id)).toBe(0);
  });

  it("returns the conversation's properties in the types of the document", async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Bobby' });
    const { body } = await kith.post('/im/get/chatData', {
      _token: ada.token,
      list_id: list_id.toUpperCase(),
    });
    const { list, ...rest } = body.data;
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(rest).toEqual({
      stime: moment,
      etime: moment,
      ip: '',
      region: '',
      list_id,
      type: 0,
      show_name: 'Bobby',
      is_msg: 0,
      is_action: 1,
      obj_id: bo.id,
      online: 0,
      last_login: expect.stringMatching(/^\d+$/),
      receive_list: [],
      top_notice: '',
    });
    expect(list).toMatchObject([
      {
        type: 1,
        msg: {
          type: 0,
          user_info: { uid: bo.id },
          content: { text: expect.stringContaining('我通过了你的朋友验证请求') },
        },
      },
    ]);
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    const answer = await ada.im.get.chatData({ list_id: club });
    expect(answer).toMatchObject({ type: 1, show_name: 'the club(2)', is_action: 2, is_msg: 0, obj_id: 0 });
    expect(answer).toMatchObject({ online: 0, last_login: 0, top_notice: '' });
    expect(answer.list.map(({ type, msg }) => [type, msg.content['text']])).toEqual([
      [1, 'ada邀请了bo加入群聊'],
    ]);
  });

  it('still works for both after the friendship ended; a stranger gets the error of an unknown conversation', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    await say(ada, list_id, 'bye');
    await ada.im.remove.friend({ user_id: bo.id });
    expect(await texts(bo, list_id)).toEqual(['bye']);
    expect(await texts(ada, list_id)).toEqual(['bye']);
    for (const id of [list_id, '0'.repeat(32), 'x'])
      await expect(cy.im.get.chatData({ list_id: id, is_up: 1 })).rejects.toMatchObject(refused.notFound);
  });

  it('requires a whole number of seconds as time', async () => {
    const { ada, list_id } = await threePeople(kith);
    const answer = async (time: string) =>
      (await kith.post('/im/get/chatData', { _token: ada.token, list_id, time })).body;
    for (const time of ['-1', '1.5', '1e9', '99999999999999999999', 'now', '1;drop table entries'])
      expect(await answer(time), time).toEqual({ err: 1, msg: '参数错误：time' });
    expect((await answer('99999999999')).data.list).toHaveLength(1);
    expect((await answer('1')).data.list).toEqual([]);
  });

  it('keeps times, order and pages consistent when the clock jumps back an hour', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const start = await say(ada, list_id, 'before');
    clock.now -= 3_600_000;
    const sent: imShapes.Message[] = [];
    for (let i = 0; i < 20; i++) {
      clock.now += 1000;
      sent.push(await say(i % 2 ? ada : bo, list_id, `back ${i}`));
    }
    await ada.im.message.withdraw({ list_id, msg_id: start.msg.id });
    expect(new Set(sent.map((message) => message.msg.time))).toEqual(new Set([start.msg.time]));
    expect(ids((await pages(bo, list_id)).flat()).slice(2)).toEqual(ids(sent));
    clock.now += 3_600_000;
    const after = await say(ada, list_id, 'after');
    expect(after.msg.time).toBeGreaterThan(start.msg.time);
    expect(await unread(bo, list_id)).toBe(1 + 1);
  });
});
