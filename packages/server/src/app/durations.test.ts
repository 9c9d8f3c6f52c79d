import { AggregatorRegistry, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { makeDurations } from './durations.js';

test('durations are shown like a histogram of prom-client', async () => {
  const shape = { name: 'kith_some_seconds', help: 'Some time.', buckets: [0.001, 0.5, 10] };
  const [mine, theirs] = [new Registry(), new Registry()];
  const durations = makeDurations(mine, shape);
  const histogram = new Histogram({ ...shape, registers: [theirs] });
  expect(await mine.metrics()).toBe(await theirs.metrics());
  for (const seconds of [0, 0.001, 0.002, 0.5, 3, 10, 11]) {
    durations.observe(seconds);
    histogram.observe(seconds);
  }
  expect(await mine.metrics()).toBe(await theirs.metrics());
  // A primary merges them.
  const merged = (registry: Registry) =>
    registry.getMetricsAsJSON().then((json) => AggregatorRegistry.aggregate([json, json]).metrics());
  expect(await merged(mine)).toBe(await merged(theirs));
});
