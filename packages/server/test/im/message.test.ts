import type { TenantSettings } from '@kith/core/kernel';
import { describe, expect, it } from 'vitest';
import {
  group,
  history,
  plainPasswords,
  refused,
  rowOf,
  say,
  tell,
  texts,
  threePeople,
  unread,
} from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { changeSettings } from './operator.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

/** Changes settings of the default tenant. */
const configure = (settings: Partial<TenantSettings>) => changeSettings(kith, 1, settings);

describe('/im/message/getListId', () => {
  it('returns the same conversation for both friends, every time', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    for (const [who, other] of [
      [ada, bo],
      [bo, ada],
      [ada, bo],
    ] as const) {
      expect(await who.im.message.getListId({ user_id: other.id })).toEqual({ list_id });
    }
    expect(list_id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('returns one conversation for parallel first requests of both friends', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const friends = `insert into friends (tenant_id, account_id, friend_id, source, created_at)
      values (1, $1, $2, 0, 0), (1, $2, $1, 0, 0)`;
    await kith.sql(friends, [ada.id, bo.id]);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        i % 2 ? ada.im.message.getListId({ user_id: bo.id }) : bo.im.message.getListId({ user_id: ada.id }),
      ),
    );
    expect(new Set(answers.map((answer) => answer.list_id)).size).toBe(1);
    const rows = await kith.sql('select from members where account_id = any($1::int[])', [[ada.id, bo.id]]);
    expect(rows).toHaveLength(2);
    // Nothing was sent, so neither list shows it yet.
    expect(await rowOf(ada, answers[0]?.list_id ?? '')).toBeUndefined();
    await say(ada, answers[0]?.list_id ?? '', 'first');
    expect(await unread(bo, answers[0]?.list_id ?? '')).toBe(1);
  });

  it("refuses strangers, the caller's own id and unknown ids", async () => {
    const { ada, cy } = await threePeople(kith);
    await expect(ada.im.message.getListId({ user_id: cy.id })).rejects.toMatchObject(refused.notFriends);
    await expect(ada.im.message.getListId({ user_id: ada.id })).rejects.toMatchObject(refused.notFriends);
    await expect(ada.im.message.getListId({ user_id: 999_999 })).rejects.toMatchObject(refused.notFound);
    expect(await kith.sql('select from members where account_id = $1', [cy.id])).toEqual([]);
  });
});

describe('/im/message/updataNoReader', () => {
  it('resets the number for the caller alone, on all devices', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'one');
    await say(ada, list_id, 'two');
    expect(await unread(bo, list_id)).toBe(2);
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(2);
    await bo.im.message.updataNoReader({ list_id });
    await bo.im.message.updataNoReader({ list_id });
    expect(await unread(bo, list_id)).toBe(0);
    expect((await bo.im.get.base()).no_reader_chat_num).toBe(0);
    await say(bo, list_id, 'answer');
    expect([await unread(ada, list_id), await unread(bo, list_id)]).toEqual([1, 0]);
  });

  it('answers a foreign conversation like an unknown one', async () => {
    const { ada, cy, list_id } = await threePeople(kith);
    for (const id of [list_id, '0'.repeat(32)])
      await expect(cy.im.message.updataNoReader({ list_id: id })).rejects.toMatchObject(refused.notFound);
    await ada.im.message.updataNoReader({ list_id });
  });
});

describe('/im/message/chatTop', () => {
  it('pins and unpins for the caller alone; two list pages send a trailing space in the path', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'hi');
    const socket = await ada.socket();
    const post = (path: string, value: unknown) => kith.post(path, { _token: ada.token, list_id, value });
    expect((await post('/im/message/chatTop%20', 1)).body).toEqual({ err: 0, msg: 'success' });
    await socket.next('getChatList');
    expect(await rowOf(ada, list_id)).toMatchObject({
      top: 1,
      top_time: expect.closeTo(Date.now() / 1000, -2),
    });
    expect(await rowOf(bo, list_id)).toMatchObject({ top: 0, top_time: 0 });
    expect((await post('/IM/Message/chattop', 'false')).body.err).toBe(0);
    expect(await rowOf(ada, list_id)).toMatchObject({ top: 0, top_time: 0 });
    for (const value of ['2', '-1', 'yes', ''])
      expect((await post('/im/message/chatTop', value)).body).toEqual({ err: 1, msg: '参数错误：value' });
    expect(await rowOf(ada, list_id)).toMatchObject({ top: 0 });
  });
});

