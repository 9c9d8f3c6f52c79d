import { setTimeout as sleep } from 'node:timers/promises';
import { makeLatencies } from '../latencies.js';
import type { ClosedTask, OpenTask, Outcome, Period } from '../task.js';
import type { Client, Ears } from './client.js';
import { pace } from './pacer.js';

/** The connected clients of all rooms, and their events. */
export interface Court {
  readonly clients: readonly (readonly Client[])[];
  readonly ears: Ears;
  /** Messages sent so far. */
  sent: number;
}

/** Reports the begin and the end of the measured period. */
export type Mark = (at: 'begin' | 'end') => void;

const PAYLOAD = 'x'.repeat(100);
const PATIENCE_MS = 10_000;

/** Sends a text that carries its number and the time from which its delivery is measured. */
function serve(court: Court, room: number, member: number, sentAt: number, index = 0): void {
  court.sent++;
  court.clients[room]![member]!.send(`${sentAt.toFixed(3)} ${index} ${PAYLOAD}`);
}

function sentAtOf(text: string): number {
  return Number(text.slice(0, text.indexOf(' ')));
}

function indexOf(text: string): number {
  const start = text.indexOf(' ') + 1;
  return Number(text.slice(start, text.indexOf(' ', start)));
}

/** Ping-pong: finds the highest rate. */
export async function playClosed(court: Court, task: ClosedTask, mark: Mark): Promise<Outcome> {
  const delivery = makeLatencies();
  const ack = makeLatencies();
  let isMeasuring = false;
  let isPlaying = true;
  let delivered = 0;
  let inFlight = 0;
  const { ears } = court;
  ears.heard = (room, member, text) => {
    const now = performance.now();
    inFlight--;
    if (isMeasuring) {
      delivered++;
      delivery.record(now - sentAtOf(text));
    }
    if (!isPlaying) return;
    inFlight++;
    serve(court, room, member, now);
  };
  ears.acked = (text) => {
    if (isMeasuring) ack.record(performance.now() - sentAtOf(text));
  };
  const start = (room: number): void => {
    for (let ball = 0; ball < task.inFlight; ball++) {
      inFlight++;
      serve(court, room, ball % 2, performance.now());
    }
  };
  // One after the other in the first half of the warm-up: all at once would measure a start, not a rate.
  for (let room = 0; room < task.rooms; room++)
    setTimeout(() => start(room), ((task.warmUpMs / 2) * room) / task.rooms);

  const seconds = await measure(task, mark, (on) => {
    isMeasuring = on;
  });
  isPlaying = false;
  await until(() => inFlight === 0);
  return {
    count: delivered,
    seconds,
    latencies: { delivery: delivery.encode(), ack: ack.encode() },
    sent: court.sent,
    missing: inFlight,
  };
}

/**
 * Sends at the times of a schedule. A delivery counts from the time at which its message was due, so a server that
 * stalls is charged for the stall, and it is counted even if it arrives after the end.
 */
export async function playOpen(court: Court, task: OpenTask, mark: Mark): Promise<Outcome> {
  const delivery = makeLatencies();
  const last = makeLatencies();
  const ack = makeLatencies();
  const lateness = makeLatencies();
  /** The receivers that have not yet received a message, by its number. */
  const missing = new Map<number, number>();
  const began = { at: Infinity, ended: Infinity };
  let delivered = 0;
  const isMeasured = (dueAt: number) => dueAt >= began.at && dueAt < began.ended;
  court.ears.heard = (_room, _member, text) => {
    const now = performance.now();
    const dueAt = sentAtOf(text);
    const index = indexOf(text);
    const left = (missing.get(index) ?? 1) - 1;
    if (left === 0) missing.delete(index);
    else missing.set(index, left);
    if (!isMeasured(dueAt)) return;
    delivered++;
    delivery.record(now - dueAt);
    if (left === 0) last.record(now - dueAt);
  };
  court.ears.acked = (text) => {
    const dueAt = sentAtOf(text);
    if (isMeasured(dueAt)) ack.record(performance.now() - dueAt);
  };
  const forMs = task.warmUpMs + task.measureMs;
  const paced = pace({ perSecond: task.perSecond, forMs: forMs + 500 }, (index, dueAt) => {
    const room = index % task.rooms;
    const { length } = court.clients[room]!;
    missing.set(index, length - 1);
    if (isMeasured(dueAt)) lateness.record(performance.now() - dueAt);
    serve(court, room, Math.floor(Math.random() * length), dueAt, index);
  });
  const seconds = await measure(task, mark, (on) => {
    if (on) began.at = performance.now();
    else began.ended = performance.now();
  });
  await paced;
  await until(() => missing.size === 0);
  return {
    count: delivered,
    seconds,
    latencies: {
      delivery: delivery.encode(),
      last: last.encode(),
      ack: ack.encode(),
      lateness: lateness.encode(),
    },
    sent: court.sent,
    missing: [...missing.values()].reduce((sum, one) => sum + one, 0),
  };
}

/** Waits for the warm-up and the measured period; returns the length of the latter in seconds. */
export async function measure(
  { warmUpMs, measureMs }: Period,
  mark: Mark,
  turn: (on: boolean) => void = () => undefined,
): Promise<number> {
  await sleep(warmUpMs);
  const since = performance.now();
  turn(true);
  mark('begin');
  await sleep(measureMs);
  turn(false);
  mark('end');
  return (performance.now() - since) / 1000;
}

/** Waits until something is true, at most ten seconds. */
export async function until(isDone: () => boolean): Promise<void> {
  for (const since = performance.now(); !isDone() && performance.now() - since < PATIENCE_MS;)
    await sleep(50);
}
