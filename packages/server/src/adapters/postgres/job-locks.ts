import { setTimeout as sleep } from 'node:timers/promises';
import { bounds } from '@kith/core/kernel';
import pg from 'pg';
import type { Logger } from 'pino';
import { connectionOptions } from './pool.js';
import { pinSession } from './session.js';

/** The first key of each lock; any number works as long as nothing else in the database uses it. */
const CLASS = 7_513_002;

/** Which jobs this node runs. At most one node holds a job. */
export interface JobLocks<Job extends string> {
  /** Begins to try for every job that nobody holds. */
  start(): void;
  /** Whether this node may start a round of the job now. */
  holds(job: Job): boolean;
  /** Gives all jobs up, so that another node has them within `bounds.job.everyMs`. */
  close(): Promise<void>;
}

/** An installation with one node: it runs every job. */
export const everyJob: JobLocks<string> = {
  start: () => undefined,
  holds: () => true,
  close: () => Promise.resolve(),
};

/**
 * Holds jobs by session locks on one connection of its own. The database releases them when the connection ends, as with
 * a killed process. It also ends the connection of a process that is frozen or cut off, because that one sends nothing;
 * `holds` is false well before, so two nodes never start a round of the same job.
 */
export function makeJobLocks<Job extends string>(
  database: pg.ClientConfig,
  log: Logger,
  keys: Readonly<Record<Job, number>>,
): JobLocks<Job> {
  const names = Object.keys(keys) as Job[]; // a record of exactly these
  const held = new Set<Job>();
  /** The database had our connection at this time of the monotonic clock, or later. */
  let provenAt = -Infinity;
  let client: pg.Client | undefined;
  let isWarned = false;
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await beat();
        isWarned = false;
      } catch (error) {
        drop();
        // Closing ends the connection, perhaps under a question.
        if (stopping.signal.aborted) return;
        if (!isWarned) log.warn({ err: error }, 'the locks of the background jobs could not be taken');
        isWarned = true;
      }
      await sleep(bounds.job.everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  /** Proves that the connection lives, and takes what is free. */
  async function beat(): Promise<void> {
    client ??= await connect();
    const sentAt = performance.now();
    const { rows } = await client.query<{ key: number }>(
      'select key from unnest($1::int[]) as free(key) where pg_try_advisory_lock($2, key)',
      [names.filter((name) => !held.has(name)).map((name) => keys[name]), CLASS],
    );
    provenAt = sentAt;
    const taken = names.filter((name) => rows.some(({ key }) => key === keys[name]));
    for (const name of taken) held.add(name);
    if (taken.length > 0) log.info({ jobs: taken }, 'this node runs these jobs from now on');
  }

  async function connect(): Promise<pg.Client> {
    const made = new pg.Client(connectionOptions(database, 'jobs'));
    made.on('error', () => {
      if (client === made) drop();
    });
    try {
      await made.connect();
      await pinSession(made, bounds.database.queryTimeoutMs);
      const timeout = String(bounds.job.silentForMs);
      await made.query(`select set_config('idle_session_timeout', $1, false)`, [timeout]);
      return made;
    } catch (error) {
      await made.end().catch(() => undefined);
      throw error;
    }
  }

  function drop(): void {
    held.clear();
    const lost = client;
    client = undefined;
    void lost?.end().catch(() => undefined);
  }

  return {
    start: () => {
      running ??= run();
    },
    holds: (job) => held.has(job) && performance.now() - provenAt < bounds.job.leaseMs,
    close: async () => {
      stopping.abort();
      drop();
      await running;
      drop();
    },
  };
}
