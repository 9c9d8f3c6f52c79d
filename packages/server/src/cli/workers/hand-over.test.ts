import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { makeHandOver, type HandOver } from './hand-over.js';

/** A process that records the connections it is offered. */
function makeTaker() {
  const offers: Socket[] = [];
  return { offers, offer: (connection: Socket) => void offers.push(connection) };
}

async function listening(): Promise<{ handOver: HandOver; visit: () => Promise<Socket> }> {
  const handOver = makeHandOver();
  const port = await handOver.listen({ host: '127.0.0.1', port: 0, backlog: 16 });
  onTestFinished(handOver.close);
  const visit = async (): Promise<Socket> => {
    const visitor = connect(port, '127.0.0.1');
    onTestFinished(() => void visitor.destroy());
    await once(visitor, 'connect');
    return visitor;
  };
  return { handOver, visit };
}

/** Until the connections have been accepted, which only the offers show. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(1);
}

test('connections go to the processes in turn, one at a time to each', async () => {
  const { handOver, visit } = await listening();
  const [a, b] = [makeTaker(), makeTaker()];
  handOver.join(a);
  handOver.join(b);
  for (let i = 0; i < 3; i++) await visit();
  await until(() => a.offers.length + b.offers.length === 2);
  handOver.answered(b, true);
  await until(() => b.offers.length === 2);
  expect([a.offers.length, b.offers.length]).toEqual([1, 2]);
});

test('a connection that a process had not taken when it ended, or that it refuses, goes to another one', async () => {
  const { handOver, visit } = await listening();
  const [a, b, c] = [makeTaker(), makeTaker(), makeTaker()];
  handOver.join(a);
  await visit();
  await until(() => a.offers.length === 1);
  handOver.join(b);
  handOver.leave(a);
  expect(b.offers).toEqual(a.offers);
  handOver.join(c);
  handOver.answered(b, false);
  expect(c.offers).toEqual(a.offers);
  // An answer that comes too late changes nothing.
  handOver.answered(a, true);
  await visit();
  handOver.answered(c, true);
  await until(() => c.offers.length === 2);
  expect([a.offers.length, b.offers.length]).toEqual([1, 1]);
});

test('while no process is left, the port stays open and connections wait for the next one; at the end they are closed', async () => {
  const { handOver, visit } = await listening();
  const a = makeTaker();
  handOver.join(a);
  handOver.leave(a);
  const visitor = await visit();
  const next = makeTaker();
  await sleep(20); // it may be accepted before or after the process joins
  handOver.join(next);
  await until(() => next.offers.length === 1);
  expect(next.offers[0]?.remotePort).toBe(visitor.localPort);

  handOver.end();
  handOver.answered(next, false);
  await once(visitor.resume(), 'close');
  await expect(visit()).rejects.toThrow('ECONNREFUSED');
});
