import type { Socket } from 'node:net';
import type { ClientConfig } from 'pg';
import type { Logger } from 'pino';
import { AggregatorRegistry } from 'prom-client';
import { startServer, type RunningServer } from '../../app/server.js';
import { workerConfig, type Config } from '../../config/config.js';
import { readEnv } from '../../config/env.js';
import { loadSecrets } from '../../config/secrets.js';
import { announceFirstOwner } from '../announce-first-owner.js';
import { runUntilStopped, type Service } from '../run-until-stopped.js';
import type { ToPrimary, ToWorker } from './messages.js';

interface Node extends Service {
  readonly server: RunningServer;
}

/** One process of `kith start --workers`: a server on the database of the primary, which also tells it to stop. */
export async function runWorker(given: Config, workers: number, parentLog: Logger): Promise<never> {
  const log = parentLog.child({ worker: process.pid });
  let askToStop: () => void = () => undefined;
  const stopWhen = new Promise<void>((resolve) => (askToStop = resolve));
  let node: Node | undefined;
  const started = new Promise<ClientConfig>((resolve) => {
    process.on('message', (message: ToWorker, connection: Socket | undefined) => {
      if (message.kind === 'start') resolve(message.database);
      if (message.kind === 'connection') {
        // A connection that ended on the way is undefined.
        const isTaken = connection === undefined || node?.server.take(connection) === true;
        if (!isTaken) connection.destroy(); // the copy of this process
        void tell({ kind: 'answered', isTaken });
      }
      if (message.kind === 'stop' && node) askToStop();
      if (message.kind === 'stop' && !node) process.exit(0);
      if (message.kind === 'readiness')
        void node?.server
          .readiness()
          .then((readiness) => tell({ kind: 'readiness', question: message.question, readiness }));
    });
  });
  await tell({ kind: 'loaded' });
  const database = await started;
  return runUntilStopped<Node>({
    log,
    stopWhen,
    start: async (stopping) => {
      try {
        // The primary has created the secret, so all workers load the same one.
        const secrets = await loadSecrets(given, readEnv());
        const config = workerConfig(given, workers);
        stopping.throwIfAborted();
        const server = await startServer({ config, secrets, database, log, listens: false });
        await announceFirstOwner(server.deps);
        const stop = async (): Promise<void> => {
          await tell({ kind: 'stopping', withinMs: server.closeWithinMs() });
          await server.close();
        };
        return { server, stopWithinMs: server.closeWithinMs, stop };
      } catch (error) {
        // The primary reports the reason.
        await tell({ kind: 'failed', message: (error as Error).message });
        process.exit(1);
      }
    },
    onReady: async (ready) => {
      node = ready;
      AggregatorRegistry.setRegistries(ready.server.deps.metrics.registry);
      new AggregatorRegistry(); // answers the primary
      await tell({ kind: 'ready' });
    },
    onSecondSignal: () => 'unfinished work is lost',
  });
}

/** Resolves when the message is sent. If the primary has died, this process ends too. */
function tell(message: ToPrimary): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else resolve();
  });
}
