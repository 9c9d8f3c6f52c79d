import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sweepVideoUploads } from '@kith/core/videos';
import { visitorCtx } from '../../src/app/context.js';
import { refused } from './refusals.js';
import { useKith, type Person } from '../harness/kith.js';
import { film, webm } from '../media/films.js';
import { box, fixtures, matroska } from '../media/samples.js';
import { makeTenant } from './operator.js';
import { file, picture } from './pictures.js';
import { clip } from './videos.js';

const DAY_MS = 24 * 3600_000;
const kith = useKith();

const upload = async (who: Person, bytes?: Uint8Array) =>
  who.im['video.Share'].upload({}, bytes ? file(bytes, 'clip.mp4') : await clip());
const videosOf = async (who: Person) => (await who.im['video.Share'].user_video({ user_id: who.id })).data;
const fetchPath = (path: string, headers: Record<string, string> = {}) => fetch(kith.url + path, { headers });

describe('/im/video.Share/upload', () => {
  it('accepts a video, whole or in parts, and serves it with a still below its date', async () => {
    const ada = await kith.person('ada');
    const bytes = await film();
    const { save_name, save_gif_path } = await upload(ada, bytes);
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now());
    const folder = `/static/video/${ada.id}/${day.replaceAll('-', '')}/`;
    expect(save_name).toMatch(new RegExp(`^${folder}[0-9a-f]{32}\\.mp4$`));
    expect(save_gif_path).toBe(save_name.replace('.mp4', '.jpeg'));

    const whole = await fetchPath(save_name);
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const part = await fetchPath(`/${save_name}`, { range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
    const still = await fetchPath(save_gif_path);
    expect([still.status, still.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await sharp(Buffer.from(await still.arrayBuffer())).metadata()).format).toBe('jpeg');
    for (const path of [
      folder,
      `${folder}x.mp4`,
      save_name.replace(folder, '/static/video/'),
      `${save_name}/x`,
    ])
      expect((await fetchPath(path)).status, path).toBe(404);
  });

  it('detects the type by the content: MOV and WebM under any name, a picture is a cover', async () => {
    const ada = await kith.person('ada');
    expect((await upload(ada, await film({ brand: 'qt' }))).save_name).toMatch(/\.mov$/);
    expect((await upload(ada, await webm())).save_name).toMatch(/\.webm$/);
    for (const recorded of ['recorded.webm', 'recorded.mp4'])
      expect((await upload(ada, await readFile(join(fixtures, recorded)))).save_name).toBeTruthy();
    const cover = await ada.im['video.Share'].upload({}, await picture('red'));
    expect(cover.save_name).toMatch(/\.jpg$/);
    expect(cover.save_gif_path).toBe(cover.save_name);
    expect((await fetchPath(cover.save_name)).headers.get('content-type')).toBe('image/jpeg');
    expect(await videosOf(ada)).toEqual([]);
  });

  it('removes place and device of the recording from everything that is served', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo');
    const list_id = await kith.befriend(ada, bo);
    const place = '+25.0330+121.5654/kith-secret-place';
    const taken = async (brand: string) =>
      Buffer.concat([
        await film({ brand }),
        box('uuid', Buffer.from(place)),
        box('udta', Buffer.from(place)),
      ]);
    const song = Buffer.concat([
      Buffer.from(`ID3\x04\0\0\0\0\0${String.fromCharCode(place.length)}${place}`, 'latin1'),
      Buffer.from([0xff, 0xfb, 0x90, 0x64]),
      Buffer.alloc(413),
    ]);
    const chat = (bytes: Buffer, name: string) => ada.im.upload.chat({ list_id }, file(bytes, name));
    const moment = await ada.im.upload.circle({}, file(await taken('isom'), 'clip.mp4'));
    const paths = [
      (await upload(ada, await taken('isom'))).save_name,
      (await upload(ada, await taken('qt'))).save_name,
      `/static/chat/${(await chat(await taken('3gp4'), 'clip.3gp')).full_url}`,
      `/static/chat/${(await chat(song, 'song.mp3')).full_url}`,
      `/static/circle/${'0'.repeat(24)}/${moment.video_path}`,
    ];
    for (const path of paths) {
      const answer = await fetchPath(path);
      expect(answer.status, path).toBe(200);
      expect((await answer.text()).includes('kith-secret-place'), path).toBe(false);
    }
  });

  it('reports why a file is refused, and keeps nothing of it', async () => {
    const ada = await kith.person('ada');
    const whole = await film();
    const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * 0.7));
    for (const [bytes, message] of [
      [Buffer.from('just some text'), '请上传MP4、MOV或WebM格式的视频'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), '请上传MP4、MOV或WebM格式的视频'],
      [Buffer.alloc(0), '请上传MP4、MOV或WebM格式的视频'],
      [matroska('matroska', 'V_VP9'), '请上传MP4、MOV或WebM格式的视频'],
      [cut(whole), '视频不完整'],
      [cut(await film({ isIndexFirst: true })), '视频不完整'],
      [cut(await webm()), '视频不完整'],
      [await film({ tracks: [] }), '视频已损坏'],
      [await film({ seconds: 0 }), '视频没有时长'],
      [await film({ tracks: ['soun'] }), '视频没有画面'],
      [await film({ seconds: 301 }), '视频不能超过300秒'],
      [await film({ seconds: 4_000_000 }), '视频不能超过300秒'],
      [await film({ width: 5000 }), '视频画面过大或过小，边长不能超过4096像素'],
      [await film({ height: 1 }), '视频画面过大或过小，边长不能超过4096像素'],
      [(await picture('red')).bytes.subarray(0, 300), '文件不完整'],
    ] as const) {
      await expect(upload(ada, bytes), message).rejects.toMatchObject({ err: 1, message });
    }
    await expect(
      kith.post('/im/video.Share/upload', { _token: ada.token }).then(({ body }) => body),
    ).resolves.toEqual({ err: 1, msg: '参数错误：file' });
    expect(await kith.sql('select * from video_uploads where account_id = $1', [ada.id])).toEqual([]);
  });

  it("applies the tenant's limits, and names them", async () => {
    const tenant = await makeTenant(kith, { videoMaxBytes: 1024 * 1024, videoMaxSeconds: 3 });
    const una = await kith.person('una', { tenant });
    expect((await upload(una, await film({ seconds: 3 }))).save_name).toMatch(/\.mp4$/);
    await expect(upload(una, await film({ seconds: 4 }))).rejects.toMatchObject({
      message: '视频不能超过3秒',
    });
    const large = Buffer.concat([await film(), Buffer.alloc(1024 * 1024)]);
    await expect(upload(una, large)).rejects.toMatchObject({ message: '视频不能超过1MB' });
  });
});

