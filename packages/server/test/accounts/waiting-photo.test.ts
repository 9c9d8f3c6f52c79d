import { dirname } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { sweepPendingAvatars } from '@kith/core/accounts';
import { visitorCtx } from '../../src/app/context.js';
import { PASSWORD, useKith } from '../harness/kith.js';
import { avatar, file, avatarName, picture } from '../im/pictures.js';
import { makeTenant } from '../im/operator.js';
import { refused, says } from '../im/refusals.js';

const kith = useKith({ config: { maxUploadBytes: 500_000 } });

let counter = 0;
const fresh = () => `fresh_${++counter}`;

async function reg(username: string, tenant = 1): Promise<{ id: number; myavatar: string }> {
  const { userid, myavatar } = await kith
    .visitor({ tenant })
    .in.reg({ username, password: PASSWORD, sex: 1 });
  return { id: Number(userid.replace('Mac_trtc_', '')), myavatar };
}

describe('/im/in/photo', () => {
  test('stores a picture under a user name; the account that registers it gets the picture in three sizes', async () => {
    const username = fresh();
    await kith.visitor().in.photo({ username }, await picture('red'));
    const { id, myavatar } = await reg(username.toUpperCase());
    expect(myavatar).toBe(`user/${await avatarName(kith, id)}/300.jpg`);
    for (const size of [70, 90, 300] as const) {
      expect(await avatar(kith, id, size)).toEqual({ side: size, colour: 'red' });
    }
    const other = await reg(fresh());
    expect(other.myavatar).toBe('default_woman/300.jpg');
    expect(await avatar(kith, other.id, 300)).toBeUndefined();
  });

  test('keeps the last picture, also after a second form without a file', async () => {
    const username = fresh();
    await kith.visitor().in.photo({ username }, await picture('red'));
    await kith.visitor().in.photo({ username }, await picture('blue'));
    const again = new FormData();
    again.set('username', username);
    expect((await kith.post('/im/in/photo', {}, { body: again })).body).toEqual({ err: 0, msg: 'success' });
    expect((await kith.post('/im/in/photo', { username })).body).toEqual({ err: 0, msg: 'success' });
    const { id } = await reg(username);
    expect(await avatar(kith, id, 90)).toEqual({ side: 90, colour: 'blue' });
  });

  test('deletes the pictures that later ones replace, also if several come at the same time', async () => {
    const username = fresh();
    const { blobs } = kith.server.deps.ports;
    const send = async (colour: 'red' | 'blue') =>
      kith.visitor().in.photo({ username }, await picture(colour));
    const put = vi.spyOn(blobs, 'put');
    await send('red');
    await Promise.all([send('blue'), send('red'), send('blue')]);
    const folders = new Set(put.mock.calls.map(([key]) => dirname(key)));
    put.mockRestore();
    expect(folders.size).toBe(4);
    const waiting = await kith.sql('select blob_key from pending_avatars where username_key = $1', [
      username,
    ]);
    const kept: unknown[] = [];
    for (const blob_key of folders) if (await blobs.open(`${blob_key}/300.jpg`)) kept.push({ blob_key });
    expect(kept).toEqual(waiting);
  });

  test('keeps a picture for an hour', async () => {
    const [soon, late] = [fresh(), fresh()];
    for (const username of [soon, late]) await kith.visitor().in.photo({ username }, await picture('red'));
    kith.advance(59 * 60_000);
    expect((await reg(soon)).myavatar).toMatch(/^user\//);
    kith.advance(2 * 60_000);
    expect((await reg(late)).myavatar).toBe('default_woman/300.jpg');
  });

  test('removes only abandoned pictures', async () => {
    const [old, young] = [fresh(), fresh()];
    await kith.visitor().in.photo({ username: old }, await picture('red'));
    kith.advance(61 * 60_000);
    await kith.visitor().in.photo({ username: young }, await picture('red'));
    const { deps } = kith.server;
    await sweepPendingAvatars(visitorCtx(deps, await deps.auth.tenant(1), ''));
    const waiting = await kith.sql('select username_key from pending_avatars where username_key = any($1)', [
      [old, young],
    ]);
    expect(waiting).toEqual([{ username_key: young }]);
    expect((await reg(young)).myavatar).toMatch(/^user\//);
  });

  test('separates pictures for the same name in different tenants', async () => {
    const tenant = await makeTenant(kith);
    const username = fresh();
    await kith.visitor({ tenant }).in.photo({ username }, await picture('red'));
    expect((await reg(username)).myavatar).toBe('default_woman/300.jpg');
    expect((await reg(username, tenant)).myavatar).toMatch(/^user\//);
  });

  test('never gives out a waiting picture, and registering again does not reveal the photo of an account', async () => {
    const username = fresh();
    await kith.visitor().in.photo({ username }, await picture('red'));
    const [{ blob_key }] = (await kith.sql<{ blob_key: string }>(
      'select blob_key from pending_avatars where username_key = $1',
      [username],
    )) as [{ blob_key: string }];
    expect(blob_key).toMatch(/^waiting\/[0-9a-f]{32}$/);
    for (const path of [`/static/${blob_key}/300.jpg`, `/static/photo/${blob_key}/300.jpg`]) {
      expect((await fetch(`${kith.url}${path}`)).status).toBe(404);
    }
    const { id } = await reg(username);
    await kith.visitor().in.photo({ username }, await picture('blue'));
    await expect(kith.visitor().in.reg({ username, password: PASSWORD })).rejects.toMatchObject(
      refused('username_taken'),
    );
    expect(await avatar(kith, id, 70)).toEqual({ side: 70, colour: 'red' });
  });

  test('refuses a file that is not a picture, is too large, or is for an invalid name', async () => {
    const username = fresh();
    const good = await picture('red');
    const photo = kith.visitor().in.photo;
    for (const bad of [
      file('hello', 'photo.jpg'),
      file('', 'photo.jpg'),
      file('<svg xmlns="http://www.w3.org/2000/svg"/>', 'photo.svg'),
    ]) {
      await expect(photo({ username }, bad)).rejects.toMatchObject(refused('unsupported_media'));
    }
    await expect(photo({ username }, file(Buffer.alloc(600_000, 1), 'photo.jpg'))).rejects.toMatchObject(
      says('文件不能超过488.28KB'),
    );
    await expect(photo({ username: '../../x' }, good)).rejects.toMatchObject(
      says('用户名须为1到20位的文字、数字或下划线，或电子邮箱'),
    );
    expect((await reg(username)).myavatar).toBe('default_woman/300.jpg');
  });
});
