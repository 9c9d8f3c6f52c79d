import { describe, expect, it } from 'vitest';
import { history, plainPasswords, refused, rowOf, say, texts, unread } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { block, dismiss, hire, makeTenant, setStatus } from './operator.js';

const kith = useKith({
  overrides: { ports: { passwords: plainPasswords }, timing: { assignEveryMs: 200 } },
});

const noAgent = { err: 1, message: '暂无客服' };

/** People of a separate tenant, so that no agent of another story serves them. */
async function town(
  names: readonly string[],
  settings: Parameters<typeof makeTenant>[1] = {},
): Promise<Person[]> {
  const tenant = await makeTenant(kith, settings);
  const people: Person[] = [];
  // One after the other: among equal agents the smaller id comes first.
  for (const name of names) people.push(await kith.person(name, { tenant }));
  return people;
}

async function hired<T extends readonly Person[]>(...agents: T): Promise<T> {
  for (const agent of agents) await hire(kith, agent);
  return agents;
}

/** The system lines of a conversation, oldest first. */
async function lines(who: Person, list_id: string): Promise<unknown[]> {
  const list = await history(who, list_id);
  return list.filter(({ type }) => type === 1).map(({ msg }) => msg.content['text']);
}

/** The agents of a tenant with their numbers of customers. */
async function customers(tenant: number): Promise<Record<string, number>> {
  const rows = await kith.sql<{ agent: number; count: number }>(
    'select agent_id as agent, count(*)::int as count from support_threads where tenant_id = $1 group by 1',
    [tenant],
  );
  return Object.fromEntries(rows.map((row) => [row.agent, row.count]));
}

