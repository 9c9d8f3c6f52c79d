import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { prepareBinaries } from './embedded-binaries.js';
import {
  initialiseCluster,
  placeCluster,
  readPassword,
  type Binaries,
  type Cluster,
  type Log,
} from './embedded-cluster.js';
import {
  chooseEndpoint,
  findPostmaster,
  isPostmaster,
  signalPostmaster,
  spawnPostmaster,
  type Attempt,
  type Endpoint,
} from './embedded-postmaster.js';

declare module 'pg' {
  // The published types lag behind: a client has `ref` and `unref`.
  interface Client {
    ref(): void;
    unref(): void;
  }
}

/** The options of the embedded database. */
export interface EmbeddedPostgresOptions {
  /** Kith's data folder, absolute; the cluster lives in `<dataDir>/postgres`. */
  readonly dataDir: string;
  readonly log: Log;
  /** Extra postgresql.conf settings; they override ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running embedded database, supervised until `stop`. */
export interface EmbeddedPostgres {
  /** For `pg.Pool`; stays the same across restarts of the database. */
  readonly connection: { host: string; port: number; user: string; password: string; database: string };
  /** The current process id of the postmaster; undefined if it is not running. */
  pid(): number | undefined;
  /** Stops the database, unless another Kith process uses it. */
  stop(): Promise<void>;
}

/**
 * Creates the database on the first start, adopts it if it is already running, otherwise starts it, and restarts it
 * whenever it dies. Any number of processes may do this concurrently on one data folder: PostgreSQL's own lock allows
 * one postmaster, and the others adopt it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log } = options;
  try {
    const cluster = await placeCluster(dataDir);
    const binaries = await prepareBinaries(cluster, log);
    await initialiseCluster(cluster, binaries, dataDir, log);
    return await supervise({
      options,
      cluster,
      binaries,
      password: await readPassword(cluster),
      stopping: new AbortController(),
    });
  } catch (error) {
    throw explain(error, dataDir);
  }
}

interface Supervision {
  readonly options: EmbeddedPostgresOptions;
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly password: string;
  readonly stopping: AbortController;
}

/**
 * Our own connection. It shows other processes that the database is in use, and detects at once that the database has
 * died.
 */
interface Presence {
  readonly client: pg.Client;
  readonly ended: Promise<unknown>;
  readonly endpoint: Endpoint;
  readonly pid: number;
}

// Every Kith process that uses the database holds this lock shared; stopping the database needs it exclusively.
const PRESENCE_LOCK = 5_472_983_016_113;
const POLL_MS = 20;
const PATIENCE_MS = 10_000;
/** The longest delay before restarting a database that keeps dying. */
const MAX_RESTART_DELAY_MS = 2_000;
const SHUTDOWN_MS = 60_000;

async function supervise(it: Supervision): Promise<EmbeddedPostgres> {
  const first = await ensureRunning(it, await chooseEndpoint(it.cluster));
  const { host, port } = first.endpoint;
  let current: Promise<Presence | undefined> = Promise.resolve(first);
  let pid: number | undefined = first.pid;
  const watching = watch();
  return {
    connection: { host, port, user: 'kith', password: it.password, database: 'kith' },
    pid: () => pid,
    async stop() {
      if (!it.stopping.signal.aborted) {
        it.stopping.abort();
        await shutDown(it, await current);
      }
      await watching;
    },
  };

  async function watch(): Promise<void> {
    let delayMs = 0;
    for (let presence = await current; presence; presence = await current) {
      const since = performance.now();
      pid = presence.pid;
      await presence.ended;
      pid = undefined;
      if (it.stopping.signal.aborted) return;
      it.options.log('warn', 'The connection to the database broke; starting the database again if it died.');
      // The first restart is immediate; if the database dies soon again, the next one is delayed.
      delayMs = performance.now() - since > PATIENCE_MS ? 0 : delayMs;
      current = restart(it, first.endpoint, delayMs);
      delayMs = slower(delayMs);
    }
  }
}

/** Retries until the database runs, or we are stopping. */
async function restart(
  it: Supervision,
  endpoint: Endpoint,
  firstDelayMs: number,
): Promise<Presence | undefined> {
  const { log } = it.options;
  for (let delayMs = firstDelayMs; ; delayMs = slower(delayMs)) {
    try {
      await sleep(delayMs, undefined, { signal: it.stopping.signal });
      const presence = await ensureRunning(it, endpoint);
      log('info', 'The database runs.', { pid: presence.pid });
      return presence;
    } catch (error) {
      if (it.stopping.signal.aborted) return undefined;
      log('error', 'The database does not start; trying again.', { error });
    }
  }
}

function slower(delayMs: number): number {
  return Math.min(Math.max(2 * delayMs, 100), MAX_RESTART_DELAY_MS);
}

/**
 * Adopts the postmaster of the cluster or starts one, and waits until it accepts our connection, however long recovery
 * takes.
 */
async function ensureRunning(it: Supervision, endpoint: Endpoint): Promise<Presence> {
  const { cluster, binaries, options, stopping } = it;
  let attempt: Attempt | undefined;
  let deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    stopping.signal.throwIfAborted();
    const running = await findPostmaster(cluster);
    const failure = attempt?.failure();
    if (!running && (!attempt || failure !== undefined)) {
      if (failure !== undefined && !(isTransient(failure) && performance.now() < deadline)) {
        throw new Error(`PostgreSQL did not start:\n${failure}`);
      }
      attempt = await spawnPostmaster(
        cluster,
        binaries,
        endpoint,
        join(options.dataDir, 'postgres.log'),
        options.settings ?? {},
      );
    }
    const answer = await greet(it, running ?? endpoint);
    if (typeof answer === 'object') return answer;
    if (answer === 'busy') deadline = performance.now() + PATIENCE_MS;
    else if (performance.now() > deadline) {
      if (!running) throw new Error(`PostgreSQL does not answer at ${endpoint.host}.`);
      options.log('warn', 'The running database does not answer; restarting it.', { pid: running.pid });
      signalPostmaster(running.pid, 'immediate', binaries);
      deadline += PATIENCE_MS;
    }
    await sleep(POLL_MS);
  }
}

