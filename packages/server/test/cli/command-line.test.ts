import { afterEach, expect, test, vi } from 'vitest';
import { runCli } from '../../src/cli/run.js';
import { install } from './kith-process.js';

const home = install();
const { kith, kithAlone } = home;

afterEach(() => void vi.restoreAllMocks());

test('help names every command, and each command tells its own usage', async () => {
  const { code, stdout } = await kithAlone(['help']);
  expect(code).toBe(0);
  for (const name of [
    'start',
    'migrate',
    'seed',
    'tenant',
    'account',
    'group',
    'agent',
    'conformance',
    'doctor',
  ])
    expect(stdout).toContain(`kith ${name}`);

  const own = await kith(['tenant', '--help']);
  expect(own.code).toBe(0);
  expect(own.stdout).toMatch(/^kith tenant list \| create/);
});

test.each([
  ['a command that is not there', ['serve'], 'unknown command "serve"'],
  ['an object’s own member as a command', ['constructor'], 'unknown command "constructor"'],
  ['an option that is not there', ['start', '--port', '80'], '--port'],
  ['a word where nothing is taken', ['start', '8080'], '"8080" is not expected here'],
  ['a word after migrate', ['migrate', 'now'], '"now" is not expected here'],
  ['no action', ['tenant'], 'Specify an action'],
  ['an action that is not there', ['tenant', 'remove', '1'], 'Specify an action'],
  ['a tenant that is no number', ['tenant', 'show', 'one'], 'a whole number from 1'],
  ['a tenant without a name', ['tenant', 'create', '2'], 'needs a name'],
  ['a setting that is not there', ['tenant', 'set', '1', 'colour=red'], 'Unknown setting colour'],
  ['a setting of the wrong type', ['tenant', 'set', '1', 'openVisitors=maybe'], 'true or false'],
  ['a setting without a value', ['tenant', 'set', '1', 'pageTitle'], 'is not KEY=VALUE'],
  ['a category that is no number', ['tenant', 'categories', '1', 'remove', 'News'], 'removed by number'],
  ['a category that gets no name', ['tenant', 'categories', '1', 'rename', '3'], 'removed by number'],
  ['an account without a name', ['account', 'show'], 'Specify an action and its arguments'],
  [
    'an account action that is not there',
    ['account', 'toString', 'ada'],
    'Specify an action and its arguments',
  ],
  ['a group without a name', ['group', 'show'], 'Specify an action and a group'],
  ['a group action that is not there', ['group', 'valueOf'], 'Specify an action and a group'],
  ['an agent without a name', ['agent', 'add'], 'Specify an action and its arguments'],
  [
    'an agent action that is not there',
    ['agent', 'constructor', 'ada'],
    'Specify an action and its arguments',
  ],
  ['service hours that are none', ['tenant', 'set', '1', 'supportHours=9-18'], 'supportHours must look like'],
  ['a check of nothing', ['conformance'], '--url http://localhost:8080'],
  [
    'a check of a word',
    ['conformance', '--url', 'localhost:8080'],
    '--url must begin with http:// or https://',
  ],
  ['a check with a password', ['conformance', '--url', 'http://a:b@localhost'], 'must be a URL'],
  [
    'a socket that is none',
    ['conformance', '--url', 'http://localhost:1', '--socket', 'http://localhost:1'],
    '--socket must begin with ws:// or wss://',
  ],
  ['no time at all', ['conformance', '--url', 'http://localhost:1', '--timeout', '0'], 'seconds above 0'],
  [
    'a report that cannot be written',
    ['conformance', '--url', 'http://localhost:1', '--html', '/nowhere/report.html'],
    "open '/nowhere/report.html'",
  ],
  [
    'people who are nowhere',
    ['conformance', '--url', 'http://localhost:1', '--people', '/nowhere'],
    'ENOENT',
  ],
  [
    'too few people',
    ['conformance', '--url', 'http://localhost:1', '--people', '/dev/null'],
    'needs 4 lines',
  ],
  [
    'no check',
    ['conformance', '--url', 'http://localhost:1', '--only', 'nonesuch'],
    'No check matches "nonesuch"',
  ],
  ['a plan without values', ['plan', 'set', 'VIP1'], 'Specify an action and a plan'],
  [
    'a value of a plan that is not there',
    ['plan', 'add', 'VIP3', 'colour=red'],
    'is not KEY=VALUE with one of name',
  ],
  ['a price that is none', ['plan', 'set', 'VIP1', 'price=cheap'], 'price must be an amount'],
  ['a plan that is hidden a little', ['plan', 'set', 'VIP1', 'hidden=maybe'], 'hidden must be true or false'],
  ['months that are none', ['plan', 'set', 'VIP1', 'months=-1'], 'months must be a whole number'],
  ['nobody who is a VIP', ['vip', 'show'], 'Specify an action and its arguments'],
  ['a plan that is taken back', ['vip', 'revoke', 'ada', 'VIP1'], 'Specify an action and its arguments'],
  ['a plan that is not given', ['vip', 'toString', 'ada'], 'Specify an action and its arguments'],
  ['days that are none', ['vip', 'grant', 'ada', 'VIP1', '--days', '0'], 'Days are a whole number'],
  ['proof that is none', ['tenant', 'set', '1', 'receiptMode=maybe'], 'strict or api or trust'],
  ['a seed of nothing', ['seed'], 'Only --demo'],
])('%s: exit code 2, a sentence and the usage', async (_what, args, says) => {
  const said = vi.spyOn(console, 'error').mockReturnValue();
  expect(await runCli(args)).toBe(2);
  const text = said.mock.calls.join('\n');
  expect(text).toContain(says);
  expect(text).toContain('usage:');
  expect(text).not.toMatch(/\n {4}at /); // no stack
});

