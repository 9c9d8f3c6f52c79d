import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { PASSWORD } from '../harness/kith.js';
import { install } from './kith-process.js';

vi.setConfig({ testTimeout: atPace(240_000) });

test('kith conformance checks the whole contract of a real server and writes both reports; then it uses existing accounts', async () => {
  const home = install();
  const server = await home.start();
  const folder = dirname(home.dataDir);
  const [html, json] = [join(folder, 'report.html'), join(folder, 'report.json')];
  const conformance = ['conformance', '--url', `${server.url}/`];

  await home.kith(['account', 'create', 'bea'], { input: PASSWORD });
  await home.kith(['agent', 'add', 'bea']);
  await home.kith(['tenant', 'set', '1', 'receiptMode=trust']);
  const own = await home.kith([...conformance, '--only', 'contract', '--html', html, '--json', json]);
  expect(own.code, own.stdout).toBe(0);
  expect(own.stdout).toMatch(/^passed {3}contract {3}\/im\/get\/base$/m);
  expect(own.stdout).toMatch(/\n\d+ passed, 0 differ, 0 failed, 0 skipped in [\d.]+ s\n$/);
  expect(own.stdout).not.toContain('\u001b');
  expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>/);
  const { url, counts } = JSON.parse(readFileSync(json, 'utf8')) as { url: string; counts: object };
  expect({ url, counts }).toMatchObject({ url: server.url, counts: { differs: 0, failed: 0, skipped: 0 } });

  await home.kith(['tenant', 'set', '1', 'openRegistration=false', 'openVisitors=false']);
  await vi.waitFor(
    async () => {
      const closed = await home.kith([...conformance, '--only', '/im/get/base']);
      expect(closed.code).toBe(2);
      expect(closed.stderr).toContain(
        'No account can sign in (/im/in/reg refuses: err 1 "暂不开放注册"). Give existing accounts',
      );
    },
    { timeout: atPace(20_000), interval: 500 },
  );

  const names = ['ada', 'bo', 'cy', 'dan'];
  for (const name of names) await home.kith(['account', 'create', name], { input: PASSWORD });
  const people = names.map((name) => `${name} ${PASSWORD}\n`).join('');
  const file = join(folder, 'people.txt');
  writeFileSync(file, people);
  // Twice: the remains of the first run do not disturb the second one.
  for (const [given, input] of [
    [file, ''],
    ['-', people],
  ] as const) {
    const known = await home.kith([...conformance, '--people', given, '--only', 'contract /im/remove/'], {
      input,
    });
    expect(known.code, known.stdout).toBe(0);
    expect(known.stdout.match(/^skipped .*$/gm)).toEqual(['skipped  contract   /im/remove/del_all']);
    expect(known.stdout).toContain('It would permanently change the given accounts');
  }
  const closed = await home.kith([...conformance, '--people', file, '--only', 'contract /im/in/']);
  expect(closed.code, closed.stdout).toBe(0);
  expect(closed.stdout.match(/^skipped .*$/gm)).toEqual([
    'skipped  contract   /im/in/reg',
    'skipped  contract   /im/in/reg_tourist',
  ]);
  expect(closed.stdout).toContain('The operator may have closed registration: err 1 "暂不开放注册"');

  // An unknown tenant.
  const nowhere = await home.kith([...conformance, '--tenant', '7', '--only', '/im/get/base']);
  expect(nowhere.code).toBe(2);
});

test('an unreachable or forbidden server gives one sentence and exit code 2', async () => {
  const { kithAlone: kith } = install();
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as AddressInfo;
  free.close();
  for (const [url, why] of [
    [`http://127.0.0.1:${port}`, 'nothing listens there'],
    ['http://127.0.0.1:6667', 'browsers block that port, and so does this command'],
  ] as const) {
    const { code, stdout, stderr } = await kith(['conformance', '--url', url]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(`kith conformance: ${url} cannot be reached: ${why}.\n`);
  }
});
