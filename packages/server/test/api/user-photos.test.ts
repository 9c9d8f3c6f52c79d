import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { collectFiles } from '@kith/core/media';
import { sweepPhotos } from '@kith/core/photos';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { block, changeSettings, makeTenant, operator, punish } from '../im/operator.js';
import { animation, gpsMark, noise, photograph } from '../media/samples.js';
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

const kith = useKith({ overrides: { timing: { notifyReviewsEveryMs: 100 } } });

const HOUR_MS = 3600_000;

const photoCount = async ({ id }: Person): Promise<number> =>
  (await kith.sql<{ photo_count: number }>('select photo_count from accounts where id = $1', [id]))[0]!
    .photo_count;
const set = (who: Person, given: Record<string, unknown>) =>
  kith.post(
    '/api/user_friendship/user_photos',
    {},
    {
      body: JSON.stringify({
        api_token: who.token,
        user_id: who.id,
        photo_index: 1,
        image_type: 'png',
        ...given,
      }),
      headers: { 'content-type': 'application/json' },
    },
  );
const broken = (message: string) => ({
  status: 400,
  body: expect.objectContaining({ code: 400101, message }),
});
const fileIdIn = (url: string): string => /user_photo\/(\w+)\//.exec(url)![1]!;
/** The folders of photos on the disk. */
const folders = async (): Promise<string[]> =>
  readdir(join(kith.server.deps.config.dataDir, 'files/user_photo')).catch(() => []);
async function collected(): Promise<void> {
  const { db, ports, now } = kith.server.deps;
  await eventually('all files that go are gone', async () => {
    await collectFiles({ db, blobs: ports.blobs, now });
    return (await kith.sql('select 1 from file_removals')).length === 0;
  });
}
/** The remaining files of a photo on the disk. */
async function filesLeft(url: string): Promise<string[]> {
  await collected();
  return readdir(join(kith.server.deps.config.dataDir, 'files/user_photo', fileIdIn(url))).catch(() => []);
}

