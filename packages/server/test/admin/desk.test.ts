import { randomUUID } from 'node:crypto';
import { expect, it, describe, beforeAll } from 'vitest';
import { history, say, texts } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { dismiss, hire, makeTenant } from '../im/operator.js';

const kith = useKith({ overrides: { timing: { assignEveryMs: 50 } } });
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const reason = 'The plan of the week.';
let tenant: number;
let owner: Staff;
let helper: Staff;
let bea: Person;
let cas: Person;
let ann: Person;
let list_id: string;

beforeAll(async () => {
  tenant = await makeTenant(kith, { supportGreeting: 'welcome', supportClosedGreeting: 'we sleep' });
  [owner, helper] = [
    await makeStaff(kith, 'owner', { tenant }),
    await makeStaff(kith, 'support', { tenant }),
  ];
  bea = await kith.person('bea', { tenant });
  cas = await kith.person('cas', { tenant });
  ann = await kith.person('ann', { tenant });
  await hire(kith, bea);
  list_id = await ann.im.get.kefu();
});

const link = (agent: Person, staff?: Staff) =>
  owner.ask('PUT', '/admin/support/agents/{id}/staff', {
    id: agent.id,
    ...(staff && { staff: staff.id }),
  });
const agentRow = async ({ id }: Person) =>
  (await helper.ask('GET', '/admin/support/agents', {})).rows.find((row) => row.id === id)!;
const write = (text: string, clientId: string = randomUUID(), id = ann.id) =>
  helper.ask('POST', '/admin/desk/customers/{id}/messages', { id, clientId, text });
const read = (id = ann.id) => helper.ask('GET', '/admin/desk/customers/{id}/messages', { id });
const notFound = { code: 'not_found' };

describe('PUT /admin/support/agents/{id}/staff, GET /admin/desk, PUT /admin/desk/state', () => {
  it('a member of staff answers as an agent whom an owner names, one for one, and goes away and returns', async () => {
    expect(await helper.ask('GET', '/admin/desk', {})).toEqual({ rows: [] });
    await expect(read()).rejects.toMatchObject(notFound);
    const hasDesk = async () => (await helper.ask('GET', '/admin/session')).hasDesk;
    expect(await hasDesk()).toBe(false);
    await link(bea, helper);
    expect(await hasDesk()).toBe(true);
    expect(await agentRow(bea)).toMatchObject({ staffId: helper.id, staffName: helper.name });
    await say(ann, list_id, 'help');
    expect(await helper.ask('GET', '/admin/desk', {})).toMatchObject({
      agent: { id: bea.id, username: bea.username, state: 'available' },
      rows: [{ customerId: ann.id, unread: 1, preview: 'help', waitsSince: expect.any(Number) }],
    });
    expect(await agentRow(bea)).toMatchObject({ isOnline: true, waiting: 1 });

    await expect(link(ann, helper)).rejects.toMatchObject(notFound);
    const stranger = await makeStaff(kith, 'support');
    await expect(link(bea, stranger)).rejects.toMatchObject({ code: 'invalid', field: 'staff' });
    // The refusal has changed nothing; another agent takes the place of the first.
    await hire(kith, cas);
    await link(cas, helper);
    expect(await agentRow(bea)).not.toHaveProperty('staffId');
    await expect(read()).rejects.toMatchObject(notFound);
    await link(cas);
    expect(await helper.ask('GET', '/admin/desk', {})).toEqual({ rows: [] });
    await expect(helper.ask('PUT', '/admin/desk/state', { state: 'away' })).rejects.toMatchObject(notFound);
    await link(cas, helper);
    await dismiss(kith, cas, 'removed');
    // The end as an agent ends this, too.
    expect(await helper.ask('GET', '/admin/desk', {})).toEqual({ rows: [] });
    await link(bea, helper);
    await helper.ask('PUT', '/admin/desk/state', { state: 'away' });
    expect(await agentRow(bea)).toMatchObject({ state: 'away' });
    await eventually('ann has no agent', async () => (await agentRow(bea)).customers === 0);
    await helper.ask('PUT', '/admin/desk/state', { state: 'available' });
    await eventually('bea serves again', async () => (await agentRow(bea)).customers === 1);
  });
});

