import type { Logger } from 'pino';
import pg from 'pg';
import { explainConnection, type DatabaseProblem } from '../adapters/postgres/explain-connection.js';
import { startEmbeddedPostgres } from '../adapters/postgres/embedded.js';
import { findMisfits, findOutdatedCollation } from '../adapters/postgres/fitness.js';
import { findUnsafeSettings, migrate } from '../adapters/postgres/migrate.js';
import { connectionOptions, makeDb } from '../adapters/postgres/pool.js';
import { ESCAPE_PASSWORD, type Config } from '../config/config.js';
import type { Deps } from './deps.js';

type Db = Deps['db'];

/** A ready database, and how to release it. */
export interface OpenDatabase {
  readonly connection: pg.ClientConfig;
  /** Process id of the embedded server; undefined for an external one. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** What a server does before and after the migration. */
export interface Preparation {
  readonly beforeMigrating?: (db: Db) => Promise<void>;
  readonly afterMigrating?: (db: Db) => Promise<void>;
}

/** Starts the embedded PostgreSQL, or uses the external one of `DATABASE_URL`. */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  if (config.databaseUrl !== undefined) {
    requireReadable(config.databaseUrl);
    return {
      connection: { connectionString: config.databaseUrl },
      pid: () => undefined,
      stop: () => Promise.resolve(),
    };
  }
  return startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (level, message, detail) => log[level](detail ?? {}, message),
  });
}

/** The error must not repeat the URL: it contains a password. */
function requireReadable(connectionString: string): void {
  try {
    new pg.Client({ connectionString });
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new Error(`DATABASE_URL cannot be read. ${ESCAPE_PASSWORD}`, { cause: error });
  }
}

/**
 * Rejects a database that Kith cannot use or that can lose commits. Then migrates its schema, after `beforeMigrating`
 * has succeeded, and before `afterMigrating`.
 */
export async function prepareDatabase(
  config: Config,
  log: Logger,
  connection: pg.ClientConfig,
  { beforeMigrating, afterMigrating }: Preparation = {},
): Promise<void> {
  const unhurried = { ...connectionOptions(connection, 'migrate'), statement_timeout: 0, query_timeout: 0 };
  const db = makeDb(unhurried, (error) => log.warn({ err: error }, 'a connection broke'));
  try {
    const [misfit] = await findMisfits(db).catch((error: unknown) => {
      throw refusal(explainConnection(error, config.databaseUrl), error);
    });
    if (misfit) throw refusal(misfit);
    const outdated = await findOutdatedCollation(db);
    if (outdated) log.warn(`${outdated.problem} ${outdated.fix}`);
    const unsafe = await findUnsafeSettings(db);
    if (unsafe.length > 0) {
      const what = `This database can lose committed data: ${unsafe.join(', ')}.`;
      if (!config.allowUnsafeDatabase)
        throw new Error(`${what} Fix this, or set KITH_ALLOW_UNSAFE_DATABASE=1.`);
      log.warn(what);
    }
    await beforeMigrating?.(db);
    const applied = await migrate(db);
    if (applied.length > 0) log.info({ applied }, 'the schema is up to date');
    await afterMigrating?.(db);
  } finally {
    await db.destroy();
  }
}

function refusal({ problem, fix }: DatabaseProblem, cause?: unknown): Error {
  return new Error(`${problem} ${fix}`, { cause });
}