describe('/im/get/kefu', () => {
  it('opens the conversation with an agent, who gets getChatList; both write, each sees the other, and they are not friends', async () => {
    const [ann, bea] = (await town(['ann', 'bea'])) as [Person, Person];
    await hired(bea);
    const sockets = [await ann.socket(), await bea.socket()] as const;
    const list_id = await ann.im.get.kefu();
    expect(list_id).toMatch(/^[0-9a-f]{32}$/);
    const { body } = await kith.post('/im/get/kefu', { _token: ann.token });
    expect(body).toEqual({ code: 1, data: list_id });
    // The console fetches the one row that the push names.
    expect(await sockets[1].next('getChatList')).toEqual({ list_id });
    expect(await sockets[0].next('getChatList')).toBeUndefined();

    await say(ann, list_id, 'help');
    await say(bea, list_id, 'how?');
    for (const socket of sockets)
      for (const text of ['客服bea进入会话', 'help', 'how?'])
        expect((await socket.next('chatData')).data.msg.content['text']).toBe(text);
    expect(await rowOf(ann, list_id)).toMatchObject({
      show_name: 'bea',
      type: 0,
      last_msg: 'how?',
      no_reader_num: 1,
    });
    expect(await rowOf(bea, list_id)).toMatchObject({ show_name: 'ann', type: 0, no_reader_num: 0 });
    expect(await ann.im.get.chatData({ list_id, is_up: 1 })).toMatchObject({
      obj_id: bea.id,
      online: 1,
      type: 0,
    });
    expect(await bea.im.get.chatData({ list_id })).toMatchObject({ obj_id: ann.id, show_name: 'ann' });
    expect((await sockets[1].next('timeData')).list_id).toBe(list_id);
    expect((await ann.im.get.friendList()).data).toEqual([]);
    await expect(ann.im.message.getListId({ user_id: bea.id })).rejects.toMatchObject(refused.notFriends);
  });

  it('refuses the request if there is no agent', async () => {
    const [ann, bea] = (await town(['ann', 'bea'])) as [Person, Person];
    await expect(ann.im.get.kefu()).rejects.toMatchObject(noAgent);
    expect((await kith.post('/im/get/kefu', { _token: ann.token })).body).toEqual({
      err: 1,
      msg: '暂无客服',
    });
    expect((await ann.im.get.base()).kefu_list_id).toBe('');
    await hired(bea);
    // An agent is never their own agent.
    await expect(bea.im.get.kefu()).rejects.toMatchObject(noAgent);
    expect((await bea.im.get.base()).kefu_list_id).toBe('');
    expect((await ann.im.get.base()).kefu_list_id).toBe(await ann.im.get.kefu());
  });

  it('creates one conversation with one agent and one greeting for a hundred parallel first calls', async () => {
    const [ann, bea, cas] = (await town(['ann', 'bea', 'cas'], { supportGreeting: 'welcome' })) as [
      Person,
      Person,
      Person,
    ];
    await hired(bea, cas);
    const found = await Promise.all(
      Array.from({ length: 100 }, async (_, i) =>
        i % 2 ? await ann.im.get.kefu() : (await ann.im.get.base()).kefu_list_id,
      ),
    );
    expect(new Set(found).size).toBe(1);
    expect(await lines(ann, found[0]!)).toEqual(['客服bea进入会话', 'welcome']);
    expect(await customers(ann.tenant)).toEqual({ [bea.id]: 1 });
    expect(
      await kith.sql("select count(*)::int from conversations where tenant_id = $1 and kind = 'support'", [
        ann.tenant,
      ]),
    ).toEqual([{ count: 1 }]);
  });

  it('distributes parallel customers evenly; online agents come first', async () => {
    const [bea, cas, dot] = (await town(['bea', 'cas', 'dot'])) as [Person, Person, Person];
    await hired(bea, cas, dot);
    const sockets = [await cas.socket(), await dot.socket()];
    const people = await Promise.all(
      Array.from({ length: 20 }, () => kith.person('ann', { tenant: bea.tenant })),
    );
    await Promise.all(people.map((ann) => ann.im.get.kefu()));
    expect(await customers(bea.tenant)).toEqual({ [cas.id]: 10, [dot.id]: 10 });
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map((socket) => socket.closed));
    await eventually('they have gone', () => !kith.server.deps.hub.isOnline(dot.id as never));
    const late = await kith.person('late', { tenant: bea.tenant });
    await late.im.get.kefu();
    expect(await customers(bea.tenant)).toMatchObject({ [bea.id]: 1 });
  });

  it('ignores blocks: an assigned agent writes and receives', async () => {
    const [ann, bea] = (await town(['ann', 'bea'])) as [Person, Person];
    await hired(bea);
    const list_id = await ann.im.get.kefu();
    await block(kith, ann, bea);
    await block(kith, bea, ann);
    await say(ann, list_id, 'help');
    await say(bea, list_id, 'how?');
    await ann.im.vendor.zhendong({ list_id });
    expect(await texts(ann, list_id)).toEqual(['help', 'how?']);
  });

  it('gives strangers and other agents not found; nobody destroys the history', async () => {
    const [ann, bea, cas] = (await town(['ann', 'bea', 'cas'])) as [Person, Person, Person];
    const other = await kith.person('other');
    await hired(bea, cas);
    const list_id = await ann.im.get.kefu();
    await say(ann, list_id, 'help');
    for (const who of [cas, other]) {
      await expect(who.im.get.chatData({ list_id })).rejects.toMatchObject(refused.notFound);
      await expect(say(who, list_id, 'psst')).rejects.toMatchObject(refused.notFound);
      await expect(who.im.message.sendVideo({ list_id, content_type: 6 })).rejects.toMatchObject(
        refused.notFound,
      );
    }
    for (const who of [ann, bea])
      await expect(who.im.remove.del_log({ list_id, type: 2 })).rejects.toMatchObject(refused.forbidden);
    await ann.im.remove.del_log({ list_id, type: 1 });
    expect(await texts(bea, list_id)).toEqual(['help']);
  });

  it('allows calls between customer and agent', async () => {
    const [ann, bea] = (await town(['ann', 'bea'])) as [Person, Person];
    await hired(bea);
    const list_id = await ann.im.get.kefu();
    const socket = await bea.socket();
    await ann.im.message.sendVideo({ list_id, content_type: 7 });
    expect(await socket.next('vedioData')).toMatchObject({ list_id, name: 'ann', user_id: bea.id });
    await bea.im.message.closeVideo({ list_id });
    expect((await history(ann, list_id)).at(-1)?.msg).toMatchObject({ type: 7, content: { text: '已拒绝' } });
  });
});

