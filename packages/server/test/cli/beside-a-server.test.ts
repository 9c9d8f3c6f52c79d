import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { realtime } from '@kith/contract';
import { connectApi, connectIm } from '@kith/sdk';
import type { Finished } from './command-runner.js';
import { install, type KithProcess } from './kith-process.js';
import { atPace, expectWithin } from '../harness/at-pace.js';

const home = install();
const { kith, kithAlone } = home;
let server: KithProcess;

beforeAll(async () => {
  server = await home.start();
});

test('migrate has nothing to do and leaves the database to the server', async () => {
  expect(await kithAlone(['migrate'])).toMatchObject({ code: 0, stdout: 'The schema is up to date.\n' });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test('the categories of short videos are listed, added, renamed and removed, per tenant', async () => {
  const categories = async (...args: string[]) => {
    const { code, stdout } = await kith(['tenant', 'categories', '1', ...args]);
    expect(code).toBe(0);
    return stdout.trimEnd().split('\n').map((line) => line.split('\t') as [id: string, name: string]); // prettier-ignore
  };
  const [first, ...others] = await categories();
  expect(first![1]).toBe('生活');
  const added = (await categories('add', 'Local', 'news')).at(-1)!;
  expect(added[1]).toBe('Local news');
  expect(await categories('rename', added[0], 'News')).toEqual([first, ...others, [added[0], 'News']]);
  expectRefusal(
    await kith(['tenant', 'categories', '1', 'rename', added[0], '生活']),
    `There is no category ${added[0]}, or another one has that name.`,
  );
  expect(await categories('remove', first![0])).toEqual([...others, [added[0], 'News']]);
  expectRefusal(
    await kith(['tenant', 'categories', '1', 'remove', first![0]]),
    `There is no category ${first![0]}.`,
  );
  // The removed one returns with its number.
  expect((await categories('add', '生活'))[0]).toEqual(first);
});

test('tenants are created, listed, shown and configured; invalid input is reported in a sentence', async () => {
  expect(await kith(['tenant', 'create', '2', 'North', 'Pole'])).toMatchObject({
    code: 0,
    stdout: 'Created tenant 2.\n',
  });
  expect((await kith(['tenant', 'list'])).stdout).toBe('1\tKith\n2\tNorth Pole\n');
  expectRefusal(await kith(['tenant', 'create', '2', 'Again']), 'Tenant 2 exists already.');
  expectRefusal(await kith(['tenant', 'show', '3']), 'There is no tenant 3. "kith tenant list" shows all.');
  expectRefusal(await kith(['tenant', 'set', '3', 'openVisitors=false']), 'There is no tenant 3.');

  const set = ['tenant', 'set', '2', 'openRegistration=false', 'burnDelaySeconds=9', 'pageTitle=A = B'];
  expect((await kith(set)).code).toBe(0);
  expect(JSON.parse((await kith(['tenant', 'show', '2'])).stdout)).toMatchObject({
    id: 2,
    name: 'North Pole',
    settings: { openRegistration: false, burnDelaySeconds: 9, pageTitle: 'A = B', openVisitors: true },
  });
  expect((await kith(['tenant', 'reset', '2', 'burnDelaySeconds'])).code).toBe(0);
  expect(JSON.parse((await kith(['tenant', 'show', '2'])).stdout)).toMatchObject({
    settings: { openRegistration: false, burnDelaySeconds: 3 },
  });
});

test('an operator creates an account even when registration is closed; its password is read from standard input', async () => {
  const [password, better] = ['FirstSecret1', 'SecondSecret2'];
  const made = await kithAlone(['account', 'create', 'dora', '--tenant', '2'], { input: `${password}\n` });
  expect(made).toMatchObject({ code: 0 });
  const visitor = connectIm({ url: server.url, tenant: 2 });
  await expect(visitor.in.reg({ username: 'eve', password, nickname: 'eve', sex: 0 })).rejects.toThrow();
  await visitor.in.login({ username: 'dora', password });

  const changed = await kith(['account', 'password', 'dora', '--tenant', '2'], { input: `${better}\n` });
  expect(changed).toMatchObject({ code: 0, stdout: 'Changed; all sessions ended.\n' });
  await expect(visitor.in.login({ username: 'dora', password })).rejects.toThrow();
  await visitor.in.login({ username: 'dora', password: better });
  for (const { stdout, stderr } of [made, changed])
    expect(stdout + stderr).not.toMatch(/FirstSecret1|SecondSecret2/);

  expectRefusal(
    await kith(['account', 'create', 'dora', '--tenant', '2'], { input: `${better}\n` }),
    'has this user name',
  );
  expectRefusal(
    await kith(['account', 'password', 'dora', '--tenant', '2'], { input: 'weak\n' }),
    'password',
  );
  expectRefusal(await kith(['account', 'show', 'nobody']), 'There is no account nobody in tenant 1.');
  expectRefusal(await kith(['account', 'show', 'dora', '--tenant', '9']), 'There is no tenant 9.');
});

test('a missing password is reported', async () => {
  const { code, stderr } = await kith(['account', 'create', 'fred'], { input: '' });
  expect(code).toBe(2);
  expect(stderr).toContain('Give the password on standard input.');
});

test('sign-out, freeze, activate and disable in another process: the open socket closes within five seconds', async () => {
  const password = 'Passw0rd1';
  const username = `gina_${randomUUID().slice(0, 6)}`;
  const visitor = connectIm({ url: server.url, tenant: 1 });
  const { token } = await visitor.in.reg({ username, password, nickname: 'Gina', sex: 1 });

  const { closed } = await openSocket(token);
  expect(await kithAlone(['account', 'sign-out', username])).toMatchObject({
    code: 0,
    stdout: '1 sessions ended; their sockets close within seconds.\n',
  });
  const done = performance.now();
  expect(await closed).toBe(realtime.CloseCode.refused);
  expectWithin(5000, performance.now() - done);

  const { closed: closedAgain } = await openSocket((await visitor.in.login({ username, password })).token);
  expect((await kith(['account', 'disable', username])).code).toBe(0);
  expect(await closedAgain).toBe(realtime.CloseCode.refused);
  await expect(visitor.in.login({ username, password })).rejects.toThrow();
  expect(JSON.parse((await kith(['account', 'show', username])).stdout)).toMatchObject({
    username,
    status: 'disabled',
  });

  expect((await kith(['account', 'activate', username])).code).toBe(0);
  await visitor.in.login({ username, password });

  const db = await home.database();
  const { rows } = await db.query(
    `select staff_name, action, after from audit_log l join accounts a on a.id::text = l.object_id
     where l.object_kind = 'account' and a.username = $1 order by l.id`,
    [username],
  );
  await db.end();
  expect(rows).toEqual([
    { staff_name: 'kith', action: 'people.sign_out', after: { ended: 1 } },
    { staff_name: 'kith', action: 'people.set_status', after: { status: 'disabled' } },
    { staff_name: 'kith', action: 'people.set_status', after: { status: 'active' } },
  ]);
});

test('delete in another process: nobody signs in, until activate takes it back', async () => {
  const password = 'Passw0rd1';
  const username = `gail_${randomUUID().slice(0, 6)}`;
  const visitor = connectIm({ url: server.url, tenant: 1 });
  await visitor.in.reg({ username, password, nickname: 'Gail', sex: 1 });
  const { code, stdout } = await kith(['account', 'delete', username]);
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^Deleted; everything is erased after 2\d{3}-.*\n$/),
  ]);
  await expect(visitor.in.login({ username, password })).rejects.toMatchObject({ err: 3 });
  expect((await kith(['account', 'activate', username])).code).toBe(0);
  expect((await visitor.in.login({ username, password })).myname).toBe('Gail');
});