test('the exit code is that of the process', async () => {
  const { code, stdout, stderr } = await kith(['tenant', 'remove', '1']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('usage: kith tenant list | create ID NAME');
});

test('a password on the command line is refused and not repeated', async () => {
  const { code, stderr } = await kith(['account', 'password', 'ada', 'Hunter2Hunter2']);
  expect(code).toBe(2);
  expect(stderr).not.toContain('Hunter2');
});

test.each([
  ['a port that is none', { PORT: 'http' }, 'PORT is "http"; it must be a whole number from 0 to 65535.'],
  ['a database URL that is none', { DATABASE_URL: 'kith:hush@db' }, 'DATABASE_URL must look like'],
  ['half of a pair', { KITH_TENCENT_KEY: 'hush' }, 'go together'],
  ['a third of three', { KITH_APPLE_KEY_ID: 'hush' }, 'go together'],
  ['an address that is none', { KITH_GOOGLE_API: 'localhost' }, 'must be an address such as'],
  ['a secret that anybody guesses', { KITH_GOOGLE_PUSH_SECRET: 'hush' }, 'at least 16 random characters'],
  ['a key that is none', { KITH_GOOGLE_KEY_FILE: '/dev/null' }, 'contains no service account key'],
  [
    'another key that is none',
    { KITH_APPLE_KEY_ID: 'K', KITH_APPLE_ISSUER_ID: 'I', KITH_APPLE_KEY_FILE: '/dev/null' },
    'contains no private key',
  ],
  [
    'a database that refuses',
    { DATABASE_URL: 'postgres://kith:hush@localhost:1/kith' },
    'The database at localhost:1/kith accepts no connections',
  ],
])('%s in the environment: exit code 1, a sentence, no secret', async (_what, env, says) => {
  const { code, stderr } = await kith(['start'], { env });
  expect(code).toBe(1);
  expect(stderr).toContain(says);
  expect(stderr).not.toContain('hush');
  expect(stderr).not.toMatch(/\n {4}at /);
});

test('in production no setting lets purchases count without proof', async () => {
  const args = ['tenant', 'set', '1', 'receiptMode=trust'];
  const { code, stderr } = await kith(args, { env: { KITH_ENV: 'production' } });
  expect(code).toBe(2);
  expect(stderr).toContain('purchases need proof');
});

test('the demo is refused in production', async () => {
  const { code, stderr } = await kith(['seed', '--demo'], { env: { KITH_ENV: 'production' } });
  expect(code).toBe(1);
  expect(stderr).toContain('not allowed in production');
});
