import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../kernel/index.js';
import { covers, automaticSanctionFor, weightOf, combineReports, type Reporter } from './rules.js';

const DAY_MS = 24 * 3600 * 1000;
const somebody: Reporter = { ageMs: 30 * DAY_MS, isVisitor: false, hasPhone: false, upheld: 0, dismissed: 0 };

describe('a report weighs', () => {
  it.each<[string, Partial<Reporter>, number]>([
    ['1 from an established account', {}, 1],
    ['more from an account with a phone', { hasPhone: true }, 1.25],
    ['half in the first week', { ageMs: 7 * DAY_MS - 1 }, 0.5],
    ['little on the first day', { ageMs: 0 }, 0.1],
    ['little from a visitor', { isVisitor: true, hasPhone: true }, 0.25],
    ['hardly anything from a new visitor', { ageMs: 0, isVisitor: true }, 0.05],
    ['double after one upheld report', { upheld: 1 }, 2],
    ['at most double, however many were upheld', { upheld: 50, hasPhone: true }, 2],
    ['a quarter after three dismissed reports', { dismissed: 3 }, 0.25],
    ['never zero', { dismissed: 1000 }, 0.05],
  ])('%s', (_what, change, weight) => expect(weightOf({ ...somebody, ...change })).toBe(weight));
});

describe('reports trigger', () => {
  it.each([
    [2.99, 5, undefined],
    [3, 2, 'limit'],
    [4.99, 3, 'limit'],
    [5, 3, 'bucket'],
    [8, 4, 'ban'],
    [1000, 1, undefined],
  ] as const)('weighing %s, of %s people: %s', (weight, sources, step) =>
    expect(automaticSanctionFor(defaultSettings, { weight, sources })).toBe(step),
  );

  it('no sanction that the tenant has disabled', () => {
    const settings = { ...defaultSettings, banAtWeight: 0, bucketAtWeight: 0 };
    expect(automaticSanctionFor(settings, { weight: 1000, sources: 100 })).toBe('limit');
    expect(
      automaticSanctionFor({ ...settings, limitAtWeight: 0 }, { weight: 1000, sources: 100 }),
    ).toBeUndefined();
  });
});

it('a harder sanction covers a milder one', () => {
  expect(covers('ban', 'limit')).toBe(true);
  expect(covers('bucket', 'bucket')).toBe(true);
  expect(covers('limit', 'bucket')).toBe(false);
});

it('reports that share a network or a device, even through a third one, are one source, and the heaviest counts', () => {
  const report = (reporterId: number, weight: number, network: string | null, device = '') => ({
    reporterId,
    weight,
    network,
    device,
  });
  expect(combineReports([report(1, 2, 'a'), report(2, 1, 'a'), report(3, 1, 'b')])).toEqual({
    weight: 3,
    reporters: 3,
    sources: 2,
  });
  expect(combineReports([report(1, 1, 'a', 'x'), report(2, 1, 'b', 'y'), report(3, 1, 'b', 'x')])).toEqual({
    weight: 1,
    reporters: 3,
    sources: 1,
  });
  expect(combineReports([report(1, 1, null), report(2, 1, null), report(2, 0.5, 'c')])).toEqual({
    weight: 2,
    reporters: 2,
    sources: 2,
  });
});
