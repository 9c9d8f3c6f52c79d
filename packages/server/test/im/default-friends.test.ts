import { describe, expect, test } from 'vitest';
import type { ImClient } from '@kith/sdk';
import { connectIm } from '@kith/sdk';
import { plainPasswords } from '../conversations/chatting.js';
import { checkedFetch, PASSWORD, useKith, type Person } from '../harness/kith.js';
import { changeSettings, makeTenant, setStatus } from './operator.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

let counter = 0;
const fresh = () => `newcomer_${++counter}`;

/** A tenant in which these people become friends of every new account. */
async function town(
  names: readonly string[],
  settings: Parameters<typeof changeSettings>[2] = {},
): Promise<{
  tenant: number;
  hosts: Person[];
  arrive: () => Promise<Newcomer>;
  visit: () => Promise<Newcomer>;
}> {
  const tenant = await makeTenant(kith);
  const hosts: Person[] = [];
  for (const name of names) hosts.push(await kith.person(name, { tenant }));
  await changeSettings(kith, tenant, {
    defaultFriends: hosts.map(({ id }) => id).join('|'),
    defaultFriendGreeting: '欢迎光临',
    ...settings,
  });
  const as = (signed: { token: string; userid: string }): Newcomer => ({
    id: Number(signed.userid.replace('Mac_trtc_', '')),
    im: connectIm({ url: kith.url, token: signed.token, tenant, fetch: checkedFetch }),
  });
  return {
    tenant,
    hosts,
    arrive: async () => as(await kith.visitor({ tenant }).in.reg({ username: fresh(), password: PASSWORD })),
    visit: async () => as(await kith.visitor({ tenant }).in.reg_tourist()),
  };
}

interface Newcomer {
  readonly id: number;
  readonly im: ImClient;
}

async function friendsOf({ im }: Newcomer): Promise<number[]> {
  const { data } = await im.get.friendList({});
  return Object.values(data)
    .flatMap((group) => group.data.map((friend) => friend.user_id))
    .toSorted((a, b) => a - b);
}

