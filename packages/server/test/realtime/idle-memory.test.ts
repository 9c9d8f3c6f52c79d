import { Server, type IncomingMessage } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { eventually, useKith } from '../harness/kith.js';
import { makeCrowd, type Someone } from './crowd.js';
import { openRawClient, type RawClient } from './raw-client.js';

/* What an idle socket keeps, counted: sizes depend on Node, and other tests of this process allocate too. */
const kith = useKith();

const SOCKETS = 40;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Watches the upgrade requests from now on: such a request is large, and any closure could keep it. */
function watchRequests(): WeakRef<IncomingMessage>[] {
  const requests: WeakRef<IncomingMessage>[] = [];
  const emit = Server.prototype.emit as (...args: unknown[]) => boolean;
  Server.prototype.emit = function (this: Server, ...args: unknown[]) {
    if (args[0] === 'upgrade') requests.push(new WeakRef(args[1] as IncomingMessage));
    return emit.apply(this, args);
  } as typeof Server.prototype.emit;
  onTestFinished(() => {
    Server.prototype.emit = emit as typeof Server.prototype.emit;
  });
  return requests;
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
  const requests = watchRequests();
  clients.push(...(await Promise.all(people.slice(SOCKETS).map((person) => signIn(person, protocol)))));
  expect(requests).toHaveLength(SOCKETS);
  await sleep(0); // a turn of the loop holds what it has looked at
  collectGarbage();
  const kept = requests.filter((request) => request.deref() !== undefined).length;
  for (const client of clients) client.destroy();
  expect(kept / SOCKETS).toBeLessThan(0.2);
});
