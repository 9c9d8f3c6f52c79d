import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Tables } from '@kith/core/db';
import { confirmClock, getInstallation } from '@kith/core/tenants';
import { renewEpochs } from '../../src/app/renew-epochs.js';
import { startCollecting } from '../../src/workers/collect-files.js';
import { startPromotingAdults } from '../../src/workers/promote-adults.js';
import { startEndingSanctions } from '../../src/workers/end-sanctions.js';
import { startMaintainingPlans } from '../../src/workers/maintain-plans.js';
import { startSweeping } from '../../src/workers/sweep.js';
import { makeClockWatch, type ClockWatch } from '../../src/workers/watch-clock.js';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { adaAndBo, say } from '../realtime/support.js';

/* A clock that was wrong for some time. */
const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let lines: { level: number; msg: string }[] = [];
const log = pino(
  { level: 'info' },
  { write: (line: string) => void lines.push(JSON.parse(line) as { level: number; msg: string }) },
);
const clock = { isInDoubt: () => false };
let shift = 0;
let passed = 0;
let restored = 0;
let dataDir: string;
const began = Date.now();
const wall = () => began + passed + shift;

/** A server that starts now. */
function start(onConfirmed?: () => void): Promise<ClockWatch> {
  const { db } = kith.server.deps;
  return makeClockWatch(
    { db, log, clock, config: { dataDir } },
    { onRestored: () => restored++, ...(onConfirmed && { onConfirmed }) },
    { wall, steady: () => passed },
  );
}

const errors = () => lines.filter(({ level }) => level >= 50).map(({ msg }) => msg);
const installation = () => getInstallation(kith.server.deps.db);

beforeEach(async () => {
  lines = [];
  shift = 0;
  restored = 0;
  dataDir = mkdtempSync(join(tmpdir(), 'kith-clock-'));
  await kith.sql('update installation set clock_at = $1, clock_jump_ms = null, is_clock_confirmed = false', [
    wall(),
  ]);
});
afterEach(() => rmSync(dataDir, { recursive: true }));

describe('a running server', () => {
  test.each([11 * MINUTE, -11 * MINUTE, 365 * DAY])(
    'does not trust a jump of %i ms, logs it once, and trusts the clock again after it was reverted',
    async (ms) => {
      const watch = await start();
      passed += MINUTE;
      await watch.check();
      expect(clock.isInDoubt()).toBe(false);
      const { clockAt } = await installation();
      expect(clockAt).toBe(wall());
      shift = ms;
      // Immediately, and not only when it is queried.
      expect(clock.isInDoubt()).toBe(true);
      for (const _ of [1, 2]) {
        passed += MINUTE;
        await watch.check();
        expect(clock.isInDoubt()).toBe(true);
      }
      expect(await installation()).toMatchObject({ clockAt, clockJumpMs: ms });
      expect(errors()).toEqual([expect.stringContaining('run "kith clock confirm"')]);
      shift = 0;
      await watch.check();
      expect(clock.isInDoubt()).toBe(false);
      expect(await installation()).toMatchObject({ clockAt: wall(), clockJumpMs: null });
    },
  );

  test('a confirmation that one node hears counts at all nodes; until then each records its doubt', async () => {
    const { db } = kith.server.deps;
    const other = { isInDoubt: () => false };
    const away = await makeClockWatch(
      { db, log, clock: other, config: { dataDir } },
      { onRestored: () => undefined },
      { wall, steady: () => passed },
    );
    const here = await start(() => void confirmed.push(away.check(true)));
    const confirmed: Promise<void>[] = [];
    shift += DAY;
    for (const watch of [here, away]) await watch.check();
    // What a node with a good clock does each minute.
    await kith.sql('update installation set clock_jump_ms = null');
    await away.check();
    expect(await installation()).toMatchObject({ clockJumpMs: DAY });
    await confirmClock(db);
    await here.check();
    await Promise.all(confirmed);
    expect([clock.isInDoubt(), other.isInDoubt(), confirmed.length]).toEqual([false, false, 1]);
  });

  test('follows clock drift, and accepts a jump that is confirmed, or not contradicted for a day', async () => {
    const watch = await start();
    for (const _ of Array(5)) {
      shift += 9 * MINUTE;
      await watch.check();
    }
    expect(clock.isInDoubt()).toBe(false);
    shift += DAY;
    await watch.check();
    expect(clock.isInDoubt()).toBe(true);
    await confirmClock(kith.server.deps.db);
    await watch.check();
    expect(clock.isInDoubt()).toBe(false);
    expect(await installation()).toMatchObject({ clockAt: wall(), isClockConfirmed: false });

    shift += DAY;
    await watch.check();
    passed += DAY - 1;
    await watch.check();
    expect(clock.isInDoubt()).toBe(true);
    passed += 1;
    await watch.check();
    expect(clock.isInDoubt()).toBe(false);
    expect(await installation()).toMatchObject({ clockAt: wall(), clockJumpMs: null });
  });
});

