import { bounds, type AccountId } from '@kith/core/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { plainPasswords } from '../conversations/chatting.js';
import { atPace, shortened } from '../harness/at-pace.js';
import { eventually, PASSWORD, useKith, type Person } from '../harness/kith.js';
import { openLegacySocket } from '../harness/legacy-socket.js';
import { hire, makeTenant } from '../im/operator.js';
import { adaAndBo, people, signInAgain } from '../realtime/support.js';
import { JOBS, type JobName } from '../../src/workers/jobs.js';
import { makeMemoryCarriers } from './carrier.js';
import { addNode, type OtherNode } from './nodes.js';

const carriers = makeMemoryCarriers();
// Nothing here may be the work of the sweep, which would come later.
const overrides = {
  carrier: carriers.open,
  ports: { passwords: plainPasswords },
  timing: {
    sweepEveryMs: 3600_000,
    watchCallsEveryMs: 50,
    // Shorter than the product's periods.
    beatEveryMs: shortened(bounds.bus.beatEveryMs, 6),
    nodeSilentForMs: shortened(bounds.bus.silentForMs, 6),
    nodeAliveMs: shortened(bounds.bus.nodeAliveMs, 6),
    presenceEveryMs: shortened(bounds.presence.frameEveryMs, 3),
    flapMs: shortened(bounds.presence.flapMs, 2),
  },
};
const kith = useKith({
  config: { bus: { kind: 'postgres' } },
  overrides,
  nodes: { count: 1, bus: carriers.open },
});

/** Another node that this one has heard. */
async function join(): Promise<OtherNode> {
  const node = await addNode(kith, overrides);
  await eventually('the nodes know each other', () =>
    kith.server.deps.nodeBus.nodes().has(node.server.deps.nodeBus.nodeId),
  );
  return node;
}

const isOnlineHere = ({ id }: Person) => kith.server.deps.presence.isOnline(id as AccountId);

describe('presence at two nodes', () => {
  test('a person at the other node is online in lists, and watchers here see the person come and go', async () => {
    const other = await join();
    const { ada, bo, to } = await adaAndBo(kith);
    const watcher = await ada.v1();
    watcher.send({ t: 'watch', users: [bo.id] });
    expect((await watcher.next('presence')).users).toMatchObject([{ online: false }]);
    const socket = await other.v1(bo);
    expect((await watcher.next('presence')).users).toMatchObject([{ user_id: bo.id, online: true }]);
    expect((await ada.im.message.getListTime({ list_id: to })).online).toBe(1);
    socket.close();
    expect((await watcher.next('presence')).users).toMatchObject([{ user_id: bo.id, online: false }]);
    expect((await ada.im.message.getListTime({ list_id: to })).online).toBe(0);
  });

  test('a person who moves to another node stays online for watchers', async () => {
    const other = await join();
    const { ada, bo } = await adaAndBo(kith);
    const watcher = await ada.v1();
    const first = await bo.v1();
    watcher.send({ t: 'watch', users: [bo.id] });
    await watcher.next('presence');
    first.close();
    await first.closed;
    await other.v1(bo);
    await sleep(overrides.timing.flapMs + overrides.timing.presenceEveryMs);
    await watcher.settle();
    expect(watcher.frames.filter(({ t }) => t === 'presence')).toHaveLength(1);
  });

  test('a node that joins later knows who is online', async () => {
    const [ada] = await people(kith, 'ada');
    await ada.v1();
    const late = await join();
    await eventually('ada is online there', () => late.server.deps.presence.isOnline(ada.id as AccountId));
  });

  test('a node that stops takes its people with it at once', async () => {
    const other = await join();
    const [ada] = await people(kith, 'ada');
    await other.v1(ada);
    await eventually('ada is online', () => isOnlineHere(ada));
    await other.close();
    await eventually('ada is offline', () => !isOnlineHere(ada), 1000);
  });

  test(
    'the people of a dead node are offline within ten seconds',
    async () => {
      const [ada] = await people(kith, 'ada');
      const other = await join();
      await other.v1(ada);
      await eventually('ada is online', () => isOnlineHere(ada));
      const since = performance.now();
      carriers.cutLast();
      await eventually('ada is offline', () => !isOnlineHere(ada), 15_000);
      const { nodeAliveMs, beatEveryMs } = overrides.timing;
      expect(performance.now() - since).toBeLessThan(nodeAliveMs + beatEveryMs + atPace(1000));
      // With the product's periods, that is ten seconds.
      expect(bounds.bus.nodeAliveMs + bounds.bus.beatEveryMs + 1000).toBeLessThanOrEqual(10_000);
    },
    atPace(30_000),
  );
});

