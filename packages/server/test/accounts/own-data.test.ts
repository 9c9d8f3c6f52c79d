import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sweep } from '../../src/workers/sweep.js';
import type { Archiver } from '@kith/core/ports';
import { archiver } from '../../src/adapters/archiver.js';
import { open } from '../api/channels.js';
import { group, history, plainPasswords, say, tell } from '../conversations/chatting.js';
import { eventually, PASSWORD, useKith, type Person } from '../harness/kith.js';
import { file, picture } from '../im/pictures.js';
import { aMinuteLater, sendFile } from '../im/sent-files.js';
import { copied } from './copied.js';
import { tablesOf, storedFiles } from './departed.js';
import { unzip } from './unzip.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords }, timing: { exportEveryMs: 20 } } });
const DAY_MS = 24 * 3600_000;

const state = (who: Person) => who.im.account.dataState();

/** Requests a copy, waits for it, and returns its path and files. */
async function copyOf(who: Person): Promise<{ url: string; files: Map<string, Buffer> }> {
  await who.im.account.requestData({ password: PASSWORD });
  await eventually('the copy is ready', async () => (await state(who)).state === 'ready');
  const { url, size, percent } = await state(who);
  const bytes = Buffer.from(await (await fetch(`${kith.url}${url}`)).arrayBuffer());
  expect([bytes.length, percent]).toEqual([size, 100]);
  return { url, files: unzip(bytes) };
}

/** Reactions, drafts and the like of ada. */
async function leaveMarks(ada: Person, list_id: string): Promise<void> {
  const socket = await ada.v1();
  const { msg } = (await history(ada, list_id)).find((one) => JSON.stringify(one).includes('a word of bo'))!;
  for (const t of ['react', 'pin']) {
    socket.send({ t, cid: randomUUID(), to: list_id, id: msg.id, emoji: '👍', on: true });
    await socket.next('ack');
  }
  socket.send({ t: 'draft', cid: randomUUID(), to: list_id, text: 'a draft of ada', time: 1 });
  await socket.next('draft');
  socket.close();
  await ada.im.push.showText({ value: 0 });
  await kith.sql(
    `insert into push_subscriptions (tenant_id, account_id, session_id, endpoint, p256dh, auth, created_at)
     select 1, $1, id, 'https://push.example.org/SECRET', 'SECRET', 'SECRET', 1 from sessions where account_id = $1 limit 1`,
    [ada.id],
  );
  const { paths } = await sendFile(ada, list_id, 'image');
  await ada.im.user.addFavor({ url: paths[0] ?? '' });
}

