import { beforeAll, describe, expect, it } from 'vitest';
import { touchOnline } from '../../src/workers/touch-online.js';
import { useKith } from '../harness/kith.js';
import { block, changeSettings, setStatus } from '../im/operator.js';
import { namesIn, student, universityId } from './people.js';
import { approve, colourAt, putPhoto, uploadOf } from './photos.js';

const kith = useKith();
// By default minors are refused before any other check.
beforeAll(() => changeSettings(kith, 1, { ageMinors: 'separate' }));

const data = '/api/user_friendship/data';
const EMPTY = '哎呀!目前線上沒有同學 :( 滑個論壇再回來看看吧 ';

it('1,232 people in pages of three are 411 pages, and the last one has two', async () => {
  const ada = await student(kith, 'ada', '中正大學');
  await kith.sql(
    `insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at, university_id)
     select 1, 'crowd' || n, 'crowd' || n, 'crowd' || n, 'C', '{}', '', 0, n, n, n, $1::int from generate_series(1, 1232) n`,
    [await universityId(kith, '中正大學')],
  );
  const page = (number: number) =>
    ada.api.user_friendship.data({ list_type: 'near', page: number, page_size: 3 });
  expect(await page(1)).toMatchObject({ count: 1232, total_page: 411, curr_page: 1, page_size: 3 });
  expect((await page(411)).list).toHaveLength(2);
  expect(await page(412)).toMatchObject({ list: [], count: 1232, total_page: 411, curr_page: 412 });
});

