import { bounds, type AccountId } from '@kith/core/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '../../src/realtime/connection.js';
import { makeHub, type Hub } from '../../src/realtime/hub.js';
import { makePresence, type NodesPresence } from '../../src/realtime/nodes/presence.js';
import { makeMemoryBus, type MemoryNode } from './memory-bus.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Node {
  readonly hub: Hub;
  readonly bus: MemoryNode;
  readonly presence: NodesPresence;
  /** What it has told its watchers. */
  readonly told: (readonly [id: number, isOnline: boolean])[];
}

function makeNode(bus: MemoryNode): Node {
  const hub = makeHub(Date.now);
  const presence = makePresence(hub, bus);
  const told: (readonly [number, boolean])[] = [];
  presence.onChange((id, isOnline) => told.push([id, isOnline]));
  return { hub, bus, presence, told };
}

/** Nodes that know each other. */
function makeNodes<const N extends readonly string[]>(...names: N): { -readonly [K in keyof N]: Node } {
  const connect = makeMemoryBus();
  const nodes = names.map(() => makeNode(connect()));
  for (const { bus } of nodes) bus.join();
  return nodes as { -readonly [K in keyof N]: Node }; // one for each name
}

const ada = 1 as AccountId;
const bo = 2 as AccountId;

function open({ hub }: Node, id: AccountId): { close(): void } {
  const connection = { close: () => undefined } as unknown as Connection; // the hub only keeps it
  hub.add(connection, id);
  return { close: () => hub.remove(connection, id) };
}

function passOn(): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(2 * bounds.presence.gatherMs);
}

test('an account is online at all nodes while it has a socket at one, and a change is told once', async () => {
  const [a, b, c] = makeNodes('a', 'b', 'c');
  const first = open(a, ada);
  expect(a.presence.isOnline(ada)).toBe(true);
  await passOn();
  expect([b, c].map(({ presence }) => presence.isOnline(ada))).toEqual([true, true]);
  const second = open(b, ada);
  await passOn();
  first.close();
  await passOn();
  expect([a, b, c].map(({ presence }) => presence.isOnline(ada))).toEqual([true, true, true]);
  second.close();
  await passOn();
  expect([a, b, c].map(({ presence }) => presence.isOnline(ada))).toEqual([false, false, false]);
  for (const { told } of [a, b, c])
    expect(told).toEqual([
      [ada, true],
      [ada, false],
    ]);
});

test('a node that joins learns who is online elsewhere', async () => {
  const connect = makeMemoryBus();
  const a = makeNode(connect());
  a.bus.join();
  open(a, ada);
  await passOn();
  const late = makeNode(connect());
  open(late, bo);
  late.bus.join();
  await passOn();
  expect(late.presence.isOnline(ada)).toBe(true);
  expect(a.presence.isOnline(bo)).toBe(true);
});

test('a lost change is found by the next digest and repaired by a snapshot', async () => {
  const [a, b] = makeNodes('a', 'b');
  const socket = open(a, ada);
  await passOn();
  a.bus.carries = () => false;
  open(a, bo);
  socket.close();
  await passOn();
  a.bus.carries = () => true;
  expect([b.presence.isOnline(ada), b.presence.isOnline(bo)]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(bounds.presence.digestEveryMs);
  await passOn();
  expect([b.presence.isOnline(ada), b.presence.isOnline(bo)]).toEqual([false, true]);
  expect(b.told).toEqual([
    [ada, true],
    [ada, false],
    [bo, true],
  ]);
});

test('an incomplete snapshot changes nothing, and another one follows', async () => {
  const [a, b] = makeNodes('a', 'b');
  const many = Array.from({ length: 2_000 }, (_, i) => (i + 1) as AccountId);
  a.bus.carries = () => false;
  for (const id of many) open(a, id);
  await passOn();
  let parts = 0;
  a.bus.carries = (_topic, data) => !data.startsWith('p') || ++parts !== 2;
  await vi.advanceTimersByTimeAsync(bounds.presence.digestEveryMs + 2 * bounds.presence.gatherMs);
  expect(parts).toBeGreaterThan(2);
  expect(b.told).toEqual([]);
  await vi.advanceTimersByTimeAsync(bounds.presence.digestEveryMs + 2 * bounds.presence.gatherMs);
  expect(b.told).toHaveLength(many.length);
});

test('a node that is gone takes its accounts with it, except those that are elsewhere too', async () => {
  const [a, b, c] = makeNodes('a', 'b', 'c');
  for (const node of [a, c]) open(node, ada);
  open(a, bo);
  await passOn();
  a.bus.die();
  expect([b.presence.isOnline(ada), b.presence.isOnline(bo)]).toEqual([true, false]);
  expect(b.told.at(-1)).toEqual([bo, false]);
});

test('signals fit into the bus, and a busy second costs ten of them for each node', async () => {
  const [a, b] = makeNodes('a', 'b');
  const ids = Array.from({ length: 3_000 }, (_, i) => (2_000_000_000 + i) as AccountId);
  a.bus.sent.length = 0;
  for (let tenth = 0; tenth < 10; tenth++) {
    for (const id of ids.slice(tenth * 300, (tenth + 1) * 300)) open(a, id);
    await vi.advanceTimersByTimeAsync(bounds.presence.gatherMs);
  }
  await passOn();
  const changes = a.bus.sent.filter(({ data }) => data.startsWith('+'));
  expect(changes.length).toBeLessThanOrEqual(11);
  expect(ids.every((id) => b.presence.isOnline(id))).toBe(true);
  for (const { data } of a.bus.sent)
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(bounds.bus.signalBytes);
  a.bus.sent.length = 0;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(a.bus.sent).toHaveLength(60_000 / bounds.presence.digestEveryMs);
});