describe('sessions at two nodes', () => {
  test('a session that ends here loses its sockets there at once, and its token is refused there', async () => {
    const other = await join();
    const [ada] = await people(kith, 'ada');
    const tablet = { ...ada, token: await signInAgain(kith, ada) };
    const [legacy, v1] = [await other.socket(tablet), await other.v1(tablet)];
    await other.im(tablet).get.base();
    const pass = 'An0ther-pass';
    await ada.im.set.password({ pass1: PASSWORD, pass2: pass, pass3: pass });
    expect(await Promise.all([legacy.closed, v1.closed])).toEqual([4001, 4001]);
    await expect(other.im(tablet).get.base()).rejects.toThrow();
    await other.im(ada).get.base();
  });

  test('/im/account/endSession and /im/account/signOut here end the sockets there', async () => {
    const other = await join();
    const [ada] = await people(kith, 'ada');
    const tablet = { ...ada, token: await signInAgain(kith, ada) };
    const [there, own] = [await other.v1(tablet), await other.socket(ada)];
    await other.im(tablet).get.base();
    const second = (await ada.im.account.sessions()).find(({ is_current }) => is_current === 0);
    await ada.im.account.endSession({ id: second?.id ?? '' });
    expect(await there.closed).toBe(4001);
    await expect(other.im(tablet).get.base()).rejects.toThrow();
    await ada.im.account.signOut();
    expect(await own.closed).toBe(4001);
    await expect(other.im(ada).get.base()).rejects.toThrow();
  });

  test('a sign-in here tells older sessions of existing clients there, once', async () => {
    const other = await join();
    const [ada] = await people(kith, 'ada');
    const older = await other.socket(ada);
    await sleep(5);
    const token = await signInAgain(kith, ada);
    const enter = () => openLegacySocket(`${kith.url.replace('http', 'ws')}/ws`, token);
    const newer = await enter();
    await older.next('offline');
    const again = await enter();
    const own = await other.socket({ token });
    await sleep(3 * bounds.presence.gatherMs);
    for (const socket of [older, newer, again, own]) await socket.settle();
    const told = [older, newer, again, own].map(
      ({ frames }) => frames.filter(({ action }) => action === 'offline').length,
    );
    expect(told).toEqual([1, 0, 0, 0]);
  });
});

