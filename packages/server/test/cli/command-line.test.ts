import { afterEach, expect, test, vi } from 'vitest';
import { runCli } from '../../src/cli/run.js';
import { install } from './kith-process.js';

const home = install();
const { kith, kithAlone } = home;

afterEach(() => void vi.restoreAllMocks());

test('help lists every command, and each command shows its usage', async () => {
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
  ['an unknown command', ['serve'], 'unknown command "serve"'],
  ['an object’s own member as a command', ['constructor'], 'unknown command "constructor"'],
  ['an unknown option', ['start', '--port', '80'], '--port'],
  ['an unexpected word', ['start', '8080'], '"8080" is not expected here'],
  ['a word after migrate', ['migrate', 'now'], '"now" is not expected here'],
  ['no action', ['tenant'], 'Specify an action'],
  ['an unknown action', ['tenant', 'remove', '1'], 'Specify an action'],
  ['a tenant that is not a number', ['tenant', 'show', 'one'], 'a whole number from 1'],
  ['a tenant without a name', ['tenant', 'create', '2'], 'needs a name'],
  ['an unknown setting', ['tenant', 'set', '1', 'colour=red'], 'Unknown setting colour'],
  ['a setting of the wrong type', ['tenant', 'set', '1', 'openVisitors=maybe'], 'true or false'],
  ['a number out of bounds', ['tenant', 'set', '1', 'ticketsPerDay=-2'], 'a whole number from -1 to'],
  ['an unknown setting to reset', ['tenant', 'reset', '1', 'colour'], 'Unknown setting colour'],
  ['a setting without a value', ['tenant', 'set', '1', 'pageTitle'], 'is not KEY=VALUE'],
  ['a category that is not a number', ['tenant', 'categories', '1', 'remove', 'News'], 'removed by number'],
  ['a category without a name', ['tenant', 'categories', '1', 'rename', '3'], 'removed by number'],
  ['an account without a name', ['account', 'show'], 'Specify an action and its arguments'],
  ['an unknown account action', ['account', 'toString', 'ada'], 'Specify an action and its arguments'],
  ['a group without a name', ['group', 'show'], 'Specify an action and a group'],
  ['an unknown group action', ['group', 'valueOf'], 'Specify an action and a group'],
  ['an agent without a name', ['agent', 'add'], 'Specify an action and its arguments'],
  ['an unknown agent action', ['agent', 'constructor', 'ada'], 'Specify an action and its arguments'],
  ['invalid service hours', ['tenant', 'set', '1', 'supportHours=9-18'], 'such as 09:00-18:00'],
  ['a check without a URL', ['conformance'], '--url http://localhost:8080'],
  [
    'a check of a word',
    ['conformance', '--url', 'localhost:8080'],
    '--url must begin with http:// or https://',
  ],
  ['a check with a password', ['conformance', '--url', 'http://a:b@localhost'], 'must be a URL'],
  [
    'an invalid socket URL',
    ['conformance', '--url', 'http://localhost:1', '--socket', 'http://localhost:1'],
    '--socket must begin with ws:// or wss://',
  ],
  ['a limit of zero', ['conformance', '--url', 'http://localhost:1', '--timeout', '0'], 'seconds above 0'],
  [
    'a report path that is not writable',
    ['conformance', '--url', 'http://localhost:1', '--html', '/nowhere/report.html'],
    "open '/nowhere/report.html'",
  ],
  [
    'a missing file of people',
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
  ['an unknown value of a plan', ['plan', 'add', 'VIP3', 'colour=red'], 'is not KEY=VALUE with one of name'],
  ['an invalid price', ['plan', 'set', 'VIP1', 'price=cheap'], 'price must be an amount'],
  ['an invalid hidden value', ['plan', 'set', 'VIP1', 'hidden=maybe'], 'hidden must be true or false'],
  ['invalid months', ['plan', 'set', 'VIP1', 'months=-1'], 'months must be a whole number'],
  ['a VIP command without an account', ['vip', 'show'], 'Specify an action and its arguments'],
  ['a revoke with a plan', ['vip', 'revoke', 'ada', 'VIP1'], 'Specify an action and its arguments'],
  [
    'a VIP action named like a prototype member',
    ['vip', 'toString', 'ada'],
    'Specify an action and its arguments',
  ],
  ['invalid days', ['vip', 'grant', 'ada', 'VIP1', '--days', '0'], 'Days are a whole number'],
  ['an invalid proof', ['tenant', 'set', '1', 'receiptMode=maybe'], 'strict or api or trust'],
  ['a seed without --demo', ['seed'], 'Only --demo'],
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
  ['an invalid port', { PORT: 'http' }, 'PORT is "http"; it must be a whole number from 0 to 65535.'],
  ['an invalid database URL', { DATABASE_URL: 'kith:hush@db' }, 'DATABASE_URL must look like'],
  ['one of two values', { KITH_TENCENT_KEY: 'hush' }, 'go together'],
  ['one of two values for TURN', { KITH_TURN_URLS: 'turn:t' }, 'go together'],
  [
    'an invalid TURN address',
    { KITH_TURN_URLS: 't', KITH_TURN_SECRET: 'hush hush hush hush' },
    'must be addresses',
  ],
  [
    'a guessable secret for TURN',
    { KITH_TURN_URLS: 'turn:t', KITH_TURN_SECRET: 'hush' },
    'at least 16 random',
  ],
  ['one of three values', { KITH_APPLE_KEY_ID: 'hush' }, 'go together'],
  ['an invalid address', { KITH_GOOGLE_API: 'localhost' }, 'must be an address such as'],
  ['a guessable secret', { KITH_GOOGLE_PUSH_SECRET: 'hush' }, 'at least 16 random characters'],
  ['an invalid key', { KITH_GOOGLE_KEY_FILE: '/dev/null' }, 'contains no service account key'],
  [
    'another invalid key',
    { KITH_APPLE_KEY_ID: 'K', KITH_APPLE_ISSUER_ID: 'I', KITH_APPLE_KEY_FILE: '/dev/null' },
    'contains no private key',
  ],
  [
    'a database that refuses the connection',
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

test('in production no setting accepts purchases without proof', async () => {
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