describe('/im/message/msgDisturb', () => {
  it('silences for the caller alone; messages and unread numbers continue', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await bo.im.message.msgDisturb({ list_id, value: 1 });
    await say(ada, list_id, 'psst');
    expect(await rowOf(bo, list_id)).toMatchObject({ is_disturb: 1, no_reader_num: 1 });
    expect(await rowOf(ada, list_id)).toMatchObject({ is_disturb: 0 });
    await bo.im.message.msgDisturb({ list_id, value: 0 });
    expect(await rowOf(bo, list_id)).toMatchObject({ is_disturb: 0 });
  });

  it('refuses strangers, as does pinning', async () => {
    const { bo, cy, list_id } = await threePeople(kith);
    await expect(cy.im.message.msgDisturb({ list_id, value: 1 })).rejects.toMatchObject(refused.notFound);
    await expect(cy.im.message.chatTop({ list_id, value: 1 })).rejects.toMatchObject(refused.notFound);
    expect(await rowOf(bo, list_id)).toMatchObject({ is_disturb: 0, top: 0 });
  });
});

describe('/im/message/withdraw', () => {
  it('sends deleteChat and leaves the same trace in the frame and in the history', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const sockets = [await ada.socket(), await bo.socket()];
    await say(ada, list_id, 'before');
    const oops = await say(ada, list_id, 'oops');
    await say(bo, list_id, 'after');
    // The frame reports a past moment: its time orders the message and is the cursor of pages.
    kith.advance(5000);
    await ada.im.message.withdraw({ list_id, type: 0, msg_id: oops.msg.id.toUpperCase() });
    const list = await history(bo, list_id);
    const trace = list.find((message) => message.msg.id === oops.msg.id);
    expect(trace).toEqual({
      type: 1,
      msg: { ...oops.msg, type: 0, content: { text: 'ada撤回了一条消息' } },
    });
    for (const socket of sockets) expect(await socket.next('deleteChat')).toEqual({ list_id, data: trace });
    expect(list.map((message) => message.msg.content['text'])).toEqual([
      expect.any(String),
      'before',
      'ada撤回了一条消息',
      'after',
    ]);
    expect(await kith.sql(`select from entries where content like '%oops%'`)).toEqual([]);
  });

  it('succeeds without effect the second time', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { msg } = await say(ada, list_id, 'oops');
    await ada.im.message.withdraw({ list_id, msg_id: msg.id });
    const before = await history(bo, list_id);
    const socket = await bo.socket();
    await ada.im.message.withdraw({ list_id, msg_id: msg.id });
    await Promise.all([1, 2, 3].map(() => ada.im.message.withdraw({ list_id, msg_id: msg.id })));
    await socket.settle();
    expect(socket.frames.map((frame) => frame.action)).not.toContain('deleteChat');
    expect(await history(bo, list_id)).toEqual(before);
  });

  it("accepts only the caller's messages, by their id in their conversation", async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const toCy = await kith.befriend(ada, cy);
    const mine = await say(ada, list_id, 'mine');
    const elsewhere = await say(ada, toCy, 'elsewhere');
    const [greeting] = await history(ada, list_id);
    const take = (who: Person, msg_id: string, type = 0) =>
      who.im.message.withdraw({ list_id, type, msg_id });
    await expect(take(bo, mine.msg.id)).rejects.toMatchObject(refused.forbidden);
    await expect(take(cy, mine.msg.id)).rejects.toMatchObject(refused.notFound);
    for (const id of [elsewhere.msg.id, greeting?.msg.id ?? '', 'f'.repeat(24), '0'.repeat(24), 'zz', '-1']) {
      await expect(take(ada, id)).rejects.toMatchObject(refused.notFound);
    }
    expect(await texts(bo, list_id)).toEqual(['mine']);
    expect(await texts(cy, toCy)).toEqual(['elsewhere']);
    await take(ada, mine.msg.id);
    expect(await texts(bo, list_id)).toEqual([]);
  });

  it('with type 2 recalls everything that the caller wrote, one frame each, and nothing of the other person', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const mine = [await say(ada, list_id, '1'), await say(ada, list_id, '2')];
    await say(bo, list_id, 'his');
    mine.push(await say(ada, list_id, '3'));
    const socket = await bo.socket();
    await expect(ada.im.message.withdraw({ list_id, type: 2, msg_id: String(bo.id) })).rejects.toMatchObject(
      refused.forbidden,
    );
    await ada.im.message.withdraw({ list_id, type: 2, msg_id: String(ada.id) });
    expect(await texts(bo, list_id)).toEqual(['his']);
    const traces = (await history(bo, list_id)).filter((message) =>
      mine.some((own) => own.msg.id === message.msg.id),
    );
    expect(traces).toHaveLength(3);
    for (const data of traces) expect(await socket.next('deleteChat')).toEqual({ list_id, data });
    await expect(
      ada.im.message.withdraw({ list_id, type: 2, msg_id: mine[0]?.msg.id ?? '' }),
    ).rejects.toMatchObject(refused.invalid('msg_id'));
  });

  it('lets group admins recall messages of others; the trace names the admin and keeps the author', async () => {
    const { ada, bo, cy } = await threePeople(kith);
    const list_id = await group(kith, [{ person: ada, role: 'admin' }, { person: bo }, { person: cy }]);
    const first = await say(bo, list_id, 'rude');
    await say(bo, list_id, 'ruder');
    await say(cy, list_id, 'polite');
    const socket = await cy.socket();
    await expect(cy.im.message.withdraw({ list_id, msg_id: first.msg.id })).rejects.toMatchObject(
      refused.forbidden,
    );
    await expect(cy.im.message.withdraw({ list_id, type: 2, msg_id: String(bo.id) })).rejects.toMatchObject(
      refused.forbidden,
    );
    await ada.im.message.withdraw({ list_id, type: 1, msg_id: first.msg.id });
    const frame = await socket.next('deleteChat');
    const trace = (await history(cy, list_id)).find(({ msg }) => msg.id === first.msg.id);
    expect(frame).toEqual({ list_id, data: trace });
    expect(trace?.msg.content).toEqual({ text: 'ada撤回了一条消息' });
    expect(trace?.msg.user_info.uid).toBe(bo.id);
    await ada.im.message.withdraw({ list_id, type: 2, msg_id: String(bo.id) });
    expect(await texts(cy, list_id)).toEqual(['polite']);
  });

  it("refuses messages after the tenant's window, one or all", async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await configure({ recallWindowMs: 120_000 });
    const old = await say(ada, list_id, 'old');
    kith.advance(119_000);
    const young = await say(ada, list_id, 'young');
    kith.advance(2000);
    await expect(ada.im.message.withdraw({ list_id, msg_id: old.msg.id })).rejects.toMatchObject(
      refused.forbidden,
    );
    await ada.im.message.withdraw({ list_id, type: 2, msg_id: String(ada.id) });
    expect(await texts(bo, list_id)).toEqual(['old']);
    await expect(ada.im.message.withdraw({ list_id, msg_id: old.msg.id })).rejects.toMatchObject(
      refused.forbidden,
    );
    await ada.im.message.withdraw({ list_id, msg_id: young.msg.id });
    await configure({ recallWindowMs: 0 });
    await ada.im.message.withdraw({ list_id, msg_id: old.msg.id });
    expect(await texts(bo, list_id)).toEqual([]);
  });
});

