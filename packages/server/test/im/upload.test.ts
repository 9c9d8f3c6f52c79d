import { describe, expect, test } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { noise } from '../media/samples.js';
import { avatar, file, avatarName, picture } from './pictures.js';
import { makeTenant } from './operator.js';
import { refusal, refused } from './refusals.js';

const MAX_BYTES = 400_000;
const kith = useKith({ config: { maxUploadBytes: MAX_BYTES } });

const photoOf = async ({ im }: Person) => (await im.get.base()).user_info.photo;

describe('/im/upload/photo and /im/action/upPhoto', () => {
  test('show the photo in three sizes after the commit and not before', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await ada.im.upload.photo({}, await picture('red'));
    expect(await photoOf(ada)).toBe('default_man/300.jpg');
    expect(await avatar(kith, ada.id, 300)).toBeUndefined();
    expect((await fetch(`${kith.url}/static/photo/uploaded/user/${ada.id}/300.jpg`)).status).toBe(404);

    await ada.im.action.upPhoto();
    const photo = `user/${await avatarName(kith, ada.id)}/300.jpg`;
    expect(await photoOf(ada)).toBe(photo);
    expect(await bo.im.get.getUserInfo({ user_id: ada.id })).toMatchObject({ face: photo });
    for (const size of [70, 90, 300] as const) {
      expect(await avatar(kith, ada.id, size)).toEqual({ side: size, colour: 'red' });
    }
    expect((await fetch(`${kith.url}/static/photo/${photo}?_=0.123`)).status).toBe(200);
    expect(await avatar(kith, bo.id, 300)).toBeUndefined();
  });

  test('use unguessable names, and old addresses show the default photo', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo', { tenant: await makeTenant(kith) })];
    for (const person of [ada, bo]) {
      await person.im.upload.photo({}, await picture('red'));
      await person.im.action.upPhoto();
    }
    const names = [await avatarName(kith, ada.id), await avatarName(kith, bo.id)];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
    const bytesOf = async (path: string) =>
      Buffer.from(await (await fetch(`${kith.url}/static/photo/${path}`)).arrayBuffer()).toString('base64');
    const nobody = await bytesOf('default_man/300.jpg');
    for (const name of [ada.id, bo.id, bo.id + 1, 'f'.repeat(32)])
      expect(await bytesOf(`user/${name}/300.jpg`)).toBe(nobody);
    expect(await bytesOf(await photoOf(ada))).not.toBe(nobody);
  });

  test('replace the old photo; the last upload counts', async () => {
    const ada = await kith.person('ada');
    await ada.im.upload.photo({}, await picture('red'));
    await ada.im.action.upPhoto();
    await ada.im.upload.photo({}, await picture('red'));
    await ada.im.upload.photo({}, await picture('blue'));
    expect(await avatar(kith, ada.id, 90)).toMatchObject({ colour: 'red' });
    await ada.im.action.upPhoto();
    expect(await avatar(kith, ada.id, 90)).toMatchObject({ colour: 'blue' });
  });

  test("commit nothing without an upload, twice, or for another account's upload", async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await expect(ada.im.action.upPhoto()).rejects.toMatchObject(refused('not_found'));
    await bo.im.upload.photo({}, await picture('red'));
    await expect(ada.im.action.upPhoto()).rejects.toMatchObject(refused('not_found'));
    await bo.im.action.upPhoto();
    await expect(bo.im.action.upPhoto()).rejects.toMatchObject(refused('not_found'));
    expect(await photoOf(bo)).toBe(`user/${await avatarName(kith, bo.id)}/300.jpg`);
  });

  test('refuse a file that is not a picture, under any name, and leave nothing to commit', async () => {
    const ada = await kith.person('ada');
    const good = await picture('red');
    for (const [bytes, name] of [
      ['just some text', 'photo.jpg'],
      ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'photo.svg'],
      ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'photo.png'],
      ['<!doctype html><script>alert(1)</script>', 'photo.jpg'],
      ['', 'photo.jpg'],
      ['\xff\xd8\xff\xe0<html>', 'photo.jpg'],
    ] as const) {
      await expect(ada.im.upload.photo({}, file(bytes, name)), name).rejects.toMatchObject(
        refused('unsupported_media'),
      );
    }
    const damaged = file(good.bytes.subarray(0, 40), 'photo.jpg');
    await expect(ada.im.upload.photo({}, damaged)).rejects.toMatchObject({ message: '文件已损坏' });
    await expect(ada.im.action.upPhoto()).rejects.toMatchObject(refused('not_found'));
    await ada.im.upload.photo({}, { ...good, name: '../../../etc/passwd' });
    await ada.im.action.upPhoto();
  });

  test('refuse a file above the limit and accept one below', async () => {
    const ada = await kith.person('ada');
    const large = await noise(600, 600).png().toBuffer();
    const small = await noise(300, 300).png().toBuffer();
    expect(large.length).toBeGreaterThan(MAX_BYTES);
    expect(small.length).toBeLessThan(MAX_BYTES);
    await expect(ada.im.upload.photo({}, file(large, 'photo.png'))).rejects.toMatchObject({
      message: '文件不能超过390.62KB',
    });
    await ada.im.upload.photo({}, file(small, 'photo.png'));
  });

  test('accept the file as the field `file` of a multipart form, with the token before or after it', async () => {
    const ada = await kith.person('ada');
    const blob = new Blob([(await picture('red')).bytes]);
    const post = async (...fields: [string, string | Blob][]) => {
      const body = new FormData();
      for (const [name, value] of fields)
        body.append(name, value as Blob, ...(typeof value === 'string' ? [] : ['a.jpg']));
      return (await kith.post('/im/upload/photo', {}, { body })).body;
    };
    expect(await post(['_token', ada.token], ['file', blob])).toEqual({ err: 0, msg: 'success' });
    expect(await post(['file', blob], ['_token', ada.token])).toEqual({ err: 0, msg: 'success' });
    expect(await post(['_token', ada.token], ['picture', blob])).toEqual(refusal('invalid', 'file'));
    expect(await post(['_token', ada.token], ['file', 'text'])).toEqual(refusal('invalid', 'file'));
    expect(await post(['_token', ada.token])).toEqual(refusal('invalid', 'file'));
    expect(await post(['_token', 'x'], ['file', blob])).toEqual(refusal('not_signed_in'));
    expect(await post(['file', blob])).toEqual(refusal('not_signed_in'));
    expect((await kith.post('/im/upload/photo', { _token: ada.token, file: 'text' })).body).toEqual(
      refusal('invalid', 'file'),
    );
  });

  test('report a malformed form as a bad value, not as a server failure', async () => {
    const ada = await kith.person('ada');
    const post = async (contentType: string, body: string) =>
      (await kith.post('/im/upload/photo', {}, { body, headers: { 'content-type': contentType } })).body;
    const token = `--b\r\ncontent-disposition: form-data; name="_token"\r\n\r\n${ada.token}\r\n`;
    const start = `${token}--b\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nabc`;
    expect(await post('multipart/form-data; boundary=b', `${start}\r\n--b--`)).toEqual(
      refusal('unsupported_media'),
    );
    for (const [contentType, body] of [
      ['multipart/form-data', start],
      ['multipart/form-data; boundary=b', start],
      ['multipart/form-data; boundary=other', `${start}\r\n--b--`],
    ] as const) {
      expect(await post(contentType, body), contentType).toEqual(refusal('invalid', 'body'));
    }
  });
});

describe('other names of the uploads: /im/upload/photooss, /im/upload/chatoss and /im/upload/uploadImg', () => {
  test("photooss equals photo; chatoss equals chat; uploadImg returns the file's address", async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const list_id = await kith.befriend(ada, bo);
    await ada.im.upload.photooss({}, await picture('red'));
    await ada.im.action.upPhoto();
    expect(await avatar(kith, ada.id, 300)).toMatchObject({ colour: 'red' });

    const stored = await ada.im.upload.chatoss({ list_id }, await picture('red'));
    expect(stored.full_url).toBe(`${list_id}/${stored.save_name}`);
    const url = await ada.im.upload.uploadImg({ list_id }, await picture('blue'));
    for (const path of [`/static/chat/${stored.full_url}`, url])
      expect((await fetch(`${kith.url}${path}`)).headers.get('content-type')).toBe('image/jpeg');
    for (const upload of [cy.im.upload.chatoss, cy.im.upload.uploadImg])
      await expect(upload({ list_id }, await picture('red'))).rejects.toMatchObject(refused('not_found'));
  });
});
