import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { useKith, type Person } from '../harness/kith.js';
import { picture } from '../im/pictures.js';
import { universityId } from './people.js';
import { putPhoto } from './photos.js';

const kith = useKith();

const refused = async (who: Person, fields: Record<string, unknown>) => {
  const { status, body } = await kith.ask('POST', '/api/intro', {
    api_token: who.token,
    user_id: who.id,
    ...fields,
  });
  expect(status).toBe(400);
  return [body.code, body.message] as const;
};

describe('POST /api/intro and GET /api/intro', () => {
  it('changes the given fields and keeps the others', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const university_id = await universityId(kith, '健行科大');
    const options = await ada.api.intro.options();
    const department = options.sub_departments.find(({ name }) => name === '土木工程(學)系')!;
    expect(
      await ada.api.intro.set({
        nickname: 'b016',
        sex_code: 'F',
        university_id,
        sub_department_id: Number(department.id),
        tags: ['電影', '#獨立新女性'],
        love: [3, 7, 3],
        relation: [2],
        private_blocks: ['relation'],
        adj_code: 'E05',
        animal_code: 'A02',
      }),
    ).toEqual({ status: true, is_finish_friendship: false });
    await ada.api.intro.set({ background_code: 'B03' });
    const { user, intros } = await bo.api.intro.card({ target_user_id: ada.id });
    expect(user).toMatchObject({
      id: String(ada.id),
      nickname: 'b016',
      sex_code: 'F',
      university_id: String(university_id),
      university_name: '健行科大',
      sub_department_name: '土木工程(學)系',
      icon: 'F_E05A02.png',
      background_icon: 'B03F01.png',
      user_name: '帥氣的貓咪',
      background_name: '夜空',
      chat_status: 'yes',
      zuvio_email: '',
    });
    const block = (type: string) => intros.find((one) => one.type === type);
    expect(block('love')?.tags).toEqual([
      { id: '3', name: '試試看', is_selected: true },
      { id: '7', name: '不要媽寶', is_selected: true },
    ]);
    expect(block('relation')).toMatchObject({ permission: 'private', tags: [] });
    const own = await ada.api.intro.card({ target_user_id: ada.id });
    expect(own.intros.find((one) => one.type === 'relation')?.tags).toHaveLength(1);
    // The Chat API shows the same person.
    const { user_info } = await ada.im.get.base();
    expect(user_info).toMatchObject({ nickname: 'b016', sex: 1 });
    await ada.api.intro.set({ university_id: 0, tags: [] });
    expect((await bo.api.intro.card({ target_user_id: ada.id })).user.university_id).toBe('');
  });

  it('marks a profile as finished with a sex, an age and a photo', async () => {
    const ada = await kith.person('ada');
    await putPhoto(ada, 1, 'red');
    expect(await ada.api.intro.set({ sex_code: 'N' })).toMatchObject({ is_finish_friendship: false });
    expect(await ada.api.intro.set({ sex_code: 'M' })).toMatchObject({ is_finish_friendship: false });
    await ada.api.user_friendship.age_status({ age_status: 1 });
    expect(await ada.api.intro.set({})).toMatchObject({ is_finish_friendship: true });
  });

  it('refuses unknown values and changes nothing', async () => {
    const ada = await kith.person('ada');
    const before = await ada.api.intro.card({ target_user_id: ada.id });
    const named = { nickname: 'somebody else' };
    expect(await refused(ada, { ...named, adj_code: 'E99' })).toEqual([400501, 'icon setting error']);
    expect(await refused(ada, { ...named, animal_code: '../' })).toEqual([400501, 'icon setting error']);
    expect(await refused(ada, { ...named, love: '3,4' })).toEqual([
      400101,
      '參數驗證錯誤:love => white_list:3/7/10/11/12, value=3,4',
    ]);
    expect(await refused(ada, { ...named, tags: '1,2,3,4' })).toEqual([
      400101,
      '參數驗證錯誤:tags => max_items:3, value=1,2,3,4',
    ]);
    expect((await refused(ada, { ...named, tags: 'x'.repeat(21) }))[1]).toMatch('tags => max_length:20');
    expect((await refused(ada, { ...named, private_blocks: 'face' }))[1]).toMatch(
      'private_blocks => white_list:',
    );
    expect((await refused(ada, { ...named, university_id: 999_999 }))[0]).toBe(400404);
    expect((await refused(ada, { ...named, sub_department_id: 999_999 }))[0]).toBe(400404);
    expect((await refused(ada, { nickname: '\u200b' }))[0]).toBe(400101);
    expect(await ada.api.intro.card({ target_user_id: ada.id })).toEqual(before);
  });
});