/**
 * Whether the cause disappears within moments: the remains of a postmaster killed with -9, or a second postmaster that
 * was started at the same time.
 */
function isTransient(failure: string): boolean {
  return /pre-existing shared memory block|lock file "[^"]*" already exists/.test(failure);
}

/**
 * One connection attempt. Returns our connection, or the reason for its failure: `busy` (starting or stopping) or
 * `silent` (nothing listens).
 */
async function greet(it: Supervision, { host, port }: Endpoint): Promise<Presence | 'busy' | 'silent'> {
  const client = new pg.Client({
    host,
    port,
    user: 'kith',
    password: it.password,
    database: 'postgres', // not kith: a database with connections can be neither copied nor dropped
    application_name: 'kith supervisor',
    connectionTimeoutMillis: PATIENCE_MS,
  });
  const ended = new Promise((resolve) => client.once('end', resolve));
  client.on('error', () => undefined); // `end` follows
  try {
    await client.connect();
    const { rows } = await client.query<{ admitted: boolean; found: boolean }>(
      `select pg_try_advisory_lock_shared(${PRESENCE_LOCK}) as admitted, exists(select from pg_database where datname = 'kith') as found`,
    );
    const postmaster = await findPostmaster(it.cluster);
    if (rows[0]?.admitted && postmaster) {
      if (!rows[0].found) await createDatabase(client);
      client.unref();
      return { client, ended, endpoint: { host, port }, pid: postmaster.pid };
    }
    await client.end();
    return 'busy';
  } catch (error) {
    await client.end().catch(() => undefined);
    return judge(error, it.cluster);
  }
}

async function createDatabase(client: pg.Client): Promise<void> {
  try {
    await client.query('create database kith');
  } catch (error) {
    const { code } = error as pg.DatabaseError;
    if (code !== '42P04' && code !== '23505') throw error; // otherwise another process was faster
  }
}

function judge(error: unknown, { folder }: Cluster): 'busy' | 'silent' {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (['57P01', '57P02', '57P03', '53300'].includes(code)) return 'busy'; // shutting down, starting up, or full
  if (code === '28P01') {
    throw new Error(
      `The password in ${folder} does not open the database there; restore both from the same backup.`,
      { cause: error },
    );
  }
  if (error instanceof pg.DatabaseError) throw error;
  return 'silent';
}

async function shutDown(it: Supervision, presence: Presence | undefined): Promise<void> {
  const { cluster, binaries, options } = it;
  presence?.client.ref(); // Node waits for this work
  if (presence && (await isUsedByOthers(presence.client))) {
    options.log('info', 'Another Kith process uses the database; it stays up.');
    await presence.client.end();
    return;
  }
  // Without a presence it was just starting, so no other process can be using it.
  const pid = presence?.pid ?? (await findPostmaster(cluster))?.pid;
  if (pid === undefined) return;
  for (const how of ['fast', 'immediate'] as const) {
    const deadline = performance.now() + SHUTDOWN_MS;
    if (await isPostmaster(pid, cluster.folder)) signalPostmaster(pid, how, binaries);
    while (performance.now() < deadline) {
      if (!(await isPostmaster(pid, cluster.folder))) return;
      await sleep(POLL_MS);
    }
  }
  options.log('error', 'The database did not stop.', { pid });
}

async function isUsedByOthers(client: pg.Client): Promise<boolean> {
  const deadline = performance.now() + 500; // our own pool's connections may just be closing
  try {
    const {
      rows: [lock],
    } = await client.query<{ alone: boolean }>(
      `select pg_try_advisory_lock(${PRESENCE_LOCK}) as alone from pg_advisory_unlock_shared(${PRESENCE_LOCK})`,
    );
    if (!lock?.alone) return true;
    for (;;) {
      const { rowCount } = await client.query(
        `select from pg_stat_activity where application_name like 'kith%' and pid <> pg_backend_pid() limit 1`,
      );
      if (rowCount === 0 || performance.now() > deadline) return rowCount !== 0;
      await sleep(POLL_MS);
    }
  } catch {
    return false; // the connection broke: the database is already shutting down
  }
}

function explain(error: unknown, dataDir: string): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  const orElse = 'or set DATABASE_URL to use a PostgreSQL of your own.';
  if (code === 'ENOSPC' || code === 'EDQUOT' || message.includes('No space left on device')) {
    return new Error(
      `The disk that holds ${dataDir} is full. Free some space, choose another folder with KITH_DATA_DIR, ${orElse}`,
      { cause: error },
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Error(
      `Kith cannot use the data folder ${dataDir} (${message}). Give this user write permission, choose another folder with KITH_DATA_DIR, ${orElse}`,
      { cause: error },
    );
  }
  return error as Error;
}
