import { describe, expect, it } from 'vitest';
import { group, refused, rowOf, say, texts, threePeople, unread } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { feed, post } from '../im/moments.js';

const kith = useKith();

const act = (who: Person, action: 'ban' | 'cancel', whom: Person) =>
  who.api.chat.friendship_block({ target_id: whom.id, action });

const works = (what: Promise<unknown>): Promise<boolean> =>
  what.then(
    () => true,
    () => false,
  );

const isNamed = ({ id }: Person, among: unknown): boolean =>
  new RegExp(`"(?:user_id|uid)":${id}\\b`).test(JSON.stringify(among));

/** The surfaces of the Chat API on which one account finds another, and their texts. */
async function sightOf(whom: Person, by: Person, list_id: string): Promise<Record<string, boolean>> {
  const { im } = by;
  return {
    search: (await im.get.searchUser({ val: whom.username })).data.length > 0,
    details: await works(im.get.details({ user_id: whom.id })),
    userInfo: await works(im.get.getUserInfo({ user_id: whom.id })),
    friend: isNamed(whom, await im.get.friendList()),
    friendSearch: isNamed(whom, await im.get.searchFriends({ keyword: whom.username })),
    row: (await rowOf(by, list_id)) !== undefined,
    chatSearch: (await im.get.searchCahtMsg({ chat_msg: 'between us' })).length > 0,
    unread: (await im.get.base()).no_reader_chat_num > 0,
    history: await works(im.get.chatData({ list_id })),
    readState: await works(im.message.getListTime({ list_id })),
    tick: await works(im.message.setListTime({ list_id })),
    members: await works(im.message.getChatDetails({ list_id })),
    files: await works(im.get.filelist({ list_id })),
    openByPerson: await works(im.message.getListId({ user_id: whom.id })),
    commonGroups: await works(im.get.getCommonGroupList({ user_id: whom.id })),
    moments: isNamed(whom, await feed(by)),
    writing: await works(im.message.textMsg({ list_id, content_type: 0, content: { text: 'hello' } })),
    poke: await works(im.vendor.sendChuoYiChuoMsg({ list_id })),
    nudge: await works(im.vendor.zhendong({ list_id })),
    group: await works(im.message.addGroup({ users: [whom.id] })),
    call: await works(im.message.sendVideo({ list_id, content_type: 6 })),
  };
}

/** Two friends who see everything of each other. */
async function friends() {
  const { ada, bo, cy, list_id } = await threePeople(kith);
  for (const person of [ada, bo]) {
    await post(person, 'a moment');
    await say(person, list_id, 'between us');
  }
  return { ada, bo, cy, list_id };
}