describe('/im/account/requestData', () => {
  test('makes a ZIP file with what ada has and may still see, and nothing private of others', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const list_id = await kith.befriend(ada, bo);
    await kith.befriend(bo, cy);
    await kith.sql(
      `update accounts set phone = '139000' || id, email = 'private' || id || '@example.org', address = '10.9.8.7' where id = any($1)`,
      [[bo.id, cy.id]],
    );
    await say(ada, list_id, 'a word of ada');
    await say(bo, list_id, 'a word of bo');
    const taken = await say(bo, list_id, 'a word taken back');
    await bo.im.message.withdraw({ list_id, msg_id: taken.msg.id });
    await tell(bo, list_id, 0, { text: 'for one look', yhjf: true });
    await say(bo, (await bo.im.message.getListId({ user_id: cy.id })).list_id, 'between bo and cy');
    const { save_name, full_url } = await ada.im.upload.chat({ list_id }, file('%PDF-1.7 of ada', 'ada.pdf'));
    await tell(ada, list_id, 11, { url: save_name, full_url, name: 'ada.pdf', length: 1 });
    const shown = await sendFile(bo, list_id, 'image');
    await group(kith, [{ person: ada }, { person: bo }]);
    await ada.im.circle.sendMsg({ content: { text: 'a moment of ada' } });
    await bo.im.circle.sendMsg({ content: { text: 'a moment of bo' } });
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Bobby' });
    await leaveMarks(ada, list_id);
    const burning = await sendFile(bo, list_id, 'image', { yhjf: true });
    // What ada cannot read on the screen: a stranger's locked words, a request that she removed, the name of a hidden account.
    await open(await kith.person('stranger'), ada, { text: 'locked words' });
    const dee = await kith.person('dee');
    await dee.im.action.friendAdd({ user_id: ada.id, content: 'removed greeting' });
    await kith.sql(`update friend_requests set is_hidden = true where from_id = $1`, [dee.id]);
    const eve = await kith.person('eve_is_hidden');
    await ada.im.action.friendAdd({ user_id: eve.id, content: 'hello eve' });
    await kith.sql(`update accounts set is_shadow_limited = true where id = $1`, [eve.id]);

    const { files } = await copyOf(ada);
    const parsed = Object.fromEntries(
      [...files].flatMap(([name, bytes]) =>
        name.endsWith('.json') ? [[name, JSON.parse(bytes.toString()) as unknown]] : [],
      ),
    );
    expect(parsed['profile.json']).toMatchObject({ id: ada.id, username: ada.username });
    expect(parsed['contacts.json']).toMatchObject([{ friend: { id: bo.id, name: 'bo' }, remark: 'Bobby' }]);
    expect(parsed['moments.json']).toMatchObject([{ text: 'a moment of ada' }]);
    expect(parsed['groups.json']).toMatchObject([{ role: 'owner' }]);
    expect(Object.keys(parsed)).toEqual(
      expect.arrayContaining(['sessions.json', 'purchases.json', 'reports.json', 'quotas.json']),
    );
    expect(parsed['drafts.json']).toMatchObject([{ text: 'a draft of ada' }]);
    expect(parsed['push-settings.json']).toEqual([{ showsText: false }]);
    expect(parsed['push-browsers.json']).toMatchObject([{ service: 'push.example.org' }]);
    expect(parsed['stickers.json']).toMatchObject([{ file: expect.stringMatching(/png$/) as unknown }]);
    expect(parsed['friend-requests.json']).toMatchObject([
      { to: { id: bo.id } },
      { to: { id: eve.id, name: null } },
    ]);
    const messages = Object.entries(parsed).flatMap(([name, rows]) =>
      name.startsWith('messages/') ? (rows as Record<string, unknown>[]) : [],
    );
    expect(messages.find(({ content }) => content === '{"text":"a word of bo"}')).toMatchObject({
      isPinned: true,
      reactions: [{ emoji: '👍', count: 1, isOwn: true }],
    });
    expect(messages.filter(({ content }) => content === null)).toHaveLength(3);
    const all = [...files].map(([name, bytes]) => `${name} ${bytes.toString()}`).join('\n');
    for (const text of ['a word of ada', 'a word of bo', '%PDF-1.7 of ada', shown.name])
      expect(all).toContain(text);
    for (const text of ['taken back', 'between bo', 'moment of bo', `139000${bo.id}`, 'private@', '10.9.8.7'])
      expect(all).not.toContain(text);
    for (const text of ['one look', burning.name, 'locked words', 'removed greeting', 'is_hidden', 'SECRET'])
      expect(all).not.toContain(text);
    expect(Object.keys(copied).toSorted(), 'Each table needs its line in copied.ts').toEqual(
      (await tablesOf(kith)).toSorted(),
    );
    const named = Object.values(copied).flatMap((where) => ('in' in where ? where.in : []));
    expect(new Set(Object.keys(parsed).map((name) => name.replace(/^messages\/.*/, 'messages/')))).toEqual(
      new Set(named),
    );
  });

  test('needs the password, makes one at a time, and one a day', async () => {
    const ada = await kith.person('ada');
    await expect(ada.im.account.requestData({ password: 'Wr0ngPassword' })).rejects.toMatchObject({ err: 1 });
    expect(await state(ada)).toMatchObject({ state: 'none', url: '' });
    await Promise.all(
      [1, 2, 3].map(() => ada.im.account.requestData({ password: PASSWORD }).catch(() => {})),
    );
    await eventually('the copy is ready', async () => (await state(ada)).state === 'ready');
    expect(await kith.sql('select from data_exports where account_id = $1', [ada.id])).toHaveLength(1);
    const again = () => ada.im.account.requestData({ password: PASSWORD });
    await expect(again()).rejects.toMatchObject({ name: 'ImError' });
    const { url } = await state(ada);
    kith.advance(DAY_MS + 1000);
    const { url: newer } = await copyOf(ada);
    expect(newer).not.toBe(url);
    await aMinuteLater(kith);
    expect((await fetch(`${kith.url}${url}`)).status).toBe(404);
  });
});

