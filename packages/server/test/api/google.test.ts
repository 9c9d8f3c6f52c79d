import { beforeAll, describe, expect, it } from 'vitest';
import { setPlan } from '@kith/core/billing';
import { plainPasswords } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator } from '../im/operator.js';
import {
  appleTransaction,
  billingLogOf,
  DAY_MS,
  googleSubscription,
  makeChain,
  openStores,
  PACKAGE,
  postOf,
  storeToken,
} from './stores.js';

const SECRET = 'a secret of the tests';
const stores = await openStores(makeChain());
const kith = useKith({
  secrets: { googlePushSecret: SECRET },
  overrides: {
    ports: { passwords: plainPasswords, receipts: stores.receipts },
    timing: { lookAfterPlansEveryMs: 200 },
  },
});

let tenant: number;
beforeAll(async () => {
  tenant = await sells();
});

/** A tenant with an app at Google Play. */
async function sells(settings: object = {}): Promise<number> {
  const id = await makeTenant(kith, { googlePackageName: PACKAGE, ...settings });
  await setPlan(await operator(kith, id), 'VIP1', { googleProductId: 'vip_1' });
  await setPlan(await operator(kith, id), 'VIP12', { googleProductId: 'vip_12' });
  return id;
}

let counter = 0;
const newToken = () => `purchase-token.${++counter}`;
const slip = (purchase_token: string, given: object = {}) => ({
  plan_code: 'VIP1',
  transaction_id: 'GPA.1111-2222-3333-44444',
  transaction_date: String(Date.now()),
  original_transaction_date: String(Date.now()),
  purchase_token,
  ...given,
});
const post = async (who: Person, fields: object) =>
  (
    await kith.ask('POST', '/api/user_friendship/vip_plan', {
      api_token: who.token,
      user_id: who.id,
      ...fields,
    })
  ).body;
const isVip = async (who: Person) => (await who.api.user_friendship.data({ list_type: 'seen' })).is_vip;
const log = (who: Person) => billingLogOf(kith, who);

