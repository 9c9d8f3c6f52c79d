import { beforeAll, describe, expect, test } from 'vitest';
import { apiEndpoints, nameOf } from '../../src/conformance/api-call.js';
import { readApiExamples } from '../../src/conformance/examples.js';
import { runConformance, type Finding } from '../../src/conformance/run.js';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { changeSettings } from '../im/operator.js';

const kith = useKith();

// The prerequisite that only operators can create: a purchase that counts without proof.
beforeAll(() => changeSettings(kith, 1, { receiptMode: 'trust' }));

const names = apiEndpoints.map(nameOf);

describe('kith conformance, on the Friendship API of our own server', () => {
  test(
    'reports no difference, for each encoding of the fields',
    async () => {
      const findings: Finding[] = [];
      const options = { url: kith.url, socketUrl: `${kith.url.replace('http', 'ws')}/ws`, tenant: 1 };
      const limits = { timeoutMs: atPace(10_000), limitMs: atPace(120_000) };
      const all = { dialect: 'api', inEveryWay: true, only: '' } as const;
      for await (const one of runConformance({ ...options, ...limits, ...all })) findings.push(one);

      const bad = findings.filter(({ verdict }) => verdict !== 'passed');
      expect(bad.map(({ section, path, what, notes }) => [section, path, what, ...notes])).toEqual([]);
      const pathsOf = (wanted: string) =>
        new Set(findings.filter(({ section }) => section === wanted).map(({ path }) => path));
      expect(pathsOf('contract')).toEqual(new Set(names));
      // Every endpoint has a refusal.
      expect([...pathsOf('refusals')].toSorted()).toEqual(names.toSorted());
      const shown = readApiExamples().flatMap(({ method, responses }) =>
        responses.map(() => (method === 'GET' ? 1 : 4)),
      );
      const replays = findings.filter(({ section }) => section === 'document');
      expect(replays).toHaveLength(shown.reduce<number>((sum, ways) => sum + ways, 0));
      // Members are checked one by one, and existing ones have the right type.
      for (const { members } of replays) expect(members.typed).toBe(members.expected);
    },
    atPace(120_000),
  );

  test('has an example for every endpoint that the contract marks as documented, and for no other', () => {
    const documented = apiEndpoints.filter(({ source }) => source === 'documented').map(nameOf);
    expect(readApiExamples().map(nameOf).toSorted()).toEqual(documented.toSorted());
  });
});