describe('GET /api/intro/{target_user_id}', () => {
  it('has every field at the top level and in data', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const { body } = await kith.ask('GET', `/api/intro/${bo.id}`, { api_token: ada.token, user_id: ada.id });
    const { code, message, error, data, ...members } = body;
    expect([code, message, error]).toEqual([0, 'success', false]);
    expect(members).toEqual(data);
  });

  it('reports a missing user_id exactly', async () => {
    const ada = await kith.person('ada');
    const { body } = await kith.ask('GET', `/api/intro/${ada.id}`, { api_token: ada.token });
    expect(body).toMatchObject({ code: 400101, message: '必要參數未傳:user_id', error: true });
  });

  it('shows the right button: message for oneself and friends, wave for others, none for a person who accepts no chats', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    await kith.befriend(ada, bo);
    await cy.api.intro.set({ chat_status: 'no' });
    const button = async (who: Person, whom: Person) =>
      (await who.api.intro.card({ target_user_id: whom.id })).send_status;
    expect([
      await button(ada, ada),
      await button(ada, bo),
      await button(bo, cy),
      await button(cy, ada),
    ]).toEqual([1, 1, 2, 3]);
    // Values that clients use to test their screens change nothing here.
    const { body } = await kith.ask('GET', `/api/intro/${cy.id}`, {
      api_token: ada.token, user_id: ada.id, send_status: 1, is_vip: 'true',
    }); // prettier-ignore
    expect([body.send_status, body.is_vip]).toEqual([2, false]);
  });

  it('returns not found for an unknown id, in any format', async () => {
    const ada = await kith.person('ada');
    for (const id of ['0', '999999999', '9999999999999999999']) {
      const { body } = await kith.ask('GET', `/api/intro/${id}`, { api_token: ada.token, user_id: ada.id });
      expect([id, body.code]).toEqual([id, 400404]);
    }
    const { body } = await kith.ask('GET', '/api/intro/ada%00', { api_token: ada.token, user_id: ada.id });
    expect(body.message).toBe('參數驗證錯誤:target_user_id => integer, value=ada');
  });
});

describe('preset pictures', () => {
  it('every selectable picture exists, and no other, even when strangers have sent pictures', async () => {
    const ada = await kith.person('ada');
    await ada.im.upload.photo({}, await picture('red'));
    const { adjs, animals, backgrounds, foregrounds } = await ada.api.intro.options();
    const names = [
      ...adjs.map(({ code }) => `F_${code}A00.png`),
      ...animals.map(({ code }) => `M_E00${code}.png`),
      ...backgrounds.map(({ code }) => `${code}F01.png`),
      ...foregrounds.map(({ code }) => `B01${code}.png`),
      'masked.png',
      'N_E00A00.png',
    ];
    const sizes = new Set<number>();
    for (const name of names) {
      const response = await fetch(`${kith.url}/static/icon/${name}`);
      expect([name, response.status, response.headers.get('content-type')]).toEqual([name, 200, 'image/png']);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 256, height: 256 });
      sizes.add(bytes.length);
    }
    expect(sizes.size).toBeGreaterThan(20);
    const twenty = await Promise.all(
      Array.from({ length: 20 }, async () => (await fetch(`${kith.url}/static/icon/M_E01A01.png`)).status),
    );
    expect(new Set(twenty)).toEqual(new Set([200]));
    for (const name of [
      'X_E00A00.png',
      'M_E99A00.png',
      'M_E00A00.jpg',
      '',
      'B01F99.png',
      '../secret.png',
      'B01',
    ])
      expect((await fetch(`${kith.url}/static/icon/${name}`)).status, name).toBe(404);
  });
});