describe('POST /api/user_friendship/user_photos', () => {
  it('returns the photo; the owner sees it at once, others see a row without a picture', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const photo = await putPhoto(ada, 2, 'red');
    expect(photo).toMatchObject({ user_id: ada.id, review_status: 0, photo_index: 2 });
    expect(photo.created_at).toBe(photo.updated_at);
    expect(await colourAt(photo.photo_url)).toBe('red');
    expect(await photosOf(ada)).toEqual([photo]);
    expect(await photosSeen(ada, ada)).toEqual([photo]);
    expect(await photosSeen(bo, ada)).toEqual([{ ...photo, photo_url: '' }]);
  });

  it('stores upright JPEGs in three sizes without metadata', async () => {
    const ada = await kith.person('ada');
    const shot = await photograph('jpeg');
    expect((await sharp(shot).metadata()).exif).toBeDefined();
    expect(shot.includes(gpsMark)).toBe(true);
    const { body } = await set(ada, { image_type: 'jpg', image: shot.toString('base64') });
    const { photo_url } = body.data.list[0] as Photo;
    for (const size of ['1600', '800', '350']) {
      const bytes = Buffer.from(await (await fetch(photo_url.replace('1600', size))).arrayBuffer());
      const { format, width, height, exif, xmp, icc, iptc, orientation } = await sharp(bytes).metadata();
      expect({ format, width, height }).toEqual({ format: 'jpeg', width: 120, height: 200 });
      expect({ exif, xmp, icc, iptc, orientation }).toEqual({});
      expect(bytes.includes(gpsMark)).toBe(false);
      expect(bytes.includes('GPS')).toBe(false);
    }
    expect((await fetch(photo_url.replace('1600', '70'))).status).toBe(404);
  });

  it('reduces a large photo in its proportions', async () => {
    const ada = await kith.person('ada');
    const create = { width: 3000, height: 1500, channels: 3, background: 'red' } as const;
    const big = await sharp({ create }).jpeg().toBuffer();
    const { body } = await set(ada, { image_type: 'jpeg', image: big.toString('base64') });
    const url = (body.data.list[0] as Photo).photo_url;
    for (const [size, width, height] of [
      ['1600', 1600, 800],
      ['800', 800, 400],
      ['350', 350, 175],
    ] as const) {
      const bytes = Buffer.from(await (await fetch(url.replace('1600', size))).arrayBuffer());
      expect(await sharp(bytes).metadata()).toMatchObject({ width, height });
    }
  });

  it('keeps a short animation beside its first frame, and only the frame of a long one', async () => {
    const ada = await kith.person('ada');
    const put = async (frames: number, photo_index: number) => {
      const gif = (await animation(20, 20, frames)).toString('base64');
      return ((await set(ada, { image_type: 'gif', image: gif, photo_index })).body.data.list[0] as Photo)
        .photo_url;
    };
    const short = await put(5, 1);
    expect(short).toContain('/animated.gif?');
    const bytes = Buffer.from(await (await fetch(short)).arrayBuffer());
    expect(await sharp(bytes, { animated: true }).metadata()).toMatchObject({ format: 'gif', pages: 5 });
    const still = await fetch(short.replace('animated.gif', '800.jpg'));
    expect(still.headers.get('content-type')).toBe('image/jpeg');
    const long = await put(61, 2);
    expect(long).toContain('/1600.jpg?');
    expect((await fetch(long.replace('1600.jpg', 'animated.gif'))).status).toBe(404);
  });

  it('accepts a data URI, base64url, line breaks, and a space in place of a plus', async () => {
    const ada = await kith.person('ada');
    const red = await noise(30, 30).png().toBuffer();
    const text = red.toString('base64');
    expect([text.includes('+'), text.includes('/')]).toEqual([true, true]);
    for (const given of [
      text,
      `data:image/png;base64,${text}`,
      red.toString('base64url'),
      text.replaceAll(/.{76}/g, '$&\r\n'),
      ` ${text.replaceAll('+', ' ')}\n`,
      text.replace(/=+$/, ''),
    ])
      expect((await set(ada, { image: given })).status, given.slice(0, 40)).toBe(200);
    // All of them had the same bytes.
    expect(await kith.sql('select 1 from photo_uploads where account_id = $1', [ada.id])).toHaveLength(1);
  });

  it('reports a missing or wrong parameter in the order of the document, and never repeats the image', async () => {
    const ada = await kith.person('ada');
    const good = await image('red');
    const jpeg = await image('red', 'jpeg');
    const ask = async (given: Record<string, unknown>) => {
      const { status, body } = await set(ada, { image: good, ...given });
      return { status, body };
    };
    expect(await ask({ user_id: '', photo_index: '' })).toEqual(broken('必要參數未傳:user_id'));
    expect(await ask({ photo_index: '', image: '' })).toEqual(broken('必要參數未傳:photo_index'));
    expect(await ask({ image_type: ' ', image: '' })).toEqual(broken('必要參數未傳:image_type'));
    expect(await ask({ image: ' ' })).toEqual(broken('必要參數未傳:image'));
    const places = '參數驗證錯誤:photo_index => white_list:1/2/3/4/5/6';
    expect(await ask({ photo_index: 888 })).toEqual(broken(`${places}, value=888`));
    expect(await ask({ photo_index: 0, image_type: 'x' })).toEqual(broken(`${places}, value=0`));
    expect(await ask({ image_type: 'webp', image: '%' })).toEqual(
      broken('參數驗證錯誤:image_type => white_list:png/jpeg/jpg/gif, value=webp'),
    );
    for (const bad of ['%', 'abcde', 'a=b=', 'data:image/png;base64', '圖', 12, { a: 1 }, ['%']])
      expect(await ask({ image: bad }), String(bad)).toEqual(broken('參數驗證錯誤:image => base64'));
    const noPicture = broken('參數驗證錯誤:image => image');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
    const webp = (await sharp(Buffer.from(good, 'base64')).webp().toBuffer()).toString('base64');
    for (const bad of [jpeg, svg, webp, 'aGVsbG8=', good.slice(0, 80), good.slice(0, -40)])
      expect(await ask({ image: bad }), bad.slice(0, 20)).toEqual(noPicture);
    expect(await ask({ image_type: 'gif', image: jpeg })).toEqual(noPicture);
    expect(await kith.sql('select 1 from photo_uploads where account_id = $1', [ada.id])).toEqual([]);
    expect(await photoCount(ada)).toBe(0);
  });

  it('refuses more bytes or pixels than the tenant allows', async () => {
    const tenant = await makeTenant(kith, { photoMaxBytes: 2000, photoMaxPixels: 3000 });
    const ada = await kith.person('ada', { tenant });
    const large = await sharp(Buffer.from(await image('red'), 'base64'))
      .png({ compressionLevel: 0 })
      .toBuffer();
    expect(large.length).toBeGreaterThan(2000);
    expect(await set(ada, { image: large.toString('base64') })).toMatchObject(
      broken('參數驗證錯誤:image => max_size:2000'),
    );
    const ofWidth = async (width: number) =>
      (
        await sharp({ create: { width, height: 50, channels: 3, background: 'red' } })
          .png()
          .toBuffer()
      ).toString('base64');
    expect(await set(ada, { image: await ofWidth(61) })).toMatchObject(
      broken('參數驗證錯誤:image => max_pixels:3000'),
    );
    expect((await set(ada, { image: await ofWidth(60) })).status).toBe(200);
  });

  it('refuses a silenced account, which may still delete photos', async () => {
    const ada = await kith.person('ada');
    const photo = await putPhoto(ada, 1, 'red');
    await punish(kith, ada, 'bucket');
    expect((await set(ada, { image: await image('blue') })).body).toMatchObject({ code: 400405 });
    expect(await ada.api.user_friendship.delete_user_photo({ id: photo.id })).toMatchObject({ status: true });
  });

  it('replaces the picture at a place under the same id; it waits again, and others keep seeing the approved one', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const first = await putPhoto(ada, 3, 'red');
    await approve(kith, await uploadOf(kith, first));
    const [approved] = await photosSeen(bo, ada);
    expect(approved).toMatchObject({ id: first.id, review_status: 1, photo_index: 3 });
    expect(approved!.photo_url).not.toContain('?');
    expect(await photosOf(ada)).toEqual([approved]);
    kith.advance(2000);

    const second = await putPhoto(ada, 3, 'blue');
    expect(second).toMatchObject({ id: first.id, review_status: 0, created_at: first.created_at });
    expect(second.updated_at > first.updated_at).toBe(true);
    expect(await colourAt(second.photo_url)).toBe('blue');
    expect(await colourAt(second.photo_url.split('?')[0]!)).toBeUndefined();
    const [seen] = await photosSeen(bo, ada);
    expect([seen!.review_status, await colourAt(seen!.photo_url)]).toEqual([1, 'red']);

    // A third one replaces the second, not the approved one.
    const third = await putPhoto(ada, 3, 'green');
    expect(await filesLeft(second.photo_url)).toEqual([]);
    expect(await colourAt((await photosSeen(bo, ada))[0]!.photo_url)).toBe('red');
    await approve(kith, await uploadOf(kith, third));
    expect(await colourAt((await photosSeen(bo, ada))[0]!.photo_url)).toBe('green');
    expect(await filesLeft(approved!.photo_url)).toEqual([]);
    expect(await kith.sql('select 1 from photo_uploads where account_id = $1', [ada.id])).toHaveLength(1);
  });

  it('changes nothing, not even an approval, for the same bytes', async () => {
    const ada = await kith.person('ada');
    const red = await image('red');
    const put = async (photo_index: number) =>
      (await set(ada, { image: red, photo_index })).body.data.list[0] as Photo;
    const first = await put(1);
    await approve(kith, await uploadOf(kith, first));
    kith.advance(5000);
    const [before] = await photosOf(ada);
    const stored = await folders();
    expect(await put(1)).toEqual(before);
    expect(await folders()).toEqual(stored);
    const twenty = await Promise.all(Array.from({ length: 20 }, () => put(2)));
    expect(new Set(twenty.map(({ id }) => id)).size).toBe(1);
    // At another place it is another photo.
    expect(twenty[0]!.id).not.toBe(first.id);
    expect(await kith.sql('select 1 from photo_uploads where account_id = $1', [ada.id])).toHaveLength(2);
  });

  it('keeps one row and one file for many parallel uploads to one place', async () => {
    const ada = await kith.person('ada');
    const others = await folders();
    const colours = ['red', 'green', 'blue'] as const;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => putPhoto(ada, 4, colours[i % 3]!)),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const [photo, ...more] = await photosOf(ada);
    expect(more).toEqual([]);
    expect(await photoCount(ada)).toBe(1);
    expect(await kith.sql('select 1 from photo_uploads where account_id = $1', [ada.id])).toHaveLength(1);
    await collected();
    const left = (await folders()).filter((folder) => !others.includes(folder));
    expect(left.length).toBeGreaterThanOrEqual(1);
    const filled = await Promise.all(
      left.map((fileId) => readdir(join(kith.server.deps.config.dataDir, 'files/user_photo', fileId))),
    );
    expect(filled.flat()).toHaveLength(3);
    expect(await colourAt(photo!.photo_url)).toBeDefined();
  });

  it('ends in an exact count after parallel uploads, deletions and decisions at six places', async () => {
    const ada = await kith.person('ada');
    const places = [1, 2, 3, 4, 5, 6] as const;
    const colours = ['red', 'green', 'blue'] as const;
    const chaos = places.flatMap((place) =>
      Array.from({ length: 6 }, async (_, i) => {
        const photo = await putPhoto(ada, place, colours[(place + i) % 3]!).catch(() => undefined);
        if (!photo) return;
        const upload = await uploadOf(kith, photo).catch(() => 0);
        if (i % 3 === 0) await refuse(kith, upload).catch(() => undefined);
        if (i % 3 === 1) await approve(kith, upload).catch(() => undefined);
        if (i % 3 === 2)
          await ada.api.user_friendship.delete_user_photo({ id: photo.id }).catch(() => undefined);
      }),
    );
    await Promise.all(chaos);
    const photos = await photosOf(ada);
    expect(await photoCount(ada)).toBe(photos.filter(({ review_status }) => review_status !== 2).length);
    // A photo shows each remaining upload.
    expect(
      await kith.sql(
        `select 1 from photo_uploads u where account_id = $1 and not exists (
           select from photos p where u.id in (p.upload_id, p.shown_upload_id))`,
        [ada.id],
      ),
    ).toEqual([]);
  });
});