describe('GET /admin/desk/customers/{id}/messages, POST /admin/desk/customers/{id}/messages, POST /admin/desk/customers/{id}/pictures, PUT /admin/desk/customers/{id}/read', () => {
  it('the customer gets the answers from the agent, once for each client id; waits and answers are counted', async () => {
    kith.advance(60_000);
    const clientId = randomUUID();
    await Promise.all([write('hello, I am here', clientId), write('hello, I am here', clientId)]);
    await write('hello, I am here', clientId);
    const answers = (await history(ann, list_id)).filter(
      ({ msg }) => msg.content['text'] === 'hello, I am here',
    );
    expect(answers).toHaveLength(1);
    expect(answers[0]!.msg).toMatchObject({ user_info: { uid: bea.id } });
    const { waiting, answeredToday, firstAnswerMs } = await agentRow(bea);
    expect([waiting, answeredToday]).toEqual([0, 1]);
    expect(firstAnswerMs).toBeGreaterThanOrEqual(60_000);

    const picture = { id: ann.id, clientId: randomUUID(), picture: PIXEL };
    await helper.ask('POST', '/admin/desk/customers/{id}/pictures', picture);
    await helper.ask('POST', '/admin/desk/customers/{id}/pictures', picture);
    const { rows, readSeq, hasMore } = await read();
    expect(rows.map(({ isOwn, isOfCustomer, text }) => [isOwn, isOfCustomer, text])).toEqual([
      [false, true, 'help'],
      [true, false, 'hello, I am here'],
      [true, false, ''],
    ]);
    expect((await fetch(`${kith.url}${rows[2]!.picture}`)).status).toBe(200);
    expect([readSeq, hasMore]).toEqual([expect.any(Number), false]);
    await ann.im.message.updataNoReader({ list_id });
    expect((await read()).readSeq).toBeGreaterThanOrEqual(rows[2]!.seq);
    const older = await helper.ask('GET', '/admin/desk/customers/{id}/messages', {
      id: ann.id,
      before: rows[1]!.seq,
    });
    expect(older.rows).toHaveLength(1);

    await say(ann, list_id, 'thanks');
    const unread = async () => (await helper.ask('GET', '/admin/desk', {})).rows[0]!.unread;
    expect(await unread()).toBe(1);
    await helper.ask('PUT', '/admin/desk/customers/{id}/read', { id: ann.id, seq: 2 ** 31 - 1 });
    expect(await unread()).toBe(0);

    await expect(write(' ')).rejects.toMatchObject({ code: 'invalid' });
    await expect(write('x'.repeat(5001))).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      helper.ask('POST', '/admin/desk/customers/{id}/pictures', {
        ...picture,
        clientId: randomUUID(),
        picture: 'aaaa',
      }),
    ).rejects.toMatchObject({ code: 'unsupported_media' });
    const { rows: log } = await owner.ask('GET', '/admin/audit', { objectId: String(ann.id) });
    expect(log.map(({ action }) => action)).toEqual(['support.answer', 'support.answer']);
    expect(JSON.stringify(log)).not.toContain('I am here');
  });
});

describe('DELETE /admin/desk/customers/{id}', () => {
  it('a hand-over takes the customer from the desk at once; an ended service begins again with the next message', async () => {
    await hire(kith, cas);
    const handOver = (from: number, to: number) =>
      helper.ask('PUT', '/admin/support/conversations/{id}/agent', { id: ann.id, from, to, reason });
    await handOver(bea.id, cas.id);
    const end = () => helper.ask('DELETE', '/admin/desk/customers/{id}', { id: ann.id });
    await expect(write('too late')).rejects.toMatchObject(notFound);
    await expect(end()).rejects.toMatchObject(notFound);
    await expect(
      helper.ask('PUT', '/admin/desk/customers/{id}/read', { id: ann.id, seq: 1 }),
    ).rejects.toMatchObject(notFound);
    await handOver(cas.id, bea.id);
    await end();
    const all = async () => (await helper.ask('GET', '/admin/support/conversations', {})).rows;
    expect(await all()).toMatchObject([{ customerId: ann.id }]);
    expect((await all())[0]).not.toHaveProperty('waitsSince');
    expect((await all())[0]).not.toHaveProperty('agentId');
    await say(ann, list_id, 'one more thing');
    await eventually('somebody serves', async () => (await all())[0]!.agentId !== undefined);
    expect(await texts(ann, list_id)).toContain('one more thing');
  });
});

