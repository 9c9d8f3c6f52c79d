import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { cpuOf, findDescendant, freePort, memoryOf, stopChild, stopProcess } from '../process.js';
import { readSettings, type Postgres } from './postgres.js';
import type { Seat, Stream } from '../task.js';
import { seatNames } from './seats.js';
import { zipf, type Subject } from './subject.js';

const START = fileURLToPath(new URL('../../peers/start.sh', import.meta.url));
/** The tables of ejabberd, as its package ships them. */
const EJABBERD_TABLES = '/usr/share/ejabberd/sql/pg.sql';
const PASSWORD = 'bench';

/** Whether the Debian package of a server is installed. */
export function isInstalled(name: 'ejabberd' | 'prosody'): boolean {
  return (
    spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin command -v ${name === 'ejabberd' ? 'ejabberdctl' : name}`])
      .status === 0
  );
}

/** ejabberd or Prosody with its archive in PostgreSQL, as the files in `bench/peers` configure them. */
export async function startXmpp(name: 'ejabberd' | 'prosody', postgres: Postgres): Promise<Subject> {
  const db = await postgres.createDatabase(name);
  if (name === 'ejabberd') await db.query(await readFile(EJABBERD_TABLES, 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), `bench-${name}-`));
  await chmod(folder, 0o777);
  if (name === 'prosody') await makeAccountFolder(folder);
  const port = await freePort();
  const child = spawn('sh', [START, name, folder, String(port), String(postgres.port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilListening(port).catch(async (error: unknown) => {
    await stopChild(child);
    throw error;
  });
  const pid = findDescendant(child.pid!, name === 'ejabberd' ? /^beam/ : /^(?:prosody|lua)/);
  return {
    port,
    dialect: name,
    seat: async (rooms, size) => {
      const seats = seatNames(rooms, size, PASSWORD);
      const users = seats.flat().map(({ user }) => user);
      if (name === 'ejabberd')
        await db.query('insert into users (username, password) select unnest($1::text[]), $2', [
          users,
          PASSWORD,
        ]);
      else await writeAccounts(folder, users);
      return seats;
    },
    countStored: () => countArchive(db, name),
    // In a conversation of two, both servers keep one row for the sender and one for the receiver.
    rowsPerMessage: (size) => (size === 2 ? 2 : 1),
    ...(name === 'ejabberd' && { fill: (rooms, count) => fillEjabberd(db, rooms, count) }),
    cpuSeconds: () => ({ server: cpuOf(pid), database: postgres.cpuSeconds() }),
    memoryBytes: () => memoryOf(pid),
    settings: await readSettings(db),
    stop: async () => {
      await stopProcess(pid);
      await stopChild(child);
      await db.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Fills the archives of the first member of each room. A position is a time in microseconds, here counted from 0. */
async function fillEjabberd(
  db: pg.Client,
  rooms: readonly (readonly Seat[])[],
  count: number,
): Promise<Stream[]> {
  const counts = zipf(rooms.length, count);
  const last = 1_000_000_000_000;
  await db.query(
    `insert into archive (username, timestamp, peer, bare_peer, xml, txt, kind, nick)
     select owner, (i * ${last}.0 / count)::bigint, peer || '@localhost/bench', peer || '@localhost',
       '<message xmlns=''jabber:client'' to=''' || peer || '@localhost'' from=''' || owner || '@localhost/bench'' type=''chat'' id=''' || i
         || '''><body>' || i || ' ' || repeat('lorem ipsum ', 8) || '</body></message>',
       i || ' ' || repeat('lorem ipsum ', 8), 'chat', ''
     from unnest($1::text[], $2::text[], $3::integer[]) as o(owner, peer, count), generate_series(1, count) i
     order by i::float8 / count`,
    [rooms.map(([own]) => own!.user), rooms.map(([, peer]) => peer!.user), counts],
  );
  await db.query('vacuum analyze archive');
  return counts.map((one) => ({ count: one, last }));
}

/** Prosody keeps an account in a file. */
async function makeAccountFolder(folder: string): Promise<void> {
  await mkdir(accountsOf(folder), { recursive: true });
}

async function writeAccounts(folder: string, users: readonly string[]): Promise<void> {
  for (const user of users)
    await writeFile(join(accountsOf(folder), `${user}.dat`), `return { ["password"] = "${PASSWORD}" };\n`, {
      mode: 0o644,
    });
}

function accountsOf(folder: string): string {
  return join(folder, 'data', 'localhost', 'accounts');
}

async function countArchive(db: pg.Client, name: 'ejabberd' | 'prosody'): Promise<number> {
  const [table, column] = name === 'ejabberd' ? ['archive', 'txt'] : ['prosodyarchive', 'value'];
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::integer as count from ${table} where ${column} like '%xxxxx%'`,
  );
  return rows[0]!.count;
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const isListening = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isListening) return;
    await new Promise((next) => setTimeout(next, 100));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}