test("an operator revokes and restores an account's access to moments; show reports it", async () => {
  const password = 'Passw0rd1';
  const username = `hana_${randomUUID().slice(0, 6)}`;
  const visitor = connectIm({ url: server.url, tenant: 1 });
  const { token } = await visitor.in.reg({ username, password, nickname: 'Hana', sex: 1 });
  const { get } = connectIm({ url: server.url, token, tenant: 1 });
  for (const [action, maySeeMoments] of [
    ['hide-moments', false],
    ['show-moments', true],
  ] as const) {
    expect((await kith(['account', action, username])).code).toBe(0);
    expect((await get.getUserInfo({})).q_permition).toBe(maySeeMoments ? 1 : 0);
    expect(JSON.parse((await kith(['account', 'show', username])).stdout)).toMatchObject({ maySeeMoments });
  }
});

test('an operator records a birth date, which determines the age', async () => {
  const password = 'Passw0rd1';
  const username = `ida_${randomUUID().slice(0, 6)}`;
  const visitor = connectIm({ url: server.url, tenant: 1 });
  await visitor.in.reg({ username, password, nickname: 'Ida', sex: 1 });
  const setBirthDate = (...day: string[]) => kith(['account', 'set-birth-date', username, ...day]);
  expect(await setBirthDate('1990-02-28')).toMatchObject({ code: 0, stdout: 'Of age.\n' });
  const young = `${new Date().getFullYear() - 10}-01-01`;
  expect(await setBirthDate(young)).toMatchObject({
    code: 0,
    stdout: 'Not of age until the 18th birthday.\n',
  });
  expectRefusal(await setBirthDate('1990-02-30'), 'birth_date');
  expect((await setBirthDate()).stderr).toContain('Specify the date, such as 2008-05-01.');
  expect((await setBirthDate('1990-02-28', 'x')).stderr).toContain('only one user name');
});

