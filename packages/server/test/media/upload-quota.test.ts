import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { defaultReserve, makeDiskSpace } from '../../src/adapters/blobs/disk-space.js';
import { makeFsBlobs } from '../../src/adapters/blobs/fs.js';
import { threePeople } from '../conversations/chatting.js';
import { useKith, type Kith } from '../harness/kith.js';
import { changeSettings } from '../im/operator.js';
import { picture } from '../im/pictures.js';
import { refusal } from '../im/refusals.js';

const KB = 1024;

/** Uploads a file of this size to a conversation; returns the body. */
async function upload(
  kith: Kith,
  of: { token: string; list_id: string; bytes: number },
  address = '192.0.2.1',
) {
  const body = new FormData();
  body.set('_token', of.token);
  body.set('list_id', of.list_id);
  body.set('file', new Blob([randomBytes(of.bytes)]), 'notes.bin');
  return kith.post('/im/upload/chat', {}, { body, headers: { 'x-forwarded-for': address } });
}

describe('the daily upload volume', () => {
  const kith = useKith({ config: { trustProxy: '127.0.0.1' } });
  const spent = { err: 1, msg: expect.stringContaining('今日上传已达上限') as string };

  test('is counted per account, exactly for parallel uploads, and across a restart', async () => {
    await changeSettings(kith, 1, { uploadBytesPerDay: 500 * KB });
    const { ada, bo, list_id } = await threePeople(kith);
    const one = (of: { token: string }) => upload(kith, { token: of.token, list_id, bytes: 100 * KB });
    const answers = await Promise.all(Array.from({ length: 12 }, () => one(ada)));
    expect(answers.filter(({ body }) => body.err === 0)).toHaveLength(5);
    const refused = answers.filter(({ body }) => body.err !== 0);
    for (const { body, headers } of refused) {
      expect(body).toEqual(spent);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await kith.restart();
    expect((await one(ada)).body).toEqual(spent);
    expect((await one(bo)).body.err).toBe(0);
    kith.advance(24 * 3600_000);
    expect((await one(ada)).body.err).toBe(0);
    // The other API reports the same in its format.
    const image = Buffer.alloc(1000, 1).toString('base64');
    await changeSettings(kith, 1, { uploadBytesPerDay: 1 });
    const { status, headers, body } = await kith.ask('POST', '/api/user_friendship/user_photos', {
      api_token: bo.token,
      user_id: bo.id,
      photo_index: 1,
      image_type: 'jpeg',
      image,
    });
    expect([status, body.code]).toEqual([429, 429001]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    await changeSettings(kith, 1, { uploadBytesPerDay: 0 });
    expect((await one(bo)).body.err).toBe(0);
  });

  test('is smaller for visitors, and shared by all visitors of an address; a picture before registration counts too', async () => {
    await changeSettings(kith, 1, {
      uploadBytesPerDay: 0,
      visitorUploadBytesPerDay: 200 * KB,
      addressUploadBytesPerDay: 300 * KB,
    });
    const visit = async () => (await kith.post('/im/in/reg_tourist')).body.data.token as string;
    const photo = async (token: string, address: string) => {
      const body = new FormData();
      body.set('_token', token);
      body.set('file', new Blob([randomBytes(100 * KB)]), 'photo.jpg');
      const answer = await kith.post(
        '/im/upload/photo',
        {},
        { body, headers: { 'x-forwarded-for': address } },
      );
      return answer.body.msg as string;
    };
    const counted = refusal('unsupported_media').msg;
    const [first, second] = [await visit(), await visit()];
    expect(await photo(first, '2001:db8:1:1::1')).toBe(counted);
    expect(await photo(first, '2001:db8:1:1::2')).toBe(counted);
    expect(await photo(first, '192.0.2.9')).toContain('今日上传已达上限');
    expect(await photo(second, '2001:db8:1:1::3')).toBe(counted);
    expect(await photo(second, '2001:db8:1:1::4')).toContain('今日上传已达上限');
    expect(await photo(second, '2001:db8:1:2::4')).toBe(counted);
    const body = new FormData();
    body.set('username', 'newcomer');
    body.set('file', new Blob([randomBytes(100 * KB)]), 'photo.jpg');
    const headers = { 'x-forwarded-for': '2001:db8:1:1::9' };
    expect((await kith.post('/im/in/photo', {}, { body, headers })).body.msg).toContain('今日上传已达上限');
  });
});

describe('an almost full disk', async () => {
  const root = await mkdtemp(join(tmpdir(), 'kith-room-'));
  afterAll(() => rm(root, { recursive: true, force: true }));
  let freeBytes = 10_000 * KB;
  const statfs = () => Promise.resolve({ bsize: 1, blocks: 20_000 * KB, bavail: freeBytes });
  const blobs = makeFsBlobs(root, makeDiskSpace(root, 5_000 * KB, statfs));
  const kith = useKith({ overrides: { ports: { blobs } } });
  const notStored = refusal('not_stored');

  test('accepts no upload, with an error in both APIs and nothing written, while messages continue', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    const one = async () => (await upload(kith, { token: ada.token, list_id, bytes: 100 * KB })).body;
    expect((await one()).err).toBe(0);
    const before = (await readdir(root, { recursive: true })).length;
    const [{ files }] = (await kith.sql<{ files: number }>('select count(*)::int as files from files')) as [
      { files: number },
    ];
    freeBytes = 5_050 * KB;
    expect(await one()).toEqual(notStored);
    const { status, body } = await kith.ask('POST', '/api/user_friendship/user_photos', {
      api_token: ada.token,
      user_id: ada.id,
      photo_index: 1,
      image_type: 'jpeg',
      image: Buffer.alloc(100 * KB, 1).toString('base64'),
    });
    expect([status, body.code]).toEqual([500, 500103]);
    expect(await readdir(root, { recursive: true })).toHaveLength(before);
    expect(await kith.sql('select count(*)::int as files from files')).toEqual([{ files }]);
    await ada.im.message.textMsg({ list_id, content_type: 0, content: { text: 'still here' } });
    const { list } = await bo.im.get.chatData({ list_id });
    expect(JSON.stringify(list.at(-1))).toContain('still here');
    freeBytes = 10_000 * KB;
    expect((await one()).err).toBe(0);
  });

  test('is not filled by parallel writes, because uploads in progress count', async () => {
    freeBytes = 5_000 * KB + 350 * KB;
    const writes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => blobs.put(`at-once/${i}`, randomBytes(100 * KB))),
    );
    const stored = writes.filter(({ status }) => status === 'fulfilled').length;
    expect(stored).toBeLessThanOrEqual(3);
    for (const write of writes)
      if (write.status === 'rejected') expect(write.reason).toMatchObject({ code: 'not_stored' });
  });

  test('keeps 5 % free, at least 1 GB, at most a quarter', () => {
    const GB = 1024 ** 3;
    expect(defaultReserve(1000 * GB)).toBe(50 * GB);
    expect(defaultReserve(10 * GB)).toBe(GB);
    expect(defaultReserve(GB)).toBe(GB / 4);
  });
});

