import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { api, im, type Endpoint } from '@kith/contract';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { connectionOptions, makeDb } from '../../src/adapters/postgres/pool.js';
import { startEmbeddedPostgres } from '../../src/adapters/postgres/embedded.js';

export const TEMPLATE = 'kith_template';

declare module 'vitest' {
  interface ProvidedContext {
    database: { host: string; port: number; user: string; password: string; database: string };
    calledPath: string;
  }
}

/** One real PostgreSQL for the whole run, migrated once; each test file clones the template. */
export async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kith-test-'));
  // Under root the database runs as another user, who needs access.
  await chmod(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const client = new pg.Client({ ...postgres.connection });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const db = makeDb(
    connectionOptions({ ...postgres.connection, database: TEMPLATE }, 'template'),
    () => undefined,
  );
  await migrate(db);
  await db.destroy();
  const calledPath = join(dataDir, 'called-endpoints');
  project.provide('database', postgres.connection);
  project.provide('calledPath', calledPath);

  return async () => {
    await postgres.stop();
    const called = await readFile(calledPath, 'utf8').catch(() => '');
    await rm(dataDir, { recursive: true, force: true });
    // Only a complete run can report endpoints that no test calls.
    if (process.env['KITH_TEST_ALL'] === '1') requireEveryEndpoint(new Set(called.split('\n')));
  };
}

function requireEveryEndpoint(called: ReadonlySet<string>): void {
  const groups: object[] = [...Object.values(im), ...Object.values(api)];
  const endpoints = groups.flatMap((group) => Object.values(group) as Endpoint[]);
  const names = endpoints.map(({ method, path }) => `${method} ${path}`);
  const missing = names.filter((name) => !called.has(name));
  if (missing.length > 0) throw new Error(`No test calls ${missing.join(', ')}.`);
}
