import { chmodSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { install } from './kith-process.js';

vi.setConfig({ testTimeout: atPace(60_000) });

const NOBODY = 65_534;

test('a fresh folder has no problem, and only the database is created in it', async () => {
  const home = install();
  const { code, stdout } = await home.kithAlone(['doctor']);
  expect(stdout).toContain('ok    database: embedded PostgreSQL');
  expect(stdout).toContain('ok    schema: none yet; the first start creates it');
  expect(stdout).toContain('Everything is in order.');
  expect(code).toBe(0);
  expect(await home.postmaster()).toBeUndefined();

  // A schema from the future, a readable secret and a used port, all in one run.
  await home.kith(['migrate']);
  const server = await home.start();
  const db = await home.database();
  await db.query(`insert into kysely_migration values ('29991231-01-future', '')`);
  await db.end();
  await server.end('SIGTERM');
  chmodSync(join(home.dataDir, 'token-secret'), 0o644);
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const port = String((stranger.address() as AddressInfo).port); // it listens
  const ill = await home.kith(['doctor'], { env: { PORT: port } });
  stranger.close();
  expect(ill.code).toBe(1);
  expect(problems(ill.stdout)).toEqual([
    expect.stringMatching(/^secrets: Other users can read .*token-secret \(mode 644\)/),
    'schema: A newer version of Kith has used this database (29991231-01-future).',
    `port: Port ${port} is in use by another program.`,
  ]);
  expect(ill.stdout.match(/^ {6}fix: .+$/gm)).toHaveLength(3);

  const refused = await home.launch().finished;
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('A newer version of Kith has used this database');
  expect(await home.postmaster()).toBeUndefined();
});

test('a database that refuses the connection is reported without its password, and the other checks still run', async () => {
  const { code, stdout, stderr } = await install().kith(['doctor'], {
    env: { DATABASE_URL: 'postgres://kith:hush@127.0.0.1:1/kith', KITH_TOKEN_SECRET: 'short hush' },
  });
  expect(code).toBe(1);
  expect(problems(stdout)).toEqual([
    'secrets: KITH_TOKEN_SECRET is too short.',
    'database: The database at 127.0.0.1:1/kith accepts no connections: nothing listens there.',
  ]);
  expect(stdout).toContain('ok    files: the first upload creates the folder');
  expect(stdout + stderr).not.toContain('hush');
});

test('a folder without write permission is reported, with the remedy', async () => {
  const home = install();
  mkdirSync(home.dataDir, { mode: 0o555 });
  // Root may write anywhere, so another user checks.
  const isRoot = process.getuid?.() === 0;
  const { code, stdout } = await home.kithAlone(['doctor'], isRoot ? { uid: NOBODY } : {});
  expect(code).toBe(1);
  expect(problems(stdout)).toEqual([
    expect.stringContaining(`data folder: The data folder ${home.dataDir} is not writable`),
  ]);
  expect(stdout).toContain('choose another folder with KITH_DATA_DIR');
  expect(stdout).toContain('ok    pictures');
  expect(stdout).toContain('ok    sound and video: a sample could be read');
  rmSync(home.dataDir, { recursive: true });
});

test('an incomplete copy is detected: the secret, a file, the end of a stream', async () => {
  const home = install();
  const server = await home.start();
  const { token, list_id, name } = await makeContents(server.url);
  const whole = await home.kith(['doctor', '--deep']);
  expect(whole.stdout).toContain('2 checked, all complete');
  expect(whole.stdout).toContain('ok    files: stored, read back and removed');

  truncateSync(join(home.dataDir, 'files', 'chat', name), 100);
  const db = await home.database();
  await db.query('update conversations set last_seq = last_seq + 5 where list_id = $1', [list_id]);
  await db.end();
  await server.end('SIGTERM');
  rmSync(join(home.dataDir, 'token-secret'));
  const lacking = await home.kith(['doctor']);
  expect(problems(lacking.stdout)).toEqual([
    'sessions: 2 sessions were signed with another secret: all users must sign in again.',
    expect.stringMatching(/^streams: 1 of \d+ conversations do not end with their newest entry\.$/),
    expect.stringMatching(/^stored files: 1 of 2 files are missing or damaged, chat\/.* for example\.$/),
  ]);
  writeFileSync(join(home.dataDir, 'token-secret'), '');
  const empty = await home.kith(['doctor']);
  expect(problems(empty.stdout)[0]).toMatch(
    /^secrets: .*token-secret contains no valid secret \(0 characters\)\. Restore it/,
  );
  const refused = await home.launch().finished;
  expect(refused.stderr).toContain(
    'token-secret contains no valid secret (0 characters). Restore it from a backup, or remove',
  );
  expect(refused.stderr).not.toContain('KITH_TOKEN_SECRET');

  rmSync(join(home.dataDir, 'token-secret'));
  const again = await home.start();
  expect(again.log.some(({ msg }) => msg.includes('all users must sign in again'))).toBe(true);
  const body = new URLSearchParams({ _token: token });
  expect(await (await fetch(`${again.url}/im/get/base`, { method: 'POST', body })).json()).toMatchObject({
    err: 1,
  });
  await again.end('SIGTERM');
});

test('a clock jump is reported by the log, doctor and a command, until it is confirmed', async () => {
  const home = install();
  const sql = async (text: string) => {
    const db = await home.database();
    await db.query(text);
    await db.end();
  };
  const server = await home.start();
  expect((await home.kith(['clock'])).stdout).toContain('The clock is trusted.');
  await sql('update installation set clock_at = clock_at - 10 * 24 * 3600000');
  await server.end('SIGTERM');
  rmSync(join(home.dataDir, 'clock'));
  const doubting = await home.start();
  expect(
    doubting.log.some(({ level, msg }) => level === 50 && msg.includes('jumped forward by 10 days')),
  ).toBe(true);
  const ill = await home.kith(['doctor']);
  expect(ill.code).toBe(1);
  expect(problems(ill.stdout)).toEqual([
    'time of the server: The clock has jumped forward by 10 days. Everything that removes, ends or grants something by time is suspended.',
  ]);
  expect((await home.kith(['clock'])).stdout).toContain('jumped forward by 10 days');
  expect((await home.kith(['clock', 'confirm'])).code).toBe(0);
  await doubting.end('SIGTERM');
  const again = await home.start();
  expect((await home.kith(['clock'])).stdout).toContain('The clock is trusted.');
  expect(problems((await home.kith(['doctor'])).stdout)).toEqual([]);
  // An older copy of the database with a newer data folder.
  await sql('update installation set clock_at = clock_at - 600000');
  await again.end('SIGTERM');
  const noticed = await home.start();
  expect(noticed.log.some(({ msg }) => msg.includes('older than the data folder'))).toBe(true);
  expect((await home.kith(['restored'])).code).toBe(0);
  await noticed.end('SIGTERM');
  const wrong = await home.kith(['clock', 'wind']);
  expect(wrong.code).toBe(2);
});

/** Two people, their conversation and a file in it. */
async function makeContents(url: string): Promise<{ token: string; list_id: string; name: string }> {
  const call = async (path: string, fields: Record<string, string>, file?: Blob) => {
    const body = new FormData();
    for (const [key, value] of Object.entries(fields)) body.set(key, value);
    if (file) body.set('file', file, file.type === 'audio/mpeg' ? 'song.mp3' : 'notes.txt');
    const answer = await fetch(`${url}/im/${path}`, { method: 'POST', body });
    const { err, data } = (await answer.json()) as { err: number; data: never };
    if (err !== 0) throw new Error(`${path} was refused.`);
    return data as Record<string, never>;
  };
  const join = async (username: string) =>
    (await call('in/reg', { username, nickname: username, password: 'Passw0rd1' }))[
      'token'
    ] as unknown as string;
  const [token, other] = [await join('ada'), await join('bo')];
  const { data: found } = (await call('get/searchUser', { _token: token, val: 'bo' })) as unknown as {
    data: { id: number }[];
  };
  await call('action/friendAdd', { _token: token, user_id: String(found[0]!.id), content: 'hi' });
  const [request] = (await call('get/applyFriend', { _token: other })) as unknown as { id: number }[];
  await call('action/friendAddAction', { _token: other, apply_id: String(request!.id) });
  const { list_id } = await call('message/getListId', { _token: token, user_id: String(found[0]!.id) });
  // Its tag is removed, so that it is smaller than the upload.
  const song = new Blob([taggedSound()], { type: 'audio/mpeg' });
  await call('upload/chat', { _token: token, list_id: list_id! }, song);
  const text = new Blob(['words '.repeat(1000)], { type: 'text/plain' });
  const { save_name } = await call('upload/chat', { _token: token, list_id: list_id! }, text);
  return { token, list_id: list_id!, name: save_name! };
}

function problems(stdout: string): string[] {
  return [...stdout.matchAll(/^FAIL {2}(.*)$/gm)].map(([, problem = '']) => problem);
}

/** An MP3 of four silent frames after a tag with a title. */
function taggedSound(): Buffer<ArrayBuffer> {
  const tag = Buffer.from('\x49\x44\x33\x03\0\0\0\0\0\x0fTIT2\0\0\0\x05\0\0\0song', 'latin1');
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x64]);
  return Buffer.concat([tag, frame, frame, frame, frame]);
}