describe('POST /api/user_friendship/data', () => {
  it('reports missing parameters first, then broken rules, then a wrong owner', async () => {
    const ada = await kith.person('ada');
    const ask = async (fields: Record<string, unknown>) =>
      (await kith.ask('POST', data, { api_token: ada.token, ...fields })).body;
    const user_id = ada.id;
    expect((await ask({})).message).toBe('必要參數未傳:user_id');
    expect((await ask({ user_id: ' ' })).message).toBe('必要參數未傳:user_id');
    expect((await ask({ user_id: 'x' })).message).toBe('必要參數未傳:list_type');
    expect((await ask({ user_id: 'x', list_type: 'far' })).message).toBe(
      '參數驗證錯誤:user_id => integer, value=x',
    );
    expect((await ask({ user_id, list_type: 'far' })).message).toBe(
      '參數驗證錯誤:list_type => white_list:seen/near/online/online_random/online_profile, value=far',
    );
    expect((await ask({ user_id, list_type: 'near', page: 0 })).message).toBe(
      '參數驗證錯誤:page => min:1, value=0',
    );
    expect((await ask({ user_id, list_type: 'near', page_size: -1 })).message).toBe(
      '參數驗證錯誤:page_size => integer, value=-1',
    );
    for (const other of [0, user_id + 1, '9999999999999999999'])
      expect(await ask({ user_id: other, list_type: 'near', page: 1 })).toMatchObject({ code: 400402 });
    expect((await ask({ user_id: other20, list_type: 'near' })).message).toMatch('user_id => integer');
    expect((await ask({ user_id, list_type: 'near', page_size: 100_000 })).data.page_size).toBe(100);
    expect((await ask({ user_id, list_type: 'near' })).data.page_size).toBe(30);
  });
  const other20 = '1'.repeat(20);

  it("near: pages of people of the same school, their exact number, and the document's message for none", async () => {
    const ada = await student(kith, 'ada', '臺東大學');
    const nobody = await kith.ask('POST', data, { api_token: ada.token, user_id: ada.id, list_type: 'near' });
    expect(nobody.body).toMatchObject({
      code: 0,
      message: EMPTY,
      data: { list: [], count: 0, total_page: 0 },
    });
    const names = ['bo', 'cy', 'dee', 'eve', 'fay', 'gus', 'hal'];
    for (const name of names) {
      kith.advance(1000);
      await student(kith, name, '臺東大學');
    }
    await student(kith, 'elsewhere', '暨南大學');
    const page = (n: number) => ada.api.user_friendship.data({ list_type: 'near', page: n, page_size: 3 });
    const [first, second, third, fourth] = await Promise.all([page(1), page(2), page(3), page(4)]);
    expect([first, second, third, fourth].map(({ list }) => list.map((item) => item.nickname))).toEqual([
      ['hal', 'gus', 'fay'],
      ['eve', 'dee', 'cy'],
      ['bo'],
      [],
    ]);
    for (const [i, one] of [first, second, third, fourth].entries())
      expect(one).toMatchObject({ count: 7, total_page: 3, curr_page: i + 1, page_size: 3 });
    expect(first.list[0]).toMatchObject({
      user_name: '新來的菜蟲',
      sex_code: 'M',
      sub_department_name_str: '臺東大學',
      sub_department_name: null,
      university_name: '臺東大學',
      user_icon: `${kith.url}/static/icon/M_E00A00.png`,
      user_background_icon: `${kith.url}/static/icon/B01F01.png`,
    });
  });

  it('shows the first approved photo of each person, and what has happened so far', async () => {
    const ada = await student(kith, 'ada', '嘉義大學');
    const others = ['bo', 'cy', 'dee', 'eve'] as const;
    const [bo, cy, dee, eve] = await Promise.all(others.map((name) => student(kith, name, '嘉義大學')));
    const photo = await putPhoto(bo!, 2, 'red');
    await approve(kith, await uploadOf(kith, photo));
    await putPhoto(bo!, 1, 'blue');
    await ada.api.channel.open({ target_id: bo!.id, is_wave: 1 });
    await cy!.api.channel.open({ target_id: ada.id, is_wave: 1 });
    await kith.befriend(ada, dee!);
    await eve!.api.channel.open({ target_id: ada.id });
    const { list } = await ada.api.user_friendship.data({ list_type: 'near' });
    const shown = Object.fromEntries(
      list.map((item) => [item.nickname, [item.contact, item.photo_url !== '']]),
    );
    expect(shown).toEqual({
      bo: ['sent', true],
      cy: ['received', false],
      dee: ['friend', false],
      eve: ['none', false],
    });
    expect((await ada.api.intro.card({ target_user_id: cy!.id })).contact).toBe('received');
    expect(await colourAt(list.find(({ nickname }) => nickname === 'bo')!.photo_url)).toBe('red');
  });

  it('count stays exact while many people come, leave and change, and follows blocks and the filter', async () => {
    const ada = await student(kith, 'ada', '金門大學');
    const id = await universityId(kith, '金門大學');
    const people = await Promise.all(Array.from({ length: 40 }, () => kith.person('someone')));
    await Promise.all(
      people.flatMap((person, i) => [
        person.api.intro.set({ university_id: id, sex_code: i % 2 ? 'F' : 'M' }),
        person.api.intro.set({ tags: ['x'] }),
      ]),
    );
    const counted = async (sex_code: 'M' | 'F' | 'BOTH') => {
      await ada.api.user_friendship.filter_sex_code({ sex_code });
      const { count, list } = await ada.api.user_friendship.data({ list_type: 'near', page_size: 100 });
      expect(list).toHaveLength(count);
      return count;
    };
    expect([await counted('M'), await counted('F'), await counted('BOTH')]).toEqual([20, 20, 40]);
    await block(kith, ada, people[0]!);
    await block(kith, people[1]!, ada);
    await people[2]!.api.intro.set({ university_id: 0 });
    await people[3]!.api.intro.set({ sex_code: 'N' });
    await setStatus(kith, people[4]!, 'disabled');
    await people[5]!.api.user_friendship.age_status({ age_status: 2 });
    expect([await counted('M'), await counted('F'), await counted('BOTH')]).toEqual([17, 17, 35]);
    await setStatus(kith, people[4]!, 'active');
    expect(await counted('M')).toBe(18);
  });

  it('online: recently online people, the latest first, also after a short connection', async () => {
    const ada = await kith.person('ada');
    kith.advance(25 * 3600_000);
    const ada2 = await kith.person('ada2');
    const bo = await kith.person('bo');
    expect(await namesIn(ada2, 'online')).toEqual(['bo']);
    const socket = await ada.socket();
    await touchOnline(kith.server.deps);
    expect(await namesIn(ada2, 'online')).toEqual(['ada', 'bo']);
    await socket.settle();
    kith.advance(10 * 60_000);
    const status = async () =>
      Object.fromEntries(
        (await ada2.api.user_friendship.data({ list_type: 'online_profile' })).list.map((item) => [
          item.nickname,
          item.online_status,
        ]),
      );
    expect(await status()).toEqual({ ada: '1', bo: '0' });
    await bo.api.user_friendship.profile_click();
    // Noted after the response.
    await expect.poll(status).toEqual({ ada: '1', bo: '1' });
    // An account with hidden presence is in no online list, and sees none.
    await bo.api.intro.set({ hide_presence: 1 });
    expect(await namesIn(ada2, 'online')).toEqual(['ada']);
    expect(await namesIn(bo, 'online')).toEqual([]);
    expect(await namesIn(bo, 'online_random')).toEqual([]);
    socket.close();
  });

  it('online_random: nobody twice, at most the requested number, and their number as count', async () => {
    kith.advance(25 * 3600_000);
    const ada = await kith.person('ada');
    await Promise.all(Array.from({ length: 12 }, (_, i) => kith.person(`p${i}`)));
    const orders = new Set<string>();
    for (let i = 0; i < 5; i++) {
      const { list, count, total_page, curr_page } = await ada.api.user_friendship.data({
        list_type: 'online_random',
        page_size: 8,
        page: 3,
      });
      expect([list.length, count, total_page, curr_page]).toEqual([8, 8, 1, 1]);
      const ids = list.map((item) => item.user_id);
      expect(new Set(ids).size).toBe(8);
      orders.add(ids.join());
    }
    expect(orders.size).toBeGreaterThan(1);
  });

  it("seen: people who opened the caller's intro, once each, the latest first, with the time of the view", async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const empty = await kith.ask('POST', data, { api_token: ada.token, user_id: ada.id, list_type: 'seen' });
    expect(empty.body).toMatchObject({ message: 'success', data: { count: 0, total_page: 0 } });
    for (const person of [bo, cy, bo, ada]) {
      kith.advance(1000);
      await person.api.intro.card({ target_user_id: ada.id });
    }
    expect(await namesIn(ada, 'seen')).toEqual(['bo', 'cy']);
    expect(await namesIn(bo, 'seen')).toEqual([]);
    await ada.api.user_friendship.filter_sex_code({ sex_code: 'F' });
    expect(await namesIn(ada, 'seen')).toEqual(['bo', 'cy']);
  });
});

