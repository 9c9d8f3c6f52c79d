import { bounds, type DomainEvent, type TenantId } from '@kith/core/kernel';
import type { OpenCarrier } from '@kith/core/ports';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultTiming } from '../timing.js';
import { makeNodeBus, type LossReason } from './node-bus.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A bus of one node, and the hands that pass it frames. */
function node({ isEchoing = true } = {}) {
  let receive: Parameters<OpenCarrier>[0] | undefined;
  const sent: string[] = [];
  const events: DomainEvent[] = [];
  const losses: { reason: LossReason; agoMs: number }[] = [];
  const echo = { isOn: isEchoing };
  const quiet = () => undefined;
  const bus = makeNodeBus({
    nodeId: 'me',
    open: (given) => {
      receive = given;
      return {
        frameBytes: 10_000,
        send: (frame) => {
          sent.push(frame);
          if (echo.isOn) given.frame(frame);
        },
        isUp: () => true,
        close: () => Promise.resolve(),
      };
    },
    log: { info: quiet, warn: quiet, error: quiet },
    counters: { published: quiet, gap: quiet },
    timing: defaultTiming,
  });
  bus.onEvent((event) => events.push(event));
  bus.start({
    load: () => Promise.resolve(undefined),
    onLoss: (reason, since) => {
      losses.push({ reason, agoMs: Math.round(performance.now() - since) });
      return Promise.resolve();
    },
  });
  receive!.up();
  const hear = (text: string) => receive!.frame(text);
  const event = (number: number, from = 'other') =>
    hear(`E ${from} ${number}\n{"type":"moment_posted","tenantId":1,"authorId":${number}}`);
  const heard = () => events.map((one) => one.type === 'moment_posted' && one.authorId);
  return { bus, sent, losses, echo, hear, event, heard, down: () => receive!.down() };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const posted: DomainEvent = { type: 'moment_posted', tenantId: 1 as TenantId, authorId: 5 as never };

test('events of a node are passed on once, also if they overtake each other', async () => {
  const { hear, event, heard, losses } = node();
  hear('B other 0 10');
  for (const number of [1, 3, 2, 2, 3, 4]) event(number);
  await pass(bounds.bus.lateForMs);
  expect(heard()).toEqual([1, 3, 2, 4]);
  expect(losses).toEqual([]);
});

test('a hole that is not filled in time is a loss since the last sound beat', async () => {
  const { hear, event, losses } = node();
  hear('B other 0 10');
  await pass(500);
  event(1);
  event(3);
  await pass(bounds.bus.lateForMs);
  expect(losses).toEqual([{ reason: 'hole', agoMs: 500 + bounds.bus.lateForMs }]);
});

test('the last event of a burst is missed at the next beat', async () => {
  const { hear, event, losses } = node();
  hear('B other 0 10');
  event(1);
  hear('B other 2 1000');
  await pass(bounds.bus.lateForMs);
  expect(losses.map(({ reason }) => reason)).toEqual(['hole']);
});

test('a node that has published before it was heard is asked about, a new one is not', async () => {
  const young = node();
  young.hear('B other 0 10');
  expect(young.losses).toEqual([]);
  const late = node();
  await pass(4000);
  late.losses.length = 0;
  late.hear('S other presence\nhello');
  late.hear('B other 7 2500');
  expect(late.losses).toEqual([{ reason: 'new_node', agoMs: 2500 }]);
});

test('a silent node is asked about every two seconds, is gone after ten, and its return is noticed', async () => {
  const { bus, hear, losses } = node();
  const changes: unknown[] = [];
  bus.onNode(({ nodeId, isAlive }) => changes.push([nodeId, isAlive]));
  hear('B other 0 10');
  await pass(bounds.bus.silentForMs);
  expect(losses).toEqual([]);
  await pass(7000);
  expect(new Set(losses.map(({ reason }) => reason))).toEqual(new Set(['silent']));
  expect(losses.length).toBeGreaterThanOrEqual(3);
  expect(bus.nodes().size).toBe(0);
  hear('B other 0 10000');
  expect(bus.nodes()).toEqual(new Set(['other']));
  expect(changes).toEqual([
    ['other', true],
    ['other', false],
    ['other', true],
  ]);
});

test('a node that leaves is gone at once', () => {
  const { bus, hear, losses } = node();
  hear('B other 0 10');
  hear('L other 0 20');
  expect(bus.nodes().size).toBe(0);
  expect(losses).toEqual([]);
});

test('while its own frames do not come back, a node publishes nothing and asks every two seconds; then it goes on', async () => {
  const { bus, sent, losses, echo } = node();
  const published = () => sent.filter((frame) => frame.startsWith('E '));
  bus.publish(posted);
  expect(published()).toHaveLength(1);
  echo.isOn = false;
  await pass(bounds.bus.silentForMs + 2000);
  bus.publish(posted);
  expect(bus.isFlowing()).toBe(false);
  expect(published()).toHaveLength(1);
  expect(losses.length).toBeGreaterThanOrEqual(1);
  expect(losses.every(({ reason }) => reason === 'down')).toBe(true);
  losses.length = 0;
  echo.isOn = true;
  await pass(bounds.bus.beatEveryMs);
  expect(bus.isFlowing()).toBe(true);
  expect(losses.map(({ reason }) => reason)).toEqual(['down']);
  bus.publish(posted);
  // The others see from the number that they missed one.
  expect(published().map((frame) => frame.split(/[ \n]/)[2])).toEqual(['1', '3']);
});

test('a carrier that was down is asked about when it is up again', async () => {
  const { bus, losses, down } = node();
  await pass(1500);
  down();
  expect(bus.isFlowing()).toBe(false);
  await pass(bounds.bus.beatEveryMs);
  expect(losses.map(({ reason }) => reason)).toEqual(['down']);
});