describe('/im/get/base', () => {
  it('returns the conversation before it is opened; the first message in it assigns an agent', async () => {
    const [ann, bea] = (await town(['ann', 'bea'], { supportGreeting: 'welcome' })) as [Person, Person];
    await hired(bea);
    const list_id = (await ann.im.get.base()).kefu_list_id;
    expect(await ann.im.get.chatData({ list_id, is_up: 1 })).toMatchObject({
      show_name: '客服',
      obj_id: 0,
      list: [],
    });
    expect(await rowOf(bea, list_id)).toBeUndefined();
    const socket = await bea.socket();
    await say(ann, list_id, 'anybody there?');
    expect(await socket.next('getChatList')).toEqual({ list_id });
    await eventually('somebody greets', async () => (await lines(ann, list_id)).length === 2);
    expect(await lines(ann, list_id)).toEqual(['客服bea进入会话', 'welcome']);
    expect(await texts(bea, list_id)).toEqual(['anybody there?']);
    expect(await unread(bea, list_id)).toBe(1);
    expect(await ann.im.get.kefu()).toBe(list_id);
  });
});

describe('greetings', () => {
  it('depend on the hour, and are sent once per service period', async () => {
    // The test clock only moves forward; service hours that begin in the next hour mean off hours now.
    const inAnHour = new Date(kith.server.deps.now() + 3600_000).toISOString().slice(11, 14);
    const afterThat = new Date(kith.server.deps.now() + 7200_000).toISOString().slice(11, 14);
    const [ann, bea] = (await town(['ann', 'bea'], {
      timeZone: 'UTC',
      supportHours: `${inAnHour}00-${afterThat}00`,
      supportGreeting: 'we are here',
      supportClosedGreeting: 'we sleep',
    })) as [Person, Person];
    await hired(bea);
    const list_id = await ann.im.get.kefu();
    await Promise.all(Array.from({ length: 20 }, () => ann.im.get.kefu()));
    expect(await lines(ann, list_id)).toEqual(['客服bea进入会话', 'we sleep']);
    kith.advance(3600_000);
    await Promise.all(Array.from({ length: 20 }, () => ann.im.get.kefu()));
    expect(await lines(ann, list_id)).toEqual(['客服bea进入会话', 'we sleep', 'we are here']);
    kith.advance(3600_000);
    await ann.im.get.kefu();
    expect((await lines(ann, list_id)).slice(2)).toEqual(['we are here', 'we sleep']);
    expect(await unread(ann, list_id)).toBe(0);
  });

  it('are among the settings that clients read', async () => {
    const tenant = await makeTenant(kith, { supportGreeting: 'hello' });
    expect(await kith.visitor({ tenant }).app.config()).toMatchObject({
      user_default_kefu_friend_speak: 'hello',
    });
  });
});

