import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import { lockDatabase, type ServerLock } from '../adapters/postgres/server-lock.js';
import { makeLog } from '../app/log.js';
import { openDatabase, prepareDatabase, type OpenDatabase } from '../app/open-database.js';
import type { RunningServer } from '../app/server.js';
import type { Config } from '../config/config.js';
import { readEnv } from '../config/env.js';
import { loadSecrets } from '../config/secrets.js';
import { refuseArgs, type Command } from './command.js';
import { explainListening } from './explain-listening.js';

/** After a signal, the process ends within this time, even if something hangs. */
const STOP_WITHIN_MS = 10_000;

export const startCommand: Command = {
  usage: '',
  summary: 'Runs the server until it is stopped.',
  run: async (args, config) => {
    refuseArgs(args);
    const began = performance.now();
    const log = makeLog(config.logLevel);
    const stopping = new AbortController();
    const starting = start(config, log, stopping.signal);
    let database: OpenDatabase | undefined;
    void starting.then((started) => (database = started.database)).catch(() => undefined);
    // Installed before the start completes: a database that was just started must not be left running.
    const grace = closeWithGrace(
      {
        delay: STOP_WITHIN_MS,
        logger: false,
        skip: ['beforeExit'], // nothing left to do after a failed start, which has its own exit code
        onSecondSignal: (signal) => log.warn(whatStays(signal, database?.pid())),
        onTimeout: () => log.error(`not everything had stopped after ${STOP_WITHIN_MS} ms`),
      },
      async ({ signal, err }) => {
        if (err) log.fatal({ err }, 'the process failed');
        else log.info({ signal }, 'stopping');
        stopping.abort();
        const started = await starting.catch(() => undefined);
        await started?.server.close();
        await started?.releaseDatabase();
        log.info('stopped');
      },
    );
    try {
      const { server, database: opened } = await starting;
      if (!stopping.signal.aborted) {
        const ms = Math.round(performance.now() - began);
        log.info(
          { port: server.port, dataDir: config.dataDir, databasePid: opened.pid(), ms },
          `ready at http://localhost:${server.port}`,
        );
        await prepareMediaTools(log);
      }
    } catch (error) {
      if (!stopping.signal.aborted) {
        grace.uninstall();
        const why = await explainListening(error, config);
        throw why ? new Error(`${why.problem} ${why.fix}`, { cause: error }) : error;
      }
    }
    return new Promise<never>(() => undefined); // the signal's handler ends the process
  },
};

/** What keeps running if a process gets a second signal. */
function whatStays(signal: string, databasePid: number | undefined): string {
  const stays =
    databasePid === undefined
      ? 'unfinished work is lost'
      : `PostgreSQL keeps running (process ${databasePid}); the next start adopts it, "kill -INT ${databasePid}" stops it`;
  return `second ${signal}: exiting at once; ${stays}`;
}

/** A broken media tool must not prevent the start, but operators should know before users notice. */
async function prepareMediaTools(log: Logger): Promise<void> {
  const [{ checkMediaTools }, { removeAbandonedFolders }, { ASSETS }] = await Promise.all([
    import('../adapters/media/check-tools.js'),
    import('../adapters/media/poster.js'),
    import('../app/assets.js'),
  ]);
  // A temporary folder that cannot be read is named by the check.
  await removeAbandonedFolders().catch(() => undefined);
  const { readerFault, stillFault } = await checkMediaTools({ assetsDir: ASSETS });
  if (readerFault !== undefined) log.error(`Uploads of sound and video are refused. ${readerFault}`);
  if (stillFault !== undefined)
    log.warn(`Videos get a placeholder instead of their first frame. ${stillFault}`);
}

async function start(
  config: Config,
  log: Logger,
  stopping: AbortSignal,
): Promise<{ server: RunningServer; database: OpenDatabase; releaseDatabase: () => Promise<void> }> {
  // The database starts while the rest of the program is loaded.
  const loading = import('../app/server.js');
  const database = await openDatabase(config, log);
  let lock: ServerLock | undefined;
  try {
    stopping.throwIfAborted();
    await prepareDatabase(config, log, database.connection, async () => {
      lock = await lockDatabase(database.connection, log);
    });
    const secrets = await loadSecrets(config, readEnv());
    const { startServer } = await loading;
    stopping.throwIfAborted();
    const server = await startServer({ config, secrets, database: database.connection, log });
    return { server, database, releaseDatabase: () => releaseDatabase(lock, database) };
  } catch (error) {
    await releaseDatabase(lock, database);
    throw error;
  }
}

async function releaseDatabase(lock: ServerLock | undefined, database: OpenDatabase): Promise<void> {
  await lock?.release();
  await database.stop();
}
