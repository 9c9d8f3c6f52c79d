import { beforeAll, describe, expect, it } from 'vitest';
import { setPlan } from '@kith/core/billing';
import {
  appleTransaction,
  APP_ID,
  BUNDLE,
  DAY_MS,
  makeChain,
  openStores,
  postOf,
  sign,
  storeToken,
} from '../api/stores.js';
import { plainPasswords } from '../conversations/chatting.js';
import { open } from '../api/channels.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant, operator } from '../im/operator.js';

const apple = makeChain();
const stores = await openStores(apple, true);
const kith = useKith({ overrides: { ports: { passwords: plainPasswords, receipts: stores.receipts } } });
const reason = 'It was asked for.';
let tenant: number;
let owner: Staff;
let helper: Staff;

beforeAll(async () => {
  tenant = await makeTenant(kith, { appleBundleId: BUNDLE, appleAppId: APP_ID });
  await setPlan(await operator(kith, tenant), 'VIP1', { appleProductId: 'vip.1' });
  [owner, helper] = [
    await makeStaff(kith, 'owner', { tenant }),
    await makeStaff(kith, 'support', { tenant }),
  ];
});

const isVip = async (who: Person) => (await who.api.user_friendship.data({ list_type: 'seen' })).is_vip;
const audited = async (action: string, objectId: number | string) =>
  (await owner.ask('GET', '/admin/audit', { action, objectId: String(objectId) })).rows;

async function buy(who: Person, transaction: Record<string, unknown>): Promise<void> {
  const fields = { api_token: who.token, user_id: who.id, ...(await postOf(apple, transaction)) };
  const { body } = await kith.ask('POST', '/api/user_friendship/vip_plan', fields);
  expect(body.data).toEqual({ status: true, is_repeat: false });
}

/** A person with a monthly subscription, and the purchase as staff see it. */
async function subscriber() {
  const who = await kith.person('ada', { tenant });
  const transaction = appleTransaction(await storeToken(who));
  await buy(who, transaction);
  const { rows } = await helper.ask('GET', '/admin/purchases', { person: who.id });
  return { who, transaction, purchase: rows[0]! };
}

