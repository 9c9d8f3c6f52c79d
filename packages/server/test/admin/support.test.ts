import { beforeAll, describe, expect, it } from 'vitest';
import { say } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { hire, makeTenant } from '../im/operator.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' } });
const reason = 'The shift ends.';
let tenant: number;
let helper: Staff;

beforeAll(async () => {
  tenant = await makeTenant(kith);
  helper = await makeStaff(kith, 'support', { tenant });
});

const add = (id: number) => helper.ask('PUT', '/admin/support/agents/{id}', { id, reason });
const handOver = (id: number, from: number, to: number) =>
  helper.ask('PUT', '/admin/support/conversations/{id}/agent', { id, from, to, reason });

async function agentOf({ id }: Person): Promise<number | undefined> {
  const { rows } = await helper.ask('GET', '/admin/support/conversations', {});
  return rows.find(({ customerId }) => customerId === id)?.agentId;
}

describe('PUT /admin/support/agents/{id}, POST /admin/support/agents/{id}/absence, DELETE /admin/support/agents/{id}', () => {
  it('an agent begins, goes away, returns and ends; the list and the audit log say so', async () => {
    const bea = await kith.person('bea', { tenant });
    const own = async () =>
      (await helper.ask('GET', '/admin/support/agents', {})).rows.find(({ id }) => id === bea.id);
    await add(bea.id);
    expect(await own()).toMatchObject({ username: bea.username, state: 'available', customers: 0 });
    await helper.ask('POST', '/admin/support/agents/{id}/absence', { id: bea.id, reason });
    expect(await own()).toMatchObject({ state: 'away' });
    await add(bea.id);
    await helper.ask('DELETE', '/admin/support/agents/{id}', { id: bea.id, reason });
    expect(await own()).toBeUndefined();
    const again = helper.ask('DELETE', '/admin/support/agents/{id}', { id: bea.id, reason });
    await expect(again).rejects.toMatchObject({ code: 'not_found' });
    const owner = await makeStaff(kith, 'owner', { tenant });
    const { rows } = await owner.ask('GET', '/admin/audit', { objectId: String(bea.id) });
    expect(rows.map(({ action }) => action)).toEqual([
      'support.remove_agent',
      'support.add_agent',
      'support.send_away',
      'support.add_agent',
    ]);
  });

  it('refuses an unknown person, one of another tenant, and a blank reason', async () => {
    const stranger = await kith.person('stranger');
    for (const id of [stranger.id, 2_000_000_000])
      await expect(add(id)).rejects.toMatchObject({ code: 'not_found' });
    const blank = helper.ask('PUT', '/admin/support/agents/{id}', { id: stranger.id, reason: ' ' });
    await expect(blank).rejects.toMatchObject({ code: 'invalid', field: 'reason' });
  });
});

describe('GET /admin/support/agents, GET /admin/support/conversations, PUT /admin/support/conversations/{id}/agent', () => {
  it('who waits longest comes first, and a hand-over reaches both agents at once; of two at once, one is stale', async () => {
    const [bea, cas, dot] = [
      await kith.person('bea', { tenant }),
      await kith.person('cas', { tenant }),
      await kith.person('dot', { tenant }),
    ];
    await hire(kith, bea);
    const [ann, bob] = [await kith.person('ann', { tenant }), await kith.person('bob', { tenant })];
    const [ofAnn, ofBob] = [await ann.im.get.kefu(), await bob.im.get.kefu()];
    for (const agent of [cas, dot]) await hire(kith, agent);
    await say(ann, ofAnn, 'the first secret');
    kith.advance(1000);
    await say(bob, ofBob, 'hello');
    await say(ann, ofAnn, 'anybody?');
    const waiting = () =>
      helper.ask('GET', '/admin/support/conversations', { state: 'waiting', agent: bea.id });
    const { rows } = await waiting();
    expect(rows.map(({ customerId }) => customerId)).toEqual([ann.id, bob.id]);
    expect(rows[1]!.waitsSince! - rows[0]!.waitsSince!).toBeGreaterThanOrEqual(1000);
    expect(JSON.stringify(rows)).not.toContain('secret');
    await say(bea, ofAnn, 'here');
    expect((await waiting()).rows.map(({ customerId }) => customerId)).toEqual([bob.id]);
    const all = await helper.ask('GET', '/admin/support/conversations', { agent: bea.id });
    expect(all.rows.map(({ customerId }) => customerId)).toEqual([bob.id, ann.id]);

    const [before, after] = [await bea.v1(), await cas.v1()];
    const outcomes = await Promise.allSettled([
      handOver(ann.id, bea.id, cas.id),
      handOver(ann.id, bea.id, cas.id),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'stale' } });
    await before.take((frame) => frame.t === 'event' && frame.type === 'conversation_changed', 'the loss');
    await after.take((frame) => frame.t === 'event' && frame.type === 'conversation_assigned', 'the gain');
    expect(await agentOf(ann)).toBe(cas.id);
    const { rows: agents } = await helper.ask('GET', '/admin/support/agents', {});
    expect(agents.find(({ id }) => id === cas.id)).toMatchObject({ customers: 1, isOnline: true });
    await expect(handOver(ann.id, cas.id, ann.id)).rejects.toMatchObject({ code: 'invalid', field: 'to' });
    await expect(handOver(dot.id, cas.id, bea.id)).rejects.toMatchObject({ code: 'not_found' });
    const stranger = await makeStaff(kith, 'owner');
    const foreign = { id: ann.id, from: cas.id, to: bea.id, reason };
    await expect(
      stranger.ask('PUT', '/admin/support/conversations/{id}/agent', foreign),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
