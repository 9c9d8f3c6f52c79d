import { describe, expect, it } from 'vitest';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { changeSettings, makeTenant } from '../im/operator.js';
import { newId } from './stores.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

/** A tenant that trusts clients, as test installations do. */
const trusting = () => makeTenant(kith, { receiptMode: 'trust', timeZone: 'Asia/Taipei' });

function slip(given: Record<string, unknown> = {}) {
  const transaction_id = newId();
  return {
    plan_code: 'VIP6',
    transaction_id,
    transaction_date: '2023/8/16 16:52',
    original_transaction_id: transaction_id,
    original_transaction_date: '2023/7/21 17:37',
    ...given,
  };
}
/** The date of a moment in Taipei, as a client writes it. */
const dateOf = (ms: number) =>
  new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone: 'Asia/Taipei',
  }).format(ms);
const post = (who: Person, fields: object) =>
  kith.ask('POST', '/api/user_friendship/vip_plan', { api_token: who.token, user_id: who.id, ...fields });
const isVip = async (who: Person) => (await who.api.user_friendship.data({ list_type: 'seen' })).is_vip;
const entitlements = (who: Person) =>
  kith.sql<{ starts_at: number; ends_at: number }>(
    'select starts_at, ends_at from entitlements where account_id = $1 order by id',
    [who.id],
  );

describe('POST /api/user_friendship/vip_plan, unverified purchases', () => {
  it('a purchase counts once, and a repeat returns the stored response unchanged', async () => {
    const ada = await kith.person('ada', { tenant: await trusting() });
    const socket = await ada.v1();
    const fields = slip({
      transaction_date: dateOf(Date.now() - 3600_000),
      original_transaction_id: ' 2000000373402154 ',
    });
    expect((await post(ada, fields)).body).toEqual({
      code: 0,
      message: 'success',
      error: false,
      data: { status: true, is_repeat: false },
    });
    expect((await socket.next('event', ({ type }) => type === 'vip_changed')).data).toMatchObject({
      is_vip: true,
      plan_code: 'VIP6',
    });
    expect(await isVip(ada)).toBe(true);

    // An unverified renewal has no effect.
    const again = await post(ada, {
      ...fields,
      transaction_id: newId(),
      transaction_date: dateOf(Date.now()),
    });
    expect(again.body).toEqual({
      code: 0,
      message: '交易重覆',
      error: false,
      data: {
        status: false,
        is_vip: true,
        is_repeat: true,
        list: {
          original_transaction_date: '2023/7/21 17:37',
          original_transaction_id: ' 2000000373402154 ',
          user_id: String(ada.id),
          plan_id: '2',
          amount: '1490.00',
          extra_data: '',
          plan_code: 'VIP6',
          transaction_date: fields.transaction_date,
          transaction_id: fields.transaction_id,
        },
      },
    });
    expect(await entitlements(ada)).toHaveLength(1);
  });

  it('of fifty parallel posts one counts', async () => {
    const ada = await kith.person('ada', { tenant: await trusting() });
    const fields = slip({ transaction_date: dateOf(Date.now()) });
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(ada, fields)));
    const data = answers.map(
      ({ body }) => body.data as { is_repeat: boolean; status: boolean; list?: object },
    );
    expect(data.filter(({ status, is_repeat }) => status && !is_repeat)).toHaveLength(1);
    expect(data.filter(({ status, is_repeat, list }) => !status && is_repeat && list)).toHaveLength(49);
    expect(await entitlements(ada)).toHaveLength(1);
    expect(await kith.sql('select 1 from billing_log where account_id = $1', [ada.id])).toHaveLength(1);
  });

  it('of several accounts that post the same purchase one gets it, and the others do not learn whose it is', async () => {
    const tenant = await trusting();
    const people = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => kith.person(name, { tenant })));
    const fields = slip({ transaction_date: dateOf(Date.now()) });
    const answers = await Promise.all(people.map((who) => post(who, fields)));
    const owner = answers.findIndex(({ body }) => body.data.status);
    for (const [i, { body }] of answers.entries())
      if (i !== owner) expect(body.data).toEqual({ status: false, is_vip: false, is_repeat: true, list: {} });
    expect(await Promise.all(people.map(isVip))).toEqual(people.map((_, i) => i === owner));
  });

  it('the same order number is a different purchase in another tenant and on another platform', async () => {
    const [ada, bo] = [
      await kith.person('ada', { tenant: await trusting() }),
      await kith.person('bo', { tenant: await trusting() }),
    ];
    const fields = slip();
    for (const [who, more] of [
      [ada, {}],
      [bo, {}],
      [ada, { platform: 'android' }],
    ] as const)
      expect((await post(who, { ...fields, ...more })).body.data).toEqual({ status: true, is_repeat: false });
    expect((await post(ada, { ...fields, platform: 'ios' })).body.data.is_repeat).toBe(true);
  });

  it('without an original number the order number identifies repeats', async () => {
    const ada = await kith.person('ada', { tenant: await trusting() });
    const fields = slip({ original_transaction_id: '' });
    expect((await post(ada, fields)).body.data.status).toBe(true);
    const { list } = (await post(ada, fields)).body.data;
    expect(list).toMatchObject({ original_transaction_id: '', transaction_id: fields.transaction_id });
  });

  it('months are calendar months from the purchase; an expired purchase makes nobody a VIP', async () => {
    const tenant = await trusting();
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    await post(ada, slip({ plan_code: 'VIP1', transaction_date: '2023-01-31 10:00:00' }));
    expect(await entitlements(ada)).toEqual([
      { starts_at: Date.UTC(2023, 0, 31, 2), ends_at: Date.UTC(2023, 1, 28, 2) },
    ]);
    expect(await isVip(ada)).toBe(false);
    // A purchase date in the future is refused.
    await post(bo, slip({ plan_code: 'VIP1', transaction_date: '2031-01-31 10:00:00' }));
    expect(await isVip(bo)).toBe(true);
  });

  it('a plan that is not better starts after the running one; a better one starts at once', async () => {
    const ada = await kith.person('ada', { tenant: await trusting() });
    const now = Math.floor(Date.now() / 1000) * 1000;
    for (const plan_code of ['VIP1', 'VIP1', 'VIP12'])
      await post(ada, slip({ plan_code, transaction_date: String(now) }));
    const [first, second, third] = await entitlements(ada);
    expect(second!.starts_at).toBe(first!.ends_at);
    expect(third!.starts_at).toBe(now);
    expect(third!.ends_at).toBeGreaterThan(now + (365 + 58) * 24 * 3600_000);
  });
});

