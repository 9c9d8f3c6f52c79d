import { beforeAll, describe, expect, test } from 'vitest';
import { endpoints } from '../../src/conformance/document-checks.js';
import { readExamples } from '../../src/conformance/examples.js';
import { runConformance, type Finding } from '../../src/conformance/run.js';
import { atPace } from '../harness/at-pace.js';
import { useKith } from '../harness/kith.js';
import { hire } from '../im/operator.js';

const kith = useKith();
const served = new Set(endpoints.map(({ path }) => path.toLowerCase()));

// The prerequisite that only operators can create: an agent.
beforeAll(async () => hire(kith, await kith.person('agent')));

describe('kith conformance, on our own server', () => {
  test(
    'reports no difference, for each encoding of the examples',
    async () => {
      const findings: Finding[] = [];
      const options = { url: kith.url, socketUrl: `${kith.url.replace('http', 'ws')}/ws`, tenant: 1 };
      const limits = { timeoutMs: atPace(10_000), limitMs: atPace(120_000) };
      for await (const one of runConformance({
        ...options,
        ...limits,
        dialect: 'im',
        inEveryWay: true,
        only: '',
      }))
        findings.push(one);

      const isServed = ({ section, path }: Finding) =>
        section !== 'document' || served.has(path.toLowerCase());
      const bad = findings.filter(({ verdict }) => verdict !== 'passed');
      expect(bad.filter(isServed).map(({ path, what, notes }) => [path, what, ...notes])).toEqual([]);
      // Parts of the document that we do not serve are reported.
      const missing = new Set(bad.map(({ path }) => path));
      const shown = readExamples().map(({ path }) => path);
      expect([...missing].toSorted()).toEqual(
        shown.filter((path) => !served.has(path.toLowerCase())).toSorted(),
      );
      // Every endpoint, and every example in four encodings.
      expect(
        new Set(findings.filter(({ section }) => section === 'contract').map(({ path }) => path)).size,
      ).toBe(endpoints.length);
      expect(findings.filter(({ section }) => section === 'document')).toHaveLength(4 * shown.length);
    },
    atPace(120_000),
  );
});

describe('an example of the document', () => {
  test('exists for every endpoint that the contract marks as documented, and for no other', () => {
    const withExample = new Set(readExamples().map(({ path }) => path.toLowerCase()));
    for (const { path, source } of endpoints)
      expect([path, source === 'documented']).toEqual([path, withExample.has(path.toLowerCase())]);
  });

  test('contains no unknown word in angle brackets', () => {
    const words = new Set(JSON.stringify(readExamples()).match(/"<[\w ]+>"/g));
    const known = ['<token>', '<usersig>', '<phone>', '<md5>', '<ip>', '<secret>'];
    expect([...words].filter((word) => !known.includes(word.slice(1, -1)))).toEqual([]);
  });
});
