import { describe, expect, it } from 'vitest';
import { uploadOf, putPhoto } from '../api/photos.js';
import { say } from '../conversations/chatting.js';
import { eventually, useKith, type Kith } from '../harness/kith.js';
import { openRowCounter, recordStatements } from '../harness/rows-read.js';
import { recordSamples } from '@kith/core/operations';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant } from '../im/operator.js';
import { picture } from '../im/pictures.js';
import { sendFile } from '../im/sent-files.js';
import { insertVideos, release } from '../im/videos.js';
import { sweep } from '../../src/workers/sweep.js';

const kith = useKith({
  nodes: { count: 2, bus: 'postgres' },
  overrides: { timing: { recordFiguresEveryMs: 100 } },
});
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Begins a step of fifteen minutes, so that all of a test is in its first minute. */
function beginStep(): void {
  const now = kith.server.deps.now();
  kith.advance(15 * MINUTE_MS - (now % (15 * MINUTE_MS)) + 1000);
}

const stored = async (tenant: number): Promise<number> => {
  const [row] = await kith.sql<{ amount: number }>(
    'select coalesce(sum(messages), 0)::int as amount from tenant_figures where tenant_id = $1 and step_minutes = 1',
    [tenant],
  );
  return row!.amount;
};

describe('GET /admin/overview, GET /admin/overview/figures', () => {
  it('add up what several nodes have counted, and show each tenant its own', async () => {
    const there = await makeTenant(kith);
    const [here, elsewhere, all] = [
      await makeStaff(kith, 'owner'),
      await makeStaff(kith, 'owner', { tenant: there }),
      await makeStaff(kith, 'owner', { ownsInstallation: true }),
    ];
    beginStep();
    const before = await stored(1);
    // Their requests are answered by different nodes.
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    const sockets = [await ada.v1(), await ada.v1(), await bo.v1()];
    for (let n = 0; n < 5; n++) {
      await say(ada, list_id, `from one node ${n}`);
      await say(bo, list_id, `from the other ${n}`);
    }
    const other = await kith.person('cy', { tenant: there });
    const otherSocket = await other.v1();
    await eventually('the messages are stored', async () => (await stored(1)) >= before + 10);
    await eventually('all are seen online', async () => {
      const { installation } = await all.ask('GET', '/admin/overview');
      return installation?.online === 3;
    });
    const counted = await stored(1);
    kith.advance(MINUTE_MS);
    await eventually('the new minute has begun', async () => {
      const { tenant } = await here.ask('GET', '/admin/overview');
      return tenant.online === 2;
    });

    const { tenant, installation } = await here.ask('GET', '/admin/overview');
    expect(installation).toBeUndefined();
    // The greeting of the new friends is no sent message.
    expect(tenant.messagesPerSecond).toBeCloseTo((counted - before) / 300, 5);
    expect(counted - before).toBe(10);
    expect(tenant.signUps).toBe(2);
    expect(tenant.p50Ms).toBeGreaterThan(0);
    expect(tenant.p99Ms).toBeGreaterThanOrEqual(tenant.p50Ms!);
    expect(tenant.errorRate).toBe(0);
    const foreign = await elsewhere.ask('GET', '/admin/overview');
    expect(foreign.tenant).toMatchObject({ online: 1, messagesPerSecond: 0, signUps: 1 });
    const whole = (await all.ask('GET', '/admin/overview')).installation!;
    expect(whole).toMatchObject({ online: 3, signUps: 3, nodes: 2, isBusFlowing: true });
    expect(whole.messagesPerSecond).toBe(tenant.messagesPerSecond);
    expect(whole.databaseBytes).toBeGreaterThan(1_000_000);
    expect(whole.diskFreeBytes).toBeGreaterThan(0);

    // A message that several nodes hand to sockets is in the histogram once for each.
    const deliveries = await kith.sql<{ amount: number }>(
      `select (select sum(n) from unnest(deliveries) n)::int as amount from tenant_figures
       where tenant_id = 1 and step_minutes = 15 order by at desc limit 1`,
    );
    expect(deliveries[0]!.amount).toBeGreaterThanOrEqual(10);
    for (const period of ['hour', 'day', 'week', 'month'] as const) {
      const { points, pointMs } = await here.ask('GET', '/admin/overview/figures', { of: 'tenant', period });
      const sent = points.reduce((sum, { messagesPerSecond, at }) => {
        const ms = Math.min(pointMs, kith.server.deps.now() - at);
        return sum + messagesPerSecond * (ms / 1000);
      }, 0);
      expect([period, Math.round(sent)]).toEqual([period, before + 10]);
      expect([period, points.at(-1)!.online]).toEqual([period, 2]);
    }

    for (const socket of [...sockets, otherSocket]) socket.close();
    await eventually('nobody is online', async () => {
      const now = await all.ask('GET', '/admin/overview');
      return now.installation?.online === 0 && now.tenant.online === 0;
    });
    await expect(
      here.ask('GET', '/admin/overview/figures', { of: 'installation', period: 'day' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('count a request that the server could not answer as an error', async () => {
    const owner = await makeStaff(kith, 'owner');
    beginStep();
    await owner.ask('GET', '/admin/session');
    await kith.sql('alter table audit_log rename to audit_log_away');
    await expect(owner.ask('GET', '/admin/audit')).rejects.toMatchObject({ status: 500 });
    await kith.sql('alter table audit_log_away rename to audit_log');
    await eventually('it is stored', async () => {
      const rows = await kith.sql('select from tenant_figures where step_minutes = 1 and errors = 1');
      return rows.length === 1;
    });
    kith.advance(MINUTE_MS);
    const { tenant } = await owner.ask('GET', '/admin/overview');
    expect(tenant.errorRate).toBeGreaterThan(0);
    expect(tenant.errorRate).toBeLessThan(1);
  });

  it('show each queue to those who may review it, with the age of the oldest item and the time to the first decision', async () => {
    const [owner, moderator] = [await makeStaff(kith, 'owner'), await makeStaff(kith, 'moderator')];
    const ada = await kith.person('ada');
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const since = kith.server.deps.now();
    const queueOf = async (by = moderator) => (await by.ask('GET', '/admin/overview')).queues;
    expect((await queueOf()).map(({ name }) => name)).toEqual(['photos', 'reports', 'appeals']);
    expect((await queueOf(owner)).map(({ name }) => name)).toEqual([
      'photos',
      'reports',
      'appeals',
      'child_safety',
      'child_safety_photos',
    ]);
    const [photos] = await queueOf();
    expect(photos).toEqual({ name: 'photos', waiting: 1, oldestAt: expect.any(Number) });
    expect(Math.abs(photos!.oldestAt! - since)).toBeLessThan(MINUTE_MS);

    // The most of a step stays, and nobody sees the length of a queue of others.
    await recordSamples(kith.server.deps, { online: [], withSizes: false, withQueues: true });
    const lengths = async (by: Staff) => {
      const { points } = await by.ask('GET', '/admin/overview/figures', { of: 'tenant', period: 'hour' });
      return points.findLast(({ photosWaiting }) => photosWaiting !== undefined);
    };
    expect(await lengths(owner)).toMatchObject({
      photosWaiting: 1,
      reportsWaiting: 0,
      appealsWaiting: 0,
      childSafetyWaiting: 0,
    });
    expect(await lengths(moderator)).not.toHaveProperty('childSafetyWaiting');

    kith.advance(90 * MINUTE_MS);
    const again = await makeStaff(kith, 'moderator');
    await again.ask('POST', '/admin/photos/{id}/approval', { id, version: 0 });
    // Taken back and decided again: the first decision counts.
    await again.ask('POST', '/admin/photos/{id}/undo', { id, version: await versionOf(id) });
    kith.advance(20 * MINUTE_MS);
    await again.ask('POST', '/admin/photos/{id}/approval', { id, version: await versionOf(id) });
    const [decided] = await queueOf(again);
    expect(decided!.waiting).toBe(0);
    expect(decided).not.toHaveProperty('oldestAt');
    expect(decided!.firstDecisionMs! / MINUTE_MS).toBeCloseTo(90, 0);

    const bo = await kith.person('bo');
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'report', block_reason_id: 12 });
    expect((await queueOf(again))[1]).toMatchObject({ name: 'reports', waiting: 1 });

    await kith.sql(
      `with s as (
         insert into sanctions (tenant_id, account_id, kind, created_at, is_child_safety)
         values (1, $1, 'bucket', 1, false), (1, $2, 'bucket', 1, true) returning id
       )
       insert into appeals (tenant_id, sanction_id, text, locale, created_at) select 1, id, 'No.', 'en', 7 from s`,
      [ada.id, bo.id],
    );
    expect((await queueOf(again))[2]).toEqual({ name: 'appeals', waiting: 1, oldestAt: 7 });
    const boss = await makeStaff(kith, 'owner');
    expect((await queueOf(boss))[2]).toEqual({ name: 'appeals', waiting: 2, oldestAt: 7 });
    // Two hours after it was written; the one of child safety, after nine, counts for those who may see it.
    await kith.sql(
      `insert into moderation_log (tenant_id, at, done_by, what, account_id, sanction_id, why)
       select 1, 7 + case when s.is_child_safety then 9 else 2 end * 3600000, 'mei', 'appeal refused', s.account_id, s.id, ''
       from sanctions s join appeals p on p.tenant_id = s.tenant_id and p.sanction_id = s.id where s.tenant_id = 1`,
    );
    expect((await queueOf(again))[2]!.firstDecisionMs! / 3600_000).toBe(2);
    expect((await queueOf(boss))[2]!.firstDecisionMs! / 3600_000).toBe(5.5);
  });

  it('show the lag of the slowest copy of the database, to who owns the installation', async () => {
    const owner = await makeStaff(kith, 'owner', { ownsInstallation: true });
    const now = kith.server.deps.now();
    await kith.sql(
      `insert into installation_figures as f (step_minutes, at, replica_lag_ms) values (1, $1, 1500)
       on conflict (step_minutes, at) do update set replica_lag_ms = 1500`,
      [now - (now % MINUTE_MS) - MINUTE_MS],
    );
    expect((await owner.ask('GET', '/admin/overview')).installation).toMatchObject({ replicaLagMs: 1500 });
    const { points } = await owner.ask('GET', '/admin/overview/figures', {
      of: 'installation',
      period: 'hour',
    });
    expect(points.map(({ replicaLagMs }) => replicaLagMs)).toContain(1500);
  });

  it('keep minutes for a day and quarters of an hour for thirty days', async () => {
    beginStep();
    const oldest = async (minutes: number) => {
      const [row] = await kith.sql<{ at: string | null }>(
        'select min(at) as at from installation_figures where step_minutes = $1',
        [minutes],
      );
      return row!.at === null ? 0 : (kith.server.deps.now() - Number(row!.at)) / DAY_MS;
    };
    // A node may just be storing figures of before.
    const swept = (minutes: number, days: number) =>
      eventually('what is older is gone', async () => {
        await sweep(kith.server.deps);
        return (await oldest(minutes)) < days;
      });
    kith.advance(25 * 3600_000);
    await swept(1, 1);
    expect(await oldest(15)).toBeGreaterThan(1);
    kith.advance(30 * DAY_MS);
    await swept(15, 30);
    expect(
      await kith.sql('select from tenant_figures where at < $1', [kith.server.deps.now() - 31 * DAY_MS]),
    ).toEqual([]);
  });

  it('show what the tenant stores of each kind, as it was summed last', async () => {
    const there = await makeTenant(kith);
    const [owner, stranger] = [
      await makeStaff(kith, 'owner'),
      await makeStaff(kith, 'owner', { tenant: there }),
    ];
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    for (const kind of ['file', 'voice'] as const) await sendFile(ada, list_id, kind);
    await putPhoto(ada, 1, 'red');
    await release(ada);
    await ada.im.upload.photo({}, await picture('red'));
    await ada.im.action.upPhoto();
    const storage = async (by = owner) =>
      Object.fromEntries(
        (await by.ask('GET', '/admin/overview')).storage.map(({ kind, amount, bytes }) => [
          kind,
          [amount, bytes],
        ]),
      );
    const sum = () => recordSamples(kith.server.deps, { online: [], withSizes: true, withQueues: false });
    await sum();
    const [found] = await kith.sql<{ bytes: number; photos: number }>(
      `select (select sum(size_bytes)::int from files where tenant_id = 1) as bytes,
         (select count(*)::int from photo_uploads where tenant_id = 1 and remove_at is null) as photos`,
    );
    const { bytes, photos } = found!;
    const atFirst = await storage();
    expect(atFirst).toMatchObject({
      chat_files: [2, bytes],
      photos: [photos, expect.any(Number)],
      videos: [1, expect.any(Number)],
      avatars: [1, undefined],
    });
    expect(await storage(stranger)).toEqual({});
    // What was stored before sizes were noted is measured, and says nothing until all of it is.
    await kith.sql('update photo_uploads set size_bytes = null');
    await kith.sql('update videos set size_bytes = null');
    const [unmeasured] = await insertVideos(kith, ada, 1);
    await sum();
    expect(await storage()).toMatchObject({ photos: [photos, undefined], videos: [2, undefined] });
    await sweep(kith.server.deps);
    await sum();
    expect(await storage()).toMatchObject({
      photos: atFirst['photos'],
      videos: [2, atFirst['videos']![1]],
      avatars: [1, expect.any(Number)],
    });
    await kith.sql('delete from videos where id = $1', [unmeasured]);
    // A file that only evidence references is counted there; the figures stay until they are summed again.
    await kith.sql('update files set is_hidden = true where name = (select min(name) from files)');
    expect(await storage()).not.toHaveProperty('evidence');
    await sum();
    const { chat_files, evidence } = await storage();
    expect([chat_files?.[0], evidence?.[0], chat_files![1]! + evidence![1]!]).toEqual([1, 1, bytes]);
  });
});

async function versionOf(uploadId: number): Promise<number> {
  const [row] = await kith.sql<{ version: number }>(
    'select coalesce(max(id), 0)::int as version from moderation_log where upload_id = $1',
    [uploadId],
  );
  return row!.version;
}

/** Adds accounts, the first of which have a waiting photo each. */
async function fill(
  { sql }: Kith,
  tenant: number,
  { accounts, photos }: { accounts: number; photos: number },
): Promise<void> {
  // Row by row, the trigger would write one count thousands of times in one transaction.
  await sql('alter table accounts disable trigger accounts_counted');
  await sql(
    `with people as (
       insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at)
       select $1, 'q' || n, 'q' || n, 'q' || n, 'Q', '{}', '', 0, 1, 1, 1 from generate_series(1, $2::int) n
       returning id
     ),
     uploads as (
       insert into photo_uploads (tenant_id, account_id, file_id, is_animated, source_hash, picture_hash, created_at)
       select $1, id, md5(id::text), false, 's' || id, 'p' || id, 1 from people limit $3
       returning id, account_id
     )
     insert into photos (tenant_id, account_id, place, state, upload_id, created_at, updated_at)
     select $1, account_id, 1, 'waiting', id, 1, 1 from uploads`,
    [tenant, accounts, photos],
  );
  await sql('alter table accounts enable trigger accounts_counted');
  await sql('analyze photos, photo_uploads, accounts');
}

describe('the figures of a large tenant', () => {
  const quiet = useKith();

  it('read as much with 30,000 accounts and 10,000 waiting photos as the queue has', async () => {
    const tenant = await makeTenant(quiet);
    await fill(quiet, tenant, { accounts: 30_000, photos: 10_000 });
    const owner = await makeStaff(quiet, 'owner', { tenant });
    const statements = await recordStatements(() => owner.ask('GET', '/admin/overview'));
    const counter = await openRowCounter(quiet);
    let read = 0;
    for (const statement of statements.filter(({ text }) => /^\s*select/.test(text)))
      read += await counter.rowsReadBy(statement);
    await counter.close();
    // The queue is counted by its index; figures are at most 6 + 97 rows.
    expect(read).toBeLessThan(10_300);
    const begun = performance.now();
    const { queues } = await owner.ask('GET', '/admin/overview');
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(queues[0]).toMatchObject({ name: 'photos', waiting: 10_000 });
  });
});
