import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { makeLog } from '../../src/app/log.js';
import { makePasswordHasher } from '../../src/adapters/passwords.js';
import { eventually, useKith } from '../harness/kith.js';

type Line = Record<string, unknown> & { msg: string };

let written = '';
const log = makeLog('info', { write: (line: string) => void (written += line) });
const lines = (msg: string) =>
  written
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => line.msg === msg);

beforeEach(() => {
  written = '';
});

const good = makePasswordHasher({ memoryCost: 64, timeCost: 1 });
let passwordsFail = false;
const kith = useKith({
  log,
  config: { logsRequests: true, slowQueryMs: 200, isProduction: true },
  overrides: {
    ports: {
      passwords: {
        ...good,
        hash: (password, ...more) => {
          if (!passwordsFail) return good.hash(password, ...more);
          return Promise.reject(
            Object.assign(new Error("ENOENT: no such file or directory, open '/nowhere'"), {
              code: 'ENOENT',
            }),
          );
        },
      },
    },
  },
});

test('the log shows the place of a database error and none of its values', async () => {
  const { db } = kith.server.deps;
  await sql`create table diary (n integer check (n > 0), words text unique, day date)`.execute(db);
  await sql`insert into diary values (1, 'private words of ada', null)`.execute(db);
  const failing = [
    sql`insert into diary values (0, 'private words of ada', null)`,
    sql`insert into diary values (1, 'private words of ada', null)`,
    sql`insert into diary values (1, 'other', ${'private words of ada'}::text::date)`,
    sql`select ${'{"private words of ada'}::text::jsonb`,
    sql`do $$ begin raise exception 'private words of ada'; end $$`,
  ];
  for (const [i, statement] of failing.entries()) {
    const error = await statement.execute(db).catch((caught: unknown) => caught);
    log.error({ err: error }, `failed ${i}`);
    log.error({ error }, `failed otherwise ${i}`);
    log.error({ err: new Error('around it', { cause: error }) }, `failed inside ${i}`);
    const [line] = lines(`failed ${i}`);
    expect(line!['err']).toMatchObject({ code: expect.stringMatching(/^[0-9A-Z]{5}$/) });
  }
  expect(lines('failed 0')[0]!['err']).toMatchObject({ table: 'diary', constraint: 'diary_n_check' });
  const unparsable = (() => {
    try {
      return JSON.parse('private words of ada') as unknown;
    } catch (error) {
      return error;
    }
  })();
  log.error({ err: unparsable }, 'no JSON');
  log.error(unparsable as Error);
  expect(written).not.toMatch(/private|words of/);
  expect(lines('no JSON')).toHaveLength(1);
});

test('a failed request is logged once, with its route and its caller, and without request data', async () => {
  const ada = await kith.person('ada');
  const fail = () =>
    kith.post('/im/vendor/getUserStore?page=1&secret=hush', { _token: ada.token, words: 'hush' });
  await kith.sql('alter table favourites rename to favourites_away');
  const answer = await fail();
  await kith.sql('alter table favourites_away rename to favourites');
  expect(answer.body).toMatchObject({ msg: expect.stringContaining('系统错误') });
  expect(lines('a request failed')).toEqual([
    expect.objectContaining({
      method: 'POST',
      route: '/im/vendor/getuserstore',
      tenant: 1,
      account: ada.id,
      address: '127.0.0.1',
      ms: expect.any(Number),
      err: expect.objectContaining({ code: '42P01' }),
    }),
  ]);
  expect(written).not.toContain('hush');
});

test('a missing file is logged as a failure, and not taken for an unavailable database', async () => {
  passwordsFail = true;
  const answer = await kith.post('/im/in/reg', { username: 'file_1', password: 'Passw0rd1', nickname: 'x' });
  passwordsFail = false;
  expect(answer.body).toMatchObject({ msg: expect.stringContaining('系统错误') });
  expect(lines('a request failed')).toEqual([
    expect.objectContaining({ err: expect.objectContaining({ code: 'ENOENT' }) }),
  ]);
});

test('every request has a log line if that is enabled', async () => {
  const ada = await kith.person('ada');
  written = '';
  await ada.im.get.base();
  expect(lines('a request')).toEqual([
    expect.objectContaining({ method: 'POST', route: '/im/get/base', account: ada.id, status: 200 }),
  ]);
});

test('slow statements are logged without their values', async () => {
  await sql`select pg_sleep(0.3), ${'hush'}::text, 'quiet' as word`.execute(kith.server.deps.db);
  // On a busy machine other statements may be slow too.
  const [line] = lines('a query was slow').filter(({ sql: text }) => String(text).includes('pg_sleep'));
  expect(line).toMatchObject({ statement: expect.stringMatching(/^[0-9a-f]{12}$/), sql: expect.any(String) });
  expect(line!['ms']).toBeGreaterThan(250);
  expect(written).not.toMatch(/hush|quiet/);
});

test('an error that repeats many times a second is logged once, then with its count', async () => {
  const busy = makeLog('info', { write: (line: string) => void (written += line) });
  for (let i = 0; i < 500; i++)
    busy.error({ err: new Error('no room'), rows: i }, 'messages could not be stored');
  busy.error({ err: new TypeError('other') }, 'messages could not be stored');
  for (let i = 0; i < 3; i++) busy.info({ event: 'signed_in' }, 'signed in');
  expect(lines('messages could not be stored')).toHaveLength(2);
  expect(lines('signed in')).toHaveLength(3);
  await eventually('the number is written', () => lines('messages could not be stored').length === 3);
  expect(lines('messages could not be stored').at(-1)).toMatchObject({ held: 499, rows: 499 });
});

test('in production codes need a provider, and the log contains none', async () => {
  const { username } = await kith.person('ada');
  await kith.sql(
    `update accounts set username = '13800000001', username_key = '13800000001' where username = $1`,
    [username],
  );
  const form = { mobile: '13800000001', type: 'FORGET_PASSWORD' };
  expect((await kith.post('/im/app/getSms', form)).body).toEqual({ err: 1, msg: '功能未开启' });
  expect(lines('a text message that no provider sends')).toEqual([]);
  expect(written).not.toMatch(/\b\d{6}\b/);
  expect(await kith.sql('select from codes')).toEqual([]);
});
