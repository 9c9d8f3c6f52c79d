import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decideCase,
  getCase,
  listCases,
  listPhotoUploads,
  openUpload,
  refusePhoto,
} from '@kith/core/moderation';
import { collectFiles } from '@kith/core/media';
import { sweepPhotos } from '@kith/core/photos';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator, pardon } from '../im/operator.js';
import { animation } from '../media/samples.js';
import {
  approve,
  colourAt,
  image,
  photosOf,
  photosSeen,
  putPhoto,
  refuse,
  uploadOf,
  type Photo,
} from './photos.js';

const kith = useKith();

const DAY_MS = 24 * 3600 * 1000;
const CHILD_SAFETY = { isChildSafety: true };

const log = (of: Person) =>
  kith.sql<{ done_by: string; what: string; why: string }>(
    'select done_by, what, why from moderation_log where account_id = $1 order by id',
    [of.id],
  );
const report = (who: Person, whom: Person, block_reason_id = 11) =>
  who.api.chat.friendship_block({ target_id: whom.id, action: 'report', block_reason_id });
const put = async (who: Person, text: string, photo_index: 1 | 2 = 1): Promise<Photo> =>
  (await who.api.user_friendship.set_user_photo({ photo_index, image_type: 'png', image: text })).list[0]!;
const statusOf = async (who: Person) => (await photosOf(who))[0]?.review_status;
/** The number of a photo's files on the disk, once every due removal is done. */
async function filesLeft(url: string, tenant = 1): Promise<number> {
  const { db, ports, now, config } = kith.server.deps;
  await sweepPhotos(await operator(kith, tenant));
  await eventually('all files that go are gone', async () => {
    await collectFiles({ db, blobs: ports.blobs, now });
    return (await kith.sql('select 1 from file_removals')).length === 0;
  });
  const [, stem = ''] = /user_photo\/(\w+)\//.exec(url) ?? [];
  return (await readdir(join(config.dataDir, 'files/user_photo', stem)).catch(() => [])).length;
}
const open = async (id: number, isChildSafety = false) =>
  openUpload(await operator(kith, 1), { id, isChildSafety, by: 'olga' });

describe('a review', () => {
  it('lists waiting photos of its tenant, oldest first, until they are reviewed', async () => {
    const tenant = await makeTenant(kith);
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    const ctx = await operator(kith, tenant);
    const listed = async () =>
      (await listPhotoUploads(ctx, {})).map(({ username, place, state }) => [username, place, state]);
    const first = await putPhoto(ada, 2, 'red');
    await putPhoto(bo, 1, 'blue');
    await putPhoto(ada, 1, 'green');
    // Another picture goes to the end of the queue.
    await putPhoto(ada, 2, 'blue');
    expect(await listed()).toEqual([
      [bo.username, 1, 'waiting'],
      [ada.username, 1, 'waiting'],
      [ada.username, 2, 'waiting'],
    ]);
    const upload = await uploadOf(kith, first);
    await expect(approve(kith, upload)).rejects.toMatchObject({ code: 'not_found' });
    await approve(kith, upload, { tenant });
    expect(await listed()).toHaveLength(2);
    expect((await listPhotoUploads(ctx, { username: ada.username })).map(({ state }) => state)).toEqual([
      'waiting',
      'approved',
    ]);
  });

  it('approves or refuses, removes, accepts an appeal, and starts again for another picture', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const photo = await putPhoto(ada, 1, 'red');
    const upload = await uploadOf(kith, photo);
    await expect(approve(kith, upload, { isAppeal: true })).rejects.toMatchObject({ code: 'not_found' });
    await approve(kith, upload);
    expect(await statusOf(ada)).toBe(1);
    await expect(approve(kith, upload)).rejects.toMatchObject({ code: 'not_found' });
    await refuse(kith, upload);
    expect(await statusOf(ada)).toBe(2);
    await expect(refuse(kith, upload)).rejects.toMatchObject({ code: 'not_found' });
    // A moderator with an old screen cannot approve a picture that was refused in the meantime.
    await expect(approve(kith, upload)).rejects.toMatchObject({ code: 'not_found' });
    await approve(kith, upload, { isAppeal: true });
    expect(await statusOf(ada)).toBe(1);
    expect(await colourAt((await photosSeen(bo, ada))[0]!.photo_url)).toBe('red');
    await putPhoto(ada, 1, 'blue');
    expect(await statusOf(ada)).toBe(0);
    expect(await log(ada)).toEqual([
      { done_by: 'olga', what: 'photo approved', why: '' },
      { done_by: 'olga', what: 'photo refused', why: 'It is no face.' },
      { done_by: 'olga', what: 'photo approved', why: '' },
      {
        done_by: 'owner',
        what: 'photo waiting',
        why: 'A new picture replaced the reviewed one.',
      },
    ]);
  });

  it('never applies to a picture that replaced the reviewed one', async () => {
    const ada = await kith.person('ada');
    const photo = await putPhoto(ada, 1, 'red');
    const looked = await uploadOf(kith, photo);
    await putPhoto(ada, 1, 'blue');
    await expect(approve(kith, looked)).rejects.toMatchObject({ code: 'not_found' });
    await expect(refuse(kith, looked)).rejects.toMatchObject({ code: 'not_found' });
    expect(await statusOf(ada)).toBe(0);
  });

  it('removes the shown picture while its successor waits, and keeps the successor waiting', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const photo = await putPhoto(ada, 1, 'red');
    const shown = await uploadOf(kith, photo);
    await approve(kith, shown);
    const { photo_url } = (await photosSeen(bo, ada))[0]!;
    await putPhoto(ada, 1, 'blue');
    await refuse(kith, shown);
    expect(await colourAt(photo_url)).toBeUndefined();
    expect(await photosSeen(bo, ada)).toMatchObject([{ review_status: 0, photo_url: '' }]);
    expect(await filesLeft(photo_url)).toBe(0);
  });

  it('accepts one of ten parallel decisions', async () => {
    const ada = await kith.person('ada');
    const upload = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const decided = await Promise.allSettled(Array.from({ length: 10 }, () => approve(kith, upload)));
    expect(decided.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await log(ada)).toHaveLength(1);
  });

  it('requires a reason for a refusal', async () => {
    const ada = await kith.person('ada');
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const ctx = await operator(kith, 1);
    await expect(refusePhoto(ctx, { id, isChildSafety: false, by: 'olga', why: ' ' })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await statusOf(ada)).toBe(0);
  });
});

