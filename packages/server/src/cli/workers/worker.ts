import type { ClientConfig } from 'pg';
import type { Logger } from 'pino';
import { AggregatorRegistry } from 'prom-client';
import { startServer, type RunningServer } from '../../app/server.js';
import { workerConfig, type Config } from '../../config/config.js';
import { readEnv } from '../../config/env.js';
import { loadSecrets } from '../../config/secrets.js';
import { explainListening } from '../explain-listening.js';
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
    process.on('message', (message: ToWorker) => {
      if (message.kind === 'start') resolve(message.database);
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
        const server = await startServer({ config, secrets, database, log });
        const stop = async (): Promise<void> => {
          await tell({ kind: 'stopping', withinMs: server.closeWithinMs() });
          await server.close();
        };
        return { server, stopWithinMs: server.closeWithinMs, stop };
      } catch (error) {
        // The primary reports the reason.
        const why = await explainListening(error, given);
        await tell({ kind: 'failed', message: why ? `${why.problem} ${why.fix}` : (error as Error).message });
        process.exit(1);
      }
    },
    onReady: async (ready) => {
      node = ready;
      AggregatorRegistry.setRegistries(ready.server.deps.metrics.registry);
      new AggregatorRegistry(); // answers the primary
      await tell({ kind: 'ready', port: ready.server.port });
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