describe('a link to a waiting photo', () => {
  it('works for its owner for one to two hours, for nobody without its signature, and for no other photo', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const { photo_url } = await putPhoto(ada, 1, 'red');
    const other = await putPhoto(bo, 1, 'blue');
    const [bare, query] = photo_url.split('?') as [string, string];
    expect(await colourAt(photo_url)).toBe('red');
    const otherQuery = other.photo_url.split('?')[1]!;
    const later = query.replace(/until=(\d+)/, (_, until: string) => `until=${Number(until) + HOUR_MS}`);
    for (const guess of [
      bare,
      `${bare}?${otherQuery}`,
      `${bare}?${later}`,
      `${bare}?until=&proof=`,
      `${bare}?${query}x`,
    ])
      expect(await colourAt(guess), guess).toBeUndefined();
    // The URL stays the same, so that a client need not load the picture again.
    expect((await photosOf(ada))[0]!.photo_url).toBe(photo_url);
    kith.advance(2 * HOUR_MS);
    expect(await colourAt(photo_url)).toBeUndefined();
    expect(await colourAt((await photosOf(ada))[0]!.photo_url)).toBe('red');
  });

  it('stops working when the photo is deleted; that of an approved photo stops when it is refused or the owner pauses', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const photo = await putPhoto(ada, 1, 'red');
    const upload = await uploadOf(kith, photo);
    await approve(kith, upload);
    const { photo_url } = (await photosSeen(bo, ada))[0]!;
    expect(await colourAt(photo_url)).toBe('red');
    await kith.sql(`update accounts set status = 'frozen' where id = $1`, [ada.id]);
    expect(await colourAt(photo_url)).toBeUndefined();
    await kith.sql(`update accounts set status = 'active' where id = $1`, [ada.id]);
    expect(await colourAt(photo_url)).toBe('red');
    await refuse(kith, upload);
    expect(await colourAt(photo_url)).toBeUndefined();
    const own = (await photosOf(ada))[0]!;
    expect([own.review_status, await colourAt(own.photo_url)]).toEqual([2, 'red']);
    expect(await photosSeen(bo, ada)).toEqual([]);
    await ada.api.user_friendship.delete_user_photo({ id: photo.id });
    expect(await colourAt(own.photo_url)).toBeUndefined();
  });
});

