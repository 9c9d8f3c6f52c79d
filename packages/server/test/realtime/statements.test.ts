import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { touchOnline } from '../../src/workers/touch-online.js';
import { eventually, useKith } from '../harness/kith.js';
import { openV1Socket, type V1Socket } from '../harness/v1-socket.js';
import { group } from '../conversations/chatting.js';
import { makeCrowd, type Someone } from './crowd.js';
import { openRawClient, type RawClient } from './raw-client.js';
import { say } from './support.js';

/* Sockets cost statements for each node and interval, not for each socket. */
const SWEEP_MS = 50;
const kith = useKith({ overrides: { timing: { sweepEveryMs: SWEEP_MS, checkSessionsEveryMs: 400 } } });

const FEW = 20;
const MANY = 200;

let crowd: Someone[];
let to: string;
let sockets: V1Socket[] = [];
const opened: RawClient[] = [];

beforeAll(async () => {
  crowd = await makeCrowd(kith, MANY);
  const founders = await Promise.all([kith.person('ada'), kith.person('bo')]);
  to = await group(
    kith,
    founders.map((person) => ({ person })),
  );
  await kith.sql(
    `insert into members (tenant_id, conversation_id, account_id, created_at)
     select c.tenant_id, c.id, a.id, 0 from conversations c, unnest($2::int[]) as a(id) where c.list_id = $1::uuid`,
    [to, crowd.map(({ id }) => id)],
  );
});

function open({ token }: Someone, hello: object = {}): Promise<V1Socket> {
  return openV1Socket(`${kith.url.replace('http', 'ws')}/ws`, { token, ...hello });
}

afterEach(async () => {
  for (const socket of sockets) socket.close();
  for (const client of opened) client.destroy();
  await Promise.all([...sockets.map(({ closed }) => closed), ...opened.splice(0).map(({ gone }) => gone)]);
  sockets = [];
});

/** The texts of the statements that servers send to the database while `texts` is set. */
let texts: string[] | undefined;
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  texts?.push((args[0] as { text?: string }).text ?? String(args[0]));
  return query.apply(this, args);
} as typeof pg.Client.prototype.query;

/** The number of statements that match an expression and are sent during an action. */
async function countStatements(part: RegExp, during: () => Promise<unknown>): Promise<number> {
  texts = [];
  try {
    await during();
    return texts.filter((text) => part.test(text)).length;
  } finally {
    texts = undefined;
  }
}

async function connect(count: number): Promise<void> {
  while (sockets.length < count)
    sockets.push(
      ...(await Promise.all(crowd.slice(sockets.length, sockets.length + 20).map((one) => open(one)))),
    );
}

/** The stored positions of all connected members, or of one. */
async function readSeqs(only?: number): Promise<number[]> {
  const members = only === undefined ? crowd.slice(0, sockets.length) : [crowd[only]!];
  const rows = await kith.sql<{ read_seq: number }>(
    'select read_seq from members m join conversations c on c.id = m.conversation_id where list_id = $1::uuid and account_id = any($2)',
    [to, members.map(({ id }) => id)],
  );
  return rows.map(({ read_seq }) => read_seq);
}

/** Moves the read positions of all sockets, and counts the statements that write them. */
async function readAll(): Promise<number> {
  const { seq } = await say(sockets[0]!, to, 'read me');
  return countStatements(/read_seq = greatest/, async () => {
    for (const socket of sockets) socket.send({ t: 'read', to, seq });
    await eventually('all positions are stored', async () => (await readSeqs()).every((at) => at >= seq));
  });
}