describe('/im/message/burnRead', () => {
  it.each([true, 1, 'true', '1'])(
    'deletes a message marked with yhjf %j for both, with adminDeleteChat',
    async (yhjf) => {
      const { ada, bo, list_id } = await threePeople(kith);
      await say(ada, list_id, 'stays');
      const secret = await tell(ada, list_id, 0, { text: 'secret', yhjf });
      const sockets = [await ada.socket(), await bo.socket()];
      expect(await unread(bo, list_id)).toBe(2);
      await bo.im.message.burnRead({ list_id, type: 0, msg_id: secret.msg.id.toUpperCase() });
      for (const socket of sockets)
        expect(await socket.next('adminDeleteChat')).toEqual({
          list_id,
          data: { msg: { id: secret.msg.id } },
        });
      for (const who of [ada, bo]) {
        expect((await history(who, list_id)).map((message) => message.msg.id)).not.toContain(secret.msg.id);
        expect(await rowOf(who, list_id)).toMatchObject({ last_msg: 'stays' });
      }
      expect(await unread(bo, list_id)).toBe(1);
      expect(await kith.sql(`select from entries where content like '%secret%'`)).toEqual([]);
      // A second device of the reader reports the same.
      await bo.im.message.burnRead({ list_id, type: 0, msg_id: secret.msg.id });
    },
  );

  it('refuses the sender, strangers, and unmarked messages', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const secret = await tell(ada, list_id, 0, { text: 'secret', yhjf: true });
    const plain = await say(ada, list_id, 'plain');
    const unmarked = await tell(ada, list_id, 0, { text: 'unmarked', yhjf: false });
    const burn = (who: Person, msg_id: string) => who.im.message.burnRead({ list_id, msg_id });
    await expect(burn(ada, secret.msg.id)).rejects.toMatchObject(refused.forbidden);
    await expect(burn(cy, secret.msg.id)).rejects.toMatchObject(refused.notFound);
    await expect(burn(bo, plain.msg.id)).rejects.toMatchObject(refused.forbidden);
    await expect(burn(bo, unmarked.msg.id)).rejects.toMatchObject(refused.forbidden);
    await expect(burn(bo, 'f'.repeat(24))).rejects.toMatchObject(refused.notFound);
    expect(await texts(bo, list_id)).toEqual(['secret', 'plain', 'unmarked']);
    await burn(bo, secret.msg.id);
    expect(await texts(ada, list_id)).toEqual(['plain', 'unmarked']);
  });
});