describe('photoBeforeReview = visible', () => {
  it('shows waiting photos to others, until the tenant changes the setting', async () => {
    const tenant = await makeTenant(kith, { photoBeforeReview: 'visible' });
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    await putPhoto(ada, 1, 'red');
    const [seen] = await photosSeen(bo, ada);
    expect([seen!.review_status, await colourAt(seen!.photo_url)]).toEqual([0, 'red']);
    await changeSettings(kith, tenant, { photoBeforeReview: 'hidden' });
    expect((await photosSeen(bo, ada))[0]!.photo_url).toBe('');
    expect(await colourAt(seen!.photo_url)).toBeUndefined();
  });
});

describe('photoReview = none', () => {
  it('approves photos immediately, with no reviewer', async () => {
    const tenant = await makeTenant(kith, { photoReview: 'none' });
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    expect(await putPhoto(ada, 1, 'red')).toMatchObject({ review_status: 1 });
    expect(await colourAt((await photosSeen(bo, ada))[0]!.photo_url)).toBe('red');
    await putPhoto(ada, 1, 'blue');
    expect(await colourAt((await photosSeen(bo, ada))[0]!.photo_url)).toBe('blue');
    expect(
      await kith.sql('select done_by, what from moderation_log where account_id = $1 order by id', [ada.id]),
    ).toEqual([
      { done_by: 'kith', what: 'photo approved' },
      { done_by: 'owner', what: 'photo waiting' },
      { done_by: 'kith', what: 'photo approved' },
    ]);
  });
});

