import { bounds } from '../kernel/index.js';

/** The upper ends of the buckets of durations, in seconds: the range in which users notice a delay. One more has no end. */
export const DURATION_SECONDS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const;

/** The bucket of a duration. */
export function bucketOf(seconds: number): number {
  const found = DURATION_SECONDS.findIndex((end) => seconds <= end);
  return found === -1 ? DURATION_SECONDS.length : found;
}

/**
 * The duration in milliseconds below which a part of the counted ones is, such as 0.99: evenly spread in its bucket.
 * Undefined if nothing was counted. The end of the last bucket is unknown, so what is there counts as its beginning.
 */
export function quantileMs(counts: readonly number[], part: number): number | undefined {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return undefined;
  let before = 0;
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && before + count >= all * part) {
      const from = DURATION_SECONDS[bucket - 1] ?? 0;
      const to = DURATION_SECONDS[bucket] ?? from;
      return 1000 * (from + ((to - from) * (all * part - before)) / count);
    }
    before += count;
  }
  return undefined;
}

/** What was counted in one step of time. */
export interface Step {
  readonly at: number;
  readonly messages: number;
  readonly deliveries: readonly number[];
  readonly requests: number;
  readonly errors: number;
  readonly signUps: number;
  readonly online: number | null;
  readonly storedBytes: number | null;
  readonly databaseBytes: number | null;
  readonly replicaLagMs: number | null;
  /** What waited in the review queues. */
  readonly photosWaiting: number | null;
  readonly reportsWaiting: number | null;
  readonly appealsWaiting: number | null;
  readonly childSafetyWaiting: number | null;
}

/** The figures of the review queues, each with the permission that shows it. */
export const QUEUE_FIGURES = {
  photosWaiting: 'photos',
  reportsWaiting: 'reports',
  appealsWaiting: 'sanctions',
  childSafetyWaiting: 'child_safety',
} as const;

/** A time of a chart; what is unknown is absent. */
export interface Point {
  readonly at: number;
  readonly messagesPerSecond: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** The part of the requests that failed. */
  readonly errorRate?: number;
  readonly signUps: number;
  /** The most people at once. */
  readonly online?: number;
  readonly storedBytes?: number;
  readonly databaseBytes?: number;
  readonly replicaLagMs?: number;
  /** The most that waited in each review queue. */
  readonly photosWaiting?: number;
  readonly reportsWaiting?: number;
  readonly appealsWaiting?: number;
  readonly childSafetyWaiting?: number;
}

const MINUTE_MS = 60_000;
const { fineMinutes: fine, coarseMinutes: coarse } = bounds.figures;

/** The periods that charts show: their length, the steps that they are read from, and the distance of their points. */
export const PERIODS = {
  hour: { ms: 60 * MINUTE_MS, stepMinutes: fine, pointMs: fine * MINUTE_MS },
  day: { ms: 24 * 60 * MINUTE_MS, stepMinutes: fine, pointMs: 5 * MINUTE_MS },
  week: { ms: 7 * 24 * 60 * MINUTE_MS, stepMinutes: coarse, pointMs: 60 * MINUTE_MS },
  month: { ms: 30 * 24 * 60 * MINUTE_MS, stepMinutes: coarse, pointMs: 120 * MINUTE_MS },
} as const;
export type Period = keyof typeof PERIODS;

/** The points of a chart: steps, the oldest first, are merged by adding counts and buckets. The last one may not be over. */
export function pointsOf(steps: readonly Step[], pointMs: number, now: number): Point[] {
  const byTime = new Map<number, Step[]>();
  for (const step of steps) {
    const at = step.at - (step.at % pointMs);
    const known = byTime.get(at);
    if (known) known.push(step);
    else byTime.set(at, [step]);
  }
  return [...byTime].map(([at, of]) => ({
    at,
    ...figuresOf(of, Math.min(pointMs, Math.max(1, now - at))),
    ...queuesOf(of),
  }));
}

/** What steps have together, as rates over a time. */
export function figuresOf(steps: readonly Step[], ms: number): Omit<Point, 'at'> {
  const sum = (name: 'messages' | 'requests' | 'errors' | 'signUps') =>
    steps.reduce((all, step) => all + step[name], 0);
  const most = (name: 'online' | 'storedBytes' | 'databaseBytes' | 'replicaLagMs') => mostOf(steps, name);
  const deliveries = [...DURATION_SECONDS, Infinity].map((_, bucket) =>
    steps.reduce((all, step) => all + (step.deliveries[bucket] ?? 0), 0),
  );
  const [p50Ms, p99Ms] = [quantileMs(deliveries, 0.5), quantileMs(deliveries, 0.99)];
  const requests = sum('requests');
  return {
    messagesPerSecond: sum('messages') / (ms / 1000),
    ...(p50Ms !== undefined && { p50Ms }),
    ...(p99Ms !== undefined && { p99Ms }),
    ...(requests > 0 && { errorRate: sum('errors') / requests }),
    signUps: sum('signUps'),
    ...most('online'),
    ...most('storedBytes'),
    ...most('databaseBytes'),
    ...most('replicaLagMs'),
  };
}

function queuesOf(steps: readonly Step[]): Partial<Point> {
  const names = Object.keys(QUEUE_FIGURES) as (keyof typeof QUEUE_FIGURES)[]; // the keys of the table
  return Object.assign({}, ...names.map((name) => mostOf(steps, name))) as Partial<Point>; // parts of a point
}

/** The most of a figure, if any step knows it. */
function mostOf(
  steps: readonly Step[],
  name: 'online' | 'storedBytes' | 'databaseBytes' | 'replicaLagMs' | keyof typeof QUEUE_FIGURES,
): Partial<Point> {
  const known = steps.map((step) => step[name]).filter((value) => value !== null);
  return known.length > 0 ? { [name]: Math.max(...known) } : {};
}
