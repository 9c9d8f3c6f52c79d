import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { access, mkdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Tables } from '@kith/core/db';
import { makeFsBlobs } from '../adapters/blobs/fs.js';
import { storeAndReadBack } from '../adapters/blobs/store-and-read-back.js';
import { checkMediaTools } from '../adapters/media/check-tools.js';
import { makeMediaTools } from '../adapters/media-tools.js';
import { explainConnection } from '../adapters/postgres/explain-connection.js';
import { findMisfits, findOutdatedCollation } from '../adapters/postgres/fitness.js';
import { measureClockLead, readVersion, writeAndRead } from '../adapters/postgres/inspect.js';
import { explainUnknown, findUnsafeSettings, readMigrations } from '../adapters/postgres/migrate.js';
import { connectionOptions, makeDb } from '../adapters/postgres/pool.js';
import { ASSETS } from '../app/assets.js';
import { makeLog } from '../app/log.js';
import { openDatabase } from '../app/open-database.js';
import type { Config } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { readKeptSecret, secretFile } from '../config/secrets.js';
import { checkBelief, checkSessions, checkStoredFiles, checkStreams } from './doctor-contents.js';
import { checkMail, checkTexts } from './doctor-messengers.js';
import { explainListening, findReadiness } from './explain-listening.js';

/** The result of one check of the installation. */
export interface Check {
  readonly name: string;
  /** Details of a passed check. */
  readonly note?: string;
  readonly problem?: string;
  /** How to fix the problem. */
  readonly fix?: string;
}

type Finding = Omit<Check, 'name'>;
type Db = Kysely<Tables>;

const NODE_FLOOR = [20, 19] as const;
const ENOUGH_BYTES = 1024 ** 3;
const MAX_CLOCK_LEAD_MS = 2000;
const UP_TO_DATE = 'up to date';

/** Checks everything that the server needs. Leaves no data behind, and works while a server runs. */
export async function* runChecks(config: Config, options: { deep: boolean }): AsyncIterable<Check> {
  yield await look('Node.js', checkNode);
  const folder = await look('data folder', () => checkFolder(config));
  yield folder;
  const isWritable = folder.problem === undefined;
  if (isWritable) yield await look('disk', () => checkDisk(config));
  if (isWritable) yield await look('secrets', () => checkSecrets(config));
  if (isWritable || config.databaseUrl !== undefined) yield* checkDatabase(config, options);
  if (isWritable) yield await look('files', () => checkFiles(config));
  yield await look('pictures', checkPictures);
  yield await look('port', () => checkPort(config));
  yield* checkMedia();
  yield await look('mail', () => checkMail(config));
  yield await look('text messages', () => checkTexts(config));
}

/** An error in a check is a finding too. */
async function look(name: string, check: () => Promise<Finding> | Finding): Promise<Check> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    return { name, problem: (error as Error).message, fix: 'See the log of the server.' };
  }
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [floorMajor, floorMinor] = NODE_FLOOR;
  if (major > floorMajor || (major === floorMajor && minor >= floorMinor)) return { note: process.version };
  return {
    problem: `This is ${process.version}; Kith needs ${NODE_FLOOR.join('.')} or newer.`,
    fix: 'Install Node 24 from https://nodejs.org.',
  };
}

