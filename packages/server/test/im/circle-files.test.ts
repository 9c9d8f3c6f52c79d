import { describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { sweepMomentFiles } from '@kith/core/moments';
import { visitorCtx } from '../../src/app/context.js';
import { useKith, type Person } from '../harness/kith.js';
import { animation, gpsMark, mp4, noise, photograph } from '../media/samples.js';
import { circle, post, seen, upload } from './moments.js';
import { file, picture } from './pictures.js';
import { refused, says } from './refusals.js';

const kith = useKith({ config: { maxUploadBytes: 400_000 } });
const TOO_MANY = '最多9张图片，或1个视频';
const ELSEWHERE = '0'.repeat(24);

const film = () => file(mp4('isom', 'vide', 'soun'), 'film.mp4');
const fetchFile = (path: string) => fetch(`${kith.url}/static/circle/${path}`);
const statusOf = async (path: string) => (await fetchFile(path)).status;
const full = (name: string) => name.replace('_thumb', '');

async function publish(who: Person, value: string[], video_path = ''): Promise<string> {
  return (await who.im.circle.sendMsg({ content: { text: 'look', value, video_path } })).circle_id;
}

async function sweep(): Promise<void> {
  const { deps } = kith.server;
  await sweepMomentFiles(visitorCtx(deps, await deps.auth.tenant(1), ''));
}

/** The number of an account's files, by state. */
async function filesOf(who: Person): Promise<Record<string, number>> {
  const rows = await kith.sql<{ state: string; count: number }>(
    'select state, count(*)::int as count from moment_files where account_id = $1 group by state',
    [who.id],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

describe('/im/upload/circle', () => {
  test('works as clients use it: upload each picture, post with the names, bind; friends fetch small and full sizes', async () => {
    const { ada, bo } = await circle(kith);
    const names: string[] = [];
    for (let i = 0; i < 3; i++) names.push((await upload(ada, { len: 3 })).save_name);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}_thumb\.png$/);
    const id = await publish(ada, names);
    expect((await seen(bo, id))?.content).toEqual({ text: 'look', value: names, video_path: '' });
    await ada.im.upload.circleFileAction({ circle_id: id });
    await ada.im.upload.circleFileAction({ circle_id: id });
    expect((await seen(bo, id))?.content.value).toEqual(names);

    const [small, whole] = await Promise.all([
      fetchFile(`${id}/${names[0]}`),
      fetchFile(`${id}/${full(names[0]!)}`),
    ]);
    expect(small.headers.get('content-type')).toBe('image/png');
    expect(await sharp(Buffer.from(await small.arrayBuffer())).metadata()).toMatchObject({ height: 350 });
    expect(await sharp(Buffer.from(await whole.arrayBuffer())).metadata()).toMatchObject({ height: 500 });
    expect(await statusOf(`not-a-post/${names[0]}`)).toBe(404);
    expect(await statusOf(`${id}/x/${names[0]}`)).toBe(404);
    expect(await statusOf(names[0]!)).toBe(404);
  });

  test('shows pictures in the order of the content; full names also work', async () => {
    const { ada } = await circle(kith);
    const names = await Promise.all(Array.from({ length: 9 }, () => upload(ada, { len: 9, width: 20 })));
    const value = names.map(({ save_name }) => save_name).toSorted();
    const id = await publish(ada, value.map(full));
    expect((await seen(ada, id))?.content.value).toEqual(value);
  });

  test('a video has a still; the content names both, or one of them', async () => {
    const { ada, bo } = await circle(kith);
    for (const pick of [
      (given: { save_name: string; video_path: string }) => [[given.save_name], given.video_path] as const,
      (given: { save_name: string; video_path: string }) => [[], given.video_path] as const,
      (given: { save_name: string; video_path: string }) => [[given.save_name], ''] as const,
      (given: { save_name: string; video_path: string }) => [[given.video_path], ''] as const,
    ]) {
      const given = await ada.im.upload.circle({ len: 1 }, film());
      expect(given).toEqual({
        save_name: expect.stringMatching(/^[0-9a-f]{32}_thumb\.jpg$/) as string,
        video_path: expect.stringMatching(/^[0-9a-f]{32}\.mp4$/) as string,
      });
      const [value, video_path] = pick(given);
      const id = await publish(ada, [...value], video_path);
      expect((await seen(bo, id))?.content).toEqual({
        text: 'look',
        value: [given.save_name],
        video_path: given.video_path,
      });
      const video = await fetchFile(`${id}/${given.video_path}`);
      expect([video.status, video.headers.get('content-type')]).toEqual([200, 'video/mp4']);
      for (const name of [given.save_name, full(given.save_name)]) {
        const still = await fetchFile(`${id}/${name}`);
        expect((await sharp(Buffer.from(await still.arrayBuffer())).metadata()).format).toBe('jpeg');
      }
    }
  });

  test('removes camera metadata and keeps an animation', async () => {
    const { ada } = await circle(kith);
    const photo = await ada.im.upload.circle({}, file(await photograph('jpeg'), 'p.jpg'));
    const gif = await ada.im.upload.circle({}, file(await animation(40, 40, 3), 'a.gif'));
    const bytes = Buffer.from(await (await fetchFile(`${ELSEWHERE}/${full(photo.save_name)}`)).arrayBuffer());
    expect(bytes.includes(gpsMark)).toBe(false);
    const moving = Buffer.from(await (await fetchFile(`${ELSEWHERE}/${full(gif.save_name)}`)).arrayBuffer());
    expect((await sharp(moving).metadata()).pages).toBe(3);
  });

  test('refuses other files, and files that are too large or too many', async () => {
    const { ada } = await circle(kith);
    const good = await picture('red');
    for (const [bytes, name] of [
      ['text', 'a.jpg'],
      ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.png'],
      ['', 'a.jpg'],
      ['%PDF-1.4', 'a.pdf'],
      [good.bytes, 'a.mp4'],
      [mp4('M4A', 'soun'), 'voice.m4a'],
    ] as const)
      await expect(ada.im.upload.circle({}, file(bytes, name)), name).rejects.toMatchObject(
        refused('unsupported_media'),
      );
    const damaged = file(good.bytes.subarray(0, 40), 'a.jpg');
    await expect(ada.im.upload.circle({}, damaged)).rejects.toMatchObject(says('文件已损坏'));
    const large = file(await noise(600, 600).png().toBuffer(), 'a.png');
    await expect(ada.im.upload.circle({}, large)).rejects.toMatchObject(says('文件不能超过390.62KB'));
    await expect(ada.im.upload.circle({ len: 10 }, good)).rejects.toMatchObject(says(TOO_MANY));
    expect(await filesOf(ada)).toEqual({});
  });

  test('refuses pictures with videos, and two videos; nothing is posted', async () => {
    const { ada } = await circle(kith);
    const image = (await upload(ada)).save_name;
    const [one, two] = [await ada.im.upload.circle({}, film()), await ada.im.upload.circle({}, film())];
    for (const value of [
      [image, one.save_name],
      [one.save_name, two.save_name],
    ])
      await expect(publish(ada, value)).rejects.toMatchObject(says(TOO_MANY));
    expect(await filesOf(ada)).toEqual({ waiting: 3 });
    await publish(ada, [image]);
    await publish(ada, [one.save_name], one.video_path);
    expect(await filesOf(ada)).toEqual({ waiting: 1, shown: 2 });
  });

  test('binds a file to one moment, and to its uploader', async () => {
    const { ada, bo } = await circle(kith);
    const { save_name } = await upload(ada);
    await expect(publish(bo, [save_name])).rejects.toMatchObject(refused('not_found'));
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => publish(ada, [save_name])));
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(refused('not_found'));
    expect(await kith.sql('select 1 from moments where author_id in ($1, $2)', [ada.id, bo.id])).toHaveLength(
      1,
    );
  });
});

