import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { afterAll } from 'vitest';
import { eventually } from '../../../server/test/harness/eventually.js';

/** A TURN server on loopback that takes what a server of Kith grants with the same secret. */
export interface Turn {
  start(): Promise<void>;
  /** Kills it: everything that it relayed is interrupted. */
  kill(): Promise<void>;
}

/** Prepares a TURN server; it is killed after the tests of the file. */
export function useTurn(port: number, secret: string): Turn {
  const folder = mkdtempSync(join(tmpdir(), 'kith-turn-'));
  let child: ChildProcess | undefined;

  async function kill(): Promise<void> {
    const killed = child;
    child = undefined;
    if (!killed) return;
    killed.kill('SIGKILL');
    await once(killed, 'exit');
  }

  afterAll(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    start: async () => {
      const options = {
        'listening-ip': '127.0.0.1',
        'relay-ip': '127.0.0.1',
        'listening-port': port,
        'static-auth-secret': secret,
        realm: 'kith.test',
        userdb: join(folder, 'turndb'),
        pidfile: join(folder, 'pid'),
        'log-file': 'stdout',
      };
      child = spawn(
        'turnserver',
        [
          '-n',
          '--use-auth-secret',
          '--no-tls',
          '--no-dtls',
          '--no-cli',
          '--allow-loopback-peers',
          ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
        ],
        { stdio: 'ignore' },
      );
      await eventually('the TURN server listens', async () => {
        const socket = connect(port, '127.0.0.1');
        const isOpen = await Promise.race([
          once(socket, 'connect').then(() => true),
          once(socket, 'error').then(() => false),
        ]).catch(() => false);
        socket.destroy();
        return isOpen;
      });
    },
    kill,
  };
}

/** Lets the calls of a browser use TURN servers only. */
export async function relayOnly(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const Connection = RTCPeerConnection;
    Object.assign(globalThis, {
      RTCPeerConnection: class extends Connection {
        constructor(configuration?: RTCConfiguration) {
          super({ ...configuration, iceTransportPolicy: 'relay' });
        }
        override setConfiguration(configuration?: RTCConfiguration): void {
          super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' });
        }
      },
    });
  });
}