describe('a picture that waits for a registration', () => {
  const kith = useKith({ config: { trustProxy: '127.0.0.1' } });

  test('is used only by a registration from the same network; nobody can place one for a name elsewhere', async () => {
    const put = async (username: string, address: string, colour: 'red' | 'blue') => {
      const body = new FormData();
      body.set('username', username);
      body.set('file', new Blob([(await picture(colour)).bytes as Uint8Array<ArrayBuffer>]), 'photo.png');
      const headers = { 'x-forwarded-for': address };
      expect((await kith.post('/im/in/photo', {}, { body, headers })).body.err).toBe(0);
    };
    const register = async (username: string, address: string) => {
      const fields = { username, password: 'Passw0rd1' };
      const headers = { 'x-forwarded-for': address };
      expect((await kith.post('/im/in/reg', fields, { headers })).body.err).toBe(0);
      const [row] = await kith.sql<{ has_photo: boolean }>(
        'select avatar_name is not null as has_photo from accounts where username = $1',
        [username],
      );
      return row!.has_photo;
    };
    await put('victim_one', '198.51.100.66', 'red');
    expect(await register('victim_one', '203.0.113.5')).toBe(false);
    await put('victim_two', '2001:db8:5:5::1', 'blue');
    await put('victim_two', '198.51.100.66', 'red');
    expect(await register('victim_two', '2001:db8:5:5::2')).toBe(true);
    // The other account's picture is deleted after an hour, like every abandoned picture.
    expect(await kith.sql("select network from pending_avatars where username_key = 'victim_two'")).toEqual([
      { network: '198.51.100.66' },
    ]);
  });
});