describe('the statements of many sockets are those of few', () => {
  test('kith.v1 read: one statement of each interval writes the positions of all sockets, and each reader receives its own', async () => {
    const counts: number[] = [];
    for (const count of [FEW, MANY]) {
      await connect(count);
      // On a busy machine the frames can arrive in two intervals.
      counts.push(Math.min(await readAll(), await readAll()));
      // The first socket is the sender's, whose position has moved with the message.
      for (const [i, socket] of [...sockets.entries()].slice(1))
        expect((await socket.next('read')).user_id).toBe(crowd[i]!.id);
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(3);
  });

  test('the search for ended sessions asks no more for many sockets, and finds the ended one', async () => {
    const rounds = 10;
    const counts: number[] = [];
    for (const count of [FEW, MANY]) {
      await connect(count);
      const asked = await countStatements(/session_ends|as asked/, () => sleep(rounds * SWEEP_MS));
      counts.push(asked);
    }
    // One question in each round, and one about all sessions once in eight.
    for (const count of counts) expect(count).toBeLessThanOrEqual(rounds + 4);
    const [victim] = await makeCrowd(kith, 1);
    const socket = await open(victim!);
    // Otherwise the check of all sessions would find it too.
    const { timing } = kith.server.deps;
    const { checkSessionsEveryMs } = timing;
    Object.assign(timing, { checkSessionsEveryMs: 3600_000 });
    await kith.sql('update sessions set revoked_at = 1 where account_id = $1', [victim!.id]);
    expect(await socket.closed).toBe(4001);
    Object.assign(timing, { checkSessionsEveryMs });
  });

  test('a session whose end was not recorded is found by the check of all sessions', async () => {
    const ada = await kith.person('ada');
    const socket = await ada.v1();
    await kith.sql('alter table sessions disable trigger user');
    await kith.sql('update sessions set revoked_at = 1 where account_id = $1', [ada.id]);
    await kith.sql('alter table sessions enable trigger user');
    expect(await socket.closed).toBe(4001);
  });

  test('the times of last presence are stored with one statement', async () => {
    for (const count of [FEW, MANY]) {
      await connect(count);
      await kith.server.deps.auth.idle(); // the use of their sessions is recorded with the same statement
      kith.advance(3600_000);
      const touched = await countStatements(/set last_seen_at/, () => touchOnline(kith.server.deps));
      expect(touched).toBe(1);
    }
  });
});

describe('many clients that connect at once need few statements', () => {
  /** Far fewer than sockets: how many look-ups run at the same time depends on the machine. */
  const FEW_STATEMENTS = MANY / 4;
  const OF_CONNECTING = /"sessions"|update (sessions|accounts)|event_position|account_events|with ordinality/;

  test('kith.v1 hello, with missed entries and events', async () => {
    const first = await open(crowd[0]!);
    await say(first, to, 'while you were away');
    first.close();
    await kith.sql(
      `with moved as (
         update accounts set event_position = event_position + 1 where id = any($1) returning tenant_id, id, event_position
       )
       insert into account_events (tenant_id, account_id, position, type, data, created_at)
       select tenant_id, id, event_position, 'profile_changed', jsonb_build_object('accountId', id), 0 from moved`,
      [crowd.map(({ id }) => id)],
    );
    const positions = new Map(
      (
        await kith.sql<{ id: number; position: string }>(
          'select id, event_position as position from accounts where id = any($1)',
          [crowd.map(({ id }) => id)],
        )
      ).map(({ id, position }) => [id, Number(position)]),
    );
    const clients = await openRaw('kith.v1');
    const asked = await countStatements(OF_CONNECTING, async () => {
      for (const [i, client] of clients.entries()) {
        const { id, token } = crowd[i]!;
        const cursor = { epoch: first.ready.cursor.epoch, position: positions.get(id)! - 1 };
        client.send({ t: 'hello', token, cursor, conversations: { [to]: 1 } });
      }
      for (const client of clients)
        await eventually('all is replayed', () =>
          ['ready', 'entries', 'event'].every((t) =>
            client.texts.some((text) => text.startsWith(`{"t":"${t}"`)),
          ),
        );
    });
    expect(asked).toBeLessThan(FEW_STATEMENTS);
  });

  test('kith.v1 hello, ahead of a database that was restored', async () => {
    const first = await open(crowd[0]!);
    first.close();
    const { epoch } = first.ready.cursor;
    const clients = await openRaw('kith.v1');
    const asked = await countStatements(/set epoch|as asked/, async () => {
      for (const [i, client] of clients.entries())
        client.send({ t: 'hello', token: crowd[i]!.token, cursor: { epoch, position: 1_000_000 } });
      for (const client of clients)
        await eventually('it is ready', () => client.texts.some((text) => text.startsWith('{"t":"ready"')));
    });
    expect(asked).toBeLessThan(FEW_STATEMENTS);
    const [row] = await kith.sql(
      'select count(distinct epoch)::int as epochs from accounts where id = any($1)',
      [crowd.map(({ id }) => id)],
    );
    expect(row).toEqual({ epochs: MANY });
    await kith.sql('update accounts set epoch = null');
  });

  test('checkToken of existing clients', async () => {
    const clients = await openRaw();
    const asked = await countStatements(OF_CONNECTING, async () => {
      for (const [i, client] of clients.entries())
        client.send({ action: 'checkToken', data: crowd[i]!.token });
      for (const client of clients)
        await eventually('the token is accepted', () =>
          client.texts.some((text) => text.includes('"err":0')),
        );
    });
    expect(asked).toBeLessThan(FEW_STATEMENTS);
  });

  test('kith.v1 send, the first one to each conversation', async () => {
    await connect(MANY);
    const asked = await countStatements(/list_id/, async () => {
      for (const socket of sockets)
        socket.send({
          t: 'send',
          cid: randomUUID(),
          to: randomUUID().replaceAll('-', ''),
          type: 0,
          content: { text: 'a' },
        });
      for (const socket of sockets) expect(await socket.next('nack')).toMatchObject({ code: 'not_found' });
    });
    expect(asked).toBeLessThan(FEW_STATEMENTS);
  });

  /** Opens all sockets first, so that their tokens arrive together. */
  async function openRaw(protocol?: string): Promise<RawClient[]> {
    const clients = await Promise.all(
      crowd.map(() => openRawClient(`${kith.url.replace('http', 'ws')}/ws`, protocol)),
    );
    opened.push(...clients);
    return clients;
  }
});

/** The stored times of last presence. */
async function seenAt(): Promise<Map<number, number>> {
  const rows = await kith.sql<{ id: number; last_seen_at: string }>(
    'select id, last_seen_at from accounts where id = any($1)',
    [crowd.slice(0, FEW).map(({ id }) => id)],
  );
  return new Map(rows.map(({ id, last_seen_at }) => [id, Number(last_seen_at)]));
}

test('the time of last presence is stored when an account comes, every 15 minutes, and when it leaves', async () => {
  kith.advance(3600_000);
  await connect(FEW);
  const here = crowd.slice(0, FEW);
  // The server's own round may have taken the accounts and be about to store them.
  const isStored = async () => {
    const stored = await seenAt();
    const now = kith.server.deps.now();
    return here.every(({ id }) => now - stored.get(id)! < 60_000);
  };
  await touchOnline(kith.server.deps);
  await eventually('all times are stored when the accounts come', isStored);
  const came = await seenAt();

  // Real time passes too, but less than the rest of this minute.
  kith.advance(60_000 - (kith.server.deps.now() % 60_000));
  const moves = new Map(here.map(({ id }) => [id, 0]));
  let before = came;
  for (let minute = 0; minute < 30; minute++) {
    kith.advance(60_000);
    await touchOnline(kith.server.deps);
    const after = await seenAt();
    for (const { id } of here) if (after.get(id) !== before.get(id)) moves.set(id, moves.get(id)! + 1);
    before = after;
  }
  expect([...moves.values()]).toEqual(here.map(() => 2));

  kith.advance(10 * 60_000);
  for (const socket of sockets) socket.close();
  await eventually('all have left', () =>
    here.every(({ id }) => !kith.server.deps.hub.isOnline(id as never)),
  );
  await touchOnline(kith.server.deps);
  await eventually('all times are stored when the accounts have left', isStored);
});

test('kith.v1 read: a position whose row is locked is written when the lock is released, and delays no other', async () => {
  await connect(3);
  const [sender, held, free] = sockets as [V1Socket, V1Socket, V1Socket];
  const { seq } = await say(sender, to, 'read me');
  const isRead = async (i: number) => (await readSeqs(i))[0] === seq;
  await kith.server.deps.db.transaction().execute(async (tx) => {
    await tx
      .selectFrom('members')
      .select('id')
      .where('account_id', '=', crowd[1]!.id as never)
      .forUpdate()
      .execute();
    for (const socket of [held, free]) socket.send({ t: 'read', to, seq });
    await free.next('read', (frame) => frame.seq === seq);
    expect(await isRead(2)).toBe(true);
    expect(await isRead(1)).toBe(false);
  });
  await held.next('read', (frame) => frame.seq === seq);
  expect(await isRead(1)).toBe(true);
});
