import { afterEach, describe, expect, it } from 'vitest';
import type { TenantSettings } from '@kith/core/kernel';
import { useKith } from '../harness/kith.js';
import { changeSettings } from '../im/operator.js';
import { namesIn, student } from './people.js';

/* What operators may choose otherwise than it is by default. */
const kith = useKith();

const defaults = { filterMutual: false, nearByCity: false, fullWidthColon: false };
afterEach(() => changeSettings(kith, 1, defaults));
const turnOn = (name: keyof typeof defaults) =>
  changeSettings(kith, 1, { [name]: true } as Partial<TenantSettings>);

const LISTS = ['near', 'online', 'online_random', 'online_profile'] as const;

describe('filterMutual', () => {
  it('shows people only to those whom they look for, in every list but seen, and counts them so', async () => {
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

    // It holds at once for who changes the filter, and who says no sex is looked for by nobody in particular.
    await men.api.user_friendship.filter_sex_code({ sex_code: 'BOTH' });
    expect(await countOf()).toBe(3);
    await ada.api.intro.set({ sex_code: 'N' });
    expect((await namesIn(ada, 'near')).toSorted()).toEqual(['all', 'men']);
    expect(await countOf()).toBe(2);
  });
});

describe('nearByCity', () => {
  it('goes on to schools of the same city while the own one has less than a page', async () => {
    // Both of these are in one county; the third is not.
    const ada = await student(kith, 'ada', '雲林科技大學');
    await student(kith, 'own', '雲林科技大學');
    await student(kith, 'city', '虎尾科技大學');
    await student(kith, 'far', '聯合大學');
    const near = async (page_size: number, page = 1) => {
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
    // The own school fills this one.
    expect(await near(1)).toEqual([['own'], 1, 1]);
    const alone = await kith.person('alone');
    expect(await namesIn(alone, 'near')).toEqual([]);
  });
});

describe('fullWidthColon', () => {
  it('is in the words about parameters, and nowhere else', async () => {
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
