import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { everyJob } from '../../src/adapters/postgres/job-locks.js';
import { makeRunLog } from '../../src/workers/job-runs.js';
import { startPeriodic } from '../../src/workers/periodic.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lines: { msg: string }[] = [];
const log = pino({ base: null }, { write: (line) => void lines.push(JSON.parse(line) as { msg: string }) });
const work = { job: 'every_node', everyMs: 100, failure: 'it failed', trustsClock: false } as const;
const sure = { isInDoubt: () => false };

test('a run starts after each period, and never overlaps another one', async () => {
  const ends: (() => void)[] = [];
  const worker = startPeriodic(
    { log, clock: sure, jobs: everyJob, runs: makeRunLog(Date.now) },
    { ...work, round: () => new Promise<void>((resolve) => void ends.push(resolve)) },
  );
  expect(ends).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(350);
  expect(ends).toHaveLength(1);
  ends[0]!();
  await vi.advanceTimersByTimeAsync(100);
  expect(ends).toHaveLength(2);
  ends[1]!();
  await worker.stop();
});

test('stop waits for the current run, and no other starts', async () => {
  const ends: (() => void)[] = [];
  const worker = startPeriodic(
    { log, clock: sure, jobs: everyJob, runs: makeRunLog(Date.now) },
    { ...work, round: () => new Promise<void>((resolve) => void ends.push(resolve)) },
  );
  await vi.advanceTimersByTimeAsync(100);
  let isStopped = false;
  const stopping = worker.stop().then(() => (isStopped = true));
  await vi.advanceTimersByTimeAsync(500);
  expect({ isStopped, rounds: ends.length }).toEqual({ isStopped: false, rounds: 1 });
  ends[0]!();
  await stopping;
});

test('a failed run is logged, and the next one tries again', async () => {
  let rounds = 0;
  const worker = startPeriodic(
    { log, clock: sure, jobs: everyJob, runs: makeRunLog(Date.now) },
    { ...work, round: () => (++rounds === 1 ? Promise.reject(new Error('no')) : Promise.resolve()) },
  );
  await vi.advanceTimersByTimeAsync(200);
  expect(rounds).toBe(2);
  expect(lines.map(({ msg }) => msg)).toEqual(['it failed']);
  await worker.stop();
});

test('a task that depends on the clock waits while the clock is in doubt', async () => {
  let isInDoubt = true;
  let rounds = 0;
  const worker = startPeriodic(
    { log, clock: { isInDoubt: () => isInDoubt }, jobs: everyJob, runs: makeRunLog(Date.now) },
    { ...work, trustsClock: true, round: async () => void rounds++ },
  );
  await vi.advanceTimersByTimeAsync(300);
  expect(rounds).toBe(0);
  isInDoubt = false;
  await vi.advanceTimersByTimeAsync(100);
  expect(rounds).toBe(1);
  await worker.stop();
});

test('a job waits until this node holds it, and begins anew each time', async () => {
  let isHeld = false;
  const steps: string[] = [];
  const worker = startPeriodic(
    { log, clock: sure, runs: makeRunLog(Date.now), jobs: { ...everyJob, holds: () => isHeld } },
    {
      ...work,
      job: 'sweep',
      begin: () => void steps.push('begin'),
      round: async () => void steps.push('round'),
    },
  );
  await vi.advanceTimersByTimeAsync(300);
  expect(steps).toEqual([]);
  isHeld = true;
  await vi.advanceTimersByTimeAsync(200);
  isHeld = false;
  await vi.advanceTimersByTimeAsync(300);
  isHeld = true;
  await vi.advanceTimersByTimeAsync(100);
  expect(steps).toEqual(['begin', 'round', 'round', 'begin', 'round']);
  await worker.stop();
});
