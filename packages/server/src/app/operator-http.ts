import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import type { Readiness } from './readiness.js';

/** HTTP for operators only, on a separate address. */
export interface OperatorHttp {
  /** Undefined if it is switched off, or the default address is in use. */
  readonly port: number | undefined;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` and a detailed `/readyz`. If the default address is in use, for example by a second server on the
 * machine, this server runs without. Throws if a configured address cannot be used.
 */
export async function openOperatorHttp(of: {
  address: Config['metrics'];
  metrics: { readonly contentType: string; readonly read: () => Promise<string> };
  readiness: () => Promise<Readiness>;
  log: Logger;
}): Promise<OperatorHttp> {
  const { address, metrics, readiness, log } = of;
  if (!address) return { port: undefined, close: () => Promise.resolve() };

  async function answer(url: string | undefined): Promise<{ status: number; type: string; body: string }> {
    if (url === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.read() };
    if (url !== '/readyz') return { status: 404, type: 'text/plain', body: 'not found' };
    const found = await readiness();
    const body = {
      status: statusOf(found),
      database_started_at: found.databaseStartedAt ?? null,
      storing: found.isStoring,
    };
    return { status: found.isReady ? 200 : 503, type: 'application/json', body: JSON.stringify(body) };
  }

  const server = createServer((request, response) => {
    void answer(request.url)
      .catch((error: unknown) => {
        log.error({ err: error }, 'the metrics could not be read');
        return { status: 500, type: 'text/plain', body: 'failed' };
      })
      .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body));
  });
  const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen({ host: address.host, port: address.port }, () => resolve(undefined));
  });
  if (problem) {
    const why = `The metrics cannot be served at ${address.host}:${address.port} (${problem.code}).`;
    const fix = 'Set KITH_METRICS_ADDRESS to another address and port, or to off.';
    if (address.isWanted) throw new Error(`${why} ${fix}`, { cause: problem });
    log.warn(`${why} This server does not serve them. ${fix}`);
    return { port: undefined, close: () => Promise.resolve() };
  }
  return {
    port: (server.address() as AddressInfo).port, // a listening TCP server has an AddressInfo
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function statusOf({ isReady, isDraining, isStoring }: Readiness): string {
  if (isDraining) return 'draining';
  if (!isReady) return 'database unavailable';
  return isStoring ? 'ready' : 'read-only';
}
