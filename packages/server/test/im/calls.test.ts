import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AccountId } from '@kith/core/kernel';
import {
  group,
  history,
  plainPasswords,
  refused,
  rowOf,
  say,
  threePeople,
} from '../conversations/chatting.js';
import { whileHeld } from '../harness/held.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { block, setStatus } from './operator.js';

const kith = useKith({
  overrides: {
    timing: { watchCallsEveryMs: 100, seeCallersEveryMs: 100 },
    ports: {
      passwords: plainPasswords,
      calls: {
        appId: '1400000000',
        sign: (userId) => `signed ${userId}`,
      },
    },
  },
});

const VIDEO = 6;
const VOICE = 7;
const busy = { err: 1, message: '对方正在通话中' };
const inCall = { err: 1, message: '您正在通话中' };
const callOver = { err: 1, message: '通话已结束' };

/** The results of calls in a conversation, oldest first. */
async function results(who: Person, list_id: string): Promise<unknown[]> {
  const list = await history(who, list_id);
  return list
    .filter(({ msg }) => msg.type === VIDEO || msg.type === VOICE)
    .map(({ msg }) => [msg.user_info.uid, msg.type, msg.content['text']]);
}

const ring = (who: Person, list_id: string, content_type = VIDEO) =>
  who.im.message.sendVideo({ list_id, content_type });