describe('/im/video.Share/release', () => {
  it('shows a video with its still, title and category to everybody', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const [category] = await ada.im['video.Share'].category();
    const { save_name, save_gif_path } = await upload(ada);
    const before = (await bo.im['video.Share'].video_lists({})).total;
    await expect(
      kith
        .post('/im/video.Share/release', {
          _token: ada.token,
          title: ' 第一个 ',
          gif: save_gif_path,
          video: save_name,
          category_id: category!.id,
        })
        .then(({ body }) => body),
    ).resolves.toEqual({ code: 0, msg: 'success' });
    const { data, total } = await bo.im['video.Share'].video_lists({});
    expect(total).toBe(before + 1);
    expect(data[0]).toMatchObject({
      user_id: ada.id,
      title: '第一个',
      video: save_name,
      gif: save_gif_path,
      fabulous: 0,
      comment: 0,
      status: '1',
      category_id: category!.id,
      is_fabulous: false,
      is_follow: false,
      user_info: { id: ada.id, phone: '', password: '', face: 'default_man/300.jpg' },
    });
    expect(Math.abs(data[0]!.createtime - Date.now() / 1000)).toBeLessThan(60);
  });

  it('uses the uploaded cover, or else the still; title and category may be empty', async () => {
    const ada = await kith.person('ada');
    const [first, second] = [await upload(ada), await upload(ada)];
    const cover = await ada.im['video.Share'].upload({}, await picture('blue'));
    await ada.im['video.Share'].release({ title: '', gif: cover.save_name, video: first.save_name });
    const { body } = await kith.post('/im/video.Share/release', {
      _token: ada.token,
      title: '',
      gif: '',
      video: second.save_name,
      category_id: '',
    });
    expect(body).toEqual({ code: 0, msg: 'success' });
    expect(await videosOf(ada)).toMatchObject([
      { video: second.save_name, gif: second.save_gif_path, category_id: 0, title: '' },
      { video: first.save_name, gif: cover.save_name },
    ]);
  });

  it('releases a video once, for repeats and parallel calls', async () => {
    const ada = await kith.person('ada');
    const { save_name, save_gif_path } = await upload(ada);
    const release = (title: string) =>
      ada.im['video.Share'].release({ title, gif: save_gif_path, video: save_name });
    await Promise.all(Array.from({ length: 20 }, () => release('first')));
    await release('second');
    expect(await videosOf(ada)).toMatchObject([{ title: 'first', video: save_name }]);
    const other = await upload(ada);
    // A cover belongs to one video.
    await expect(
      ada.im['video.Share'].release({ title: '', gif: save_gif_path, video: other.save_name }),
    ).rejects.toMatchObject(refused('not_found'));
    expect(await videosOf(ada)).toHaveLength(1);
    await ada.im['video.Share'].release({ title: '', gif: other.save_gif_path, video: other.save_name });
  });

  it('refuses a foreign or unknown upload, and leaves it unchanged', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const [own, theirs] = [await upload(ada), await upload(bo)];
    const [category] = await ada.im['video.Share'].category();
    const good = { title: 'a', gif: own.save_gif_path, video: own.save_name };
    for (const bad of [
      { video: theirs.save_name },
      { video: theirs.save_name, gif: theirs.save_gif_path },
      { gif: theirs.save_gif_path },
      { gif: own.save_name },
      { video: own.save_gif_path },
      { video: own.save_name.slice(1) },
      { video: '/static/video/../../token-secret' },
      { video: `${own.save_name}%00` },
      { gif: 'https://example.org/a.jpeg' },
      { category_id: 999_999 },
      { category_id: -1 },
    ]) {
      await expect(
        ada.im['video.Share'].release({ ...good, ...bad }),
        JSON.stringify(bad),
      ).rejects.toMatchObject(refused('not_found'));
    }
    await expect(ada.im['video.Share'].release({ ...good, title: 'é'.repeat(201) })).rejects.toMatchObject({
      message: '不能超过200个字：title',
    });
    // The members that clients read first, and those that they read on this path.
    const { body } = await kith.post('/im/video.Share/release', { _token: ada.token, title: '', video: 'x' });
    expect(body).toEqual({ err: 1, code: 1, msg: '内容不存在' });
    expect(await videosOf(ada)).toEqual([]);
    await ada.im['video.Share'].release({ ...good, category_id: category!.id });
    expect(await videosOf(ada)).toHaveLength(1);
    expect(await videosOf(bo)).toEqual([]);
  });
});

