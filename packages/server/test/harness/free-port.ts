import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems choose themselves, for connections and for servers that leave the choice to them. */
const [FIRST, AMOUNT] = [20_000, 12_000];
/** Processes that run at the same time begin at different ports. */
let next = process.pid * 16;

/**
 * A port of this machine that nothing uses. Who stops and starts again finds it free: meanwhile, the system gives it to
 * nobody.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + (next++ % AMOUNT);
    const server = createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