describe('work of one node', () => {
  /** An active call whose people have sockets only at another node. */
  async function callElsewhere() {
    const other = await join();
    const { ada, bo, to } = await adaAndBo(kith);
    await eventually('this node watches the calls', () => kith.server.deps.jobs.holds('watch_calls'));
    await Promise.all([other.v1(ada), other.v1(bo)]);
    await eventually('they are online', () => isOnlineHere(ada) && isOnlineHere(bo));
    const { call_id } = await ada.im.message.sendVideo({ list_id: to, content_type: 6 });
    await bo.im.message.agreeVedio({ call_id });
    return { other, ada, bo, call_id };
  }

  test('a call whose people have sockets only at another node goes on', async () => {
    const { other, ada, bo, call_id } = await callElsewhere();
    const state = async () => (await kith.sql('select state from calls where id = $1', [call_id]))[0];
    await sleep(200);
    kith.advance(61_000);
    await sleep(atPace(300));
    expect(await state()).toEqual({ state: 'active' });
    // Without anybody, the same call ends.
    await other.close();
    await eventually('they are offline', () => !isOnlineHere(ada) && !isOnlineHere(bo));
    await sleep(200);
    kith.advance(61_000);
    await eventually('the call has ended', async () => (await state())?.['state'] === 'ended');
  });

  test(
    'a call whose people sit at another node goes on while the bus is down',
    async () => {
      const { ada, bo, call_id } = await callElsewhere();
      carriers.pause();
      onTestFinished(carriers.resume);
      await eventually('this node has lost them', () => !isOnlineHere(ada) && !isOnlineHere(bo), 15_000);
      await sleep(200);
      kith.advance(61_000);
      await sleep(atPace(300));
      expect(await kith.sql('select state from calls where id = $1', [call_id])).toEqual([
        { state: 'active' },
      ]);
    },
    atPace(30_000),
  );

  test('an agent at another node is preferred to one who is offline', async () => {
    const other = await join();
    const tenant = await makeTenant(kith);
    const [away, there, ann] = await Promise.all(
      ['away', 'there', 'ann'].map((name) => kith.person(name, { tenant })),
    );
    for (const agent of [away!, there!]) await hire(kith, agent);
    await other.v1(there!);
    await eventually('the agent is online', () => isOnlineHere(there!));
    await ann!.im.get.kefu();
    expect(await kith.sql('select agent_id from support_threads where customer_id = $1', [ann!.id])).toEqual([
      { agent_id: there!.id },
    ]);
  });

  test('two nodes that assign agents at the same moment never assign twice', async () => {
    const other = await join();
    const tenant = await makeTenant(kith);
    const staff = await Promise.all(['bea', 'cas', 'dot'].map((name) => kith.person(name, { tenant })));
    for (const agent of staff) await hire(kith, agent);
    const ann = await kith.person('ann', { tenant });
    const found = await Promise.all(
      Array.from({ length: 40 }, (_, i) => (i % 2 ? ann.im : other.im(ann)).get.kefu()),
    );
    expect(new Set(found).size).toBe(1);
    const [joined] = await kith.sql<{ count: number }>(
      `select count(*)::int from members m join support_threads t on t.conversation_id = m.conversation_id
       where t.customer_id = $1 and m.account_id <> $1`,
      [ann.id],
    );
    expect(joined).toEqual({ count: 1 });
  });

  test(
    'each job is held by one of three nodes, and goes on after its holder has stopped',
    async () => {
      const nodes = [await join(), await join()];
      const all = [kith.server, ...nodes.map(({ server }) => server)];
      const names = Object.keys(JOBS) as JobName[];
      const holders = (job: JobName) => all.filter(({ deps }) => deps.jobs.holds(job));
      await eventually('every job is held', () => names.every((job) => holders(job).length === 1));
      await kith.server.deps.jobs.close();
      await eventually(
        'every job is held again',
        () => names.every((job) => holders(job).length === 1),
        10_000,
      );
      expect(holders('watch_calls')[0]).not.toBe(kith.server);
      // The new holder ends a call that this node has stored, once.
      const { ada, to } = await adaAndBo(kith);
      const { call_id } = await ada.im.message.sendVideo({ list_id: to, content_type: 6 });
      kith.advance(61_000);
      await eventually('the call was missed', async () => {
        const [call] = await kith.sql('select outcome, notified_at from calls where id = $1', [call_id]);
        return call?.['outcome'] === 'missed' && call['notified_at'] !== null;
      });
      const results = await kith.sql(
        `select from entries e join conversations c on c.id = e.conversation_id
         where c.list_id = $1::uuid and e.kind = 'message'`,
        [to],
      );
      expect(results).toHaveLength(1);
    },
    atPace(30_000),
  );
});
