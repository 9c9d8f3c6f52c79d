import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFsBlobs } from '../../src/adapters/blobs/fs.js';
import { useKith } from '../harness/kith.js';
import { colourAt, image, photosOf, putPhoto } from './photos.js';

const root = await mkdtemp(join(tmpdir(), 'kith-full-'));
afterAll(() => rm(root, { recursive: true, force: true }));
const disk = makeFsBlobs(root);
let isFull = false;
const put: typeof disk.put = async (key, bytes) => {
  if (isFull && key.endsWith('/800.jpg')) throw new Error('ENOSPC: no space left on device');
  await disk.put(key, bytes);
};
const kith = useKith({ overrides: { ports: { blobs: { ...disk, put } } } });

test('a photo that the disk cannot store is refused as a server failure, and the earlier photo stays', async () => {
  const ada = await kith.person('ada');
  await putPhoto(ada, 1, 'red');
  isFull = true;
  const fields = {
    api_token: ada.token,
    user_id: ada.id,
    photo_index: 1,
    image_type: 'png',
    image: await image('blue'),
  };
  const { status, body } = await kith.post('/api/user_friendship/user_photos', fields);
  expect([status, body.code, body.message]).toEqual([500, 500103, 'write file error']);
  const [photo] = await photosOf(ada);
  expect(await colourAt(photo!.photo_url)).toBe('red');
  isFull = false;
  expect((await kith.post('/api/user_friendship/user_photos', fields)).status).toBe(200);
  expect(await colourAt((await photosOf(ada))[0]!.photo_url)).toBe('blue');
});