test('agents are created, listed, dismissed and removed, and a running server reassigns their customers', async () => {
  const password = 'Passw0rd1';
  const visitor = connectIm({ url: server.url, tenant: 1 });
  const join = async (name: string) => {
    const username = `${name}_${randomUUID().slice(0, 6)}`;
    const { token, userid } = await visitor.in.reg({ username, password, nickname: name, sex: 0 });
    return {
      username,
      id: userid.replace('Mac_trtc_', ''),
      im: connectIm({ url: server.url, token, tenant: 1 }),
    };
  };
  const [ann, bea, cas] = [await join('ann'), await join('bea'), await join('cas')];
  expect(await kith(['agent', 'add', bea.username])).toMatchObject({
    code: 0,
    stdout: 'Serves customers.\n',
  });
  const list_id = await ann.im.get.kefu();
  expect((await kith(['agent', 'list'])).stdout).toBe(`${bea.id}\t${bea.username}\tserving\t1\n`);
  expect((await kith(['agent', 'add', cas.username])).code).toBe(0);
  await ann.im.message.textMsg({ list_id, content_type: 0, content: { text: 'help' } });
  expect((await kith(['agent', 'away', bea.username])).stdout).toMatch(/^Away;/);
  await vi.waitFor(
    async () =>
      expect(await cas.im.get.serviceList()).toMatchObject([{ list_id, last_msg: expect.any(String) }]),
    atPace(10_000),
  );
  expect((await kith(['agent', 'remove', bea.username])).stdout).toMatch(/^No longer an agent;/);
  expect((await kith(['agent', 'list'])).stdout).toBe(`${cas.id}\t${cas.username}\tserving\t1\n`);
  expectRefusal(await kith(['agent', 'remove', bea.username]), 'is no agent of tenant 1');
  expectRefusal(await kith(['agent', 'add', 'nobody']), 'There is no account nobody in tenant 1.');
  expect((await kith(['agent', 'remove', cas.username])).code).toBe(0);
});

