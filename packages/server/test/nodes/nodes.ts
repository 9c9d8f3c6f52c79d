import { pino } from 'pino';
import { inject, onTestFinished } from 'vitest';
import { connectApi, connectIm, type ApiClient, type ImClient } from '@kith/sdk';
import type { Overrides } from '../../src/app/deps.js';
import { startServer, type RunningServer } from '../../src/app/server.js';
import { checkedFetch, quickPasswords, SECRETS, type Kith, type Person } from '../harness/kith.js';
import { openLegacySocket, type LegacySocket } from '../harness/legacy-socket.js';
import { openV1Socket, type V1Socket } from '../harness/v1-socket.js';
import { noLimits } from '../../src/adapters/rate-limits.js';

/** Another node of an installation. */
export interface OtherNode {
  readonly server: RunningServer;
  im(person: Person): ImClient;
  api(person: Person): ApiClient;
  socket(person: Pick<Person, 'token'>): Promise<LegacySocket>;
  v1(person: Pick<Person, 'token'>): Promise<V1Socket>;
  close(): Promise<void>;
}

/** Starts another node on the database of a running one; it is closed with the test. */
export async function addNode(kith: Kith, overrides: Overrides): Promise<OtherNode> {
  const { config, now } = kith.server.deps;
  const [row] = await kith.sql<{ name: string }>('select current_database() as name');
  const server = await startServer({
    config: { ...config, port: 0 },
    secrets: SECRETS,
    database: { ...inject('database'), database: row!.name },
    log: pino({ level: 'silent' }),
    overrides: {
      now,
      ...overrides,
      ports: { limits: noLimits, passwords: quickPasswords, ...overrides.ports },
    },
  });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= server.close());
  onTestFinished(close);
  const url = `http://127.0.0.1:${server.port}`;
  const address = `ws://127.0.0.1:${server.port}/ws`;
  return {
    server,
    im: ({ token, tenant }) => connectIm({ url, token, tenant, fetch: checkedFetch }),
    api: ({ token, id }) => connectApi({ url, token, userId: id, fetch: checkedFetch }),
    socket: ({ token }) => openLegacySocket(address, token),
    v1: ({ token }) => openV1Socket(address, { token }),
    close,
  };
}