describe('/im/message/sendCard', () => {
  it('sends one message per card, in the given order, with the current picture and name', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const dee = await kith.person('dee', { sex: 1 });
    const socket = await bo.socket();
    await ada.im.message.sendCard({ users: [dee.id, cy.id, ada.id, dee.id], list_id });
    const cards = (await history(bo, list_id)).filter((message) => message.msg.type === 8);
    const shown = (person: Person, face: string, nickname = person.username.split('_')[0]) => ({
      user_id: person.id,
      nickname,
      face,
    });
    expect(cards.map((message) => message.msg.content)).toEqual([
      shown(dee, 'default_woman/300.jpg'),
      shown(cy, 'default_man/300.jpg'),
      shown(ada, 'default_man/300.jpg'),
    ]);
    for (const card of cards) expect(await socket.next('chatData')).toEqual({ list_id, data: card });
    expect(await rowOf(bo, list_id)).toMatchObject({ last_msg: '[名片]', no_reader_num: 3 });

    await dee.im.set.setInfo({ type: 0, content: 'Dorothea' });
    await dee.im.set.setInfo({ type: 2, content: '0' });
    const [renamed] = (await history(bo, list_id)).filter((message) => message.msg.type === 8);
    expect(renamed?.msg.content).toEqual(shown(dee, 'default_man/300.jpg', 'Dorothea'));
    await socket.settle();
    await say(ada, list_id, 'that is she');
    await socket.next('chatData', ({ data }) => data.msg.type === 0);
    await ada.im.message.sendCard({ users: [dee.id], list_id });
    expect((await socket.next('chatData')).data.msg.content).toEqual(
      shown(dee, 'default_man/300.jpg', 'Dorothea'),
    );
  });

  it.each<[string, (id: number) => string]>([
    ['a JSON text', (id) => `[${id}]`],
    ['a JSON text of texts', (id) => `["${id}"]`],
    ['a bare id', (id) => String(id)],
    ['a comma list with blanks', (id) => `${id}, ${id}`],
  ])('accepts the people as %s', async (_how, users) => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const fields = { _token: ada.token, list_id, users: users(cy.id) };
    expect((await kith.post('/im/message/sendCard', fields)).body).toEqual({ err: 0, msg: 'success' });
    expect((await history(bo, list_id)).filter((message) => message.msg.type === 8)).toHaveLength(1);
  });

  it('sends no card if one person is unknown, none is given, or one has blocked the sender', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const dee = await kith.person('dee');
    const send = (users: number[]) => ada.im.message.sendCard({ users, list_id });
    await kith.sql('insert into blocks values (1, $1, $2, 0)', [dee.id, ada.id]);
    await expect(send([cy.id, 999_999])).rejects.toMatchObject(refused.notFound);
    await expect(send([cy.id, dee.id])).rejects.toMatchObject(refused.notFound);
    await expect(send([])).rejects.toMatchObject(refused.invalid('users'));
    await expect(send(Array.from({ length: 201 }, (_, i) => i + 1))).rejects.toMatchObject(refused.tooLarge);
    await expect(cy.im.message.sendCard({ users: [bo.id], list_id })).rejects.toMatchObject(refused.notFound);
    expect(await history(bo, list_id)).toHaveLength(1);
    await send([cy.id]);
    expect(await history(bo, list_id)).toHaveLength(2);
  });
});

