import { bounds } from '@kith/core/kernel';
import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';

/** What a process runs until it is stopped. */
export interface Service {
  /** How long `stop` may take now. */
  stopWithinMs(): number;
  stop(): Promise<void>;
}

/** What the log says when it serves. */
export interface Running {
  readonly port: number;
  /** Of the embedded database. */
  readonly databasePid: number | undefined;
  /** Since the start, in milliseconds. */
  readonly sinceMs: number;
  /** The number of worker processes; undefined if the server runs in this process. */
  readonly workers: number | undefined;
}

/** How a process runs a service. */
export interface ServiceRun<S extends Service> {
  readonly log: Logger;
  readonly start: (stopping: AbortSignal) => Promise<S>;
  readonly onReady: (service: S) => Promise<void>;
  /** Describes what a second signal leaves; may end it. */
  readonly onSecondSignal: (service: S | undefined) => string;
  /** What stops the service instead of a signal: signals to a whole group of processes are its parent's. */
  readonly stopWhen?: Promise<unknown>;
}

const STOP_SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

/**
 * Runs a service until a signal or an uncaught error stops it, and then ends the process, even if something hangs. A
 * second signal ends it at once. Rejects if the start fails.
 */
export async function runUntilStopped<S extends Service>(run: ServiceRun<S>): Promise<never> {
  const { log } = run;
  const stopping = new AbortController();
  const starting = run.start(stopping.signal);
  let service: S | undefined;
  void starting.then((started) => (service = started)).catch(() => undefined);
  // Installed before the start completes: a database that was just started must not be left running.
  const grace = closeWithGrace(
    {
      delay: false, // the time depends on the number of sockets
      logger: false,
      // Before an exit, there is nothing left to do after a failed start, which has its own exit code.
      skip: ['beforeExit', ...(run.stopWhen ? STOP_SIGNALS : [])],
      onSecondSignal: (signal) =>
        log.warn(`second ${signal}: exiting at once; ${run.onSecondSignal(service)}`),
    },
    async ({ signal, err }) => {
      if (err) log.fatal({ err }, 'the process failed');
      else log.info({ signal }, 'stopping');
      stopping.abort();
      const endLate = exitAfter(service ? service.stopWithinMs() : bounds.connection.stopWithinMs, log);
      const started = await starting.catch(() => undefined);
      await started?.stop();
      clearTimeout(endLate);
      log.info('stopped');
    },
  );
  if (run.stopWhen) for (const signal of STOP_SIGNALS) process.on(signal, () => undefined);
  void run.stopWhen?.then(() => grace.close());
  try {
    const started = await starting;
    if (!stopping.signal.aborted) await run.onReady(started);
  } catch (error) {
    if (!stopping.signal.aborted) {
      grace.uninstall();
      throw error;
    }
  }
  return new Promise<never>(() => undefined); // the signal's handler ends the process
}

function exitAfter(ms: number, log: Logger): NodeJS.Timeout {
  return setTimeout(() => {
    log.error(`not everything had stopped after ${ms} ms`);
    process.exit(1);
  }, ms);
}

/** What keeps running if a process gets a second signal. */
export function whatStays(databasePid: number | undefined): string {
  return databasePid === undefined
    ? 'unfinished work is lost'
    : `PostgreSQL keeps running (process ${databasePid}); the next start takes it over, "kill -INT ${databasePid}" stops it`;
}