describe('/im/message/sendVideo', () => {
  it('rings at bo with vedioData, complete for clients, and notifies nobody else', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const [adaSocket, boSocket, cySocket] = await Promise.all([ada.socket(), bo.socket(), cy.socket()]);
    const call = await ring(ada, list_id, VOICE);
    expect(call).toMatchObject({
      list_id,
      content_type: VOICE,
      callType: 'voice',
      user_ids: [String(bo.id)],
      user_id: ada.id,
      userid: `Mac_trtc_${ada.id}`,
      usersig: `signed Mac_trtc_${ada.id}`,
      name: 'bo',
      myname: 'ada',
      myavatar: 'default_man/300.jpg',
      avatar: 'default_man/300.jpg',
    });
    expect(call.room).toBe(call.roomid);
    expect(await boSocket.next('vedioData')).toEqual({
      ...call,
      user_id: bo.id,
      userid: `Mac_trtc_${bo.id}`,
      usersig: `signed Mac_trtc_${bo.id}`,
      name: 'ada',
      username: 'ada',
      myname: 'bo',
      useravatar: 'default_man/300.jpg',
      wait: '邀请您语音通话...',
    });
    for (const socket of [adaSocket, cySocket]) {
      await socket.settle();
      expect(socket.frames.map((frame) => frame.action)).not.toContain('vedioData');
    }
    expect(await results(bo, list_id)).toEqual([]);
  });

  it('sends each step to kith.v1 as an account event', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const [adaV1, boV1] = [await ada.v1(), await bo.v1()];
    const call = await ring(ada, list_id);
    await bo.im.message.agreeVedio({ call_id: call.call_id });
    await ada.im.message.closeVideo({ call_id: call.call_id });
    for (const socket of [adaV1, boV1]) {
      for (const [state, outcome] of [
        ['ringing', null],
        ['active', null],
        ['ended', 'completed'],
      ]) {
        const { type, data } = await socket.next('event');
        expect({ type, data }).toEqual({
          type: 'call_changed',
          data: {
            call_id: call.call_id,
            list_id,
            caller_id: ada.id,
            callee_id: bo.id,
            medium: 'video',
            room: call.room,
            state,
            outcome,
          },
        });
      }
    }
  });

  it('is refused like a message: for strangers, blocked accounts and former friends', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const boSocket = await bo.socket();
    await expect(ring(cy, list_id)).rejects.toMatchObject(refused.notFound);
    await block(kith, bo, ada);
    await expect(ring(ada, list_id)).rejects.toMatchObject(refused.blocked);
    await kith.sql('delete from blocks where account_id = $1', [bo.id]);
    await kith.sql('update members set muted_until = 4000000000000 where account_id = $1', [ada.id]);
    await expect(ring(ada, list_id)).rejects.toMatchObject(refused.muted);
    await kith.sql('update members set muted_until = null where account_id = $1', [ada.id]);
    await bo.im.remove.friend({ user_id: ada.id });
    await expect(ring(ada, list_id)).rejects.toMatchObject(refused.notFriends);
    const again = await kith.befriend(ada, bo);
    await boSocket.settle();
    expect(boSocket.frames.map((frame) => frame.action)).not.toContain('vedioData');
    await ring(ada, again);
    await boSocket.next('vedioData');
  });

  it('does not ring at a person who blocks the caller, or ends the friendship, at the same moment', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const boSocket = await bo.socket();
    const whileChanging = (change: string) => {
      const lock = `with pair as materialized (
        select pg_advisory_xact_lock(least($1::int, $2::int), greatest($1::int, $2::int)) as held
      )`;
      return whileHeld(kith, [`${lock} ${change}`, [ada.id, bo.id]], () => ring(ada, list_id));
    };
    const blocking =
      'insert into blocks (tenant_id, account_id, blocked_id, created_at) select 1, $2, $1, 0 from pair';
    await expect(whileChanging(blocking)).rejects.toMatchObject(refused.blocked);
    await kith.sql('delete from blocks where account_id = $1', [bo.id]);
    const ending =
      'delete from friends using pair where $1 in (account_id, friend_id) and $2 in (account_id, friend_id)';
    await expect(whileChanging(ending)).rejects.toMatchObject(refused.notFriends);
    await boSocket.settle();
    expect(boSocket.frames.map((frame) => frame.action)).not.toContain('vedioData');
    expect(await kith.sql('select from calls where caller_id = $1', [ada.id])).toEqual([]);
  });

  it('refuses groups', async () => {
    const { ada, bo } = await threePeople(kith);
    const list_id = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    await expect(ring(ada, list_id)).rejects.toMatchObject({ err: 1, message: '群聊暂不支持通话' });
  });

  it('returns the same call while it rings: a hundred parallel calls ring once', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const boSocket = await bo.socket();
    const calls = await Promise.all(Array.from({ length: 100 }, () => ring(ada, list_id)));
    expect(new Set(calls.map((call) => call.call_id)).size).toBe(1);
    await boSocket.settle();
    expect(boSocket.frames.filter((frame) => frame.action === 'vedioData')).toHaveLength(1);
    expect(await kith.sql('select state from calls where caller_id = $1', [ada.id])).toEqual([
      { state: 'ringing' },
    ]);
    expect(await results(bo, list_id)).toEqual([]);
  });

  it('refuses calls to and from a person in a call, and the conversation records the refused call', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const [withBo, withAda] = [await kith.befriend(cy, bo), await kith.befriend(cy, ada)];
    await ring(ada, list_id);
    await expect(ring(cy, withBo)).rejects.toMatchObject(busy);
    await expect(ring(cy, withAda)).rejects.toMatchObject(busy);
    await expect(ring(bo, list_id)).rejects.toMatchObject(inCall);
    await expect(ring(bo, withBo)).rejects.toMatchObject(inCall);
    await expect(ring(ada, list_id, VOICE)).rejects.toMatchObject(inCall);
    expect(await results(bo, withBo)).toEqual([
      [cy.id, VIDEO, '忙线未接听'],
      [bo.id, VIDEO, '忙线未接听'],
    ]);
    expect(await results(cy, withAda)).toEqual([[cy.id, VIDEO, '忙线未接听']]);
    // The ringing call is unaffected, and its end frees both.
    await ada.im.message.closeVideo({ list_id });
    await ring(cy, withBo);
  });

  it('lets one of many parallel calls to one person through', async () => {
    const bo = await kith.person('bo');
    const callers = await Promise.all(Array.from({ length: 20 }, () => kith.person('caller')));
    const lists: string[] = [];
    for (const caller of callers) lists.push(await kith.befriend(caller, bo));
    const tried = await Promise.allSettled(callers.map((caller, i) => ring(caller, lists[i]!)));
    expect(tried.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(
      await kith.sql(
        'select state, outcome, count(*)::int from calls where callee_id = $1 group by 1, 2 order by 1',
        [bo.id],
      ),
    ).toEqual([
      { state: 'ended', outcome: 'busy', count: 19 },
      { state: 'ringing', outcome: null, count: 1 },
    ]);
    expect(
      await kith.sql('select 1 as seat from call_participants where account_id = $1', [bo.id]),
    ).toHaveLength(1);
  });

  it('rings once when two people call each other at the same moment; the other is busy', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const tried = await Promise.allSettled([ring(ada, list_id), ring(bo, list_id)]);
    expect(tried.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await results(ada, list_id)).toHaveLength(1);
  });
});