describe('purchases', () => {
  it('GET /admin/purchases lists them with their buyers, finds them by a number, and pages', async () => {
    const { who, transaction, purchase } = await subscriber();
    expect(purchase).toMatchObject({
      person: { id: who.id, username: who.username },
      platform: 'ios',
      planCode: 'VIP1',
      transactionId: transaction['transactionId'],
      storeTransactionId: transaction['transactionId'],
      endsAt: transaction['expiresDate'],
      isRefunded: false,
      isRevoked: false,
      isSandbox: false,
    });
    const ids = async (filter: object, by = helper) =>
      (await by.ask('GET', '/admin/purchases', filter)).rows.map(({ id }) => id);
    expect(await ids({ text: String(transaction['transactionId']) })).toEqual([purchase.id]);
    for (const text of [String(transaction['transactionId']).slice(1), '%', "'"])
      expect(await ids({ text })).toEqual([]);
    const stranger = await makeStaff(kith, 'owner');
    expect(await ids({ text: String(transaction['transactionId']) }, stranger)).toEqual([]);
    expect(await ids({ person: who.id }, stranger)).toEqual([]);
    await expect(
      stranger.ask('POST', '/admin/purchases/{id}/check', { id: purchase.id }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });

    await kith.sql(
      `with copies as (
         insert into purchases (tenant_id, account_id, plan_id, platform, repeat_key, plan_code, transaction_id,
           transaction_date, original_transaction_id, original_transaction_date, amount, extra_data, created_at)
         select tenant_id, account_id, plan_id, platform, 'copy-' || n, plan_code, 'copy-' || n, '', '', '', amount, '', created_at
         from purchases, generate_series(1, 51) n where id = $1 returning tenant_id, id, account_id, plan_id, created_at
       )
       insert into entitlements (tenant_id, account_id, plan_id, purchase_id, months, price, bought_at, starts_at, ends_at)
       select tenant_id, account_id, plan_id, id, 1, 0, created_at, created_at, created_at from copies`,
      [purchase.id],
    );
    const first = await helper.ask('GET', '/admin/purchases', { person: who.id });
    expect(first.rows).toHaveLength(50);
    const second = await helper.ask('GET', '/admin/purchases', { person: who.id, before: first.next! });
    expect(second.rows.map(({ id }) => id)).toEqual([first.rows.at(-1)!.id - 1, purchase.id]);
    expect(second.next).toBeUndefined();
  });

  it('POST /admin/purchases/{id}/check asks the store, applies a refund and a renewal, and is logged', async () => {
    const { who, transaction, purchase } = await subscriber();
    const check = () => helper.ask('POST', '/admin/purchases/{id}/check', { id: purchase.id });
    const id = String(transaction['transactionId']);
    expect(await check()).toMatchObject({ answer: 'refused', why: expect.stringContaining('404') as string });

    const signedDate = Date.now() + 1000;
    stores.apple.set(id, await sign(apple, { ...transaction, signedDate }));
    expect(await check()).toEqual({
      answer: 'confirmed',
      state: 'renewing',
      expiresAt: transaction['expiresDate'],
      isOthers: false,
      isChanged: false,
    });
    expect(await isVip(who)).toBe(true);

    const socket = await who.v1();
    stores.apple.set(
      id,
      await sign(apple, { ...transaction, revocationDate: signedDate, signedDate: signedDate + 1 }),
    );
    expect(await check()).toMatchObject({ answer: 'confirmed', state: 'refunded', isChanged: true });
    await socket.next('event', ({ type }) => type === 'vip_changed');
    expect(await isVip(who)).toBe(false);
    const { rows } = await helper.ask('GET', '/admin/purchases', { person: who.id });
    expect(rows).toMatchObject([{ isRefunded: true, isRevoked: true }]);
    expect(await audited('billing.check', purchase.id)).toMatchObject([
      { staffName: helper.name, objectKind: 'purchase', after: { state: 'refunded', isChanged: true } },
      { after: { isChanged: false } },
      { after: { answer: 'refused' } },
    ]);

    stores.apple.set(id, 500);
    await expect(check()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('a purchase that the store sold to somebody else is shown as such, one on the web has no store', async () => {
    const { who, transaction, purchase } = await subscriber();
    const other = await storeToken(await kith.person('bo', { tenant }));
    stores.apple.set(
      String(transaction['transactionId']),
      await sign(apple, { ...transaction, appAccountToken: other, signedDate: Date.now() + 1000 }),
    );
    const check = () => helper.ask('POST', '/admin/purchases/{id}/check', { id: purchase.id });
    expect(await check()).toMatchObject({ answer: 'confirmed', isOthers: true });
    await kith.sql(`update purchases set platform = 'web' where id = $1`, [purchase.id]);
    expect(await check()).toEqual({ answer: 'none' });
    expect(await isVip(who)).toBe(true);
  });
});

describe('the plans of a person', () => {
  it('POST /admin/people/{id}/plans gives one at once, DELETE /admin/people/{id}/plans ends all, both with a reason in the audit log', async () => {
    const who = await kith.person('cy', { tenant });
    const socket = await who.v1();
    await helper.ask('POST', '/admin/people/{id}/plans', { id: who.id, planCode: 'VIP6', days: 3, reason });
    const { data } = await socket.next('event', ({ type }) => type === 'vip_changed');
    expect(data).toMatchObject({ is_vip: true, plan_code: 'VIP6' });
    expect((data as { until: number }).until).toBeCloseTo(kith.server.deps.now() + 3 * DAY_MS, -5);
    await expect(
      helper.ask('POST', '/admin/people/{id}/plans', { id: who.id, planCode: 'GOLD', reason }),
    ).rejects.toMatchObject({ code: 'invalid' });

    await helper.ask('DELETE', '/admin/people/{id}/plans', { id: who.id, reason });
    await socket.next('event', ({ type, data: now }) => type === 'vip_changed' && !now['is_vip']);
    expect(await isVip(who)).toBe(false);
    await expect(
      helper.ask('DELETE', '/admin/people/{id}/plans', { id: who.id, reason }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await audited('billing.grant', who.id)).toMatchObject([
      { after: { plan: 'VIP6', days: 3, why: reason } },
    ]);
    expect(await audited('billing.revoke', who.id)).toMatchObject([
      { staffName: helper.name, before: { plans: ['VIP6'] }, after: { why: reason } },
    ]);
    const timeline = await helper.ask('GET', '/admin/people/{id}/timeline', { id: who.id });
    expect(timeline.rows.map(({ what }) => what)).toEqual(['revoke VIP6', 'grant VIP6', 'registered']);
  });

  it('refuses a person of another tenant like nobody', async () => {
    const stranger = await kith.person('dee');
    for (const id of [stranger.id, 99_999_999]) {
      const given = { id, planCode: 'VIP1', reason };
      await expect(helper.ask('POST', '/admin/people/{id}/plans', given)).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(helper.ask('DELETE', '/admin/people/{id}/plans', { id, reason })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });
});

describe('the plans on sale', () => {
  it('GET /admin/plans shows all with their holders; POST /admin/plans adds one, PUT /admin/plans/{code} changes it for new buyers, and both are logged', async () => {
    const of = await makeTenant(kith);
    const boss = await makeStaff(kith, 'owner', { tenant: of });
    const ada = await kith.person('ada', { tenant: of });
    await boss.ask('POST', '/admin/people/{id}/plans', { id: ada.id, planCode: 'VIP6', reason });
    const before = await boss.ask('GET', '/admin/plans');
    expect(before.find(({ code }) => code === 'VIP6')).toMatchObject({ holders: 1, isHidden: false });
    expect(before.find(({ code }) => code === 'VIP1')).toMatchObject({ holders: 0 });

    const gold = {
      code: 'GOLD',
      name: 'Gold',
      months: 1,
      price: 39_000,
      tickets: 20,
      appleProductId: 'gold.1',
    };
    await boss.ask('POST', '/admin/plans', gold);
    await expect(boss.ask('POST', '/admin/plans', gold)).rejects.toMatchObject({ code: 'conflict' });
    await expect(boss.ask('POST', '/admin/plans', { ...gold, code: 'SILVER' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await boss.ask('PUT', '/admin/plans/{code}', { code: 'GOLD', price: 42_000, isHidden: true });
    expect((await boss.ask('GET', '/admin/plans')).at(-1)).toMatchObject({
      ...gold,
      price: 42_000,
      isHidden: true,
    });
    const offered = await ada.api.user_friendship.vip_plan();
    expect(JSON.stringify(offered)).not.toContain('Gold');
    await expect(boss.ask('PUT', '/admin/plans/{code}', { code: 'NONE', price: 1 })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      boss.ask('PUT', '/admin/plans/{code}', { code: 'VIP1', appleProductId: 'gold.1' }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const { rows } = await boss.ask('GET', '/admin/audit', { objectKind: 'plan', objectId: 'GOLD' });
    expect(rows).toMatchObject([
      {
        action: 'plans.change',
        before: { price: 39_000, isHidden: false },
        after: { price: 42_000, isHidden: true },
      },
      { action: 'plans.add', after: gold },
    ]);
  });
});

describe('POST /admin/people/{id}/quotas', () => {
  it('staff give uses of a quota today, also without a limit above none, and take some; ledger and audit log say so', async () => {
    const home = await makeTenant(kith, { ticketsPerDay: 0 });
    const clerk = await makeStaff(kith, 'owner', { tenant: home });
    const [ada, bo, cy] = [
      await kith.person('ada', { tenant: home }),
      await kith.person('bo', { tenant: home }),
      await kith.person('cy', { tenant: home }),
    ];
    const give = (amount: number, more: object = {}) =>
      clerk.ask('POST', '/admin/people/{id}/quotas', {
        id: ada.id,
        quota: 'ticket',
        amount,
        reason,
        ...more,
      });
    const spend = (whom: Person) => open(ada, whom);
    await expect(spend(bo)).rejects.toMatchObject({ code: 400601 });
    await Promise.all([give(1), give(2), give(-2)]);
    expect((await spend(bo)).ticket_number).toBe('0');
    await expect(spend(cy)).rejects.toMatchObject({ code: 400601 });
    const { ledger } = await clerk.ask('GET', '/admin/people/{id}', { id: ada.id });
    expect(ledger[0]).toMatchObject({ quota: 'ticket', targetId: bo.id });
    expect(
      ledger
        .slice(1)
        .map(({ given }) => given)
        .sort(),
    ).toEqual([-2, 1, 2]);
    const { rows } = await clerk.ask('GET', '/admin/audit', { action: 'billing.give_quota' });
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ objectId: String(ada.id), after: { quota: 'ticket', why: reason } });
    for (const [refusedBy, field] of [
      [() => give(0), 'amount'],
      [() => give(1, { reason: ' ' }), 'reason'],
    ] as const)
      await expect(refusedBy()).rejects.toMatchObject({ code: 'invalid', field });
    await expect(
      helper.ask('POST', '/admin/people/{id}/quotas', { id: ada.id, quota: 'wave', amount: 1, reason }),
    ).rejects.toMatchObject({ code: 'not_found' });
    // Another day begins without them.
    await give(5);
    kith.advance(DAY_MS);
    await expect(spend(cy)).rejects.toMatchObject({ code: 400601 });
  });
});
