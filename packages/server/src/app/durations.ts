import type { Histogram, MetricValueWithName, Registry } from 'prom-client';

/** A histogram of durations, in seconds. */
export interface Durations {
  observe(seconds: number): void;
}

/**
 * Registers a histogram without labels. An observation only counts: each message has two, and those of `prom-client` look
 * up the labels and compare all buckets.
 */
export function makeDurations(
  registry: Registry,
  { name, help, buckets }: { name: string; help: string; buckets: readonly number[] },
): Durations {
  /** For each bucket, the last of which has no upper end. */
  let counts: number[];
  let sum: number;

  function reset(): void {
    counts = [...buckets, Infinity].map(() => 0);
    sum = 0;
  }

  function values(): MetricValueWithName<'le'>[] {
    let count = 0;
    const cumulative = counts.map((one, i) => ({
      metricName: `${name}_bucket`,
      labels: { le: buckets[i] ?? '+Inf' },
      value: (count += one),
    }));
    return [
      ...cumulative,
      { metricName: `${name}_sum`, labels: {}, value: sum },
      { metricName: `${name}_count`, labels: {}, value: count },
    ];
  }

  reset();
  const metric = {
    name,
    help,
    aggregator: 'sum',
    reset,
    get: () => Promise.resolve({ name, help, type: 'histogram', aggregator: 'sum', values: values() }),
  };
  // The registry uses nothing else of a metric.
  registry.registerMetric(metric as unknown as Histogram);
  return {
    observe: (seconds) => {
      let i = 0;
      while (i < buckets.length && seconds > (buckets[i] ?? Infinity)) i++;
      counts[i] = (counts[i] ?? 0) + 1;
      sum += seconds;
    },
  };
}