it('moderators see a whole animation, and lists show its first frame', async () => {
  const ada = await kith.person('ada');
  const gif = (await animation(20, 20, 4)).toString('base64');
  const { list } = await ada.api.user_friendship.set_user_photo({
    photo_index: 1,
    image_type: 'gif',
    image: gif,
  });
  const bytes = await open(await uploadOf(kith, list[0]!));
  expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({ format: 'gif', pages: 4 });
});

describe('a refused picture', () => {
  it('is refused immediately for every later upload, also without its metadata', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const text = await image('red');
    await refuse(kith, await uploadOf(kith, await put(ada, text)));
    expect(await put(bo, text)).toMatchObject({ review_status: 2 });
    const tagged = await sharp(Buffer.from(text, 'base64'))
      .withExif({ IFD0: { Make: 'x' } })
      .png()
      .toBuffer();
    expect(tagged.toString('base64')).not.toBe(text);
    expect(await put(cy, tagged.toString('base64'))).toMatchObject({ review_status: 2 });
    expect(await log(cy)).toEqual([
      { done_by: 'kith', what: 'photo refused', why: 'The same picture was refused earlier.' },
    ]);
    expect(await put(cy, await image('red'))).toMatchObject({ review_status: 0 });
  });

  it('can be uploaded again after an appeal, and in another tenant', async () => {
    const tenant = await makeTenant(kith, { photoReview: 'none' });
    const [ada, bo, cy] = [
      await kith.person('ada'),
      await kith.person('bo'),
      await kith.person('cy', { tenant }),
    ];
    const text = await image('red');
    const upload = await uploadOf(kith, await put(ada, text));
    await refuse(kith, upload);
    expect(await put(cy, text)).toMatchObject({ review_status: 1 });
    await approve(kith, upload, { isAppeal: true });
    expect(await put(bo, text)).toMatchObject({ review_status: 0 });
    const theirs = await uploadOf(kith, (await photosOf(cy))[0]!);
    await refuse(kith, theirs, { tenant });
    expect(await put(cy, text, 2)).toMatchObject({ review_status: 2 });
  });
});

