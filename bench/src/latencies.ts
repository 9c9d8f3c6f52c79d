import hdr, { type Histogram } from 'hdr-histogram-js';

/** The times of one kind of work. */
export interface Latencies {
  /** Records a duration in milliseconds. */
  record(ms: number): void;
  encode(): string;
}

/** Percentiles in milliseconds. */
export interface Percentiles {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Up to a minute, in microseconds, with an error of at most one in a thousand. */
const RANGE = {
  lowestDiscernibleValue: 1,
  highestTrackableValue: 60_000_000,
  numberOfSignificantValueDigits: 3,
} as const;

export function makeLatencies(): Latencies {
  const histogram = hdr.build(RANGE);
  return {
    record: (ms) => {
      histogram.recordValue(Math.min(RANGE.highestTrackableValue, Math.max(1, Math.round(ms * 1000))));
    },
    encode: () => hdr.encodeIntoCompressedBase64(histogram),
  };
}

/** Merges encoded histograms: percentiles of several runs are never averaged. */
export function mergeLatencies(encoded: readonly string[]): Histogram {
  const all = hdr.build(RANGE);
  for (const one of encoded) all.add(hdr.decodeFromCompressedBase64(one));
  return all;
}

export function percentilesOf(histogram: Histogram): Percentiles {
  const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000;
  return {
    count: histogram.totalCount,
    p50: at(50),
    p99: at(99),
    p999: at(99.9),
    max: histogram.maxValue / 1000,
  };
}