describe('a ban', () => {
  it('hides both accounts and their texts from each other everywhere; unbanning restores them', async () => {
    const { ada, bo, list_id } = await friends();
    const before = await sightOf(bo, ada, list_id);
    expect(Object.entries(before).filter(([, isSeen]) => !isSeen)).toEqual([]);
    await ada.im.message.closeVideo({ list_id });
    await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'unread' } });

    await act(ada, 'ban', bo);
    for (const [whom, by] of [
      [bo, ada],
      [ada, bo],
    ] as const) {
      const after = await sightOf(whom, by, list_id);
      expect(Object.entries(after).filter(([, isSeen]) => isSeen)).toEqual([]);
    }
    await act(ada, 'cancel', bo);
    expect(await rowOf(ada, list_id)).toBeDefined();
    expect(await unread(ada, list_id)).toBe(1);
    const again = await sightOf(ada, bo, list_id);
    expect(Object.entries(again).filter(([name, isSeen]) => !isSeen && name !== 'unread')).toEqual([]);
  });

  it('notifies only the devices of the banning account', async () => {
    const { ada, bo } = await friends();
    const [legacyBo, boV1, adaV1] = [await bo.socket(), await bo.v1(), await ada.v1()];
    await act(ada, 'ban', bo);
    await act(ada, 'cancel', bo);
    await legacyBo.settle();
    await boV1.settle();
    await adaV1.settle();
    const isNews = (frame: { t: string }) => frame.t !== 'ready' && frame.t !== 'pong';
    expect(
      legacyBo.frames.filter(({ action }) => !['clientLink', 'checkToken', 'ping'].includes(action)),
    ).toEqual([]);
    expect(boV1.frames.filter(isNews)).toEqual([]);
    expect(adaV1.frames.filter(isNews)).toMatchObject([
      { t: 'event', type: 'contact_changed', data: { user_id: bo.id } },
      { t: 'event', type: 'contact_changed', data: { user_id: bo.id } },
    ]);
  });

  it('applies to open sockets: no message, tick or typing state reaches the other account', async () => {
    const { ada, bo, list_id } = await friends();
    const [adaV1, boV1] = [await ada.v1(), await bo.v1()];
    const cid = () => crypto.randomUUID();
    adaV1.send({ t: 'send', cid: cid(), to: list_id, type: 0, content: { text: 'the last word' } });
    await adaV1.next('ack');
    await boV1.next('entry');
    await act(bo, 'ban', ada);
    const heard = boV1.frames.length;
    adaV1.send({ t: 'send', cid: cid(), to: list_id, type: 0, content: { text: 'not that one' } });
    expect(await adaV1.next('nack')).toMatchObject({ code: 'blocked' });
    adaV1.send({ t: 'typing', to: list_id, on: true });
    adaV1.send({ t: 'read', to: list_id, seq: 1_000_000 });
    adaV1.send({ t: 'sync', to: list_id, after: 0 });
    expect(await adaV1.next('nack')).toMatchObject({ code: 'not_found' });
    await new Promise((next) => setTimeout(next, 300)); // read positions are written with a delay
    await boV1.settle();
    expect(boV1.frames.slice(heard).filter((frame) => !['pong', 'event'].includes(frame.t))).toEqual([]);
    const resumed = await ada.v1({ conversations: { [list_id]: 0 } });
    await resumed.settle();
    expect(resumed.frames.filter((frame) => frame.t === 'entries')).toEqual([]);
  });

  it('withdraws pending requests between the two, in both directions, and allows no new ones', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await ada.im.action.friendAdd({ user_id: bo.id, content: 'hello' });
    const [request] = await bo.im.get.applyFriend();
    await act(bo, 'ban', ada);
    expect(await bo.im.get.applyFriend()).toEqual([]);
    expect((await bo.im.get.base()).new_friend_tips_num).toBe(0);
    await expect(bo.im.action.friendAddAction({ apply_id: request!.id })).rejects.toMatchObject(
      refused.notFound,
    );
    for (const [from, to] of [
      [ada, bo],
      [bo, ada],
    ] as const)
      await expect(from.im.action.friendAdd({ user_id: to.id, content: '' })).rejects.toMatchObject(
        refused.notFound,
      );
    await act(bo, 'cancel', ada);
    expect(await bo.im.get.applyFriend()).toEqual([]);
    await kith.befriend(ada, bo);
  });

  it('leaves no request when it runs in parallel with one', async () => {
    for (let round = 0; round < 10; round++) {
      const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
      await Promise.all([
        works(ada.im.action.friendAdd({ user_id: bo.id, content: 'hello' })),
        act(bo, 'ban', ada),
      ]);
      expect(await kith.sql('select 1 from friend_requests where to_id = $1', [bo.id])).toEqual([]);
    }
  });

  it('does not affect shared groups and the messages in them', async () => {
    const { ada, bo, cy } = await friends();
    const list_id = await group(kith, [{ person: cy, role: 'owner' }, { person: ada }, { person: bo }]);
    await act(ada, 'ban', bo);
    await say(bo, list_id, 'hello all');
    await say(ada, list_id, 'hello you');
    expect(await texts(ada, list_id)).toEqual(['hello all', 'hello you']);
    expect(await texts(bo, list_id)).toEqual(['hello all', 'hello you']);
  });

  it('ends a call between the two, and both can call other people at once', async () => {
    const { ada, bo, cy, list_id } = await friends();
    const boSocket = await bo.socket();
    const others = await kith.befriend(bo, cy);
    await bo.im.message.sendVideo({ list_id, content_type: 6 });
    await act(ada, 'ban', bo);
    await boSocket.next('cancleVedio');
    expect(await bo.im.message.sendVideo({ list_id: others, content_type: 6 })).toBeDefined();
    expect(
      await kith.sql(
        'select outcome, notified_at is not null as is_notified from calls where caller_id = $1 and callee_id = $2',
        [bo.id, ada.id],
      ),
    ).toEqual([{ outcome: 'refused', is_notified: true }]);
  });

  it('during a hundred sends, exactly the acknowledged messages are stored', async () => {
    const { ada, bo, list_id } = await friends();
    const before = (await kith.sql('select 1 from entries where sender_id = $1', [ada.id])).length;
    const sends = Array.from({ length: 100 }, (_, i) =>
      works(ada.im.message.textMsg({ list_id, content_type: 0, content: { text: `word ${i}` } })),
    );
    await sends[10];
    await act(bo, 'ban', ada);
    const late = await Promise.all(
      Array.from({ length: 20 }, () =>
        works(ada.im.message.textMsg({ list_id, content_type: 0, content: { text: 'too late' } })),
      ),
    );
    const stored = await Promise.all(sends);
    expect(late).not.toContain(true);
    const rows = await kith.sql('select 1 from entries where sender_id = $1', [ada.id]);
    expect(rows).toHaveLength(before + stored.filter(Boolean).length);
  });
});
