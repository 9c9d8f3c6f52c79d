import { addPlan, grantVip, setPlan } from '@kith/core/billing';
import type { AccountId } from '@kith/core/kernel';
import { describe, expect, it } from 'vitest';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator } from '../im/operator.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const offer = (who: Person) => who.api.user_friendship.vip_plan();
async function give(who: Person, planCode: string, days?: number): Promise<void> {
  const ctx = await operator(kith, who.tenant);
  await grantVip(ctx, { accountId: who.id as AccountId, planCode, days, by: 'olga', why: 'She won.' });
}

/** The initial plans of every tenant, as in the document. */
const plan = (plan_id: number, plan_code: string, plan_name: string, texts: object, plan_status = false) => ({
  plan_id,
  plan_code,
  plan_name,
  unit_name: '每個月',
  extra_data: '',
  plan_status,
  ...texts,
});
const vip1 = {
  amount: 'NT$390.00',
  amount_per_unit: 'NT$390.00',
  plan_discount: '',
  plan_note: '',
  ticket_constant: 10,
};
const vip6 = {
  amount: 'NT$1490.00',
  amount_per_unit: 'NT$248.33',
  plan_discount: '折扣 36%',
  plan_note: '熱門選擇',
  ticket_constant: 20,
};
const vip12 = {
  amount: 'NT$1990.00',
  amount_per_unit: 'NT$165.83',
  plan_discount: '折扣 57%',
  plan_note: '最超值',
  ticket_constant: 100,
};

describe('GET /api/user_friendship/vip_plan', () => {
  it('lists the plans of the document in every tenant, with consistent figures', async () => {
    for (const tenant of [1, await makeTenant(kith)]) {
      const ada = await kith.person('ada', { tenant });
      const { app_account_token, ...shown } = await offer(ada);
      expect(shown).toEqual({
        user_icon: expect.stringMatching(/^http.*\/static\/icon\/.*\.png$/) as string,
        user_background_icon: expect.stringMatching(/^http.*\/static\/icon\/B01F01\.png$/) as string,
        ticket_number: '10',
        ticket_constant: 0,
        is_vip: false,
        list: [
          plan(1, 'VIP1', '1個月', vip1),
          plan(2, 'VIP6', '6個月', vip6),
          plan(3, 'VIP12', '12個月', vip12),
        ],
      });
      expect(app_account_token).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });

  it('marks the running plan with its limit', async () => {
    const ada = await kith.person('ada');
    await give(ada, 'VIP6', 10);
    await give(ada, 'VIP1', 20);
    const { list, ...shown } = await offer(ada);
    expect(shown).toMatchObject({ is_vip: true, ticket_constant: 20, ticket_number: '-1' });
    expect(list.map(({ plan_status }) => plan_status)).toEqual([false, true, false]);
    kith.advance(11 * 24 * 3600_000);
    const later = await offer(ada);
    expect([later.ticket_constant, ...later.list.map(({ plan_status }) => plan_status)]).toEqual([
      10,
      true,
      false,
      false,
    ]);
  });

  it('gives each account a stable store identifier of its own', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const many = await Promise.all(Array.from({ length: 20 }, () => offer(ada)));
    expect(new Set(many.map(({ app_account_token }) => app_account_token)).size).toBe(1);
    expect((await offer(bo)).app_account_token).not.toBe(many[0]!.app_account_token);
  });

  it('follows the tenant: its prices and plans, with hidden ones only for their buyers', async () => {
    const tenant = await makeTenant(kith);
    const ctx = await operator(kith, tenant);
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    await give(ada, 'VIP12');
    await setPlan(ctx, 'VIP12', { isHidden: true });
    await setPlan(ctx, 'VIP1', { price: 30_050, note: 'Sale', extraData: 'x' });
    await addPlan(ctx, 'VIP3', { months: 3, price: 2000, currency: '€', name: 'Quarter' });
    const { list } = await offer(bo);
    expect(
      list.map(({ plan_code, amount, amount_per_unit, plan_discount }) => [
        plan_code,
        amount,
        amount_per_unit,
        plan_discount,
      ]),
    ).toEqual([
      ['VIP1', 'NT$300.50', 'NT$300.50', ''],
      ['VIP6', 'NT$1490.00', 'NT$248.33', '折扣 17%'],
      // Prices in different currencies are not compared.
      ['VIP3', '€20.00', '€6.67', ''],
    ]);
    expect(list[0]).toMatchObject({ plan_note: 'Sale', extra_data: 'x', plan_id: 1 });
    expect((await offer(ada)).list.map(({ plan_code }) => plan_code)).toEqual([
      'VIP1',
      'VIP6',
      'VIP12',
      'VIP3',
    ]);
    const there = (await offer(await kith.person('cy'))).list.map(({ amount }) => amount);
    expect(there).toEqual(['NT$390.00', 'NT$1490.00', 'NT$1990.00']);
  });

  it('accepts no invalid plan from an operator', async () => {
    const ctx = await operator(kith, await makeTenant(kith));
    const good = { months: 3, price: 1000 };
    for (const bad of [
      { months: 0 },
      { months: 1.5 },
      { months: 121 },
      { price: -1 },
      { tickets: -1 },
      { note: 'x'.repeat(201) },
    ])
      await expect(addPlan(ctx, 'VIP3', { ...good, ...bad })).rejects.toMatchObject({ code: 'invalid' });
    for (const code of ['', 'VIP/3', 'VIP 3', 'x'.repeat(33)])
      await expect(addPlan(ctx, code, good)).rejects.toMatchObject({ code: 'invalid' });
    await expect(addPlan(ctx, 'VIP3', { price: 1 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(setPlan(ctx, 'VIP3', { price: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });
});
