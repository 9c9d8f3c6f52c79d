import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { bounds } from '@kith/core/kernel';
import pg from 'pg';
import type { Logger } from 'pino';
import { connectionOptions } from './pool.js';
import { pinSession } from './session.js';

/** The key of the lock; any number works as long as nothing else in the database uses it. */
const LOCK = 7_513_001;

/** The right to be the only server of a database. */
export interface ServerLock {
  release(): Promise<void>;
}

/**
 * Makes this process the only server of a database, by a session lock on a dedicated connection, which the database
 * releases when the process dies. It is taken again when the connection breaks, since the database may restart. Waits
 * briefly for the connection of a server that was just killed; throws an error that names the other server.
 */
export async function lockDatabase(
  database: pg.ClientConfig,
  log: Logger,
  withinMs: number = bounds.database.lockWithinMs,
): Promise<ServerLock> {
  const stopping = new AbortController();
  let client = await acquire(database, withinMs);
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
        client = await acquire(database, 0);
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
    release: async () => {
      stopping.abort();
      await retaking;
      await client.end().catch(() => undefined);
    },
  };
}

async function acquire(database: pg.ClientConfig, patienceMs: number): Promise<pg.Client> {
  const name = `server ${process.pid} at ${hostname()}`.slice(0, 50);
  const client = new pg.Client({ ...connectionOptions(database, name), statement_timeout: 0 });
  // Without a listener, a broken connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await pinSession(client, bounds.database.queryTimeoutMs);
    const giveUpAt = performance.now() + patienceMs;
    while (!(await tryLock(client))) {
      if (performance.now() >= giveUpAt) throw new Error(await describeHolder(client));
      await sleep(bounds.database.lockRetryMs);
    }
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ is_mine: boolean }>('select pg_try_advisory_lock($1) as is_mine', [
    LOCK,
  ]);
  return rows[0]?.is_mine ?? false;
}

async function describeHolder(client: pg.Client): Promise<string> {
  return `${(await findServer(client)) ?? 'Another Kith server'} uses this database. Stop it first, or give this one a database or a KITH_DATA_DIR of its own.`;
}

/** Describes the server that holds the lock; undefined if none is running. */
export async function findServer(client: Pick<pg.Client, 'query'>): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.objid = $1 and l.classid = 0
       and l.database = (select oid from pg_database where datname = current_database())`,
    [LOCK],
  );
  const [, pid, host] = /^kith server (\d+) at (.*)$/.exec(rows[0]?.name ?? '') ?? [];
  if (!rows[0]) return undefined;
  return pid === undefined ? 'Another Kith server' : `Another Kith server (process ${pid} on ${host})`;
}