describe('/im/account/dataState', () => {
  test('shows the path to its owner alone, and nothing after three days', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const { url } = await copyOf(ada);
    expect(await state(bo)).toMatchObject({ state: 'none', url: '' });
    const response = await fetch(`${kith.url}${url}`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toBe('attachment');
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(500);
    kith.advance(3 * DAY_MS + 1000);
    await sweep(kith.server.deps);
    await aMinuteLater(kith);
    expect(await state(ada)).toMatchObject({ state: 'none', url: '' });
    expect((await fetch(`${kith.url}${url}`)).status).toBe(404);
  });

  test('a copy whose process died is made by the next one; the fourth attempt fails', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const left = (who: Person, attempts: number) =>
      kith.sql(
        `insert into data_exports (tenant_id, account_id, state, requested_at, attempts, done, total, unfinished_file_id)
         values (1, $1, 'running', 1, $2, 5, 9, $3)`,
        [who.id, attempts, '0'.repeat(32)],
      );
    const abandoned = `export/${'0'.repeat(32)}.zip`;
    await kith.server.deps.ports.blobs.put(abandoned, Buffer.from('a copy that nobody can name'));
    await left(ada, 2);
    await left(bo, 3);
    await eventually('ada has a copy', async () => (await state(ada)).state === 'ready');
    await aMinuteLater(kith);
    expect(await kith.server.deps.ports.blobs.open(abandoned)).toBeUndefined();
    await eventually('that of bo failed', async () => (await state(bo)).state === 'failed');
    await copyOf(bo);
  });
});

describe('a server that stops while it makes a copy', () => {
  let isEndless = true;
  const endless: Archiver = {
    async *pack(entries) {
      while (isEndless) {
        yield Buffer.alloc(1000, 'ada');
        await new Promise(setImmediate);
      }
      yield* archiver.pack(entries);
    },
  };
  const ports = { passwords: plainPasswords, archives: endless };
  const kith = useKith({ overrides: { ports, timing: { exportEveryMs: 20 } } });

  test('leaves no file, and the next one makes the copy from its beginning', async () => {
    const ada = await kith.person('ada');
    await ada.im.upload.photo({}, await picture('red'));
    await ada.im.account.requestData({ password: PASSWORD });
    const parts = async () =>
      [...(await storedFiles(kith)).keys()].filter((path) => /unfinished|export/.test(path));
    await eventually('a part is written', async () => (await parts()).length === 1);
    await kith.server.close();
    expect(await parts()).toEqual([]);
    expect(await kith.sql('select state, attempts from data_exports')).toEqual([
      { state: 'waiting', attempts: 0 },
    ]);
    isEndless = false;
    await kith.restart();
    await eventually('the copy is ready', async () => (await ada.im.account.dataState()).state === 'ready');
  });

  test('a process that has lost the work to another one does not end it', async () => {
    isEndless = true;
    const bo = await kith.person('bo');
    await bo.im.account.requestData({ password: PASSWORD });
    const row = async () =>
      (
        await kith.sql<{
          state: string;
          attempts: number;
          file_id: string | null;
          unfinished: string | null;
        }>(
          'select state, attempts, file_id, unfinished_file_id as unfinished from data_exports where account_id = $1',
          [bo.id],
        )
      )[0]!;
    await eventually('it is begun', async () => (await row()).state === 'running');
    const { unfinished: lost } = await row();
    await kith.sql('update data_exports set unfinished_file_id = $2 where account_id = $1', [
      bo.id,
      '1'.repeat(32),
    ]);
    isEndless = false;
    await eventually('the copy is ready', async () => (await row()).state === 'ready');
    const { attempts, file_id } = await row();
    expect(attempts).toBe(2);
    expect(file_id).not.toBe(lost);
    await aMinuteLater(kith);
    expect(await kith.server.deps.ports.blobs.open(`export/${lost}.zip`)).toBeUndefined();
  });
});

describe('an archive', () => {
  test('is packed no faster than it is read, and ends what it packs when its reader ends', async () => {
    const MB = 1024 * 1024;
    let packed = 0;
    let isEnded = false;
    async function* content() {
      try {
        for (;;) {
          packed += MB / 16;
          yield Buffer.alloc(MB / 16);
        }
      } finally {
        isEnded = true;
      }
    }
    async function* entries() {
      yield { name: 'endless', isCompressible: false, content: content() };
    }
    let read = 0;
    for await (const chunk of archiver.pack(entries())) {
      read += chunk.length;
      await new Promise(setImmediate);
      expect(packed - read).toBeLessThan(MB);
      if (read > 8 * MB) break;
    }
    await eventually('the content ends', () => isEnded);
  });
});