test('a case is listed, shown and decided; its account is silenced and released; a reason is added', async () => {
  const password = 'Passw0rd1';
  const join = async (name: string) => {
    const username = `${name}_${randomUUID().slice(0, 6)}`;
    const { token, userid } = await connectIm({ url: server.url, tenant: 1 }).in.reg({ username, password });
    const id = Number(userid.replace('Mac_trtc_', ''));
    return { username, id, token, api: connectApi({ url: server.url, token, userId: id }) };
  };
  const [ann, bad] = [await join('ann'), await join('bad')];
  await ann.api.chat.friendship_block({
    target_id: bad.id,
    action: 'report',
    block_reason_id: 14,
    report_text: 'rude',
  });
  const moderation = (...args: string[]) => kith(['moderation', ...args]);

  const [id = '', , ...row] = (await moderation('list')).stdout.trimEnd().split('\t');
  expect(row).toEqual([bad.username, 'other_info', '0.1', 'rude']);
  const why = ['--why', 'It was rude.', '--by', 'olga'];
  const { token } = bad;
  const { action } = connectIm({ url: server.url, token, tenant: 1 });
  const ask = () => action.friendAdd({ user_id: ann.id, content: '' });
  const silence = ['sanction', bad.username, 'bucket', '--hours', '24', '--case', id];
  expect(await moderation(...silence, ...why)).toMatchObject({ code: 0, stdout: 'In force for 24 hours.\n' });
  await expect(ask()).rejects.toThrow('您已被暂时禁言');
  expect(JSON.parse((await moderation('show', id)).stdout)).toMatchObject({
    targetName: bad.username,
    snapshot: { profile: { username: bad.username } },
    sanctions: [{ kind: 'bucket' }],
    log: [{ by: 'olga', what: 'bucket', why: 'It was rude.' }],
  });
  expect(await moderation('lift', bad.username, 'bucket', ...why)).toMatchObject({
    code: 0,
    stdout: 'Lifted.\n',
  });
  await ask();
  expect((await moderation('decide', id, 'uphold', ...why)).stdout).toBe('Decided.\n');
  expect((await moderation('list')).stdout).toBe('');

  expectRefusal(await moderation('show', '999'), 'There is no case 999.');
  expectRefusal(await moderation('sanction', bad.username, 'ban'), 'why');
  expectRefusal(await moderation('sanction', ann.username, 'ban', '--case', id, ...why), 'There is no case');
  expect((await moderation('decide', id, 'maybe', ...why)).code).toBe(2);

  await bad.api.user_friendship.age_status({ age_status: 2 });
  expect((await kith(['account', 'set-minor', bad.username])).code).toBe(0);
  const moves = (await moderation('age-group-changes')).stdout.trimEnd().split('\n');
  const ofBad = moves.map((line) => line.split('\t').slice(2)).filter(([name]) => name === bad.username);
  expect(ofBad).toEqual([
    [bad.username, 'under age -> under age, proven', 'operator', '0 friends', '0 chats'],
    [bad.username, 'unknown -> under age', 'word', '0 friends', '0 chats'],
  ]);

  const spam = ['add-reason', 'report', 'spam', 'Advertising', 'Somebody who only advertises', '--text'];
  expect((await moderation(...spam)).stdout).toBe('Added reason 100.\n');
  expect((await ann.api.chat.getBlockReasonsList()).at(-1)).toMatchObject({ id: '100', need_text: true });
});

test('photos are listed, viewed and reviewed; online users are notified', async () => {
  const { register } = connectApi({ url: server.url }).register;
  const username = `cara_${randomUUID().slice(0, 6)}`;
  const { api_token: token, user_id } = await register({ username, password: 'Passw0rd1' });
  const cara = connectApi({ url: server.url, token, userId: user_id });
  const put = async (background: string) => {
    const create = { width: 50, height: 50, channels: 3, background } as const;
    const image = (await sharp({ create }).png().toBuffer()).toString('base64');
    return (await cara.user_friendship.set_user_photo({ photo_index: 1, image_type: 'png', image })).list[0]!;
  };
  const status = async () => (await cara.user_friendship.user_photos()).list[0]!.review_status;
  const moderation = (...args: string[]) => kith(['moderation', ...args]);
  const row = async (...args: string[]) => {
    const { code, stdout } = await moderation(...args);
    expect(code).toBe(0);
    const rows = stdout.trimEnd().split('\n').map((line) => line.split('\t')); // prettier-ignore
    return rows.filter(([, , name]) => name === username).map(([id, , , ...rest]) => [id, ...rest]);
  };

  await put('red');
  const [[id = '', ...rest] = []] = await row('photos');
  expect(rest).toEqual(['1', 'waiting', 'jpg']);
  const path = join(await mkdtemp(join(tmpdir(), 'kith-photo-')), 'look.jpg');
  expect(await moderation('save-photo', id, path)).toMatchObject({
    code: 0,
    stdout: `Written to ${path}.\n`,
  });
  expect(await sharp(await readFile(path)).metadata()).toMatchObject({ format: 'jpeg', width: 50 });
  expect((await moderation('save-photo', id, path)).code).toBe(1); // no file is overwritten
  const { closed, frames } = await openSocket(token);
  expect(await moderation('approve-photo', id)).toMatchObject({ code: 0, stdout: 'Approved.\n' });
  expect(await status()).toBe(1);
  await vi.waitFor(
    () => expect(frames).toContainEqual(expect.objectContaining({ type: 'photo_reviewed' })),
    atPace(5000),
  );
  expectRefusal(await moderation('approve-photo', id), 'was judged before');
  expectRefusal(await moderation('refuse-photo', id), 'why');
  expectRefusal(await moderation('refuse-photo', '999999', '--why', 'x'), 'There is no photo 999999.');
  expectRefusal(await moderation('refuse-photo', id, '--why', 'x', '--letter', '12'), 'letter');
  const why = ['--why', 'It shows no face.', '--by', 'olga'];
  expect((await moderation('refuse-photo', id, ...why)).stdout).toBe('Refused.\n');
  expect(await status()).toBe(2);
  expect((await moderation('approve-photo', id, '--appeal', ...why)).code).toBe(0);
  expect(await row('photos-of', username)).toEqual([[id, '1', 'approved', 'jpg']]);

  expect((await moderation('refuse-photo', id, '--child-safety', ...why)).stdout).toContain('banned');
  expect(await closed).toBe(realtime.CloseCode.refused);
  expect(await row('photos-of', username)).toEqual([]);
  expect(await row('photos', '--child-safety')).toEqual([[id, '1', 'refused', 'jpg']]);
});

