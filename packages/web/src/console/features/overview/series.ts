import type { Figures } from './screen.js';

/** A figure over time. */
export type FigureName = Exclude<keyof Figures['points'][number], 'at'>;

const NAMES = [
  'online',
  'messagesPerSecond',
  'p50Ms',
  'p99Ms',
  'errorRate',
  'signUps',
  'storedBytes',
  'databaseBytes',
  'replicaLagMs',
  'photosWaiting',
  'reportsWaiting',
  'appealsWaiting',
  'childSafetyWaiting',
] as const satisfies readonly FigureName[];

/**
 * Points as columns: a time for each step of the period, with null where nothing is known, so that a line has a gap where
 * no server ran.
 */
export function columnsOf({ since, until, pointMs, points }: Figures): {
  times: number[];
  columns: Readonly<Record<FigureName, (number | null)[]>>;
} {
  const byTime = new Map(points.map((point) => [point.at, point]));
  const times = Array.from(
    { length: Math.max(0, Math.floor((until - since) / pointMs) + 1) },
    (_, step) => since + step * pointMs,
  );
  const column = (name: FigureName) => times.map((at) => byTime.get(at)?.[name] ?? null);
  return {
    times,
    // A record of exactly these names.
    columns: Object.fromEntries(NAMES.map((name) => [name, column(name)])) as Record<
      FigureName,
      (number | null)[]
    >,
  };
}
