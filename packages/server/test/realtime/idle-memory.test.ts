import { IncomingMessage } from 'node:http';
import { queryObjects } from 'node:v8';
import { expect, test } from 'vitest';
import { eventually, useKith } from '../harness/kith.js';
import { makeCrowd, type Someone } from './crowd.js';
import { openRawClient, type RawClient } from './raw-client.js';

/* What an idle socket keeps, counted: sizes depend on Node, and other tests of this process allocate too. */
const kith = useKith();

const SOCKETS = 40;

/** The requests in memory: an upgrade request is large, and any closure could keep it. */
function countRequests(): number {
  return queryObjects(IncomingMessage as never, { format: 'count' });
}

async function signIn({ token }: Someone, protocol: 'im' | 'kith.v1'): Promise<RawClient> {
  const client = await openRawClient(`${kith.url}/ws`, protocol === 'im' ? undefined : protocol);
  client.send(protocol === 'im' ? { action: 'checkToken', data: token } : { t: 'hello', token });
  const answer = protocol === 'im' ? '"err":0' : '"t":"ready"';
  await eventually('signed in', () => client.texts.some((text) => text.includes(answer)));
  return client;
}

test.each(['im', 'kith.v1'] as const)('%s: an idle socket keeps no request', async (protocol) => {
  const people = await makeCrowd(kith, 2 * SOCKETS);
  // The first sockets fill the caches of the process.
  const clients = await Promise.all(people.slice(0, SOCKETS).map((person) => signIn(person, protocol)));
  const before = countRequests();
  clients.push(...(await Promise.all(people.slice(SOCKETS).map((person) => signIn(person, protocol)))));
  const kept = countRequests() - before;
  for (const client of clients) client.destroy();
  expect(kept / SOCKETS).toBeLessThan(0.2);
});