/** A push message of Google. */
const letter = (news: object, messageId = String(++counter)) => ({
  message: {
    data: Buffer.from(JSON.stringify({ version: '1.0', packageName: PACKAGE, ...news })).toString('base64'),
    messageId,
  },
  subscription: 'projects/x/subscriptions/y',
});
const changed = (purchaseToken: string, notificationType = 2) => ({
  subscriptionNotification: { version: '1.0', notificationType, purchaseToken, subscriptionId: 'vip_1' },
});
const push = async (body: unknown, token = SECRET) =>
  (
    await fetch(`${kith.url}/api/store/google?token=${encodeURIComponent(token)}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  ).status;

/** An account with a monthly subscription. */
async function subscriber(given: Record<string, unknown> = {}) {
  const who = await kith.person('ada', { tenant });
  const token = newToken();
  const own = await storeToken(who);
  const set = (more: Record<string, unknown>) => stores.google.set(token, googleSubscription(own, more));
  set(given);
  expect((await post(who, slip(token))).data).toEqual({ status: true, is_repeat: false });
  return { who, token, set };
}

describe('POST /api/user_friendship/vip_plan with a purchase at Google Play', () => {
  it('counts when Google reports it as the caller’s, and acknowledges it to Google', async () => {
    const { who, token } = await subscriber();
    expect(await isVip(who)).toBe(true);
    const acknowledged = `POST /androidpublisher/v3/applications/${PACKAGE}/purchases/subscriptions/vip_1/tokens/${token}:acknowledge`;
    await eventually('it is acknowledged', () => stores.asked.includes(acknowledged));
    await eventually('that is noted', async () => {
      const rows = await kith.sql('select 1 from purchases where account_id = $1 and is_unacknowledged', [
        who.id,
      ]);
      return rows.length === 0;
    });
    expect(stores.asked.filter((path) => path === acknowledged)).toHaveLength(1);
  });

  it('counts once, whatever order number is posted with it', async () => {
    const { who, token } = await subscriber();
    const again = await Promise.all([
      post(who, slip(token)),
      post(who, slip(token, { transaction_id: token })),
      post(who, slip(token, { transaction_id: 'GPA.1111-2222-3333-44444..3' })),
      post(who, slip(token, { original_transaction_id: 'another' })),
    ]);
    for (const { data } of again)
      expect(data).toMatchObject({ status: false, is_vip: true, is_repeat: true });
    expect(await log(who)).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['belongs to another account', { externalAccountIdentifiers: { obfuscatedExternalAccountId: 'x' } }, {}],
    ['belongs to no account', { externalAccountIdentifiers: undefined }, {}],
    ['is unpaid', { subscriptionState: 'SUBSCRIPTION_STATE_PENDING' }, {}],
    ['is in an unknown state', { subscriptionState: 'SUBSCRIPTION_STATE_NEW' }, {}],
    ['is a test purchase', { testPurchase: {} }, {}],
    [
      'is for another product',
      {
        lineItems: [
          {
            productId: 'vip_12',
            expiryTime: '2030-01-01T00:00:00Z',
            latestSuccessfulOrderId: 'GPA.1111-2222-3333-44444',
          },
        ],
      },
      {},
    ],
    [
      'has no end',
      { lineItems: [{ productId: 'vip_1', latestSuccessfulOrderId: 'GPA.1111-2222-3333-44444' }] },
      {},
    ],
    ['is empty', { lineItems: [] }, {}],
    ['has another order id', {}, { transaction_id: 'GPA.9999-2222-3333-44444' }],
    ['has a malformed token', {}, { purchase_token: '../../oops' }],
    ['is unknown to Google', {}, { purchase_token: 'unknown-token' }],
    ['is posted as one of Apple', {}, { platform: 'ios' }],
  ])('refuses a purchase that %s', async (_why, subscription, fields) => {
    const who = await kith.person('ada', { tenant });
    const token = newToken();
    const own = await storeToken(who);
    stores.google.set(token, googleSubscription(own, subscription));
    expect((await post(who, slip(token, fields))).code).toBe(400604);
    expect(await kith.sql('select 1 from purchases where account_id = $1', [who.id])).toEqual([]);
    stores.google.set(token, googleSubscription(own));
    expect((await post(who, slip(token))).data.status).toBe(true);
  });

  it('accepts test purchases if the tenant allows them', async () => {
    const who = await kith.person('ada', {
      tenant: await sells({ storeSandbox: true, googlePackageName: 'org.example.play' }),
    });
    const token = newToken();
    stores.google.set(token, googleSubscription(await storeToken(who), { testPurchase: {} }));
    expect((await post(who, slip(token))).data.status).toBe(true);
  });

  it('ends the purchase that a new one replaces', async () => {
    const { who, token } = await subscriber();
    const upgrade = newToken();
    const expiryTime = new Date(Date.now() + 365 * DAY_MS).toISOString();
    const lineItems = [{ productId: 'vip_12', expiryTime, latestSuccessfulOrderId: 'GPA.5' }];
    const own = await storeToken(who);
    stores.google.set(upgrade, googleSubscription(own, { lineItems, linkedPurchaseToken: token }));
    const fields = slip(upgrade, { plan_code: 'VIP12', transaction_id: 'GPA.5' });
    expect((await post(who, fields)).data.status).toBe(true);
    const rows = await kith.sql<{ plan_id: number; holds_until: number }>(
      'select plan_id, holds_until from entitlements where account_id = $1 order by id',
      [who.id],
    );
    expect(rows.map(({ plan_id }) => plan_id)).toEqual([1, 3]);
    expect(rows[0]!.holds_until).toBeLessThanOrEqual(Date.now());
  });
});

describe('POST /api/store/google, notifications from Google', () => {
  it('triggers a lookup: a renewal extends the plan, however often it is notified', async () => {
    const { who, token, set } = await subscriber();
    const expiryTime = new Date(Date.now() + 61 * DAY_MS).toISOString();
    set({ expiryTime, orderId: 'GPA.1111-2222-3333-44444..0' });
    const news = letter(changed(token));
    expect(await Promise.all(Array.from({ length: 5 }, () => push(news)))).toEqual(Array(5).fill(200));
    expect(await log(who)).toHaveLength(2);
    const [row] = await kith.sql<{ ends_at: number }>(
      'select ends_at from entitlements where account_id = $1',
      [who.id],
    );
    expect(row!.ends_at).toBe(Date.parse(expiryTime));
  });

  it('ends the plan when it is on hold, expired or revoked, and restores it when it resumes', async () => {
    const { who, token, set } = await subscriber();
    set({
      subscriptionState: 'SUBSCRIPTION_STATE_ON_HOLD',
      expiryTime: new Date(Date.now() - 1000).toISOString(),
    });
    expect(await push(letter(changed(token, 5)))).toBe(200);
    expect(await isVip(who)).toBe(false);
    set({ orderId: 'GPA.1111-2222-3333-44444..1' });
    expect(await push(letter(changed(token, 1)))).toBe(200);
    expect(await isVip(who)).toBe(true);
    expect(await push(letter(changed(token, 12)))).toBe(200);
    expect(await isVip(who)).toBe(false);
    expect((await log(who)).at(-1)).toBe('revoke: subscription 12');
  });

  it('ends the plan for a refund of the running order, not of an earlier one', async () => {
    const { who, token, set } = await subscriber();
    set({ expiryTime: new Date(Date.now() + 61 * DAY_MS).toISOString(), orderId: 'GPA.1..0' });
    await push(letter(changed(token)));
    const voided = (orderId: string) =>
      letter({
        voidedPurchaseNotification: { purchaseToken: token, orderId, productType: 1, refundType: 1 },
      });
    expect(await push(voided('GPA.1'))).toBe(200);
    expect(await isVip(who)).toBe(true);
    expect(await push(voided('GPA.1..0'))).toBe(200);
    expect(await isVip(who)).toBe(false);
  });

  it('keeps a cancelled plan until its end; the grace period lasts as long as Google states', async () => {
    const { who, token, set } = await subscriber();
    const expiryTime = new Date(Date.now() + 5 * DAY_MS).toISOString();
    for (const subscriptionState of ['SUBSCRIPTION_STATE_IN_GRACE_PERIOD', 'SUBSCRIPTION_STATE_CANCELED']) {
      set({ subscriptionState, expiryTime });
      expect(await push(letter(changed(token, 6)))).toBe(200);
      const [row] = await kith.sql<{ holds_until: number }>(
        'select holds_until from entitlements where account_id = $1',
        [who.id],
      );
      expect(row!.holds_until).toBe(Date.parse(expiryTime));
    }
  });

  it('asks for redelivery when Google is unreachable, and when no account here has posted the purchase', async () => {
    const { token } = await subscriber();
    const before = stores.asked.length;
    expect(await push(letter(changed('nobody-has-this')))).toBe(404);
    expect(stores.asked.slice(before).filter((path) => path.includes('nobody-has-this'))).toEqual([]);
    expect(await push(letter({ ...changed(token), packageName: 'org.example.other' }))).toBe(404);
    stores.google.set(token, 500);
    const news = letter(changed(token));
    expect(await push(news)).toBe(503);
    stores.google.set(token, 404);
    expect(await push(news)).toBe(400);
  });

  it('requires the secret', async () => {
    const { token } = await subscriber();
    for (const wrong of ['', 'x', `${SECRET}x`])
      expect(await push(letter(changed(token, 12)), wrong)).toBe(403);
    const { status } = await fetch(`${kith.url}/api/store/google`, { method: 'POST', body: '{}' });
    expect(status).toBe(403);
  });

  it('accepts test and unrelated notifications, and refuses a malformed one', async () => {
    expect(await push(letter({ testNotification: { version: '1.0' } }))).toBe(200);
    expect(await push(letter({ oneTimeProductNotification: { sku: 'coins' } }))).toBe(200);
    for (const bad of [
      '',
      '{',
      'null',
      '7',
      '{"message":{}}',
      { message: { data: 'e', messageId: '1' } },
      { message: { data: 'bnVsbA==', messageId: '1' } },
    ])
      expect(await push(bad)).toBe(400);
  });
});

describe('a server with configured stores', () => {
  const setUp = useKith({
    config: stores.config,
    secrets: stores.secrets,
    overrides: { ports: { passwords: plainPasswords } },
  });

  it('queries both stores at their configured addresses', async () => {
    const id = await makeTenant(setUp, {
      googlePackageName: PACKAGE,
      appleBundleId: 'org.example.kith',
      receiptMode: 'api',
    });
    await setPlan(await operator(setUp, id), 'VIP1', { googleProductId: 'vip_1', appleProductId: 'vip.1' });
    const ada = await setUp.person('ada', { tenant: id });
    const token = newToken();
    stores.google.set(token, googleSubscription(await storeToken(ada)));
    expect(await ada.api.user_friendship.buy_vip_plan(slip(token))).toEqual({
      status: true,
      is_repeat: false,
    });
    expect((await ada.api.user_friendship.vip_plan()).is_vip).toBe(true);
    // Nothing that Apple did not sign counts there, whichever server returns it.
    const chain = makeChain();
    const transaction = appleTransaction(await storeToken(ada));
    const { signed_transaction: signed, ...bare } = await postOf(chain, transaction);
    stores.apple.set(bare.transaction_id, signed);
    await expect(ada.api.user_friendship.buy_vip_plan(bare)).rejects.toMatchObject({ code: 400604 });
    expect(stores.asked).toContain(`GET /inApps/v1/transactions/${bare.transaction_id}`);
  });
});
