import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { bounds } from '@kith/core/kernel';
import pg from 'pg';
import type { Logger } from 'pino';
import { connectionOptions } from './pool.js';
import { pinSession } from './session.js';

/** The key of the lock; any number works as long as nothing else in the database uses it. */
const LOCK = 7_513_001;
/** Nodes that share a database start one after another. */
const STARTING = 7_513_002;

/** The right to serve a database: alone, or as one of several nodes. */
export interface ServerLock {
  /** Whether no other node serves the database. Until `started`, none can begin to. */
  isAlone(): Promise<boolean>;
  /** Lets the next node start. */
  started(): Promise<void>;
  release(): Promise<void>;
}

/** How a server takes the lock. */
export interface LockOptions {
  /** What connects the nodes. `none`: this process must be the only server of the database. */
  readonly bus?: 'none' | 'redis' | 'postgres';
  /** How long to wait for the connection of a server that was just killed. */
  readonly withinMs?: number;
}

/**
 * Makes this process the only server of a database or, with a bus, one of its nodes, by a session lock on a dedicated
 * connection, which the database releases when the process dies. It is taken again when the connection breaks, since
 * the database may restart. Throws an error that names the other server, and what to set so that both may run.
 */
export async function lockDatabase(
  database: pg.ClientConfig,
  log: Logger,
  { bus = 'none', withinMs = bounds.database.lockWithinMs }: LockOptions = {},
): Promise<ServerLock> {
  const stopping = new AbortController();
  let client = await acquire(database, { bus, withinMs, isStarting: true });
  let retaking: Promise<void> | undefined;
  watch();

  function watch(): void {
    client.once('error', () => {
      void client.end().catch(() => undefined);
      if (!stopping.signal.aborted) retaking ??= retake();
    });
  }

  async function retake(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        client = await acquire(database, { bus, withinMs: 0, isStarting: false });
        retaking = undefined;
        return watch();
      } catch (error) {
        log.warn({ err: error }, 'the lock of the database could not be taken; trying again');
        await sleep(bounds.database.lockRetryMs, undefined, { signal: stopping.signal }).catch(
          () => undefined,
        );
      }
    }
  }

  return {
    isAlone: async () => (await listOthers(client)).length === 0,
    started: async () => {
      if (bus !== 'none') await client.query('select pg_advisory_unlock($1)', [STARTING]);
    },
    release: async () => {
      stopping.abort();
      await retaking;
      await client.end().catch(() => undefined);
    },
  };
}

/** Connects and takes the lock; a node that starts waits for its turn first. */
async function acquire(
  database: pg.ClientConfig,
  { bus, withinMs, isStarting }: Required<LockOptions> & { isStarting: boolean },
): Promise<pg.Client> {
  const as = bus === 'none' ? '' : ` (${bus})`;
  const name = `server ${process.pid}${as} at ${hostname()}`.slice(0, 50);
  const client = new pg.Client({ ...connectionOptions(database, name), statement_timeout: 0 });
  // Without a listener, a broken connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await pinSession(client, bounds.database.queryTimeoutMs);
    const isNode = bus !== 'none';
    if (isNode && isStarting && !(await lockWithin(client, bounds.database.startWithinMs, STARTING)))
      throw new Error('Another Kith server has been starting for a long time. See its log.');
    if (!(await lockWithin(client, withinMs, LOCK, { isShared: isNode })))
      throw new Error(await explainHolder(client, bus));
    const stranger = (await listOthers(client)).find((other) => other.bus !== bus);
    if (stranger) throw new Error(explain(stranger, bus));
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function lockWithin(
  client: pg.Client,
  withinMs: number,
  key: number,
  { isShared = false } = {},
): Promise<boolean> {
  const lock = isShared ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock';
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const { rows } = await client.query<{ is_mine: boolean }>(`select ${lock}($1) as is_mine`, [key]);
    if (rows[0]?.is_mine) return true;
    if (performance.now() >= giveUpAt) return false;
    await sleep(bounds.database.lockRetryMs);
  }
}

/** A server that holds the lock. */
interface Holder {
  /** `Another Kith server (process 12 on host)`. */
  readonly title: string;
  readonly bus: NonNullable<LockOptions['bus']>;
}

async function explainHolder(client: pg.Client, bus: Holder['bus']): Promise<string> {
  const [holder = { title: 'Another Kith server', bus }] = await listOthers(client);
  return explain(holder, bus);
}

/** Why a server cannot run beside another one, and what to do. */
function explain(other: Holder, bus: Holder['bus']): string {
  const begin = `${other.title} uses this database`;
  if (other.bus === 'none')
    return bus === 'none'
      ? `${begin}. Stop it first, or give this one a database or a KITH_DATA_DIR of its own. To run several nodes on one database, set REDIS_URL for each of them, or KITH_BUS=postgres.`
      : `${begin} without a bus. Stop it first, and start it again with ${settingOf(bus)}.`;
  return bus === 'none'
    ? `${begin} together with other nodes. Set ${settingOf(other.bus)} here too, or give this one a database or a KITH_DATA_DIR of its own.`
    : `${begin} with another bus. Set ${settingOf(other.bus)} here too.`;
}

function settingOf(bus: Holder['bus']): string {
  return bus === 'redis' ? 'REDIS_URL' : 'KITH_BUS=postgres';
}

/** Describes the server that holds the lock; undefined if none is running. */
export async function findServer(client: Pick<pg.Client, 'query'>): Promise<string | undefined> {
  return (await listOthers(client))[0]?.title;
}

/** The servers that hold the lock, without the one of this connection. */
async function listOthers(client: Pick<pg.Client, 'query'>): Promise<Holder[]> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objid = $1 and l.classid = 0
       and l.database = (select oid from pg_database where datname = current_database())
       and l.pid <> pg_backend_pid()`,
    [LOCK],
  );
  return rows.map(({ name }) => {
    const [, pid, bus = 'none', host] = /^kith server (\d+)(?: \((\w+)\))? at (.*)$/.exec(name) ?? [];
    const title =
      pid === undefined ? 'Another Kith server' : `Another Kith server (process ${pid} on ${host})`;
    return { title, bus: bus as Holder['bus'] };
  });
}
