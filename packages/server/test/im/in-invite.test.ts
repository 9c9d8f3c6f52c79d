import { describe, expect, test } from 'vitest';
import { plainPasswords } from '../conversations/chatting.js';
import { PASSWORD, useKith, type Person } from '../harness/kith.js';
import { changeSettings, makeTenant, setStatus } from './operator.js';
import { avatar, avatarName, picture } from './pictures.js';
import { refusal, refused } from './refusals.js';

const kith = useKith({
  config: { trustProxy: '127.0.0.1' },
  overrides: { ports: { passwords: plainPasswords } },
});

let counter = 0;
const fresh = () => `guest_${++counter}`;
const codeOf = async ({ im }: Person) => (await im.get.getUserInfo()).invite_code;

/** Registers from an address; returns the body. */
async function reg(tenant: number, fields: Record<string, unknown> = {}, address = '192.0.2.1') {
  const headers = { 'x-forwarded-for': address };
  const answer = await kith.post(
    '/im/in/reg',
    { _agent_id: tenant, username: fresh(), password: PASSWORD, ...fields },
    { headers },
  );
  return answer.body;
}
const idOf = (body: { data: { userid: string } }) => Number(body.data.userid.replace('Mac_trtc_', ''));

describe('an invite code', () => {
  test('belongs to each account, is visible to its owner only, and lists the invited account', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const code = await codeOf(ada);
    expect(code).toMatch(/^[0-9a-f]{8}$/);
    expect(await codeOf(bo)).not.toBe(code);
    expect((await bo.im.get.getUserInfo({ user_id: ada.id })).invite_code).toBe('');
    expect(await ada.im.get.inviteList()).toEqual([]);

    const first = await reg(1, { invite_code: code, nickname: 'First' });
    const second = await reg(1, { invite_code: ` ${code.toUpperCase()} `, nickname: 'Second' });
    const visitor = await kith.visitor().in.reg_tourist({ invite_code: code });
    expect((await ada.im.get.inviteList()).map((row) => row.user_id)).toEqual([
      Number(visitor.userid.slice(9)),
      idOf(second),
      idOf(first),
    ]);
    expect(await bo.im.get.inviteList()).toEqual([]);

    // Only the invited account learns the inviter.
    const own = await kith.post('/im/get/getUserInfo', { _token: first.data.token });
    expect(own.body.data).toMatchObject({ tj_username: ada.username });
    expect((await ada.im.get.getUserInfo({ user_id: idOf(first) })).tj_username).toBe('');
  });

  test('is ignored if it is unknown and none is required', async () => {
    const body = await reg(1, { invite_code: '111111' });
    expect(body.err).toBe(0);
    const own = await kith.post('/im/get/getUserInfo', { _token: body.data.token });
    expect(own.body.data.tj_username).toBe('');
  });

  test('is required if the operator demands it: of an active member of this tenant', async () => {
    const tenant = await makeTenant(kith);
    const [ada, gone] = [await kith.person('ada', { tenant }), await kith.person('gone', { tenant })];
    const elsewhere = await codeOf(await kith.person('cy'));
    const [code, dead] = [await codeOf(ada), await codeOf(gone)];
    await setStatus(kith, gone, 'disabled');
    await changeSettings(kith, tenant, { inviteRequired: true });
    for (const invite_code of ['', '111111', elsewhere, dead])
      expect(await reg(tenant, { invite_code }), invite_code).toEqual(refusal('wrong_invite_code'));
    expect(await reg(tenant)).toEqual(refusal('wrong_invite_code'));
    expect((await reg(tenant, { invite_code: code })).err).toBe(0);
    expect(await kith.visitor({ tenant }).app.config()).toMatchObject({
      user_invite_status: '1',
      system_invite_status: '0',
    });
    expect((await kith.visitor({ tenant }).in.reg_tourist()).token).not.toBe('');
    const rows = await kith.sql('select from accounts where tenant_id = $1', [tenant]);
    expect(rows).toHaveLength(4);
  });

  test("of the operator allows registration; a member's code does too if both kinds count", async () => {
    const tenant = await makeTenant(kith);
    const code = await codeOf(await kith.person('ada', { tenant }));
    await changeSettings(kith, tenant, { systemInviteCode: 'Open-Sesame' });
    expect(await reg(tenant, { invite_code: code })).toEqual(refusal('wrong_invite_code'));
    expect(await reg(tenant, { invite_code: 'open-sesame' })).toEqual(refusal('wrong_invite_code'));
    expect((await reg(tenant, { invite_code: 'Open-Sesame' })).err).toBe(0);
    const { user_invite_status, system_invite_status } = await kith.visitor({ tenant }).app.config();
    expect([user_invite_status, system_invite_status]).toEqual(['0', '1']);
    await changeSettings(kith, tenant, { inviteRequired: true });
    expect((await reg(tenant, { invite_code: code })).err).toBe(0);
    expect((await reg(tenant, { invite_code: 'Open-Sesame' })).err).toBe(0);
  });
});

