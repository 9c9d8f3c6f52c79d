import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems choose themselves, for connections and for servers that leave the choice to them. */
const [FIRST, AMOUNT] = [20_000, 12_000];
/** Processes that run at the same time usually begin at different ports. */
let next = process.pid * 16;

/**
 * A port of this machine that nothing uses. Who stops and starts again finds it free: meanwhile, the system gives it to
 * nobody.
 */
export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = FIRST + (next++ % AMOUNT);
    try {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
      await once(server, 'close');
      return port;
    } catch (error) {
      // Used, or reserved by the system.
      if (tries === 100) throw error;
    }
  }
}