describe('a starting server', () => {
  test.each([
    [DAY + MINUTE, true],
    [DAY - MINUTE, false],
    [-2 * MINUTE, true],
    [-MINUTE / 2, false],
  ])('%i ms after the last recorded time: in doubt is %s', async (ms, isInDoubt) => {
    shift = ms;
    await start();
    expect(clock.isInDoubt()).toBe(isInDoubt);
    expect(errors()).toHaveLength(isInDoubt ? 1 : 0);
    // A restart does not end the doubt.
    await start();
    expect(clock.isInDoubt()).toBe(isInDoubt);
    expect(errors()).toHaveLength(isInDoubt ? 2 : 0);
    // It does not discard the operator's confirmation either.
    await confirmClock(kith.server.deps.db);
    await start();
    expect(clock.isInDoubt()).toBe(false);
  });

  test('detects a database older than the data folder, and starts a new epoch', async () => {
    await start();
    const { epoch, clockAt } = await installation();
    await start();
    expect((await installation()).epoch).toBe(epoch);
    await kith.sql('update installation set clock_at = clock_at - $1', [4 * MINUTE]);
    await start();
    expect((await installation()).epoch).not.toBe(epoch);
    expect((await installation()).clockAt).toBe(clockAt);
    const renewed = (await installation()).epoch;
    writeFileSync(join(dataDir, 'clock'), 'no number');
    await start();
    expect((await installation()).epoch).toBe(renewed);
  });
});

test('closes sockets for a reconnect when a command renewed the epoch', async () => {
  const watch = await start();
  await watch.check();
  expect(restored).toBe(0);
  await renewEpochs(kith.server.deps.db);
  await watch.check();
  await watch.check();
  expect(restored).toBe(1);
});

test('corrects times stored by a wrong clock in order, and gives later records the right time', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const socket = await ada.v1();
  await say(socket, to, 'before');
  const watch = await start();
  shift = 100 * DAY;
  kith.advance(100 * DAY);
  await watch.check();
  // The correction needs more than one statement.
  await kith.sql(
    `with moved as (
       update conversations set last_seq = last_seq + 450, message_count = message_count + 450
       where list_id = $1::uuid returning tenant_id, id, last_seq - 450 as before, message_count - 450 as count_before
     )
     insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
     select tenant_id, id, before + n, 'message', 0, $2, $3::bigint + n, count_before + n, '{"text":"wrong"}'
     from moved, generate_series(1, 450) as n`,
    [to, ada.id, wall()],
  );
  await say(socket, to, 'the last wrong one');
  await kith.sql(
    `insert into moments (tenant_id, author_id, text, posted_at) select 1, $1, 'wrong ' || n, $2::bigint + n from generate_series(1, 3) as n`,
    [ada.id, wall()],
  );
  await kith.sql(
    `insert into intro_views (tenant_id, account_id, viewer_id, viewed_at, counted_on, counted) values (1, $1, $2, $3, now()::date, 1)`,
    [ada.id, bo.id, wall()],
  );
  const { token } = await kith.visitor().in.login({ username: bo.username, password: bo.password });
  shift = 0;
  kith.advance(-100 * DAY);
  passed = Date.now() - began;
  await watch.check();
  const now = wall();
  const { time } = await say(socket, to, 'after');
  expect(Math.abs(time - now)).toBeLessThan(MINUTE);
  const rows = await kith.sql<{ sent_at: number }>(
    `select e.sent_at::float8 as sent_at from entries e join conversations c on c.tenant_id = e.tenant_id and c.id = e.conversation_id
     where c.list_id = $1::uuid order by e.seq`,
    [to],
  );
  const times = rows.map((row) => row.sent_at);
  expect(times.length).toBeGreaterThan(452);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(times.at(-1)! - now).toBeLessThan(MINUTE);
  const late = await kith.sql(
    `select 'account' from accounts where greatest(last_seen_at, created_at, updated_at) > $1
     union all select 'session' from sessions where greatest(last_used_at, created_at) > $1
     union all select 'moment' from moments where posted_at > $1
     union all select 'view' from intro_views where viewed_at > $1
     union all select 'conversation' from conversations where last_sent_at > $1`,
    [Date.now()],
  );
  expect(late).toEqual([]);
  expect((await kith.post('/im/get/base', { _token: token })).body.err).toBe(0);
});

test("does not take a clock that goes back for right: it corrects nothing without the operator's confirmation", async () => {
  const { ada, to } = await adaAndBo(kith);
  const socket = await ada.v1();
  await say(socket, to, 'at the right time');
  const newest = async () =>
    (
      await kith.sql<{ at: number }>(
        'select last_sent_at::float8 as at from conversations where list_id = $1::uuid',
        [to],
      )
    )[0]!.at;
  const before = await newest();
  shift = -10 * DAY;
  const watch = await start();
  passed += MINUTE;
  await watch.check();
  expect(await newest()).toBe(before);
  await confirmClock(kith.server.deps.db);
  await watch.check();
  expect(await newest()).toBe(wall());
});

describe('work that deletes, ends or grants by time', () => {
  afterEach(() => vi.useRealTimers());

  test.each([
    ['sweeping', startSweeping, /tenants/],
    ['the removal of files', startCollecting, /file/],
    ['the promotion of adults', startPromotingAdults, /tenants/],
    ['the end of sanctions', startEndingSanctions, /sanctions/],
    ['the end of plans', startMaintainingPlans, /entitlement/],
  ] as const)('%s waits while the clock is in doubt', async (_, startWorker, its) => {
    vi.useFakeTimers();
    const asked: string[] = [];
    const db = new Kysely<Tables>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (of) => new PostgresIntrospector(of),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
      log: ({ query }) => void asked.push(query.sql),
    });
    let isInDoubt = true;
    const worker = startWorker({ ...kith.server.deps, db, clock: { isInDoubt: () => isInDoubt }, log });
    await vi.advanceTimersByTimeAsync(11 * MINUTE);
    expect(asked.filter((text) => its.test(text))).toEqual([]);
    isInDoubt = false;
    await vi.advanceTimersByTimeAsync(11 * MINUTE);
    expect(asked.filter((text) => its.test(text))).not.toEqual([]);
    await worker.stop();
  });
});