describe("a new account has the tenant's default friends at once", () => {
  test.each(['arrive', 'visit'] as const)(
    'and their unread greeting; the hosts are notified (%s)',
    async (how) => {
      const { hosts, ...doors } = await town(['host', 'helper']);
      const [host, helper] = hosts as [Person, Person];
      const socket = await host.socket();
      const v1 = await helper.v1();
      const someone = await doors[how]();

      expect(await friendsOf(someone)).toEqual([host.id, helper.id]);
      const { data: rows } = await someone.im.get.chatList();
      expect(rows).toHaveLength(2);
      for (const row of rows) expect(row).toMatchObject({ last_msg: '欢迎光临', no_reader_num: 1, type: 0 });
      expect((await someone.im.get.base()).no_reader_chat_num).toBe(2);
      expect((await someone.im.get.details({ user_id: host.id })).from).toBe('系统默认添加');

      // The host receives the friend first, then the message, and has nothing unread.
      await socket.next('getChatList');
      const { list_id, data } = await socket.next('chatData');
      expect(data.msg).toMatchObject({ content: { text: '欢迎光临' }, user_info: { uid: host.id } });
      expect((await host.im.get.chatList()).data).toMatchObject([{ list_id, no_reader_num: 0 }]);
      expect((await v1.next('event')).type).toBe('contact_added');

      // The conversation works like any other.
      await someone.im.message.textMsg({ list_id, content_type: 0, content: { text: '你好' } });
      expect((await socket.next('chatData')).data.msg.content).toEqual({ text: '你好' });
      await host.im.message.textMsg({ list_id, content_type: 0, content: { text: '有什么可以帮您？' } });
      const { list } = await someone.im.get.chatData({ list_id, time: 0, is_up: 1 });
      expect(list.map(({ msg }) => msg.content['text'])).toEqual(['欢迎光临', '你好', '有什么可以帮您？']);
    },
  );

  test('without a greeting they are friends, and no message is sent', async () => {
    const { hosts, arrive } = await town(['host'], { defaultFriendGreeting: '' });
    const someone = await arrive();
    expect(await friendsOf(someone)).toEqual([hosts[0]!.id]);
    expect((await someone.im.get.chatList()).data).toEqual([]);
    const { list_id } = await someone.im.message.getListId({ user_id: hosts[0]!.id });
    await hosts[0]!.im.message.textMsg({ list_id, content_type: 0, content: { text: 'hello' } });
    expect((await someone.im.get.base()).no_reader_chat_num).toBe(1);
  });

  test('disabled, frozen, unknown and foreign accounts are skipped', async () => {
    const { tenant, hosts, arrive } = await town(['host', 'gone', 'away']);
    const [host, gone, away] = hosts as [Person, Person, Person];
    const stranger = await kith.person('stranger');
    await setStatus(kith, gone, 'disabled');
    await setStatus(kith, away, 'frozen');
    const ids = [gone.id, away.id, 999_999_999, 99_999_999_999, stranger.id, host.id, host.id];
    await changeSettings(kith, tenant, { defaultFriends: ids.join('|') });
    expect(await friendsOf(await arrive())).toEqual([host.id]);
    await changeSettings(kith, tenant, { defaultFriends: String(gone.id) });
    expect(await friendsOf(await arrive())).toEqual([]);
  });

  test('one host in turn: each gets equally many', async () => {
    const { hosts, arrive } = await town(['one', 'two'], { defaultFriendMode: 'turns' });
    const got: number[] = [];
    for (let i = 0; i < 6; i++) got.push(...(await friendsOf(await arrive())));
    expect(got).toHaveLength(6);
    for (const { id } of hosts) expect(got.filter((one) => one === id)).toHaveLength(3);
  });

  test('one random host: one each, and no host gets all', async () => {
    const { hosts, arrive } = await town(['one', 'two'], { defaultFriendMode: 'random' });
    const got: number[] = [];
    for (let i = 0; i < 24; i++) got.push(...(await friendsOf(await arrive())));
    expect(got).toHaveLength(24);
    // This fails with a probability of 2 in 2^24.
    expect(new Set(got)).toEqual(new Set(hosts.map(({ id }) => id)));
  });

  test('100 parallel registrations: each has friend, conversation and greeting, and the host one event for each', async () => {
    const { tenant, hosts, arrive } = await town(['host']);
    const host = hosts[0]!;
    const people = await Promise.all(Array.from({ length: 100 }, arrive));
    const [counts] = await kith.sql(
      `select (select count(*)::int from friends where account_id = $1) as friends,
        (select count(*)::int from friends where friend_id = $1) as back,
        (select count(*)::int from conversations where $1 in (low_id, high_id) and last_seq = 1 and message_count = 1) as chats,
        (select count(*)::int from entries e where e.tenant_id = $2 and e.sender_id = $1 and seq = 1 and ordinal = 1) as greetings,
        (select count(*)::int from account_events where account_id = $1) as events,
        (select event_position::int from accounts where id = $1) as position`,
      [host.id, tenant],
    );
    expect(counts).toEqual({
      friends: 100,
      back: 100,
      chats: 100,
      greetings: 100,
      events: 100,
      position: 100,
    });
    expect((await host.im.get.chatList()).data).toHaveLength(100);
    expect((await host.im.get.base()).no_reader_chat_num).toBe(0);
    expect((await people[99]!.im.get.base()).no_reader_chat_num).toBe(1);
  });

  test('a failed welcome leaves no account', async () => {
    const { arrive } = await town(['host']);
    await kith.sql(
      `alter table entries add constraint no_greeting check (content not like '%欢迎%') not valid`,
    );
    try {
      const username = `newcomer_${counter + 1}`;
      await expect(arrive()).rejects.toMatchObject({ err: 1 });
      expect(await kith.sql('select from accounts where username = $1', [username])).toEqual([]);
    } finally {
      await kith.sql('alter table entries drop constraint no_greeting');
    }
    expect(await friendsOf(await arrive())).toHaveLength(1);
  });

  test('no client can claim that a request came from the tenant', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await expect(ada.im.action.friendAdd({ user_id: bo.id, is_type: 100 })).rejects.toMatchObject({ err: 1 });
  });
});