describe('/im/message/agreeVedio', () => {
  it('accepts one answer, from the callee only, and none after the end', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const { call_id } = await ring(ada, list_id);
    await expect(cy.im.message.agreeVedio({ call_id })).rejects.toMatchObject(refused.notFound);
    await expect(cy.im.message.agreeVedio({ list_id })).rejects.toMatchObject(refused.notFound);
    await expect(bo.im.message.agreeVedio({})).rejects.toMatchObject(refused.notFound);
    await expect(ada.im.message.agreeVedio({ call_id })).rejects.toMatchObject(refused.forbidden);
    await bo.im.message.agreeVedio({ call_id });
    await bo.im.message.agreeVedio({ list_id });
    expect(await kith.sql('select state from calls where id = $1', [call_id])).toEqual([{ state: 'active' }]);
    await bo.im.message.closeVideo({ list_id });
    await expect(bo.im.message.agreeVedio({ call_id })).rejects.toMatchObject(callOver);
  });

  it('accepts the complete call data, as clients send it', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const boSocket = await bo.socket();
    await ring(ada, list_id);
    const data = await boSocket.next('vedioData');
    const { body } = await kith.post('/im/message/agreeVedio', { _token: bo.token, ...data });
    expect(body).toEqual({ err: 0, msg: 'success' });
    const closed = await kith.post('/im/message/closeVideo', {
      _token: bo.token,
      ...data,
      time: '00:05',
      ret_code: 1,
    });
    expect(closed.body).toEqual({ err: 0, msg: 'success' });
    expect(await results(ada, list_id)).toEqual([
      [ada.id, VIDEO, expect.stringMatching(/^通话时长 00:0\d$/)],
    ]);
  });
});

describe('/im/message/closeVideo', () => {
  it('cancels a call for the caller: the other phone gets cancleVedio, and the list shows the result', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const [adaSocket, boSocket] = [await ada.socket(), await bo.socket()];
    const call = await ring(ada, list_id);
    await ada.im.message.closeVideo({ call_id: call.call_id });
    // Clients close the call page if user_id is their own.
    expect(await boSocket.next('cancleVedio')).toMatchObject({
      call_id: call.call_id,
      user_id: bo.id,
      list_id,
    });
    const { data } = await boSocket.next('chatData', ({ data }) => data.msg.type === VIDEO);
    expect(data).toMatchObject({ type: 0, msg: { content: { text: '已取消' }, user_info: { uid: ada.id } } });
    await adaSocket.settle();
    expect(adaSocket.frames.map((frame) => frame.action)).not.toContain('cancleVedio');
    expect(await rowOf(bo, list_id)).toMatchObject({ last_msg: '[在线视频]', no_reader_num: 1 });
    expect(await rowOf(ada, list_id)).toMatchObject({ no_reader_num: 0 });
  });

  it('refuses a call for the callee', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const adaSocket = await ada.socket();
    await ring(ada, list_id, VOICE);
    await bo.im.message.closeVideo({ list_id });
    expect(await adaSocket.next('cancleVedio')).toMatchObject({ user_id: ada.id, callType: 'voice' });
    expect(await results(bo, list_id)).toEqual([[ada.id, VOICE, '已拒绝']]);
  });

  it('stores a message with the duration after an answered call', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await ring(ada, list_id);
    await bo.im.message.agreeVedio({ list_id });
    kith.advance(65_000);
    await bo.im.message.closeVideo({ list_id });
    expect(await results(ada, list_id)).toEqual([
      [ada.id, VIDEO, expect.stringMatching(/^通话时长 01:0[5-9]$/)],
    ]);
    const [last] = (await history(bo, list_id)).slice(-1);
    expect(last?.msg.content).toMatchObject({ outcome: 'completed' });
  });

  it('ends a call once, with one message, for a hundred parallel closes from both sides', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const sockets = [await ada.socket(), await bo.socket()];
    const { call_id } = await ring(ada, list_id);
    await bo.im.message.agreeVedio({ call_id });
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => (i % 2 ? ada : bo).im.message.closeVideo({ call_id })),
    );
    expect(await results(ada, list_id)).toHaveLength(1);
    for (const socket of sockets) await socket.settle();
    const frames = sockets.flatMap((socket) => socket.frames);
    expect(frames.filter((frame) => frame.action === 'cancleVedio')).toHaveLength(1);
    expect(
      await kith.sql('select 1 from call_participants where account_id = any($1)', [[ada.id, bo.id]]),
    ).toEqual([]);
  });

  it('stores the right message for an answer and a cancellation at the same moment', async () => {
    for (let i = 0; i < 10; i++) {
      const { ada, bo, list_id } = await threePeople(kith);
      const { call_id } = await ring(ada, list_id);
      const [answered] = await Promise.allSettled([
        bo.im.message.agreeVedio({ call_id }),
        ada.im.message.closeVideo({ call_id }),
      ]);
      const text = answered.status === 'fulfilled' ? /^通话时长/ : /^已取消$/;
      expect(await results(bo, list_id)).toEqual([[ada.id, VIDEO, expect.stringMatching(text)]]);
    }
  });

  it('refuses a stranger', async () => {
    const { ada, cy, list_id } = await threePeople(kith);
    const { call_id } = await ring(ada, list_id);
    for (const which of [{ call_id }, { list_id }, {}])
      await expect(cy.im.message.closeVideo(which)).rejects.toMatchObject(refused.notFound);
    expect(await kith.sql('select state from calls where id = $1', [call_id])).toEqual([
      { state: 'ringing' },
    ]);
  });

  it('still ends a call after the friendship ended, without a message', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await ring(ada, list_id);
    await bo.im.remove.friend({ user_id: ada.id });
    await ada.im.message.closeVideo({ list_id });
    expect(await results(ada, list_id)).toEqual([]);
    expect(
      await kith.sql('select notified_at is null as unnotified from calls where caller_id = $1', [ada.id]),
    ).toEqual([{ unnotified: false }]);
  });
});

