import type { Logger } from 'pino';
import { AggregatorRegistry } from 'prom-client';
import { openNode, type OpenNode } from '../../app/open-node.js';
import { openOperatorHttp } from '../../app/operator-http.js';
import type { Config } from '../../config/config.js';
import { explained } from '../explain-listening.js';
import { runUntilStopped, whatStays, type Running, type Service } from '../run-until-stopped.js';
import { superviseWorkers, type Workers } from './supervise.js';

interface Primary extends Service {
  readonly node: OpenNode;
  readonly workers: Workers;
}

/** Workers have limits of their own; this one is for the database. */
const STOP_WITHIN_MS = 600_000;

/**
 * Runs the workers of `kith start --workers` and replaces those that die. This process owns what they share: the embedded
 * database, the lock and the schema of the database, the token secret, the listening port, and the metrics.
 */
export function runPrimary({
  config,
  workers: count,
  log,
  onReady,
}: {
  config: Config;
  workers: number;
  log: Logger;
  onReady: (running: Running) => Promise<void>;
}): Promise<never> {
  const began = performance.now();
  return runUntilStopped<Primary>({
    log,
    start: async (stopping) => {
      const node = await openNode(config, log, stopping);
      const undo = [node.close];
      const stop = async (): Promise<void> => {
        for (const step of undo.toReversed()) await step();
      };
      try {
        const { host, port, listenBacklog: backlog } = config;
        const place = { host, port, backlog };
        const workers = superviseWorkers({ count, place, database: node.database.connection, log });
        const registry = new AggregatorRegistry();
        const operators = await openOperatorHttp({
          address: config.metrics,
          metrics: { contentType: registry.contentType, read: () => registry.clusterMetrics() },
          readiness: workers.readiness,
          log,
        });
        undo.push(operators.close, workers.stop);
        stopping.throwIfAborted();
        // A start that is interrupted does not wait for workers.
        const interrupt = (): void => void workers.stop();
        stopping.addEventListener('abort', interrupt);
        await workers.start();
        stopping.removeEventListener('abort', interrupt);
        return { node, workers, stopWithinMs: () => STOP_WITHIN_MS, stop };
      } catch (error) {
        await stop();
        throw await explained(error, config);
      }
    },
    onReady: ({ node, workers }) =>
      onReady({
        port: workers.port(),
        databasePid: node.database.pid(),
        sinceMs: performance.now() - began,
        workers: count,
      }),
    onSecondSignal: (primary) => {
      primary?.workers.kill();
      return whatStays(primary?.node.database.pid());
    },
  });
}