describe('an unreleased upload', () => {
  it('is deleted after a day with its file, and released videos stay', async () => {
    const ada = await kith.person('ada');
    const [released, forgotten] = [await upload(ada), await upload(ada)];
    const cover = await ada.im['video.Share'].upload({}, await picture('blue'));
    await ada.im['video.Share'].release({ title: '', gif: cover.save_name, video: released.save_name });
    const { deps } = kith.server;
    const sweep = async () => sweepVideoUploads(visitorCtx(deps, await deps.auth.tenant(1), ''));

    kith.advance(DAY_MS - 60_000);
    await sweep();
    const fresh = await upload(ada);
    kith.advance(120_000);
    await expect(
      ada.im['video.Share'].release({ title: '', video: forgotten.save_name }),
    ).rejects.toMatchObject(refused('not_found'));
    expect((await fetchPath(forgotten.save_name)).status).toBe(200);
    kith.advance(3600_000);
    await sweep();
    // The still of the released video was not chosen, so it is deleted too.
    for (const path of [forgotten.save_name, forgotten.save_gif_path, released.save_gif_path])
      expect((await fetchPath(path)).status, path).toBe(404);
    for (const path of [released.save_name, cover.save_name, fresh.save_name, fresh.save_gif_path])
      expect((await fetchPath(path)).status, path).toBe(200);
    await ada.im['video.Share'].release({ title: '', video: fresh.save_name, gif: fresh.save_gif_path });
  });
});

describe('/im/video.Share/category', () => {
  it('has the starter categories in every tenant once, for any number of parallel first calls', async () => {
    const tenant = await makeTenant(kith);
    const una = await kith.person('una', { tenant });
    const lists = await Promise.all(Array.from({ length: 20 }, () => una.im['video.Share'].category()));
    expect(lists[0]!.map(({ name }) => name)).toEqual(['生活', '美食', '旅行', '音乐', '运动', '萌宠']);
    for (const list of lists) expect(list).toEqual(lists[0]);
    const { body } = await kith.post('/im/video.Share/category', { _token: 'x' });
    expect(body).toEqual({ err: 1, msg: '请先登录' });
  });
});