describe('a call that nobody closes', () => {
  afterEach(() => vi.restoreAllMocks());

  /** Waits for two rounds of the watcher, after which it has seen every earlier state. Each round checks whether a caller with an active call is present. */
  async function watched(caller: Person): Promise<void> {
    const isOnline = vi.spyOn(kith.server.deps.presence, 'isOnline');
    const looks = () => isOnline.mock.calls.filter(([id]) => Number(id) === caller.id).length;
    await eventually('calls are looked at twice', () => looks() >= 2);
    isOnline.mockRestore();
  }

  it('becomes missed for both after the ringing time, once, also after a restart', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    // A call of two other people makes the watcher's rounds visible.
    const others = await threePeople(kith);
    await ring(others.ada, others.list_id);
    await others.bo.im.message.agreeVedio({ list_id: others.list_id });
    const { call_id } = await ring(ada, list_id);
    await kith.restart();
    const sockets = [await ada.socket(), await bo.socket()];
    kith.advance(59_000 - 5_000);
    await watched(others.ada);
    expect(await kith.sql('select state from calls where id = $1', [call_id])).toEqual([
      { state: 'ringing' },
    ]);
    kith.advance(7_000);
    for (const [i, socket] of sockets.entries())
      expect(await socket.next('cancleVedio')).toMatchObject({ call_id, user_id: [ada.id, bo.id][i] });
    await eventually('the message is there', async () => (await results(bo, list_id)).length > 0);
    await ada.im.message.closeVideo({ call_id });
    expect(await results(bo, list_id)).toEqual([[ada.id, VIDEO, '未接听']]);
    await ring(bo, list_id);
  });

  it('is reported once after a crash before the report of its end', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { call_id } = await ring(ada, list_id);
    await ada.im.message.closeVideo({ call_id });
    // The state after a crash between the two commits, and after one between the message and its tick.
    await kith.sql('update calls set notified_at = null where id = $1', [call_id]);
    const other = await kith.befriend(bo, await kith.person('dan'));
    const second = await ring(bo, other);
    await kith.sql(
      `with gone as (delete from call_participants where call_id = $1)
       update calls set state = 'ended', outcome = 'refused', ended_at = $2 where id = $1`,
      [second.call_id, Date.now()],
    );
    kith.advance(6_000);
    await eventually('both are told', async () => {
      const unnotified = await kith.sql('select 1 from calls where notified_at is null and state = $1', [
        'ended',
      ]);
      return unnotified.length === 0;
    });
    expect(await results(bo, list_id)).toHaveLength(1);
    expect(await results(bo, other)).toEqual([[bo.id, VIDEO, '已拒绝']]);
  });

  it('ends, ringing or active, when the account of one side is banned or deleted', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const adaSocket = await ada.socket();
    const { call_id } = await ring(ada, list_id);
    await bo.im.message.agreeVedio({ call_id });
    await setStatus(kith, bo, 'disabled');
    expect(await adaSocket.next('cancleVedio')).toMatchObject({ call_id });
    await eventually('it has a result', async () => (await results(ada, list_id)).length === 1);
    await setStatus(kith, bo, 'active');
    await ring(ada, list_id);
    await setStatus(kith, bo, 'frozen');
    await eventually('so has the second', async () => (await results(ada, list_id)).length === 2);
    expect((await results(ada, list_id))[1]).toEqual([ada.id, VIDEO, '未接听']);
  });

  it('ends when neither side has had a socket for a minute, and continues while one is open', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const adaSocket = await ada.socket();
    const { call_id } = await ring(ada, list_id);
    await bo.im.message.agreeVedio({ call_id });
    kith.advance(61_000);
    await watched(ada);
    kith.advance(61_000);
    await watched(ada);
    expect(await kith.sql('select state from calls where id = $1', [call_id])).toEqual([{ state: 'active' }]);
    adaSocket.close();
    await eventually('ada is offline', () => !kith.server.deps.hub.isOnline(ada.id as AccountId));
    await watched(ada);
    kith.advance(61_000);
    await eventually('it has ended', async () => (await results(bo, list_id)).length === 1);
    expect(await results(bo, list_id)).toEqual([[ada.id, VIDEO, expect.stringMatching(/^通话时长 03:/)]]);
  });
});

