import { afterEach, describe, expect, it } from 'vitest';
import type { AccountId, TenantSettings } from '@kith/core/kernel';
import { grantVip, revokeVip } from '@kith/core/billing';
import { useKith, type Person } from '../harness/kith.js';
import { changeSettings, operator } from '../im/operator.js';
import { namesIn, student } from './people.js';

/* Options of operators other than the defaults. */
const kith = useKith();

const defaults = { filterMutual: false, nearByCity: false, seenVipOnly: false, fullWidthColon: false };
afterEach(() => changeSettings(kith, 1, defaults));
const turnOn = (name: keyof typeof defaults) =>
  changeSettings(kith, 1, { [name]: true } as Partial<TenantSettings>);

const LISTS = ['near', 'online', 'online_random', 'online_profile'] as const;

describe('filterMutual and POST /api/user_friendship/filter_sex_code', () => {
  it('show people only to those whom their own filter includes, in every list except `seen`, and in its count', async () => {
    const school = '宜蘭大學';
    const ada = await student(kith, 'ada', school, { sex_code: 'F' });
    const [all, men, women] = [
      await student(kith, 'all', school, { sex_code: 'M' }),
      await student(kith, 'men', school, { sex_code: 'M' }),
      await student(kith, 'women', school, { sex_code: 'M' }),
    ];
    await men.api.user_friendship.filter_sex_code({ sex_code: 'M' });
    await women.api.user_friendship.filter_sex_code({ sex_code: 'F' });
    for (const one of [all, men, women]) await one.api.intro.card({ target_user_id: ada.id });
    const countOf = async () => (await ada.api.user_friendship.data({ list_type: 'near' })).count;

    for (const list of LISTS)
      expect((await namesIn(ada, list)).toSorted(), list).toEqual(['all', 'men', 'women']);
    expect(await countOf()).toBe(3);
    await turnOn('filterMutual');
    for (const list of LISTS) expect((await namesIn(ada, list)).toSorted(), list).toEqual(['all', 'women']);
    expect(await countOf()).toBe(2);
    expect((await namesIn(ada, 'seen')).toSorted()).toEqual(['all', 'men', 'women']);

    // A changed filter applies at once, and a person without a sex is matched by no one-sex filter.
    await men.api.user_friendship.filter_sex_code({ sex_code: 'BOTH' });
    expect(await countOf()).toBe(3);
    await ada.api.intro.set({ sex_code: 'N' });
    expect((await namesIn(ada, 'near')).toSorted()).toEqual(['all', 'men']);
    expect(await countOf()).toBe(2);
  });
});

describe('nearByCity', () => {
  it("adds schools of the same city when the caller's school does not fill a page", async () => {
    // Both of these are in one county; the third is not.
    const ada = await student(kith, 'ada', '雲林科技大學');
    await student(kith, 'own', '雲林科技大學');
    await student(kith, 'city', '虎尾科技大學');
    await student(kith, 'far', '聯合大學');
    const near = async (page_size: number, page = 1): Promise<[string[], number, number]> => {
      const { list, count, total_page } = await ada.api.user_friendship.data({
        list_type: 'near',
        page,
        page_size,
      });
      return [list.map(({ nickname }) => nickname).toSorted(), count, total_page];
    };
    expect(await near(30)).toEqual([['own'], 1, 1]);
    await turnOn('nearByCity');
    expect(await near(30)).toEqual([['city', 'own'], 2, 1]);
    expect(await near(2)).toEqual([['city', 'own'], 2, 1]);
    // The caller's school fills this page.
    expect(await near(1)).toEqual([['own'], 1, 1]);
    const alone = await kith.person('alone');
    expect(await namesIn(alone, 'near')).toEqual([]);
  });
});

async function makeVip(person: Person): Promise<void> {
  const given = { accountId: person.id as AccountId, planCode: 'VIP1', by: 'olga', why: 'a test' };
  await grantVip(await operator(kith, 1), given);
}

describe('seenVipOnly', () => {
  it('shows non-VIPs how many people looked and when, but not their identity', async () => {
    const ada = await kith.person('ada');
    const bo = await student(kith, 'bo', '大葉大學', { sex_code: 'M' });
    await bo.api.intro.set({ tags: ['film'] });
    await bo.api.intro.card({ target_user_id: ada.id });
    await (await kith.person('cy')).api.intro.card({ target_user_id: ada.id });
    const seen = () =>
      kith.ask('POST', '/api/user_friendship/data', {
        api_token: ada.token,
        user_id: ada.id,
        list_type: 'seen',
        page_size: 1,
      });
    expect((await seen()).body.data.list[0].nickname).toBe('cy');

    await turnOn('seenVipOnly');
    const { text, body } = await seen();
    expect(body.data).toMatchObject({ count: 2, total_page: 2, curr_page: 1, is_vip: false });
    const { updated_at, user_icon, user_background_icon, contact, ...rest } = body.data.list[0];
    expect(updated_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(user_icon).toBe(`${kith.url}/static/icon/masked.png`);
    expect(contact).toBe('none');
    expect(new Set(Object.values(rest))).toEqual(new Set(['', '0', null]));
    for (const url of [user_icon, user_background_icon]) {
      const picture = await fetch(url as string);
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    }
    expect(text).not.toMatch(/bo_|cy_|大葉|film/);
    // Every other list is unchanged, and so is this one for a VIP.
    expect(await namesIn(ada, 'online')).toContain('bo');
    await makeVip(ada);
    expect(await namesIn(ada, 'seen')).toEqual(['cy', 'bo']);
  });
});

describe('a VIP with hidden visits', () => {
  it('opens intros without being counted or shown, while the plan lasts', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const visit = () => ada.api.intro.card({ target_user_id: bo.id });
    const clicks = async () => (await bo.api.user_friendship.profile_click()).click_count;
    await ada.api.intro.set({ hide_visits: 1 });
    await makeVip(ada);
    await visit();
    expect([await namesIn(bo, 'seen'), await clicks()]).toEqual([[], 0]);
    const taken = { accountId: ada.id as AccountId, by: 'olga', why: 'a test' };
    await revokeVip(await operator(kith, 1), taken);
    await visit();
    expect([await namesIn(bo, 'seen'), await clicks()]).toEqual([['ada'], 1]);
    await makeVip(ada);
    await visit();
    expect(await clicks()).toBe(1);
    await ada.api.intro.set({ hide_visits: 0 });
    await visit();
    expect(await clicks()).toBe(2);
  });
});

describe('fullWidthColon', () => {
  it('applies to messages about parameters, and to nothing else', async () => {
    const ada = await kith.person('ada');
    const ask = async (fields: Record<string, unknown>) =>
      (await kith.ask('POST', '/api/user_friendship/data', fields)).body.message;
    const own = { api_token: ada.token, user_id: ada.id };
    await turnOn('fullWidthColon');
    expect(await ask({ api_token: ada.token })).toBe('必要參數未傳：user_id');
    expect(await ask({ ...own, list_type: 'a:b' })).toBe(
      '參數驗證錯誤：list_type => white_list:seen/near/online/online_random/online_profile, value=a:b',
    );
    expect(await ask({ ...own, api_token: 'x' })).toBe('api token error or expired');
    expect((await kith.ask('POST', '/api/login', {})).body.message).toBe('必要參數未傳：username');
  });
});
