import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, inject, test, vi } from 'vitest';
import { openDatabase } from '../../src/app/open-database.js';
import { decideConfig } from '../../src/config/config.js';
import { decodeText } from '../../src/config/text-file.js';
import { atPace } from '../harness/at-pace.js';
import { emptyEnv, useKith } from '../harness/kith.js';
import { install } from './kith-process.js';

vi.setConfig({ testTimeout: atPace(60_000) });

const kith = useKith();

/** The address of the test server's database. */
async function url(): Promise<string> {
  const { host, port, user, password } = inject('database');
  const [row] = await kith.sql<{ name: string }>('select current_database() as name');
  return `postgres://${user}:${password}@localhost:${port}/${row!.name}?host=${encodeURIComponent(host)}`;
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

test('text from an operator may begin with a byte order mark, and must be UTF-8', () => {
  expect(decodeText(Buffer.concat([MARK, Buffer.from('Grüße\r\n')]), 'It')).toBe('Grüße\r\n');
  expect(decodeText(Buffer.alloc(0), 'It')).toBe('');
  expect(decodeText(Buffer.from('a'), 'It')).toBe('a');
  const little = Buffer.from('\uFEFFPassw0rd1\r\n', 'utf16le');
  const unmarked = Buffer.from('Passw0rd1\r\n', 'utf16le');
  for (const bytes of [little, Buffer.from(little).swap16(), unmarked, Buffer.from(unmarked).swap16()])
    expect(() => decodeText(bytes, 'It')).toThrow('It is in UTF-16; save it as UTF-8.');
  expect(() => decodeText(Buffer.from('Pässw0rd1', 'latin1'), 'It')).toThrow(
    'It is not in UTF-8; save it as UTF-8.',
  );
});

test('a password and published content may come from a Windows editor; UTF-16 is refused', async () => {
  const home = install();
  const env = { DATABASE_URL: await url() };
  const input = Buffer.concat([MARK, Buffer.from('Passw0rd1\r\n')]);
  const created = await home.kithAlone(['account', 'create', 'win_1'], { env, input });
  expect(created.stdout).toMatch(/^Created account \d+\./);
  expect((await kith.visitor().in.login({ username: 'win_1', password: 'Passw0rd1' })).token).not.toBe('');

  const wide = Buffer.from('Passw0rd1\r\n', 'utf16le');
  expect(await home.kith(['account', 'create', 'win_2'], { env, input: wide })).toMatchObject({
    code: 1,
    stderr: 'kith account: Standard input is in UTF-16; save it as UTF-8.\n',
  });
  expect(await kith.sql(`select from accounts where username = 'win_2'`)).toEqual([]);

  const path = join(home.dataDir, '..', 'content.json');
  writeFileSync(
    path,
    Buffer.concat([MARK, Buffer.from('{"announcements":[{"texts":{"en":{"title":"Hello"}}}]}\r\n')]),
  );
  expect(await home.kith(['tenant', 'publish', '1', path], { env })).toMatchObject({ code: 0, stderr: '' });
});

test.skipIf(process.getuid?.() !== 0)(
  'a user id without a name can run commands, and is told how to get a database',
  async () => {
    const uid = 54_321;
    const command = new URL('../../dist/cli/command.js', import.meta.url);
    const script = `import(${JSON.stringify(command.href)}).then((it) => console.log(it.operatorName()))`;
    const name = execFileSync(process.execPath, ['-e', script], { uid, gid: uid, encoding: 'utf8' });
    expect(name).toBe(`uid ${uid}\n`);

    const dataDir = mkdtempSync(join(tmpdir(), 'kith-uid-'));
    chmodSync(dataDir, 0o777);
    const { stdout } = await install().kithAlone(['doctor'], { env: { KITH_DATA_DIR: dataDir }, uid });
    rmSync(dataDir, { recursive: true });
    expect(stdout).toContain(
      `cannot be created by the user id ${uid}, which has no name. Add a line for it to /etc/passwd`,
    );
    expect(stdout).toContain('fix: Set DATABASE_URL to use a PostgreSQL of your own.');
    expect(stdout).not.toContain('postgres.log');
  },
);

test.each([
  'postgres://kith:12/hush@127.0.0.1:1/kith',
  'postgres://kith:12?hush@127.0.0.1:1/kith',
  'postgres://kith:12#hush@127.0.0.1:1/kith',
  'postgres://kith:hush@hush/hush@127.0.0.1:1/kith',
  'postgres://kith:hush#hush@127.0.0.1:1/kith',
  'postgres://kith:hu[sh@127.0.0.1:1/kith?x=@',
  'postgres://kith:hush%e4hush@127.0.0.1:1/kith',
])('an unescaped password is never shown: %s', async (DATABASE_URL) => {
  const open = async () =>
    openDatabase(decideConfig({ ...emptyEnv, DATABASE_URL }), pino({ level: 'silent' }));
  const { message } = (await open().catch((error: unknown) => error)) as Error;
  expect(message).toContain('Escape the password');
  expect(message).not.toMatch(/hush|:12|hu\[/);
});
