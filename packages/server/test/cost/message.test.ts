import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { eventually, useKith } from '../harness/kith.js';
import { useLaneStatements, type LaneStatement } from '../harness/lane-statements.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, say, textFrame, upTo } from '../realtime/support.js';
import { allocatedBytes } from './allocations.js';
import { WRITE_METHODS } from './write-methods.js';

const kith = useKith();
const lanes = useLaneStatements();

/** The number of statements that the server's connections ran during an action, by their texts. */
async function countStatements(what: () => Promise<unknown>): Promise<Map<string, number>> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await what();
    const counts = new Map<string, number>();
    for (const [index, client] of query.mock.contexts.entries()) {
      const { application_name } = (
        client as unknown as { connectionParameters: { application_name?: string } }
      ).connectionParameters;
      if (!application_name?.startsWith('kith ')) continue;
      const [first] = query.mock.calls[index] as unknown as [string | { text: string }];
      const text = typeof first === 'string' ? first : first.text;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return counts;
  } finally {
    query.mockRestore();
  }
}

/** Sends messages, each after the acknowledgement of the one before; with rests, because a socket may send 300 a second. */
async function sayInTurn(socket: V1Socket, to: string, count: number): Promise<void> {
  for (const n of upTo(count)) {
    await say(socket, to, `message ${n}`);
    if (n % 100 === 0) await sleep(400);
  }
}

test('a message over kith.v1 send that comes alone costs one statement', async () => {
  const { ada, to } = await adaAndBo(kith);
  const socket = await ada.v1();
  await sayInTurn(socket, to, 5);
  const messages = 200;

  const counts = await countStatements(() => sayInTurn(socket, to, messages));

  // Workers run meanwhile, but none as often as every fourth message.
  const often = [...counts].filter(([, count]) => count >= messages / 4);
  expect(often.map(([, count]) => count)).toEqual([messages]);
  expect(often[0]![0]).toMatch(/insert into entries/i);
});

test('a message over /im/message/textMsg costs the statement that stores it and at most one that reads', async () => {
  const { ada, to } = await adaAndBo(kith);
  const send = () => ada.im.message.textMsg({ list_id: to, content_type: 0, content: { text: 'hello' } });
  for (const _ of upTo(5)) await send();
  const messages = 100;

  const counts = await countStatements(async () => {
    for (const _ of upTo(messages)) await send();
  });

  const often = [...counts].filter(([, count]) => count >= messages / 4);
  expect(often.reduce((sum, [, count]) => sum + count, 0)).toBeLessThanOrEqual(2 * messages);
});

test('two hundred messages over kith.v1 send that come at once share their statements', async () => {
  const { ada, to } = await adaAndBo(kith);
  const socket = await ada.v1();
  await sayInTurn(socket, to, 5);
  const seen = socket.frames.length;

  const counts = await countStatements(async () => {
    for (const n of upTo(200)) socket.send(textFrame(to, `at once ${n}`));
    await eventually(
      'all are acknowledged',
      () => socket.frames.slice(seen).filter(({ t }) => t === 'ack').length === 200,
    );
  });

  const writes = [...counts].filter(([text]) => /insert into entries/i.test(text));
  expect(writes.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(20);
});

/** The end of a lane's connection: what Node's socket passes to the system, and what it receives. */
interface LaneSocket {
  readonly stream: Socket & { _handle: Record<string, (...args: unknown[]) => unknown> };
}

test('a message that comes alone costs one buffer to the database, and an answer without a description', async () => {
  const { ada, to } = await adaAndBo(kith);
  const socket = await ada.v1();
  await sayInTurn(socket, to, 5);
  const [{ client }] = lanes.take().slice(-1) as [LaneStatement];
  const { stream } = (client as unknown as { connection: LaneSocket }).connection;
  const calls: string[] = [];
  for (const method of WRITE_METHODS) {
    const original = stream._handle[method]!;
    stream._handle[method] = function (...args) {
      calls.push(method);
      return original.apply(this, args);
    };
  }
  const read = stream.bytesRead;
  const messages = 50;

  await sayInTurn(socket, to, messages);

  for (const method of WRITE_METHODS) delete stream._handle[method];
  expect(calls).toEqual(Array.from({ length: messages }, () => 'writeBuffer'));
  expect((stream.bytesRead - read) / messages).toBeLessThan(100);
});

test('a message over kith.v1 send allocates a bounded number of bytes', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const [socket] = [await ada.v1(), await bo.v1()];
  await sayInTurn(socket, to, 200);
  const messages = 500;

  const bytes = await allocatedBytes(() => sayInTurn(socket, to, messages));

  expect(bytes / messages).toBeLessThan(42_000);
});