describe('/im/upload/circleFileAction', () => {
  test('also shows files that the content omitted, before or after the upload', async () => {
    const { ada, bo } = await circle(kith);
    const first = await upload(ada);
    const id = await post(ada, 'files follow');
    const second = await upload(ada);
    expect((await seen(bo, id))?.content.value).toEqual([]);
    await ada.im.upload.circleFileAction({ circle_id: id });
    expect((await seen(bo, id))?.content.value).toEqual([first.save_name, second.save_name]);
    await upload(ada);
    await ada.im.upload.circleFileAction({ circle_id: id });
    expect((await seen(bo, id))?.content.value).toHaveLength(2);
    expect(await filesOf(ada)).toEqual({ waiting: 1, shown: 2 });
  });

  test('leftovers of an earlier attempt do not join a moment that names its files', async () => {
    const { ada } = await circle(kith);
    await upload(ada);
    const meant = await upload(ada);
    const id = await publish(ada, [meant.save_name]);
    await ada.im.upload.circleFileAction({ circle_id: id });
    expect((await seen(ada, id))?.content.value).toEqual([meant.save_name]);
  });

  test('more files than a moment allows are refused and kept; only the author may add files', async () => {
    const { ada, bo, dee } = await circle(kith);
    const id = await post(ada, 'hello');
    for (let i = 0; i < 10; i++) await upload(ada, { width: 10 });
    await expect(ada.im.upload.circleFileAction({ circle_id: id })).rejects.toMatchObject(says(TOO_MANY));
    expect(await filesOf(ada)).toEqual({ waiting: 10 });
    await expect(bo.im.upload.circleFileAction({ circle_id: id })).rejects.toMatchObject(
      refused('forbidden'),
    );
    await expect(dee.im.upload.circleFileAction({ circle_id: id })).rejects.toMatchObject(
      refused('not_found'),
    );
  });
});