describe('POST /api/user_friendship/vip_plan, proof required', () => {
  it('an unproven purchase has no effect and is not stored', async () => {
    const ada = await kith.person('ada');
    const { status, body } = await post(ada, slip());
    expect([status, body]).toEqual([
      400,
      { code: 400604, message: 'receipt could not be verified', error: true, hostname: 'kith' },
    ]);
    expect(await entitlements(ada)).toEqual([]);
    expect(await kith.sql('select 1 from purchases where account_id = $1', [ada.id])).toEqual([]);
  });

  it('a purchase posted earlier is still a repeat', async () => {
    const tenant = await trusting();
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    const fields = slip();
    await post(ada, fields);
    await changeSettings(kith, tenant, { receiptMode: 'strict' });
    expect((await post(ada, fields)).body.data).toMatchObject({
      is_repeat: true,
      list: { plan_code: 'VIP6' },
    });
    expect((await post(bo, fields)).body.data).toEqual({
      status: false,
      is_vip: false,
      is_repeat: true,
      list: {},
    });
    expect((await post(bo, slip())).body.code).toBe(400604);
  });
});

describe('POST /api/user_friendship/vip_plan in production', () => {
  const production = useKith({
    config: { isProduction: true },
    overrides: { ports: { passwords: plainPasswords } },
  });

  it('refuses unverified purchases, whatever the setting is', async () => {
    const tenant = await makeTenant(production);
    // As before the installation became one of production: the setting itself is refused now.
    await expect(changeSettings(production, tenant, { receiptMode: 'trust' })).rejects.toMatchObject({
      code: 'invalid',
      detail: { field: 'receiptMode' },
    });
    await production.sql(`update tenants set settings = '{"receiptMode": "trust"}' where id = $1`, [tenant]);
    const ada = await production.person('ada', { tenant });
    const fields = { api_token: ada.token, user_id: ada.id, ...slip() };
    expect((await production.ask('POST', '/api/user_friendship/vip_plan', fields)).body.code).toBe(400604);
  });
});

describe('POST /api/user_friendship/vip_plan, invalid parameters', () => {
  it.each([
    [{ plan_code: 'VIP2' }, '參數驗證錯誤:plan_code => white_list:VIP1/VIP6/VIP12, value=VIP2'],
    [
      { plan_code: 'vip1', transaction_date: 'x' },
      '參數驗證錯誤:plan_code => white_list:VIP1/VIP6/VIP12, value=vip1',
    ],
    [{ plan_code: '' }, '必要參數未傳:plan_code'],
    [{ transaction_id: ' ' }, '必要參數未傳:transaction_id'],
    [{ original_transaction_date: '' }, '必要參數未傳:original_transaction_date'],
    [{ transaction_date: '2023/2/30 10:00' }, '參數驗證錯誤:transaction_date => time, value=2023/2/30 10:00'],
    [{ original_transaction_date: 'soon' }, '參數驗證錯誤:original_transaction_date => time, value=soon'],
    [
      { transaction_id: '1'.repeat(129) },
      `參數驗證錯誤:transaction_id => max_length:128, value=${'1'.repeat(64)}`,
    ],
    [
      { original_transaction_id: '1'.repeat(129) },
      `參數驗證錯誤:original_transaction_id => max_length:128, value=${'1'.repeat(64)}`,
    ],
    [{ platform: 'symbian' }, '參數驗證錯誤:platform => white_list:ios/android/web, value=symbian'],
    [{ purchase_token: 'x'.repeat(1001) }, '參數驗證錯誤:purchase_token => max_length:1000'],
  ])('%j is reported', async (given, message) => {
    const ada = await kith.person('ada');
    const { body } = await post(ada, slip(given));
    expect(body).toMatchObject({ code: 400101, message });
  });

  it('the token is checked first, and the owner after the rules', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    expect((await post({ ...ada, token: 'x' }, slip({ plan_code: 'x' }))).body.code).toBe(400401);
    expect((await post({ ...ada, id: bo.id }, slip({ plan_code: 'x' }))).body.code).toBe(400101);
    expect((await post({ ...ada, id: bo.id }, slip())).body.code).toBe(400402);
  });
});
