import { describe, expect, test } from 'vitest';
import { sweep } from '../../src/workers/sweep.js';
import { group, plainPasswords, say, tell } from '../conversations/chatting.js';
import { eventually, PASSWORD, useKith, type Person } from '../harness/kith.js';
import { file } from '../im/pictures.js';
import { aMinuteLater, sendFile } from '../im/sent-files.js';
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
    const picture = await sendFile(bo, list_id, 'image');
    await group(kith, [{ person: ada }, { person: bo }]);
    await ada.im.circle.sendMsg({ content: { text: 'a moment of ada' } });
    await bo.im.circle.sendMsg({ content: { text: 'a moment of bo' } });
    await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Bobby' });

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
    const all = [...files].map(([name, bytes]) => `${name} ${bytes.toString()}`).join('\n');
    for (const text of ['a word of ada', 'a word of bo', '%PDF-1.7 of ada', picture.name])
      expect(all).toContain(text);
    for (const text of ['taken back', 'between bo', 'moment of bo', `139000${bo.id}`, 'private', '10.9.8.7'])
      expect(all).not.toContain(text);
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
        `insert into data_exports (tenant_id, account_id, state, requested_at, attempts, done, total)
         values (1, $1, 'running', 1, $2, 5, 9)`,
        [who.id, attempts],
      );
    await left(ada, 2);
    await left(bo, 3);
    await eventually('ada has a copy', async () => (await state(ada)).state === 'ready');
    await eventually('that of bo failed', async () => (await state(bo)).state === 'failed');
    await copyOf(bo);
  });
});