describe('removal of files', () => {
  test('/im/upload/deleteCircleFile deletes waiting files, and no shown or foreign ones', async () => {
    const { ada, bo } = await circle(kith);
    const shown = await upload(ada);
    await publish(ada, [shown.save_name]);
    const [waiting, theirs] = [await upload(ada), await upload(bo)];
    await ada.im.upload.deleteCircleFile();
    await ada.im.upload.deleteCircleFile();
    for (const name of [waiting.save_name, full(waiting.save_name)])
      expect(await statusOf(`${ELSEWHERE}/${name}`)).toBe(404);
    for (const name of [shown.save_name, theirs.save_name])
      expect(await statusOf(`${ELSEWHERE}/${name}`)).toBe(200);
    expect(await filesOf(ada)).toEqual({ shown: 1 });
    await expect(publish(ada, [waiting.save_name])).rejects.toMatchObject(refused('not_found'));
  });

  test('pictures and videos are deleted with their moment', async () => {
    const { ada } = await circle(kith);
    const [image, video] = [await upload(ada), await ada.im.upload.circle({}, film())];
    const ids = [await publish(ada, [image.save_name]), await publish(ada, [], video.video_path)];
    const paths = [
      image.save_name,
      full(image.save_name),
      video.video_path,
      video.save_name,
      full(video.save_name),
    ];
    for (const name of paths) expect(await statusOf(`${ELSEWHERE}/${name}`)).toBe(200);
    for (const id of ids) await ada.im.circle.del({ id });
    for (const name of paths) expect(await statusOf(`${ELSEWHERE}/${name}`)).toBe(404);
    expect(await filesOf(ada)).toEqual({});
  });

  test('unused files are deleted after an hour, as are those of an interrupted removal', async () => {
    const { ada } = await circle(kith);
    const [shown, waiting, torn] = [await upload(ada), await upload(ada), await upload(ada)];
    await publish(ada, [shown.save_name]);
    await kith.sql(`update moment_files set state = 'gone' where file_id = $1`, [
      torn.save_name.slice(0, 32),
    ]);
    await ada.im.upload.circleImg({}, await picture('blue'));
    kith.advance(3500_000);
    await sweep();
    expect(await statusOf(`${ELSEWHERE}/${waiting.save_name}`)).toBe(200);
    kith.advance(200_000);
    await sweep();
    expect(await statusOf(`${ELSEWHERE}/${waiting.save_name}`)).toBe(404);
    expect(await statusOf(`${ELSEWHERE}/${torn.save_name}`)).toBe(404);
    expect(await statusOf(`${ELSEWHERE}/${shown.save_name}`)).toBe(200);
    expect(await filesOf(ada)).toEqual({ shown: 1 });
    await expect(ada.im.action.upCircleImg()).rejects.toMatchObject(refused('not_found'));
  });
});