describe('reassignment', () => {
  it('an agent leaves: the next one sees the whole history, the former one nothing, and a system line reports it', async () => {
    const [ann, bea, cas] = (await town(['ann', 'bea', 'cas'])) as [Person, Person, Person];
    await hired(bea);
    const list_id = await ann.im.get.kefu();
    await say(ann, list_id, 'help');
    await bea.im.message.updataNoReader({ list_id });
    await say(ann, list_id, 'it burns');
    await hired(cas);
    const [annSocket, beaSocket, casSocket] = await Promise.all([ann.socket(), bea.socket(), cas.socket()]);
    await dismiss(kith, bea, 'removed');
    expect(await casSocket.next('getChatList')).toEqual({ list_id });
    expect(await beaSocket.next('getChatList')).toBeUndefined();
    await annSocket.next('getChatList');
    await annSocket.next('chatData', ({ data }) => data.msg.content['text'] === '客服cas进入会话');
    expect(await lines(ann, list_id)).toEqual(['客服bea进入会话', '客服bea离开了会话', '客服cas进入会话']);
    await expect(say(bea, list_id, 'wait')).rejects.toMatchObject(refused.notFound);
    await expect(bea.im.get.chatData({ list_id })).rejects.toMatchObject(refused.notFound);
    expect(await rowOf(bea, list_id)).toBeUndefined();
    await expect(bea.im.get.serviceList()).rejects.toMatchObject(refused.forbidden);

    const before = beaSocket.frames.length;
    await say(ann, list_id, 'hurry');
    await say(cas, list_id, 'coming');
    await annSocket.next('chatData', ({ data }) => data.msg.content['text'] === 'coming');
    await beaSocket.settle();
    expect(beaSocket.frames.slice(before).map((frame) => frame.action)).toEqual(['ping']);
    expect(await texts(cas, list_id)).toEqual(['help', 'it burns', 'hurry', 'coming']);
    expect(await rowOf(ann, list_id)).toMatchObject({ show_name: 'cas' });
    expect(await ann.im.get.kefu()).toBe(list_id);
  });

  it("the new agent starts at the former one's read position", async () => {
    const [ann, bea, cas] = (await town(['ann', 'bea', 'cas'])) as [Person, Person, Person];
    await hired(bea);
    const list_id = await ann.im.get.kefu();
    await say(ann, list_id, 'one');
    await bea.im.message.updataNoReader({ list_id });
    await say(ann, list_id, 'two');
    await hired(cas);
    await dismiss(kith, bea, 'away');
    await eventually('cas serves', async () => (await rowOf(cas, list_id)) !== undefined);
    expect(await unread(cas, list_id)).toBe(1);
    // An absent agent gets no customers, but is still an agent.
    expect((await ann.im.get.getUserInfo({ user_id: bea.id })).is_customer_service).toBe(1);
    expect(await bea.im.get.serviceList()).toEqual([]);
    // After the return, with the position of the other agent.
    await cas.im.message.updataNoReader({ list_id });
    await hired(bea);
    await dismiss(kith, cas, 'removed');
    await eventually('bea serves', async () => (await rowOf(bea, list_id)) !== undefined);
    expect(await unread(bea, list_id)).toBe(0);
    expect(await texts(bea, list_id)).toEqual(['one', 'two']);
  });

  it('without agents the customer keeps the history and waits; the next available agent takes over', async () => {
    const [ann, bea, cas] = (await town(['ann', 'bea', 'cas'])) as [Person, Person, Person];
    await hired(bea);
    const list_id = await ann.im.get.kefu();
    await say(ann, list_id, 'help');
    await setStatus(kith, bea, 'disabled');
    await eventually('bea has left', async () => (await rowOf(ann, list_id))?.show_name === '客服');
    expect(await ann.im.get.kefu()).toBe(list_id);
    await say(ann, list_id, 'hello?');
    expect(await texts(ann, list_id)).toEqual(['help', 'hello?']);
    await expect(ann.im.message.sendVideo({ list_id, content_type: 6 })).rejects.toMatchObject(noAgent);
    await hired(cas);
    await eventually('cas serves', async () => (await rowOf(cas, list_id)) !== undefined);
    expect(await texts(cas, list_id)).toEqual(['help', 'hello?']);
    expect(await unread(cas, list_id)).toBe(2);
  });

  it("kefu immediately finds another agent, whatever the server's clock does", async () => {
    const [ann, bea, cas] = (await town(['ann', 'bea', 'cas'])) as [Person, Person, Person];
    await hired(bea, cas);
    const list_id = await ann.im.get.kefu();
    await dismiss(kith, bea, 'removed');
    await Promise.all(Array.from({ length: 20 }, () => ann.im.get.kefu()));
    expect(await rowOf(ann, list_id)).toMatchObject({ show_name: 'cas' });
    expect(await lines(ann, list_id)).toEqual(['客服bea进入会话', '客服bea离开了会话', '客服cas进入会话']);
  });

  it('a message sent during the reassignment is stored once and visible to the new agent', async () => {
    const [ann, bea, cas] = (await town(['ann', 'bea', 'cas'])) as [Person, Person, Person];
    await hired(bea, cas);
    const list_id = await ann.im.get.kefu();
    await dismiss(kith, bea, 'away');
    const said = Array.from({ length: 30 }, (_, i) => `message ${i}`);
    await Promise.all([
      ...said.map((text) => ann.im.message.textMsg({ list_id, content_type: 0, content: { text } })),
      ann.im.get.kefu(),
    ]);
    await eventually('cas serves', async () => (await rowOf(cas, list_id)) !== undefined);
    const entries = await kith.sql<{ seq: number; text: string }>(
      `select e.seq, e.content::json->>'text' as text from entries e join support_threads t using (tenant_id, conversation_id)
       where t.customer_id = $1 and e.kind = 'message' order by e.seq`,
      [ann.id],
    );
    expect(entries.map((entry) => entry.text).sort()).toEqual([...said].sort());
  });
});