describe('GET /api/user_friendship/user_photos', () => {
  it('lists each photo once, by place, with integers; it lists none to accounts that cannot see the intro', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const [three, one, six] = [
      await putPhoto(ada, 3, 'red'),
      await putPhoto(ada, 1, 'green'),
      await putPhoto(ada, 6, 'blue'),
    ];
    const { list, ...rest } = await ada.api.user_friendship.user_photos();
    expect(list).toEqual([one, three, six]);
    expect(rest).toEqual({ status: true, is_finish_friendship: false });
    expect((await photosSeen(bo, ada)).map(({ photo_index }) => photo_index)).toEqual([1, 3, 6]);
    await block(kith, ada, bo);
    await expect(photosSeen(bo, ada)).rejects.toMatchObject({ code: 400404 });
  });
});

describe('DELETE /api/user_friendship/user_photos/{id}', () => {
  it('deletes a photo of the caller with its files, once; the other photos keep their places', async () => {
    const ada = await kith.person('ada');
    const [one, two] = [await putPhoto(ada, 1, 'red'), await putPhoto(ada, 2, 'blue')];
    const remove = (id: number) => ada.api.user_friendship.delete_user_photo({ id });
    expect(await remove(one.id)).toEqual({ status: true, is_finish_friendship: false });
    await expect(remove(one.id)).rejects.toMatchObject({ code: 400404 });
    expect(await photosOf(ada)).toEqual([two]);
    expect(await filesLeft(one.photo_url)).toEqual([]);
    expect(await filesLeft(two.photo_url)).toHaveLength(3);
    expect(await photoCount(ada)).toBe(1);
  });

  it('forbids deleting the photo of another account; one of another tenant does not exist', async () => {
    const tenant = await makeTenant(kith);
    const [ada, bo, cy] = [
      await kith.person('ada'),
      await kith.person('bo'),
      await kith.person('cy', { tenant }),
    ];
    const [his, theirs] = [await putPhoto(bo, 1, 'red'), await putPhoto(cy, 1, 'red')];
    const remove = (id: number) => ada.api.user_friendship.delete_user_photo({ id });
    await expect(remove(his.id)).rejects.toMatchObject({ code: 400403 });
    await expect(remove(theirs.id)).rejects.toMatchObject({ code: 400404 });
    await expect(remove(999_999_999)).rejects.toMatchObject({ code: 400404 });
    expect(await photosOf(bo)).toEqual([his]);
  });

  it('lets one of twenty parallel deletions succeed', async () => {
    const ada = await kith.person('ada');
    const { id } = await putPhoto(ada, 1, 'red');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => ada.api.user_friendship.delete_user_photo({ id })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await photoCount(ada)).toBe(0);
  });
});

