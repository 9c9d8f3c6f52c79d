import cluster from 'node:cluster';
import { bounds } from '@kith/core/kernel';
import type { Logger } from 'pino';
import { makeLog } from '../app/log.js';
import { openNode, type OpenNode } from '../app/open-node.js';
import type { RunningServer } from '../app/server.js';
import type { Config } from '../config/config.js';
import { decideRoles, requireAllRoles } from '../config/roles.js';
import { readArgs, UsageError, type Command } from './command.js';
import { announceFirstOwner } from './announce-first-owner.js';
import { explained } from './explain-listening.js';
import { runUntilStopped, whatStays, type Running, type Service } from './run-until-stopped.js';

export const startCommand: Command = {
  usage: '[--workers NUMBER] [--roles web,gateway,worker]',
  summary: 'Runs the server until it is stopped.',
  run: async (args, given) => {
    const { workers, config } = readOptions(args, given);
    requireAllRoles(config.roles, config.bus.kind !== 'none');
    const log = makeLog(config.logLevel);
    if (cluster.isWorker) return (await import('./workers/worker.js')).runWorker(config, workers, log);
    const onReady = (running: Running) => reportReady(config, log, running);
    if (workers === 1) return runAlone(config, log, onReady);
    const { runPrimary } = await import('./workers/primary.js');
    return runPrimary({ config, workers, log, onReady });
  },
};

function readOptions(args: readonly string[], config: Config): { workers: number; config: Config } {
  const { values, positionals } = readArgs(args, { workers: { type: 'string' }, roles: { type: 'string' } });
  if (positionals[0] !== undefined)
    throw new UsageError(`${JSON.stringify(positionals[0])} is not expected here.`);
  const workers = Number(values.workers ?? 1);
  if (!Number.isInteger(workers) || workers < 1 || workers > bounds.worker.mostWorkers)
    throw new UsageError(`--workers is a whole number from 1 to ${bounds.worker.mostWorkers}.`);
  const roles = values.roles === undefined ? config.roles : rolesOf(values.roles);
  if (workers > 1 && !roles.has('web') && !roles.has('gateway'))
    throw new UsageError('--workers has no use for a node that serves neither web nor gateway.');
  return { workers, config: { ...config, roles } };
}

function rolesOf(text: string): Config['roles'] {
  if (text === '') throw new UsageError('--roles needs at least one role.');
  try {
    return decideRoles('--roles', text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

interface Alone extends Service {
  readonly server: RunningServer;
  readonly node: OpenNode;
}

/** Database and server in this process. */
function runAlone(config: Config, log: Logger, onReady: (running: Running) => Promise<void>): Promise<never> {
  const began = performance.now();
  return runUntilStopped<Alone>({
    log,
    start: async (stopping) => {
      // The database starts while the rest of the program is loaded.
      const loading = import('../app/server.js');
      const node = await openNode(config, log, stopping);
      try {
        const { startServer } = await loading;
        stopping.throwIfAborted();
        const { database, secrets } = node;
        const server = await startServer({ config, secrets, database: database.connection, log });
        await announceFirstOwner(server.deps);
        const stop = async () => {
          await server.close();
          await node.close();
        };
        return { server, node, stopWithinMs: server.closeWithinMs, stop };
      } catch (error) {
        await node.close();
        throw await explained(error, config);
      }
    },
    onReady: ({ server, node }) =>
      onReady({
        port: server.port,
        databasePid: node.database.pid(),
        sinceMs: performance.now() - began,
        workers: undefined,
      }),
    onSecondSignal: (alone) => whatStays(alone?.node.database.pid()),
  });
}

async function reportReady(
  { dataDir }: Config,
  log: Logger,
  { port, databasePid, sinceMs, workers }: Running,
): Promise<void> {
  log.info(
    { port, dataDir, databasePid, workers, ms: Math.round(sinceMs) },
    `ready at http://localhost:${port}`,
  );
  await prepareMediaTools(log);
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