describe('/im/get/serviceList and /im/get/chatdanList', () => {
  it("return the agent's own customers, longest wait first, with complete URLs", async () => {
    const [ann, bob, bea, cas] = (await town(['ann', 'bob', 'bea', 'cas'])) as [
      Person,
      Person,
      Person,
      Person,
    ];
    await hired(bea);
    const [fromAnn, fromBob] = [await ann.im.get.kefu(), await bob.im.get.kefu()];
    await say(ann, fromAnn, 'I was first');
    kith.advance(1000);
    await say(bob, fromBob, 'I was second');
    await hired(cas);
    const third = await kith.person('third', { tenant: ann.tenant });
    const fromThird = await third.im.get.kefu();
    const rows = await bea.im.get.serviceList();
    expect(rows).toEqual([
      {
        list_id: fromAnn,
        show_name: 'ann',
        last_msg: 'I was first',
        no_reader_num: 1,
        photo_path: `${kith.url}/static/photo/default_man/300.jpg`,
        time: expect.any(Number),
      },
      expect.objectContaining({ list_id: fromBob, last_msg: 'I was second' }),
    ]);
    expect((await fetch(rows[0]!.photo_path)).status).toBe(200);
    await say(bea, fromAnn, 'yes?');
    expect((await bea.im.get.serviceList()).map((row) => row.list_id)).toEqual([fromBob, fromAnn]);
    expect((await cas.im.get.serviceList()).map((row) => row.list_id)).toEqual([fromThird]);
    expect(await bea.im.get.chatdanList({ list_id: fromBob })).toMatchObject({
      show_name: 'bob',
      no_reader_num: 1,
    });
    await expect(cas.im.get.chatdanList({ list_id: fromBob })).rejects.toMatchObject(refused.notFound);
    // An agent can also be a customer; that conversation is not listed as one to serve.
    const asCustomer = await bea.im.get.kefu();
    expect((await bea.im.get.serviceList()).map((row) => row.list_id)).not.toContain(asCustomer);
    await expect(bea.im.get.chatdanList({ list_id: asCustomer })).rejects.toMatchObject(refused.notFound);
    expect((await cas.im.get.serviceList()).map((row) => row.list_id)).toContain(asCustomer);
  });

  it('are forbidden to others; agents are marked as agents', async () => {
    const [ann, bea] = (await town(['ann', 'bea'])) as [Person, Person];
    await hired(bea);
    const list_id = await ann.im.get.kefu();
    await expect(ann.im.get.serviceList()).rejects.toMatchObject(refused.forbidden);
    await expect(ann.im.get.chatdanList({ list_id })).rejects.toMatchObject(refused.forbidden);
    expect((await ann.im.get.getUserInfo({ user_id: bea.id })).is_customer_service).toBe(1);
    expect((await bea.im.get.getUserInfo()).is_customer_service).toBe(1);
    expect((await ann.im.get.getUserInfo()).is_customer_service).toBe(0);
  });
});

describe('two tenants', () => {
  it('agents serve only customers of their own tenant', async () => {
    const [bea] = (await town(['bea'])) as [Person];
    const [ann] = (await town(['ann'])) as [Person];
    await hired(bea);
    await expect(ann.im.get.kefu()).rejects.toMatchObject(noAgent);
    expect((await ann.im.get.base()).kefu_list_id).toBe('');
  });
});