async function checkFolder({ dataDir }: Config): Promise<Finding> {
  const probe = join(dataDir, `.doctor-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, 'written', { flush: true });
    await rm(probe);
  } catch (error) {
    return {
      problem: `The data folder ${dataDir} is not writable (${(error as Error).message}).`,
      fix: 'Give this user write permission, or choose another folder with KITH_DATA_DIR.',
    };
  }
  return { note: dataDir };
}

/** A full disk must not prevent the other checks. */
async function checkDisk({ dataDir }: Config): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GB free`;
  if (bavail * bsize >= ENOUGH_BYTES) return { note: free };
  return {
    problem: `The disk of ${dataDir} is nearly full: ${free}.`,
    fix: 'Free some space, or choose another folder with KITH_DATA_DIR.',
  };
}

async function checkSecrets({ dataDir }: Config): Promise<Finding> {
  const given = readEnv().KITH_TOKEN_SECRET;
  if (given) {
    if (given.length >= 32) return { note: 'KITH_TOKEN_SECRET is set' };
    return {
      problem: 'KITH_TOKEN_SECRET is too short.',
      fix: 'Give at least 32 random characters, for example those of "openssl rand -hex 32".',
    };
  }
  const path = secretFile(dataDir);
  if ((await readKeptSecret(dataDir)) === undefined) return { note: `the first start creates ${path}` };
  const found = await stat(path);
  const mode = (found.mode & 0o777).toString(8);
  // Windows stores permissions elsewhere.
  if ((found.mode & 0o077) === 0 || process.platform === 'win32') return { note: `${path}, mode ${mode}` };
  return {
    problem: `Other users can read ${path} (mode ${mode}) and use it to sign in as anybody.`,
    fix: `chmod 600 ${path}, or remove it and start again, which ends all sessions.`,
  };
}

async function* checkDatabase(config: Config, options: { deep: boolean }): AsyncIterable<Check> {
  const opened = await openDatabase(config, makeLog('silent')).catch((error: Error) => error);
  if (opened instanceof Error) {
    yield { name: 'database', problem: opened.message, fix: await adviceFor(config) };
    return;
  }
  const db = makeDb(connectionOptions(opened.connection, 'doctor'), () => undefined);
  try {
    const reached = await look('database', () => reachDatabase(db, config));
    yield reached;
    if (reached.problem !== undefined) return;
    const fit = await look('database fitness', () => checkFitness(db));
    yield fit;
    yield await look('database settings', () => checkSettings(db, config));
    if (fit.problem !== undefined) return;
    const schema = await look('schema', () => checkSchema(db));
    yield schema;
    if (schema.problem === undefined && schema.note === UP_TO_DATE) {
      yield await look('time of the server', () => checkBelief(db));
      yield await look('sessions', () => checkSessions(db, config));
      yield await look('streams', () => checkStreams(db, options));
      yield await look('stored files', () => checkStoredFiles(db, config, options));
    }
    yield await look('write and read back', () => checkWriting(db));
    yield await look('clock', () => checkClock(db));
  } finally {
    await db.destroy();
    await opened.stop();
  }
}

/** Refers to the log only if it exists. */
async function adviceFor({ dataDir, databaseUrl }: Config): Promise<string> {
  if (databaseUrl !== undefined) return 'Correct DATABASE_URL.';
  const log = join(dataDir, 'postgres.log');
  const isThere = await access(log).then(
    () => true,
    () => false,
  );
  return `${isThere ? `See ${log}, or set` : 'Set'} DATABASE_URL to use a PostgreSQL of your own.`;
}

async function reachDatabase(db: Db, { databaseUrl }: Config): Promise<Finding> {
  try {
    const kind = databaseUrl === undefined ? 'embedded' : 'external';
    return { note: `${kind} PostgreSQL ${await readVersion(db)}` };
  } catch (error) {
    return explainConnection(error, databaseUrl);
  }
}

async function checkFitness(db: Db): Promise<Finding> {
  const [misfit] = [...(await findMisfits(db)), await findOutdatedCollation(db)];
  return misfit ?? { note: 'encoding, privileges and connections meet the requirements' };
}

async function checkSettings(db: Db, { allowUnsafeDatabase }: Config): Promise<Finding> {
  const unsafe = await findUnsafeSettings(db);
  if (unsafe.length === 0) return { note: 'committed data is durable' };
  const problem = `This database can lose committed data: ${unsafe.join(', ')}.`;
  if (allowUnsafeDatabase) return { note: `${problem} KITH_ALLOW_UNSAFE_DATABASE=1 allows it.` };
  return { problem, fix: 'Fix this in postgresql.conf, or use another server.' };
}

async function checkSchema(db: Db): Promise<Finding> {
  const { applied, pending, unknown } = await readMigrations(db);
  if (unknown.length > 0) return explainUnknown(unknown);
  if (pending.length === 0) return { note: UP_TO_DATE };
  if (applied.length === 0) return { note: 'none yet; the first start creates it' };
  return {
    problem: `The schema is older than this program: ${pending.join(', ')} missing.`,
    fix: 'Run "kith migrate", or restart the server, which migrates too.',
  };
}

async function checkWriting(db: Db): Promise<Finding> {
  const since = performance.now();
  if (await writeAndRead(db)) return { note: `${Math.round(performance.now() - since)} ms` };
  return {
    problem: 'Written data could not be read back.',
    fix: 'Check the disk and the log of the database.',
  };
}

async function checkClock(db: Db): Promise<Finding> {
  const leadMs = Math.round(await measureClockLead(db, Date.now));
  if (Math.abs(leadMs) <= MAX_CLOCK_LEAD_MS) return { note: `${Math.abs(leadMs)} ms apart` };
  const seconds = Math.abs(leadMs / 1000).toFixed(1);
  return {
    problem: `The database's clock is ${seconds} s ${leadMs > 0 ? 'ahead of' : 'behind'} this machine's.`,
    fix: 'Synchronise both machines with a time server (NTP).',
  };
}

async function checkFiles({ dataDir }: Config): Promise<Finding> {
  const folder = join(dataDir, 'files');
  // The server's user must create it, or it could not write there.
  if (!existsSync(folder)) return { note: 'the first upload creates the folder' };
  try {
    if (await storeAndReadBack(makeFsBlobs(folder))) return { note: 'stored, read back and removed' };
    return { problem: 'The stored file differs from the written one.', fix: `Check the disk of ${dataDir}.` };
  } catch (error) {
    return {
      problem: `Files cannot be stored (${(error as Error).message}).`,
      fix: `Give this user write permission for ${folder} and everything in it.`,
    };
  }
}

async function checkPictures(): Promise<Finding> {
  try {
    const sample = await readFile(join(ASSETS, 'static/photo/default_photo_path.png'));
    const { full, thumb } = await makeMediaTools({ assetsDir: ASSETS }).picture(sample);
    return { note: `re-encoded in ${full.bytes.length} bytes, as a thumbnail in ${thumb.bytes.length}` };
  } catch (error) {
    return {
      problem: `Pictures cannot be processed (${(error as Error).message}).`,
      fix: 'Install the dependencies again on this machine: npm ci --include=optional.',
    };
  }
}

async function checkPort(config: Config): Promise<Finding> {
  const { host, port } = config;
  if (port === 0) return { note: 'the system chooses one' };
  const readiness = await findReadiness(config);
  if (readiness === 200) return { note: `Kith runs on ${port} and is ready` };
  if (readiness !== undefined) {
    return {
      problem: `Kith runs on ${port}, but it is not ready (/readyz answers ${readiness}).`,
      fix: 'See its log; it probably cannot reach its database.',
    };
  }
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return { note: `${port} is free` };
  } catch (error) {
    const why = await explainListening(error, config);
    if (!why) throw error;
    return why;
  } finally {
    server.close();
  }
}

async function* checkMedia(): AsyncIterable<Check> {
  const { readerFault, ffmpeg, stillFault } = await checkMediaTools({ assetsDir: ASSETS });
  const explain = (fault: string, fix: string): Finding => ({ problem: fault, fix });
  yield {
    name: 'sound and video',
    ...(readerFault === undefined
      ? { note: 'a sample could be read' }
      : explain(
          readerFault,
          'Until this is fixed, uploads of sound and video are refused; see docs/operating.md.',
        )),
  };
  yield {
    name: 'ffmpeg',
    ...(stillFault === undefined
      ? { note: ffmpeg ?? 'not found, so videos get a placeholder instead of their first frame' }
      : explain(
          stillFault,
          'Until this is fixed, videos get a placeholder instead of their first frame; TMPDIR can name another folder.',
        )),
  };
}
