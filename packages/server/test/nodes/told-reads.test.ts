import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  bounds,
  type AccountId,
  type ConversationId,
  type DomainEvent,
  type TenantId,
} from '@kith/core/kernel';
import { makeMemoryBus, type MemoryNode } from './memory-bus.js';
import { makeReadsTeller } from '../../src/realtime/nodes/tell-reads.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

type ReadMoved = Extract<DomainEvent, { type: 'read_moved' }>;

function read(id: number, seq: number): ReadMoved {
  const conversation = {
    tenantId: 1 as TenantId,
    id: id as ConversationId,
    listId: String(id),
    kind: 'single',
    pair: [1 as AccountId, 2 as AccountId],
    membersVersion: 1,
  } as const;
  return { type: 'read_moved', conversation, accountId: 1 as AccountId, seq, readUpTo: seq };
}

function makeNode(bus: MemoryNode) {
  const heard: DomainEvent[] = [];
  const teller = makeReadsTeller({ nodeBus: bus, publish: (event) => bus.publish(event) });
  bus.onEvent((event) => heard.push(event));
  bus.join();
  return { heard, ...teller };
}

/** A position as a node tells it again. */
function again(id: number, seq: number): ReadMoved {
  return { ...read(id, seq), isRepeated: true };
}

test('a position is no news if it is lower than those before, or told again', () => {
  const { isNews } = makeNode(makeMemoryBus()());
  const seen = [read(1, 5), read(1, 4), again(1, 5), again(2, 4), again(1, 6)].map(isNews);
  expect(seen).toEqual([true, false, false, true, true]);
});

test('an equal position is news: it ends a mark as unread', () => {
  const { isNews } = makeNode(makeMemoryBus()());
  expect([read(1, 5), read(1, 5)].map(isNews)).toEqual([true, true]);
});

test('a position that is late is no news after it was told again; one of another move is', () => {
  const connect = makeMemoryBus();
  const [{ note }, { isNews }] = [makeNode(connect()), makeNode(connect())];
  const [first, second] = [note(read(1, 5)), note(read(1, 5))];
  const seen = [{ ...first, isRepeated: true } as const, first, second, second].map(isNews);
  expect(seen).toEqual([true, false, true, false]);
});

test('who asks hears the latest position of each conversation since a moment, and many questions get one answer', async () => {
  const connect = makeMemoryBus();
  const [a, b] = [makeNode(connect()), makeNode(connect())];
  a.note(read(1, 1));
  await vi.advanceTimersByTimeAsync(bounds.bus.beatEveryMs + 5_000);
  const lostSince = performance.now();
  for (const event of [read(2, 1), read(2, 2), read(3, 7)]) a.note(event);
  await vi.advanceTimersByTimeAsync(100);
  for (let i = 0; i < 10; i++) b.ask(lostSince);
  await vi.advanceTimersByTimeAsync(0);
  expect(b.heard).toMatchObject([again(2, 2), again(3, 7)]);
  b.ask(lostSince);
  await vi.advanceTimersByTimeAsync(bounds.bus.askEveryMs - 1);
  expect(b.heard).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(b.heard).toHaveLength(4);
});

test('positions that are remembered are bounded', async () => {
  const connect = makeMemoryBus();
  const [a, b] = [makeNode(connect()), makeNode(connect())];
  for (let id = 1; id <= bounds.bus.toldReads + 10; id++) a.note(read(id, 1));
  b.ask(0);
  await vi.advanceTimersByTimeAsync(0);
  expect(b.heard).toHaveLength(bounds.bus.toldReads);
});