describe('PUT /admin/support/agents/{id}/schedule', () => {
  const schedule = (agent: Person, version: number, given: object) =>
    helper.ask('PUT', '/admin/support/agents/{id}/schedule', {
      id: agent.id,
      version,
      timeZone: 'UTC',
      reason,
      ...given,
    });

  it('outside the hours, and with as many customers as allowed, new ones wait until somebody has room', async () => {
    const home = await makeTenant(kith, { supportGreeting: 'welcome', supportClosedGreeting: 'we sleep' });
    const [dot, eve, fay, gus] = [
      await kith.person('dot', { tenant: home }),
      await kith.person('eve', { tenant: home }),
      await kith.person('fay', { tenant: home }),
      await kith.person('gus', { tenant: home }),
    ];
    await hire(kith, dot);
    const local = await makeStaff(kith, 'support', { tenant: home });
    const own = async () => (await local.ask('GET', '/admin/support/agents', {})).rows[0]!;
    const plan = (version: number, given: object) =>
      local.ask('PUT', '/admin/support/agents/{id}/schedule', {
        id: dot.id,
        version,
        timeZone: 'Asia/Taipei',
        reason,
        ...given,
      });
    await plan(1, { hours: [] });
    expect(await own()).toMatchObject({ isOnDuty: false, hours: [], version: 2, timeZone: 'Asia/Taipei' });
    const ofEve = await eve.im.get.kefu();
    await say(eve, ofEve, 'anybody?');
    const lines = async (who: Person, id: string) =>
      (await history(who, id)).filter(({ type }) => type === 1).map(({ msg }) => msg.content['text']);
    expect(await lines(eve, ofEve)).toEqual(['we sleep']);
    expect((await own()).customers).toBe(0);

    // Touching shifts become one.
    const day = Array.from({ length: 7 }, (_, i) => [
      { day: i + 1, from: 720, to: 1440 },
      { day: i + 1, from: 0, to: 720 },
    ]).flat();
    await plan(2, { hours: day, mostCustomers: 1 });
    expect((await own()).hours).toHaveLength(7);
    await eventually('dot serves eve', async () => (await own()).customers === 1);
    const ofFay = await fay.im.get.kefu();
    await say(fay, ofFay, 'me too');
    expect(await lines(fay, ofFay)).toEqual(['welcome']);
    const waits = async () =>
      (await local.ask('GET', '/admin/support/conversations', { state: 'waiting' })).rows;
    expect((await waits()).filter(({ agentId }) => agentId === undefined)).toMatchObject([
      { customerId: fay.id },
    ]);
    // Of many at once, none exceeds the limit.
    await plan(3, { mostCustomers: 2 });
    await Promise.all([fay, gus].map((who) => who.im.get.kefu()));
    expect((await own()).customers).toBe(2);

    await expect(plan(3, {})).rejects.toMatchObject({ code: 'stale' });
    for (const [wrong, field] of [
      [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
      [{ hours: [{ day: 1, from: 60, to: 60 }] }, 'hours'],
      [{ reason: ' ' }, 'reason'],
    ] as const)
      await expect(plan(4, wrong)).rejects.toMatchObject({ code: 'invalid', field });
    await expect(schedule(dot, 4, {})).rejects.toMatchObject(notFound);
    await expect(schedule(ann, 1, {})).rejects.toMatchObject(notFound);
  });
});