describe('GET /api/user_friendship/profile_click and POST /api/user_friendship/reset_profile_click', () => {
  it('count each opening by others, at most 30 a day per person; a reset starts again and loses no parallel opening', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const clicks = async () => (await ada.api.user_friendship.profile_click()).click_count;
    const look = () => bo.api.intro.card({ target_user_id: ada.id });
    await ada.api.intro.card({ target_user_id: ada.id });
    expect(await clicks()).toBe(0);
    await Promise.all(Array.from({ length: 40 }, look));
    expect(await clicks()).toBe(30);
    kith.advance(24 * 3600_000);
    await look();
    expect(await clicks()).toBe(31);
    expect(await ada.api.user_friendship.reset_profile_click()).toEqual({ status: true });
    expect(await clicks()).toBe(0);
    const people = await Promise.all(Array.from({ length: 20 }, () => kith.person('someone')));
    const before: number[] = [];
    await Promise.all([
      ...people.map((person) => person.api.intro.card({ target_user_id: ada.id })),
      ...people.slice(0, 5).map(async () => {
        before.push(await clicks());
        await ada.api.user_friendship.reset_profile_click();
      }),
    ]);
    const [row] = await kith.sql<{ total: string; mark: string }>(
      `select (select sum(amount) from intro_clicks where account_id = $1) as total,
        (select amount from intro_click_marks where account_id = $1) as mark`,
      [ada.id],
    );
    expect(Number(row!.total)).toBe(51);
    expect(await clicks()).toBe(51 - Number(row!.mark));
    await ada.api.user_friendship.reset_profile_click();
    await ada.api.user_friendship.reset_profile_click();
    expect(await clicks()).toBe(0);
    expect((await namesIn(ada, 'seen')).length).toBe(21);
  });
});

describe('POST /api/user_friendship/age_status', () => {
  it('changes an unproven age, but never away from under age', async () => {
    const moves: [0 | 1 | 2, 0 | 1 | 2, boolean][] = [
      [0, 0, true], [0, 1, true], [0, 2, true], [1, 2, true], [1, 1, true], [1, 0, false], [2, 1, false], [2, 0, false], [2, 2, true],
    ]; // prettier-ignore
    for (const [from, to, status] of moves) {
      const person = await kith.person('someone');
      await kith.sql('update accounts set age_status = $2 where id = $1', [person.id, from]);
      expect(await person.api.user_friendship.age_status({ age_status: to }), `${from} to ${to}`).toEqual({
        status,
      });
      const [row] = await kith.sql('select age_status from accounts where id = $1', [person.id]);
      expect(row!['age_status']).toBe(status ? to : from);
    }
  });

  it('stays under age after many parallel claims', async () => {
    const person = await kith.person('someone');
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        person.api.user_friendship.age_status({ age_status: (i % 3) as 0 | 1 | 2 }),
      ),
    );
    expect(await person.api.user_friendship.age_status({ age_status: 1 })).toEqual({ status: false });
  });

  it('keeps the values of the document', async () => {
    const person = await kith.person('someone');
    const { body } = await kith.ask('POST', '/api/user_friendship/age_status', {
      api_token: person.token, user_id: person.id, age_status: 3,
    }); // prettier-ignore
    expect(body.message).toBe('參數驗證錯誤:age_status => white_list:0/1/2, value=3');
  });
});