describe('is_finish_friendship', () => {
  it('requires a photo that is not refused, and every response reflects it at once', async () => {
    const ada = await kith.person('ada');
    await ada.api.intro.set({ sex_code: 'F' });
    await ada.api.user_friendship.age_status({ age_status: 1 });
    const isFinished = async () => {
      const { is_finish_friendship: own } = await ada.api.user_friendship.user_photos();
      const { is_finish_friendship: card } = await ada.api.intro.card({ target_user_id: ada.id });
      const { is_finish_friendship: list } = await ada.api.user_friendship.data({ list_type: 'near' });
      expect([card, list]).toEqual([own, own]);
      return own;
    };
    expect(await isFinished()).toBe(false);
    const answer = await set(ada, { image: await image('red') });
    expect(answer.body.data.is_finish_friendship).toBe(true);
    expect(await isFinished()).toBe(true);
    const upload = await uploadOf(kith, answer.body.data.list[0] as Photo);
    await refuse(kith, upload);
    expect(await isFinished()).toBe(false);
    await approve(kith, upload, { isAppeal: true });
    expect(await isFinished()).toBe(true);
    expect(await ada.api.user_friendship.delete_user_photo({ id: (await photosOf(ada))[0]!.id })).toEqual({
      status: true,
      is_finish_friendship: false,
    });
  });
});

describe('files', () => {
  it('of an upload that reached no profile are deleted after an hour, not before', async () => {
    const ada = await kith.person('ada');
    const { photo_url } = await putPhoto(ada, 1, 'red');
    // The remains of a process that dies between storing and placing.
    await kith.sql('delete from photos where account_id = $1', [ada.id]);
    await kith.sql('update photo_uploads set remove_at = created_at + 3600000 where account_id = $1', [
      ada.id,
    ]);
    const sweep = async () => sweepPhotos(await operator(kith, 1));
    await sweep();
    expect(await filesLeft(photo_url)).toHaveLength(3);
    kith.advance(HOUR_MS + 1000);
    await sweep();
    expect(await filesLeft(photo_url)).toEqual([]);
    expect(await kith.sql('select 1 from photo_uploads where account_id = $1', [ada.id])).toEqual([]);
  });

  it('of a shown photo cannot be deleted by any code path', async () => {
    const ada = await kith.person('ada');
    await putPhoto(ada, 1, 'red');
    await expect(kith.sql('delete from photo_uploads where account_id = $1', [ada.id])).rejects.toThrow(
      /foreign key/,
    );
  });
});

it("the owner's devices are notified of an upload, a deletion and a decision; those of others are not", async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  await kith.befriend(ada, bo);
  const [v1, legacy, other] = [await ada.v1(), await ada.socket(), await bo.v1()];
  const photo = await putPhoto(ada, 5, 'red');
  expect(await v1.next('event')).toMatchObject({ type: 'profile_changed', data: { user_id: ada.id } });
  await refuse(kith, await uploadOf(kith, photo));
  expect(await v1.next('event')).toMatchObject({
    type: 'photo_reviewed',
    data: { photo_id: photo.id, photo_index: 5, review_status: 2 },
  });
  await ada.api.user_friendship.delete_user_photo({ id: photo.id });
  expect(await v1.next('event')).toMatchObject({ type: 'profile_changed' });
  await other.settle();
  expect(other.frames.filter(({ t }) => t === 'event')).toEqual([]);
  await legacy.settle();
  await eventually('it is told once', async () => {
    const rows = await kith.sql(
      `select 1 from account_events where account_id = $1 and type = 'photo_reviewed'`,
      [ada.id],
    );
    return rows.length === 1;
  });
});