describe('call signals of type 15, sent as messages by newer clients', () => {
  it('invite, confirm, leave and a refusal reach both sides unchanged', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const [adaSocket, boSocket] = [await ada.socket(), await bo.socket()];
    const signal = (members: object) => ({ room: 4711, type: 1, text: '', ...members });
    const steps: [Person, object][] = [
      [ada, { invite: true }],
      [bo, { confirm: true }],
      [ada, { leave: true, longTime: '00:12' }],
      [ada, { invite: true }],
      [bo, { refuse: true }],
    ];
    for (const [who, members] of steps) {
      await who.im.message.textMsg({ list_id, content_type: 15, content: signal(members) });
      for (const socket of [adaSocket, boSocket])
        expect(await socket.next('chatData', ({ data }) => data.msg.type === 15)).toMatchObject({
          list_id,
          data: { type: 0, msg: { content: signal(members), user_info: { uid: who.id } } },
        });
    }
    expect((await history(bo, list_id)).filter(({ msg }) => msg.type === 15)).toHaveLength(5);
    // They are messages, so they make nobody busy.
    await ring(ada, list_id);
  });

  it('only the server writes the result of a call', async () => {
    const { ada, list_id } = await threePeople(kith);
    await say(ada, list_id, 'hello');
    for (const content_type of [VIDEO, VOICE])
      await expect(
        ada.im.message.textMsg({ list_id, content_type, content: { text: '通话时长 99:59' } }),
      ).rejects.toMatchObject(refused.invalid('content_type'));
  });
});

describe('/im/get/getUserVideoSign and /im/get/getVideoAppId', () => {
  it("return the caller's ticket and the app id", async () => {
    const ada = await kith.person('ada');
    expect(await ada.im.get.getUserVideoSign()).toEqual({
      userid: `Mac_trtc_${ada.id}`,
      usersig: `signed Mac_trtc_${ada.id}`,
    });
    expect(await ada.im.get.getVideoAppId()).toEqual({ appid: '1400000000' });
  });

  it('are also part of the sign-in response, for app builds that read them there', async () => {
    const ada = await kith.person('ada');
    expect(await kith.visitor().in.login(ada)).toMatchObject({
      userid: `Mac_trtc_${ada.id}`,
      usersig: `signed Mac_trtc_${ada.id}`,
      appid: '1400000000',
    });
  });
});
