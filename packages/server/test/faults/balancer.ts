import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A balancer in front of nodes: hands connections in turn to those whose `/readyz` answers 200. */
export interface Balancer {
  readonly url: string;
  readonly port: number;
  /** Cuts all connections without a word, and accepts none. */
  cut(): void;
  /** Accepts connections again. */
  mend(): void;
}

const PROBE_EVERY_MS = 50;

/** Starts a balancer on a free port; it ends with the test. */
export async function openBalancer(ports: readonly number[]): Promise<Balancer> {
  const ready = new Set(ports);
  const open = new Set<Socket>();
  let turn = 0;
  let isOver = false;
  let isCut = false;

  const server = createServer((client) => {
    const port = [...ready][turn++ % Math.max(1, ready.size)];
    if (port === undefined || isCut) return void client.destroy();
    const node = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [client, node],
      [node, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.end();
      });
    }
    client.pipe(node);
    node.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const probing = ports.map(async (port) => {
    while (!isOver) {
      const isReady = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
      if (isReady) ready.add(port);
      else ready.delete(port);
      await sleep(PROBE_EVERY_MS);
    }
  });
  onTestFinished(async () => {
    isOver = true;
    for (const socket of open) socket.destroy();
    server.close();
    await Promise.all(probing);
  });
  const { port } = server.address() as AddressInfo; // it listens
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    cut: () => {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
  };
}