describe('maximum numbers of registrations', () => {
  test("per address: exactly the tenant's number of 30 parallel attempts; other addresses still register", async () => {
    const tenant = await makeTenant(kith, { accountsPerAddress: 5 });
    const bodies = await Promise.all(Array.from({ length: 30 }, () => reg(tenant)));
    expect(bodies.filter((body) => body.err === 0)).toHaveLength(5);
    for (const body of bodies.filter((one) => one.err !== 0)) expect(body).toEqual(refusal('address_full'));
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    const visitor = await kith.post('/im/in/reg_tourist', { _agent_id: tenant }, { headers });
    expect(visitor.body).toEqual(refusal('address_full'));
    expect((await reg(tenant, {}, '192.0.2.2')).err).toBe(0);
    expect(await kith.sql('select from accounts where tenant_id = $1', [tenant])).toHaveLength(6);
    expect(await kith.visitor({ tenant }).app.config()).toMatchObject({ user_limit_ip: '5' });
    // Another tenant has its own count.
    expect((await reg(1)).err).toBe(0);
  });

  test('of visitors per day: exactly the number of 30 parallel attempts; members still register, and visitors the next day', async () => {
    const tenant = await makeTenant(kith, { visitorsPerDay: 7 });
    const visit = () => kith.post('/im/in/reg_tourist', { _agent_id: tenant });
    const answers = await Promise.all(Array.from({ length: 30 }, visit));
    expect(answers.filter(({ body }) => body.err === 0)).toHaveLength(7);
    for (const { body } of answers.filter((one) => one.body.err !== 0))
      expect(body).toEqual(refusal('visitors_full'));
    expect((await reg(tenant)).err).toBe(0);
    kith.advance(24 * 3600_000 + 1000);
    expect((await visit()).body.err).toBe(0);
  });

  test('for one user name: one of 20 parallel attempts', async () => {
    const username = fresh();
    const bodies = await Promise.all(Array.from({ length: 20 }, () => reg(1, { username })));
    expect(bodies.filter((body) => body.err === 0)).toHaveLength(1);
    for (const body of bodies.filter((one) => one.err !== 0)) expect(body).toEqual(refusal('username_taken'));
  });
});

describe('a preset picture', () => {
  const photoOf = (body: { data: { myavatar: string } }) => body.data.myavatar;

  test('becomes the photo in three sizes; a waiting picture takes precedence', async () => {
    const body = await reg(1, { image_id: '3' });
    const id = idOf(body);
    const folder = `user/${await avatarName(kith, id)}`;
    const path = `${folder}/300.jpg`;
    expect(photoOf(body)).toBe(path);
    for (const size of ['70', '90', '300']) {
      const [own, drawn] = await Promise.all(
        [folder, 'default_avatar_3'].map(async (one) =>
          Buffer.from(await (await fetch(`${kith.url}/static/photo/${one}/${size}.jpg`)).arrayBuffer()),
        ),
      );
      expect(own!.equals(drawn!)).toBe(true);
    }
    const username = fresh();
    const { bytes, name } = await picture('red');
    const form = new FormData();
    form.set('username', username);
    form.set('file', new Blob([bytes]), name);
    // From the network of the registration.
    await kith.post('/im/in/photo', {}, { body: form, headers: { 'x-forwarded-for': '192.0.2.1' } });
    const withBoth = idOf(await reg(1, { username, image_id: '3' }));
    expect(await avatar(kith, withBoth, 300)).toMatchObject({ colour: 'red' });
  });

  test.each(['', '0', '7', 'x', '../default_man', '__proto__'])(
    'that does not exist (%j) leaves the default one',
    async (image_id) => expect(photoOf(await reg(1, { image_id }))).toBe('default_man/300.jpg'),
  );
});

describe('/im/get/getUserNickname', () => {
  test('returns the name of the caller or of a person in the tenant; others are not found', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const elsewhere = await kith.person('cy', { tenant: await makeTenant(kith) });
    expect(await ada.im.get.getUserNickname({ user_id: bo.id })).toEqual({ user_id: bo.id, nickname: 'bo' });
    expect(await ada.im.get.getUserNickname()).toEqual({ user_id: ada.id, nickname: 'ada' });
    await expect(ada.im.get.getUserNickname({ user_id: elsewhere.id })).rejects.toMatchObject(
      refused('not_found'),
    );
  });
});
