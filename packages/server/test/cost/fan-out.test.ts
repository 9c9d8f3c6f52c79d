import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, say, textFrame, upTo } from '../realtime/support.js';
import { allocatedBytes } from './allocations.js';
import { WRITE_METHODS } from './write-methods.js';

const kith = useKith();

/** What one call passes to the system. */
interface Write {
  readonly method: string;
  readonly data: unknown;
}

/** Only the handle of a TCP socket knows its port; that of a Unix socket, to the database, does not. */
interface Handle {
  getsockname?(out: { port?: number }): number;
}

type Method = (this: Handle, request: object, data: unknown, ...rest: unknown[]) => number;

let writes: Write[] = [];
let restore = (): void => undefined;

/** Records the calls below `Socket.write`, of the server's ends only: each is one system call. */
beforeEach(async () => {
  const probe = new Socket();
  await new Promise<void>((resolve) => probe.connect(kith.server.port, '127.0.0.1', () => resolve()));
  let prototype = Object.getPrototypeOf((probe as unknown as { _handle: object })._handle) as object;
  while (!Object.hasOwn(prototype, 'writeBuffer')) prototype = Object.getPrototypeOf(prototype) as object;
  probe.destroy();
  const methods = prototype as Record<string, Method>;
  const originals = WRITE_METHODS.map((name) => [name, methods[name]!] as const);
  for (const [name, original] of originals) {
    methods[name] = function (this: Handle, request, data, ...rest) {
      const own: { port?: number } = {};
      this.getsockname?.(own);
      if (own.port === kith.server.port) writes.push({ method: name, data });
      return original.call(this, request, data, ...rest);
    };
  }
  restore = () => {
    for (const [name, original] of originals) methods[name] = original;
  };
  writes = [];
});

afterEach(() => restore());

/** Two people with twenty sockets each. */
async function fortySockets(): Promise<{ sender: V1Socket; sockets: V1Socket[]; to: string }> {
  const { ada, bo, to } = await adaAndBo(kith);
  const sockets = await Promise.all(upTo(40).map((n) => (n % 2 ? ada : bo).v1()));
  const sender = sockets[0]!;
  sender.send(textFrame(to, 'first'));
  for (const socket of sockets) await socket.next('entry');
  await sender.next('ack');
  writes = [];
  return { sender, sockets, to };
}

test('a kith.v1 entry for forty sockets takes one system call for each, and its frame is built once', async () => {
  const { sender, sockets, to } = await fortySockets();

  sender.send(textFrame(to, 'one for all'));
  for (const socket of sockets) await socket.next('entry');
  await sender.next('ack');

  expect(writes.map(({ method }) => method)).toEqual(sockets.map(() => 'writeBuffer'));
  // One for all, and that of the sender.
  expect(new Set(writes.map(({ data }) => data)).size).toBe(2);
});

test('the acknowledgement of a kith.v1 send leaves in the first write, with the entry', async () => {
  const { sender, sockets, to } = await fortySockets();

  sender.send(textFrame(to, 'mine first'));
  for (const socket of sockets) await socket.next('entry');
  await sender.next('ack');

  const first = String(writes[0]!.data);
  expect(first).toContain('"t":"entry"');
  expect(first).toContain('"t":"ack"');
});

test('a delivery to one of many kith.v1 sockets allocates a bounded number of bytes', async () => {
  const { ada, bo, to } = await adaAndBo(kith);
  const sender = await ada.v1();
  const send = async (count: number) => {
    for (const n of upTo(count)) await say(sender, to, `message ${n}`);
  };
  await send(100);
  const alone = await allocatedBytes(() => send(100));
  await Promise.all(upTo(30).map((n) => (n % 2 ? ada : bo).v1()));
  await send(50);

  const withOthers = await allocatedBytes(() => send(100));

  expect((withOthers - alone) / (100 * 30)).toBeLessThan(640);
});

test('thirty kith.v1 entries at once take far fewer system calls than deliveries', async () => {
  const { sender, sockets, to } = await fortySockets();

  for (const n of upTo(30)) sender.send(textFrame(to, `burst ${n}`));
  for (const socket of sockets) for (const _ of upTo(30)) await socket.next('entry');

  expect(writes.length).toBeLessThan((30 * 40) / 4);
});