describe('a refusal for child safety', () => {
  it('locks the account, and hides the picture from everybody except an explicit child safety request', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const text = await image('red');
    const photo = await put(ada, text);
    const upload = await uploadOf(kith, photo);
    await approve(kith, upload);
    const { photo_url } = (await photosSeen(bo, ada))[0]!;
    const socket = await ada.v1();
    await refuse(kith, upload, CHILD_SAFETY);
    await socket.closed;
    await expect(photosOf(ada)).rejects.toMatchObject({ code: 400401 });
    for (const url of [photo_url, photo.photo_url]) expect(await colourAt(url)).toBeUndefined();
    const ctx = await operator(kith, 1);
    const numbers = async (of: Parameters<typeof listPhotoUploads>[1]) =>
      (await listPhotoUploads(ctx, of)).map(({ id }) => id);
    expect(await numbers({ username: ada.username })).toEqual([]);
    expect(await numbers({})).not.toContain(upload);
    expect(await numbers({ isRestricted: true })).toContain(upload);
    await expect(open(upload)).rejects.toMatchObject({ code: 'not_found' });
    expect((await sharp(await open(upload, true)).metadata()).format).toBe('jpeg');
    expect((await log(ada)).map(({ done_by, what }) => [done_by, what])).toEqual([
      ['olga', 'photo approved'],
      ['olga', 'ban'],
      ['olga', 'photo refused for child safety'],
      ['olga', 'restricted photo opened'],
    ]);
    expect(await put(bo, text)).toMatchObject({ review_status: 2 });
    // Time does not delete the evidence.
    kith.advance(1000 * DAY_MS);
    expect(await filesLeft(photo_url)).toBe(3);
  });

  it('keeps the picture hidden from the owner after unbanning; an appeal restores it', async () => {
    const ada = await kith.person('ada');
    const upload = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    await refuse(kith, upload);
    await refuse(kith, upload, CHILD_SAFETY);
    await pardon(kith, ada, 'ban');
    const { token } = await kith.visitor().in.login({ username: ada.username, password: ada.password });
    const own = async () =>
      (await kith.ask('GET', '/api/user_friendship/user_photos', { api_token: token, user_id: ada.id })).body
        .data.list as Photo[];
    expect(await own()).toMatchObject([{ review_status: 2, photo_url: '' }]);
    await expect(approve(kith, upload, { isAppeal: true })).rejects.toMatchObject({ code: 'not_found' });
    await approve(kith, upload, { isAppeal: true, isChildSafety: true });
    expect(await colourAt((await own())[0]!.photo_url)).toBe('red');
  });

  it('keeps the evidence when the owner deletes the photo', async () => {
    const ada = await kith.person('ada');
    const photo = await putPhoto(ada, 1, 'red');
    const upload = await uploadOf(kith, photo);
    await refuse(kith, upload, CHILD_SAFETY);
    await kith.sql(`update accounts set status = 'active' where id = $1`, [ada.id]);
    const { token } = await kith.visitor().in.login({ username: ada.username, password: ada.password });
    const path = `/api/user_friendship/user_photos/${photo.id}`;
    expect((await kith.ask('DELETE', path, { api_token: token })).body.code).toBe(0);
    expect(await filesLeft(photo.photo_url)).toBe(3);
    expect((await open(upload, true)).length).toBeGreaterThan(0);
  });
});

describe('photos of a reported account', () => {
  it('are part of the case, and are kept as evidence for a time after they are deleted or replaced', async () => {
    const tenant = await makeTenant(kith, { photoEvidenceDays: 10 });
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    const [one, two] = [await putPhoto(ada, 1, 'red'), await putPhoto(ada, 4, 'blue')];
    const uploads = [await uploadOf(kith, one), await uploadOf(kith, two)];
    await approve(kith, uploads[0]!, { tenant });
    await report(bo, ada);
    const ctx = await operator(kith, tenant);
    const [open] = await listCases(ctx);
    expect((await getCase(ctx, { id: open!.id })).snapshot).toMatchObject({
      photos: [
        { photoId: one.id, uploadId: uploads[0], place: 1, state: 'approved' },
        { photoId: two.id, uploadId: uploads[1], place: 4, state: 'waiting' },
      ],
    });
    await ada.api.user_friendship.delete_user_photo({ id: one.id });
    const third = await putPhoto(ada, 4, 'green');
    expect(await photosOf(ada)).toMatchObject([{ id: two.id }]);
    for (const { photo_url } of [one, two]) {
      expect(await colourAt(photo_url)).toBeUndefined();
      expect(await filesLeft(photo_url, tenant)).toBe(3);
    }
    const bytes = await openUpload(ctx, { id: uploads[0]!, isChildSafety: false, by: 'olga' });
    expect((await sharp(bytes).stats()).dominant.r).toBeGreaterThan(200);
    expect(
      (await listPhotoUploads(ctx, { username: ada.username })).map(({ id, state }) => [id, state]),
    ).toEqual([
      [uploads[0], 'gone'],
      [uploads[1], 'gone'],
      [await uploadOf(kith, third), 'waiting'],
    ]);

    // While the case is open, nothing is deleted.
    kith.advance(11 * DAY_MS);
    expect(await filesLeft(one.photo_url, tenant)).toBe(3);
    await decideCase(ctx, { id: open!.id, isUpheld: true, by: 'olga', why: 'It is true.' });
    expect(await filesLeft(one.photo_url, tenant)).toBe(0);
    expect(await filesLeft(two.photo_url, tenant)).toBe(0);
    expect(await filesLeft(third.photo_url, tenant)).toBe(3);
  });

  it('are deleted immediately if they were uploaded after the report', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await report(bo, ada);
    const photo = await putPhoto(ada, 1, 'red');
    await ada.api.user_friendship.delete_user_photo({ id: photo.id });
    expect(await filesLeft(photo.photo_url)).toBe(0);
  });

  it('keep their evidence in every case when reports and deletions run in parallel', async () => {
    for (let round = 0; round < 8; round++) {
      const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
      const photo = await putPhoto(ada, 1, 'red');
      const upload = await uploadOf(kith, photo);
      await Promise.all([
        report(bo, ada),
        ada.api.user_friendship.delete_user_photo({ id: photo.id }),
        putPhoto(ada, 2, 'blue'),
      ]);
      const [row] = await kith.sql<{ photos: { uploadId: number }[] }>(
        `select snapshot->'photos' as photos from reports where target_id = $1 and is_case`,
        [ada.id],
      );
      const isInCase = row!.photos.some(({ uploadId }) => uploadId === upload);
      expect(await filesLeft(photo.photo_url)).toBe(isInCase ? 3 : 0);
    }
  });
});