describe('/im/message/setListTime, /im/message/getListTime and /im/message/OpenSessionTime', () => {
  it('the tick is the time of the last read entry, and timeData notifies the other person', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const socket = await ada.socket();
    const { msg } = await say(ada, list_id, 'read me');
    expect(await ada.im.message.getListTime({ list_id })).toMatchObject({ read_time: 0, read_seq: 0 });
    await bo.im.message.setListTime({ list_id });
    expect(await socket.next('timeData')).toEqual({ list_id, data: { msg: { time: msg.time } } });
    const { body } = await kith.post('/im/message/getListTime', { _token: ada.token, list_id });
    expect(body).toEqual({ err: 0, msg: 'success', read_time: msg.time, online: 0, read_seq: 2 });
    expect(await unread(bo, list_id)).toBe(0);
  });

  it('the reader gets no timeData, and a repeat notifies nobody', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const [adaSocket, boSocket] = [await ada.socket(), await bo.socket()];
    await say(ada, list_id, 'read me');
    await bo.im.message.setListTime({ list_id });
    await adaSocket.next('timeData');
    await bo.im.message.setListTime({ list_id });
    await bo.im.message.updataNoReader({ list_id });
    for (const socket of [adaSocket, boSocket]) await socket.settle();
    const ticks = (socket: typeof adaSocket) => socket.frames.filter((frame) => frame.action === 'timeData');
    expect([ticks(adaSocket).length, ticks(boSocket).length]).toEqual([1, 0]);
  });

  it('online is whether the other person has an open socket', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const online = async () => (await ada.im.message.getListTime({ list_id })).online;
    expect(await online()).toBe(0);
    const socket = await bo.socket();
    await kith.agreeOn(bo);
    expect(await online()).toBe(1);
    expect((await ada.im.get.chatData({ list_id })).online).toBe(1);
    socket.close();
    await socket.closed;
    await kith.agreeOn(bo);
    expect(await online()).toBe(0);
  });

  it("OpenSessionTime marks as read for the caller and returns the other person's tick", async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const socket = await bo.socket();
    const { msg } = await say(bo, list_id, 'hello');
    await ada.im.message.setListTime({ list_id });
    kith.advance(3000);
    const answer = await say(ada, list_id, 'hello too');
    expect(await bo.im.message.OpenSessionTime({ list_id, is_readReceipt: 1 })).toEqual({
      open_session_time: answer.msg.time,
    });
    expect(await unread(bo, list_id)).toBe(0);
    expect((await socket.next('timeData')).data.msg.time).toBe(msg.time);
    expect((await ada.im.message.getListTime({ list_id })).read_time).toBe(answer.msg.time);
  });

  it('ticks never go back: not for a repeat, an older read of another device, or a clock set back', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const [socket, watcher, v1] = [await ada.socket(), await ada.v1(), await bo.v1()];
    const ticks: number[] = [];
    const look = async () => ticks.push((await ada.im.message.getListTime({ list_id })).read_time);
    for (let i = 0; i < 4; i++) {
      await say(ada, list_id, `no ${i}`);
      kith.advance(i === 2 ? -3_600_000 : 1000);
      await bo.im.message.setListTime({ list_id });
      await look();
    }
    kith.advance(3_600_000);
    // An older device reads a conversation that is marked as unread: the mark disappears, the tick stays.
    await bo.im.chat.sign({ list_id, no_reader_num: 1 });
    v1.send({ t: 'read', to: list_id, seq: 2 });
    await eventually('the mark is gone', async () => (await unread(bo, list_id)) === 0);
    await say(ada, list_id, 'last');
    await bo.im.message.setListTime({ list_id });
    await look();
    await socket.settle();
    for (const frame of socket.frames) {
      if (frame.action === 'timeData' && frame.data) ticks.push(frame.data.data.msg.time);
    }
    const seen = ticks.splice(5);
    await watcher.settle();
    const positions = watcher.frames.flatMap((frame) => (frame.t === 'read' ? [frame.seq] : []));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(ticks.at(-1));
  });

  it("in a group nobody's tick is revealed, and a stranger gets nothing", async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    const socket = await ada.socket();
    await say(ada, club, 'hello');
    const { time } = (await history(bo, club)).at(-1)!.msg;
    await bo.im.message.setListTime({ list_id: club });
    expect(await ada.im.message.getListTime({ list_id: club })).toEqual({
      read_time: time,
      online: 0,
      read_seq: 2,
    });
    await socket.settle();
    expect(socket.frames.map((frame) => frame.action)).not.toContain('timeData');
    await expect(cy.im.message.getListTime({ list_id })).rejects.toMatchObject(refused.notFound);
    await expect(cy.im.message.setListTime({ list_id })).rejects.toMatchObject(refused.notFound);
    await expect(cy.im.message.OpenSessionTime({ list_id })).rejects.toMatchObject(refused.notFound);
  });
});