test('the demo is created once, and a second run changes nothing', async () => {
  const first = await kith(['seed', '--demo']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const [, username = '', password = ''] =
    /Sign in as (?:any of )?(\w+).* password (\w+)/.exec(first.stdout) ?? [];
  const me = connectIm({
    url: server.url,
    token: (await connectIm({ url: server.url, tenant: 1 }).in.login({ username, password })).token,
    tenant: 1,
  });
  const { data: chats } = await me.get.chatList();
  expect(chats.length).toBeGreaterThan(1);
  const before = await counts();
  expect(before.people).toBeGreaterThanOrEqual(24);
  expect(before.conversations).toBeGreaterThanOrEqual(12);
  expect(before.types).toEqual(expect.arrayContaining([0, 1, 2, 8, 9, 10, 11]));
  expect(before.requests).toBeGreaterThan(0);

  const second = await kith(['seed', '--demo']);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toContain('already exists');
  expect(second.stdout).toContain(password);
  expect(await counts()).toEqual(before);
});

test('doctor finds no problem, including the running server', async () => {
  const { code, stdout } = await kithAlone(['doctor'], { env: { PORT: String(server.port) } });
  expect(stdout).not.toContain('FAIL');
  expect(code).toBe(0);
  expect(stdout).toContain(`ok    port: Kith runs on ${server.port} and is ready`);
  expect(stdout).toContain('Everything is in order.');
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

function expectRefusal({ code, stdout, stderr }: Finished, says: string): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/\n {4}at /);
}

/** A socket after `hello`, with its later close code. */
async function openSocket(
  token: string,
): Promise<{ closed: Promise<number>; frames: realtime.ServerFrame[] }> {
  const frames: realtime.ServerFrame[] = [];
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, realtime.SUBPROTOCOL);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve) => {
    socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', token })));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as realtime.ServerFrame;
      frames.push(frame);
      if (frame.t === 'ready') resolve();
    });
  });
  return { closed, frames };
}

interface Counts {
  readonly people: number;
  readonly conversations: number;
  readonly messages: number;
  readonly requests: number;
  readonly sessions: number;
  readonly files: number;
  readonly types: readonly number[];
}

/** The data that the seed must not change. */
async function counts(): Promise<Counts> {
  const db = await home.database();
  const { rows } = await db.query<Counts>(`
    select (select count(*)::int from accounts where tenant_id = 1 and password_hash is not null) as people,
      (select count(*)::int from conversations where message_count > 0) as conversations,
      (select count(*)::int from entries) as messages,
      (select count(*)::int from friend_requests where status = 'pending') as requests,
      (select count(*)::int from sessions) as sessions, (select count(*)::int from files) as files,
      (select array_agg(distinct type order by type)::int[] from entries) as types`);
  await db.end();
  return rows[0]!;
}
