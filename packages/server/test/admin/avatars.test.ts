import { beforeEach, expect, it } from 'vitest';
import { PASSWORD, useKith } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { avatar, picture } from '../im/pictures.js';
import { makeTenant } from '../im/operator.js';

const kith = useKith();
let mei: Staff;
beforeEach(async () => {
  await kith.sql('delete from offered_avatars');
  mei = await makeStaff(kith, 'editor');
});

const add = async (colour: 'red' | 'blue') =>
  (
    await mei.ask('POST', '/admin/content/avatars', {
      picture: Buffer.from((await picture(colour)).bytes as Uint8Array).toString('base64'),
    })
  ).id;
const offered = async (tenant = 1) =>
  (
    (await kith.post('/im/App/config', { _agent_id: tenant })).body.data as {
      default_avatar: { image_id: string; image_url: string }[];
    }
  ).default_avatar;
let count = 0;
/** Registers with a picture; returns the id. */
async function register(image_id: string): Promise<number> {
  const username = `chooser${++count}`;
  const { body } = await kith.post('/im/in/reg', { username, password: PASSWORD, image_id });
  return Number((body.data as { userid: string }).userid.replace('Mac_trtc_', ''));
}

it('POST /admin/content/avatars offers what GET /admin/content/avatars lists; who chose one keeps it after DELETE /admin/content/avatars/{id}', async () => {
  const [red, blue] = [await add('red'), await add('blue')];
  expect((await mei.ask('GET', '/admin/content/avatars')).map(({ id }) => id)).toEqual([red, blue]);
  const shown = await offered();
  expect(shown.map(({ image_id }) => Number(image_id))).toEqual([red, blue]);
  for (const { image_url } of shown) expect((await fetch(image_url)).status).toBe(200);
  // Those of another tenant are not offered there, nor can they be chosen.
  expect(await offered(await makeTenant(kith))).toHaveLength(6);

  const id = await register(String(blue));
  await mei.ask('DELETE', '/admin/content/avatars/{id}', { id: blue });
  expect(await avatar(kith, id, 300)).toMatchObject({ colour: 'blue' });
  expect(await avatar(kith, await register(String(blue)), 300)).toBeUndefined();
  await expect(mei.ask('DELETE', '/admin/content/avatars/{id}', { id: blue })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(
    mei.ask('POST', '/admin/content/avatars', { picture: Buffer.from('no picture').toString('base64') }),
  ).rejects.toMatchObject({ code: 'unsupported_media' });
  await mei.ask('DELETE', '/admin/content/avatars/{id}', { id: red });
  expect(await offered()).toHaveLength(6);
});

it('PUT /admin/content/avatar-order moves them, refused if somebody else was faster; there are at most 60', async () => {
  const seen = [await add('red'), await add('blue')];
  const ids = seen.toReversed();
  const both = await Promise.allSettled(
    [1, 2].map(() => mei.ask('PUT', '/admin/content/avatar-order', { seen, ids })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await offered()).map(({ image_id }) => Number(image_id))).toEqual(ids);
  await kith.sql(
    `insert into offered_avatars (tenant_id, name, sort, written_by, created_at)
     select 1, 'none', n, 'kith', 1 from generate_series(1, 57) n`,
  );
  const last = await Promise.allSettled([add('red'), add('blue')]);
  expect(last.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(last.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'too_large' } });
});