describe('/im/upload/circleImg and /im/action/upCircleImg', () => {
  const coverOf = async (who: Person) => (await who.im.get.base()).user_info.circle_img;

  test("show the background once it is committed, on the caller's page and to its visitors", async () => {
    const { ada, bo } = await circle(kith);
    expect(await coverOf(ada)).toBe('default_circle_img.jpg');
    await ada.im.upload.circleImg({}, await picture('red'));
    await ada.im.upload.circleImg({}, await picture('blue'));
    expect(await coverOf(ada)).toBe('default_circle_img.jpg');
    await ada.im.action.upCircleImg();
    const path = await coverOf(ada);
    expect(path).toMatch(/^circle\/[0-9a-f]{32}\.jpg$/);
    const bytes = await (await fetch(`${kith.url}/static/photo/${path}?_=0.5`)).arrayBuffer();
    const { dominant } = await sharp(Buffer.from(bytes)).stats();
    expect(dominant.b).toBeGreaterThan(dominant.r);
    expect((await bo.im.get.circleData({ user_id: ada.id })).user_info.circle_img).toBe(path);
    expect(await bo.im.get.getUserInfo({ user_id: ada.id })).toMatchObject({ circli_img: path });
    expect(await bo.im.get.getUserInfo({})).toMatchObject({ circli_img: '' });
    await expect(ada.im.action.upCircleImg()).rejects.toMatchObject(refused('not_found'));

    await ada.im.upload.circleImg({}, await picture('red'));
    await ada.im.action.upCircleImg();
    expect(await coverOf(ada)).not.toBe(path);
    expect((await fetch(`${kith.url}/static/photo/${path}`)).status).toBe(404);
    expect(await filesOf(ada)).toEqual({ shown: 1 });
  });

  test('refuse a file that is not a picture; a background is not a file of a moment', async () => {
    const { ada } = await circle(kith);
    for (const bad of [file('text', 'a.jpg'), film()])
      await expect(ada.im.upload.circleImg({}, bad)).rejects.toMatchObject(refused('unsupported_media'));
    await expect(ada.im.action.upCircleImg()).rejects.toMatchObject(refused('not_found'));
    await ada.im.upload.circleImg({}, await picture('red'));
    const id = await post(ada, 'hello');
    await ada.im.upload.circleFileAction({ circle_id: id });
    await ada.im.upload.deleteCircleFile();
    expect((await seen(ada, id))?.content.value).toEqual([]);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => ada.im.action.upCircleImg()));
    expect(tries.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  });
});

describe('/im/get/details', () => {
  test("shows a person's five newest pictures to a friend, and none to a stranger", async () => {
    const { ada, bo, dee } = await circle(kith);
    const paths: string[] = [];
    for (let i = 0; i < 3; i++) {
      const names = [await upload(ada, { width: 10 }), await upload(ada, { width: 10 })];
      const value = names.map(({ save_name }) => save_name);
      const id = await publish(ada, value);
      paths.unshift(...value.map((name) => `${id}/${name}`));
    }
    const shown = async (who: Person) => (await who.im.get.details({ user_id: ada.id })).show_friend.circle;
    expect(await shown(bo)).toEqual(paths.slice(0, 5));
    expect(await shown(ada)).toEqual(paths.slice(0, 5));
    expect(await shown(dee)).toEqual([]);
    for (const path of paths) expect(await statusOf(path)).toBe(200);
    await bo.im.remove.friend({ user_id: ada.id });
    expect(await shown(bo)).toEqual([]);
  });
});
