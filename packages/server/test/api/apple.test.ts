import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AccountId } from '@kith/core/kernel';
import { setPlan, showVip } from '@kith/core/billing';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator } from '../im/operator.js';
import {
  APP_ID,
  appleNotice,
  appleTransaction,
  billingLogOf,
  BUNDLE,
  DAY_MS,
  makeChain,
  newId,
  openStores,
  postOf,
  sign,
  storeToken,
} from './stores.js';

const apple = makeChain();
const stores = await openStores(apple);
const kith = useKith({
  overrides: {
    ports: { passwords: plainPasswords, receipts: stores.receipts },
    timing: { lookAfterPlansEveryMs: 200 },
  },
});

let tenant: number;
beforeAll(async () => {
  tenant = await sells();
});

/** A tenant with an app in the App Store. */
async function sells(settings: object = {}): Promise<number> {
  const id = await makeTenant(kith, { appleBundleId: BUNDLE, appleAppId: APP_ID, ...settings });
  await setPlan(await operator(kith, id), 'VIP1', { appleProductId: 'vip.1' });
  await setPlan(await operator(kith, id), 'VIP12', { appleProductId: 'vip.12' });
  return id;
}

const post = async (who: Person, fields: object) =>
  (
    await kith.ask('POST', '/api/user_friendship/vip_plan', {
      api_token: who.token,
      user_id: who.id,
      ...fields,
    })
  ).body;
const tell = async (signedPayload: string) =>
  (
    await fetch(`${kith.url}/api/store/apple`, {
      method: 'POST',
      body: JSON.stringify({ signedPayload }),
      headers: { 'content-type': 'application/json' },
    })
  ).status;
const isVip = async (who: Person) => (await who.api.user_friendship.data({ list_type: 'seen' })).is_vip;
const log = async (who: Person) =>
  (await billingLogOf(kith, who)).map((line) => line.replace(/(?<=: .*?)\d+/, 'N'));
const entitlement = async (who: Person) =>
  (
    await kith.sql<{ plan_id: number; ends_at: number; holds_until: number; revoked_at: number | null }>(
      'select plan_id, ends_at, holds_until, revoked_at from entitlements where account_id = $1 order by id',
      [who.id],
    )
  )[0]!;

/** An account with a monthly subscription. */
async function subscriber(given: Record<string, unknown> = {}) {
  const who = await kith.person('ada', { tenant });
  const transaction = appleTransaction(await storeToken(who), given);
  expect((await post(who, await postOf(apple, transaction))).data).toEqual({
    status: true,
    is_repeat: false,
  });
  /** The next month, as Apple signs it. */
  const renewed = {
    ...transaction,
    transactionId: newId(),
    purchaseDate: Number(transaction['expiresDate']),
    expiresDate: Number(transaction['expiresDate']) + 30 * DAY_MS,
  };
  return { who, transaction, renewed };
}

describe('POST /api/user_friendship/vip_plan with a transaction signed by Apple', () => {
  it('is valid until the end that Apple states, plus a margin', async () => {
    const { who, transaction } = await subscriber();
    expect(await isVip(who)).toBe(true);
    const expires = Number(transaction['expiresDate']);
    expect(await entitlement(who)).toMatchObject({ ends_at: expires, holds_until: expires + DAY_MS });
  });

  it('counts once for fifty parallel requests', async () => {
    const who = await kith.person('ada', { tenant });
    const fields = await postOf(apple, appleTransaction(await storeToken(who)));
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(who, fields)));
    expect(answers.filter(({ data }) => data.status)).toHaveLength(1);
    expect(answers.filter(({ data }) => data.is_repeat && data.list.plan_code === 'VIP1')).toHaveLength(49);
    expect(await log(who)).toEqual(['grant: Transaction N.']);
  });

  it('extends the plan once when it is newer', async () => {
    const { who, renewed } = await subscriber();
    const fields = await postOf(apple, renewed);
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(who, fields)));
    expect(answers.filter(({ data }) => data.status && !data.is_repeat)).toHaveLength(1);
    expect(answers.filter(({ data }) => data.is_repeat)).toHaveLength(9);
    expect((await entitlement(who)).ends_at).toBe(renewed.expiresDate);
    expect(await log(who)).toEqual(['grant: Transaction N.', 'change: A renewal was posted.']);
  });

  it('extends nothing when it is older, or when nothing verifies it', async () => {
    const { who, transaction, renewed } = await subscriber();
    await post(who, await postOf(apple, renewed));
    for (const older of [transaction, { ...transaction, transactionId: newId() }])
      expect((await post(who, await postOf(apple, older))).data).toMatchObject({
        status: false,
        is_repeat: true,
      });
    const { signed_transaction: _proof, ...bare } = await postOf(apple, {
      ...renewed,
      transactionId: newId(),
    });
    expect((await post(who, bare)).data).toMatchObject({ status: false, is_repeat: true });
    expect((await entitlement(who)).ends_at).toBe(renewed.expiresDate);
  });

  it('changes the plan with its product', async () => {
    const { who, renewed } = await subscriber();
    const upgrade = { ...renewed, productId: 'vip.12', expiresDate: Date.now() + 365 * DAY_MS };
    const fields = { ...(await postOf(apple, upgrade)), plan_code: 'VIP12' };
    expect((await post(who, fields)).data.status).toBe(true);
    expect(await entitlement(who)).toMatchObject({ plan_id: 3, ends_at: upgrade.expiresDate });
  });

  it('without an end lasts for the months of the plan', async () => {
    const who = await kith.person('ada', { tenant });
    const { expiresDate: _end, ...once } = appleTransaction(await storeToken(who), {
      type: 'Non-Renewing Subscription',
    });
    expect((await post(who, await postOf(apple, once))).data.status).toBe(true);
    const { ends_at, holds_until } = await entitlement(who);
    expect(ends_at - Date.now()).toBeGreaterThan(27 * DAY_MS);
    expect(holds_until).toBe(ends_at);
  });
});

describe('a forged transaction', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const withHeader = (signed: string, header: object) =>
    [encode(header), ...signed.split('.').slice(1)].join('.');
  const resign = async (chain: ReturnType<typeof makeChain>, transaction: object) => ({
    signed_transaction: await sign(chain, transaction),
  });
  const other = makeChain();

  const lies: Record<string, (transaction: Record<string, unknown>) => Promise<object>> = {
    'no algorithm': async (transaction) => {
      const [, payload] = (await sign(apple, transaction)).split('.');
      return { signed_transaction: `${encode({ alg: 'none', x5c: apple.x5c })}.${payload}.` };
    },
    'a secret instead of a key': async (transaction) => {
      const head = `${encode({ alg: 'HS256', x5c: apple.x5c })}.${encode(transaction)}`;
      const secret = `-----BEGIN CERTIFICATE-----\n${apple.x5c[0]}\n-----END CERTIFICATE-----\n`;
      return {
        signed_transaction: `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`,
      };
    },
    'another algorithm in the header': async (transaction) => ({
      signed_transaction: withHeader(await sign(apple, transaction), { alg: 'ES384', x5c: apple.x5c }),
    }),
    'another root': (transaction) => resign(other, transaction),
    'the right root behind a chain of somebody else': async (transaction) => ({
      signed_transaction: await sign(other, transaction, [...other.x5c.slice(0, 2), apple.x5c[2]!]),
    }),
    'the right chain, another key': async (transaction) => ({
      signed_transaction: await sign(other, transaction, apple.x5c),
    }),
    'a chain of two': async (transaction) => ({
      signed_transaction: await sign(apple, transaction, apple.x5c.slice(0, 2)),
    }),
    'a chain of four': async (transaction) => ({
      signed_transaction: await sign(apple, transaction, [...apple.x5c, apple.x5c[2]!]),
    }),
    'no chain': async (transaction) => ({ signed_transaction: await sign(apple, transaction, []) }),
    'a changed payload': async (transaction) => {
      const [head, , signature] = (await sign(apple, transaction)).split('.');
      return {
        signed_transaction: [head, encode({ ...transaction, expiresDate: 4e12 }), signature].join('.'),
      };
    },
    'another app': (transaction) => resign(apple, { ...transaction, bundleId: 'org.example.other' }),
    'an environment without signatures': (transaction) =>
      resign(apple, { ...transaction, environment: 'Xcode' }),
    'another product': (transaction) => resign(apple, { ...transaction, productId: 'vip.12' }),
    'a product of nobody': (transaction) => resign(apple, { ...transaction, productId: 'coins' }),
    'what was taken back': (transaction) => resign(apple, { ...transaction, revocationDate: Date.now() }),
    'what somebody else bought': (transaction) =>
      resign(apple, { ...transaction, appAccountToken: crypto.randomUUID() }),
    'what nobody in particular bought': (transaction) =>
      resign(apple, { ...transaction, appAccountToken: undefined }),
    'no date of signing': (transaction) => resign(apple, { ...transaction, signedDate: undefined }),
    'no number': (transaction) => resign(apple, { ...transaction, originalTransactionId: undefined }),
    'numbers of another type': (transaction) =>
      resign(apple, { ...transaction, transactionId: 7, purchaseDate: 'x' }),
    'another number than the posted one': async () => ({ transaction_id: newId() }),
    'another original number than the posted one': async () => ({ original_transaction_id: newId() }),
    'no token at all': async () => ({ signed_transaction: 'x' }),
    'three empty parts': async () => ({ signed_transaction: '..' }),
    'a header of null': async () => ({
      signed_transaction: `${Buffer.from('null').toString('base64url')}.e30.x`,
    }),
    'a notification': async (transaction) => ({
      signed_transaction: await appleNotice(apple, 'SUBSCRIBED', transaction),
    }),
  };

  it.each(Object.entries(lies))(
    'is refused, stored nowhere, and does not count as a server failure: %s',
    async (_name, tell) => {
      const who = await kith.person('ada', { tenant });
      const transaction = appleTransaction(await storeToken(who));
      const honest = await postOf(apple, transaction);
      expect((await post(who, { ...honest, ...(await tell(transaction)) })).code).toBe(400604);
      expect(await isVip(who)).toBe(false);
      expect(await kith.sql('select 1 from purchases where account_id = $1', [who.id])).toEqual([]);
      // The same setup with a genuine one.
      expect((await post(who, honest)).data).toEqual({ status: true, is_repeat: false });
    },
  );

  it.each([
    ['a signer that is not marked', { leafMark: '1.2.3.4' }],
    ['an authority that is not marked', { intermediateMark: '1.2.3.4' }],
    ['a certificate that had expired at the time of signing', { until: '20210101000000Z' }],
  ])('is refused even with the right root certificate: %s', async (_name, wrong) => {
    const [good, bad] = [makeChain(), makeChain(wrong)];
    const app = { bundleId: BUNDLE, appId: APP_ID, isSandbox: false };
    const transaction = appleTransaction(crypto.randomUUID());
    const read = async (chain: typeof bad) => {
      const { receipts } = await openStores(chain);
      return receipts.readApple(app, await sign(chain, transaction));
    };
    await expect(read(good)).resolves.toMatchObject({ productId: 'vip.1' });
    await expect(read(bad)).rejects.toMatchObject({ name: 'ReceiptRefused' });
  });

  it("is one that Apple's root did not sign, on a server with default settings", async () => {
    const { makeReceipts } = await import('../../src/adapters/receipts/receipts.js');
    const { ASSETS } = await import('../../src/app/assets.js');
    const { readFileSync } = await import('node:fs');
    const roots = [readFileSync(`${ASSETS}certificates/apple-root-ca-g3.pem`)];
    const installed = makeReceipts({
      mayTrust: false,
      apple: { roots, key: undefined, apiUrl: undefined, now: Date.now },
      google: { account: undefined, apiUrl: 'http://127.0.0.1:9', now: Date.now },
    });
    const app = { bundleId: BUNDLE, appId: APP_ID, isSandbox: false };
    const signed = await sign(apple, appleTransaction(crypto.randomUUID()));
    await expect(installed.readApple(app, signed)).rejects.toMatchObject({ name: 'ReceiptRefused' });
    await expect(installed.fetchApple(app, '1')).rejects.toMatchObject({ name: 'ReceiptRefused' });
    const { X509Certificate } = await import('node:crypto');
    expect(new X509Certificate(roots[0]!).fingerprint256.replaceAll(':', '')).toBe(
      '63343ABFB89A6A03EBB57E9B3F5FA7BE7C4F5C756F3017B3A8C488C3653E9179',
    );
  });

  it('a sandbox transaction counts only if the tenant accepts test purchases; a real one then does not', async () => {
    const sandbox = await sells({ storeSandbox: true });
    const who = await kith.person('ada', { tenant: sandbox });
    const transaction = appleTransaction(await storeToken(who));
    expect((await post(who, await postOf(apple, transaction))).code).toBe(400604);
    const play = await postOf(apple, { ...transaction, environment: 'Sandbox' });
    expect((await post(who, play)).data.status).toBe(true);
  });

  it("a tester's sandbox transaction counts beside real ones, is marked, and changes no other purchase", async () => {
    const who = await kith.person('ada', { tenant });
    const transaction = appleTransaction(await storeToken(who));
    const play = await postOf(apple, { ...transaction, environment: 'Sandbox' });
    expect((await post(who, play)).data.status).toBe(true);
    expect(await kith.sql('select is_sandbox from purchases where account_id = $1', [who.id])).toEqual([
      { is_sandbox: true },
    ]);
    const { held } = await showVip(await operator(kith, tenant), who.id as AccountId);
    expect(held).toEqual([expect.objectContaining({ isSandbox: true })]);

    const renewed = { ...transaction, transactionId: newId(), signedDate: Date.now() + 1000 };
    expect(await tell(await appleNotice(apple, 'DID_RENEW', renewed))).toBe(404);
    const real = await subscriber();
    const bought = await showVip(await operator(kith, tenant), real.who.id as AccountId);
    expect(bought.held).toEqual([expect.objectContaining({ isSandbox: false })]);
  });

  it('a transaction of another account of the same tenant is refused', async () => {
    const [ada, bo] = [await subscriber(), await kith.person('bo', { tenant })];
    const fields = await postOf(apple, ada.transaction);
    expect((await post(bo, fields)).code).toBe(400604);
    const { signed_transaction: _proof, ...bare } = fields;
    expect((await post(bo, bare)).data).toEqual({ status: false, is_vip: false, is_repeat: true, list: {} });
  });
});

describe('POST /api/store/apple, notifications from Apple', () => {
  it('a renewal extends the plan once, however many times it is delivered, also in parallel', async () => {
    const { who, renewed } = await subscriber();
    const socket = await who.v1();
    const notice = await appleNotice(apple, 'DID_RENEW', renewed);
    expect(await Promise.all(Array.from({ length: 10 }, () => tell(notice)))).toEqual(Array(10).fill(200));
    expect((await entitlement(who)).ends_at).toBe(renewed.expiresDate);
    expect(await log(who)).toEqual(['grant: Transaction N.', 'change: DID_RENEW']);
    const { data } = await socket.next('event', ({ type }) => type === 'vip_changed');
    expect(data).toEqual({ is_vip: true, plan_code: 'VIP1', until: renewed.expiresDate });
    // The same renewal in another notification changes nothing, and posting it is a repeat.
    expect(await tell(await appleNotice(apple, 'DID_CHANGE_RENEWAL_STATUS', renewed))).toBe(200);
    expect((await post(who, await postOf(apple, renewed))).data).toMatchObject({
      is_repeat: true,
      is_vip: true,
    });
    expect(await log(who)).toHaveLength(2);
  });

  it('a renewal that is notified and posted at once counts once, and its refund ends it in any order', async () => {
    const { who, renewed } = await subscriber();
    const fields = await postOf(apple, renewed);
    const renewal = () => appleNotice(apple, 'DID_RENEW', renewed);
    await Promise.all([1, 2, 3, 4, 5].flatMap(() => [post(who, fields), renewal().then(tell)]));
    expect(await log(who)).toHaveLength(2);
    expect((await entitlement(who)).ends_at).toBe(renewed.expiresDate);
    const refund = await appleNotice(apple, 'REFUND', { ...renewed, revocationDate: Date.now() });
    await Promise.all([1, 2, 3, 4, 5].flatMap(() => [post(who, fields), tell(refund)]));
    expect(await isVip(who)).toBe(false);
    expect(await log(who)).toHaveLength(3);
  });

  it('a refund ends the plan at once; a reversed refund restores it', async () => {
    const { who, transaction } = await subscriber();
    const refunded = { ...transaction, revocationDate: Date.now(), revocationReason: 0 };
    expect(await tell(await appleNotice(apple, 'REFUND', refunded))).toBe(200);
    expect(await isVip(who)).toBe(false);
    // A transaction signed before the refund does not restore it, nor does an older notification.
    expect((await post(who, await postOf(apple, transaction))).data).toMatchObject({
      is_repeat: true,
      is_vip: false,
    });
    expect(
      await tell(await appleNotice(apple, 'DID_RENEW', transaction, { signedDate: Date.now() - 60_000 })),
    ).toBe(200);
    expect(await isVip(who)).toBe(false);
    expect(await tell(await appleNotice(apple, 'REFUND_REVERSED', transaction))).toBe(200);
    expect(await isVip(who)).toBe(true);
    expect(await log(who)).toEqual(['grant: Transaction N.', 'revoke: REFUND', 'restore: REFUND_REVERSED']);
  });

  it('a refund of an expired month does not end the running one', async () => {
    const { who, transaction, renewed } = await subscriber();
    await tell(await appleNotice(apple, 'DID_RENEW', renewed));
    await tell(await appleNotice(apple, 'REFUND', { ...transaction, revocationDate: Date.now() }));
    expect(await isVip(who)).toBe(true);
    await tell(await appleNotice(apple, 'REVOKE', { ...renewed, revocationDate: Date.now() }));
    expect(await isVip(who)).toBe(false);
  });

  it('the grace period lasts as long as Apple states; its end and an expiry end the plan', async () => {
    const { who, transaction: over } = await subscriber({
      purchaseDate: Date.now() - 31 * DAY_MS,
      expiresDate: Date.now() - 1000,
    });
    const graceUntil = Date.now() + 16 * DAY_MS;
    const renewal = { gracePeriodExpiresDate: graceUntil, isInBillingRetryPeriod: true };
    await tell(await appleNotice(apple, 'DID_FAIL_TO_RENEW/GRACE_PERIOD', over, { renewal }));
    expect(await entitlement(who)).toMatchObject({ ends_at: over.expiresDate, holds_until: graceUntil });
    expect(await isVip(who)).toBe(true);
    await tell(await appleNotice(apple, 'GRACE_PERIOD_EXPIRED', over));
    expect(await isVip(who)).toBe(false);
    const renewed = {
      ...over,
      transactionId: newId(),
      purchaseDate: Date.now(),
      expiresDate: Date.now() + 30 * DAY_MS,
    };
    await tell(await appleNotice(apple, 'DID_RENEW/BILLING_RECOVERY', renewed));
    expect(await isVip(who)).toBe(true);
    await tell(await appleNotice(apple, 'EXPIRED/VOLUNTARY', { ...renewed, expiresDate: Date.now() - 10 }));
    expect(await isVip(who)).toBe(false);
  });

  it('a failed renewal without a grace period gives none', async () => {
    const { who, transaction } = await subscriber();
    const renewal = { autoRenewStatus: 0 };
    await tell(
      await appleNotice(apple, 'DID_CHANGE_RENEWAL_STATUS/AUTO_RENEW_DISABLED', transaction, { renewal }),
    );
    const { ends_at, holds_until } = await entitlement(who);
    expect(holds_until).toBe(ends_at);
  });

  it('a later purchase replaces an earlier one, even if it ends sooner', async () => {
    const { who, transaction, renewed } = await subscriber({ expiresDate: Date.now() + 365 * DAY_MS });
    const sooner = {
      ...renewed,
      purchaseDate: Date.now(),
      expiresDate: Date.now() + 30 * DAY_MS,
      productId: 'vip.12',
    };
    await tell(await appleNotice(apple, 'DID_CHANGE_RENEWAL_PREF/UPGRADE', sooner));
    expect(await entitlement(who)).toMatchObject({ plan_id: 3, ends_at: sooner.expiresDate });
    await tell(await appleNotice(apple, 'REFUND_DECLINED', transaction));
    expect((await post(who, await postOf(apple, transaction))).data.is_repeat).toBe(true);
    expect((await entitlement(who)).ends_at).toBe(sooner.expiresDate);
  });

  it('a plan that the operator revoked stays revoked until a further payment', async () => {
    const { who, transaction, renewed } = await subscriber();
    const { revokeVip } = await import('@kith/core/billing');
    await revokeVip(await operator(kith, tenant), { accountId: who.id as never, by: 'olga', why: 'Fraud.' });
    await tell(await appleNotice(apple, 'DID_CHANGE_RENEWAL_STATUS', transaction));
    expect(await isVip(who)).toBe(false);
    await tell(await appleNotice(apple, 'DID_RENEW', renewed));
    expect(await isVip(who)).toBe(true);
  });

  it('a notification is stored only after an account here has posted the purchase; until then Apple must retry', async () => {
    const who = await kith.person('ada', { tenant });
    const transaction = appleTransaction(await storeToken(who));
    const notice = await appleNotice(apple, 'SUBSCRIBED/INITIAL_BUY', transaction);
    expect(await tell(notice)).toBe(404);
    await post(who, await postOf(apple, transaction));
    expect(await tell(notice)).toBe(200);
    expect(
      await kith.sql('select what from store_notifications where tenant_id = $1 and what like $2', [
        tenant,
        'SUB%',
      ]),
    ).toHaveLength(1);
  });

  it("a notification counts only with Apple's signature, for our app", async () => {
    const { who, renewed } = await subscriber();
    expect(await tell(await appleNotice(makeChain(), 'DID_RENEW', renewed))).toBe(400);
    expect(
      await tell(await appleNotice(apple, 'DID_RENEW', renewed, { bundleId: 'org.example.other' })),
    ).toBe(404);
    // No account has bought this with a test purchase.
    expect(await tell(await appleNotice(apple, 'DID_RENEW', { ...renewed, environment: 'Sandbox' }))).toBe(
      404,
    );
    expect(
      await tell(await appleNotice(apple, 'DID_RENEW', { ...renewed, bundleId: 'org.example.other' })),
    ).toBe(400);
    for (const bad of ['', 'x', '..', 'e30.e30.x', await sign(apple, { notificationType: 'TEST' })])
      expect(await tell(bad)).toBe(400);
    expect(await log(who)).toEqual(['grant: Transaction N.']);
  });

  it('a test notification is accepted', async () => {
    const test = await sign(apple, {
      notificationType: 'TEST',
      notificationUUID: crypto.randomUUID(),
      signedDate: Date.now(),
      data: { appAppleId: APP_ID, bundleId: BUNDLE, environment: 'Production' },
    });
    expect(await tell(test)).toBe(200);
  });

  it("only Apple's notifications are accepted where Google has no secret", async () => {
    for (const query of ['', '?token=', '?token=undefined', '?token=x&token=y']) {
      const { status } = await fetch(`${kith.url}/api/store/google${query}`, { method: 'POST', body: '{}' });
      expect(status).toBe(403);
    }
  });

  it('any other notification is ignored', async () => {
    for (const body of ['', '{', 'null', '[]', '"x"', '{"signedPayload":7}', 'x'.repeat(300_000)]) {
      const { status } = await fetch(`${kith.url}/api/store/apple`, { method: 'POST', body });
      expect([400, 413]).toContain(status);
    }
  });
});

describe('a lookup at the store', () => {
  it('accepts a bare number when Apple reports it as the caller’s', async () => {
    const asking = await sells({ receiptMode: 'api' });
    const [ada, bo] = [
      await kith.person('ada', { tenant: asking }),
      await kith.person('bo', { tenant: asking }),
    ];
    const transaction = appleTransaction(await storeToken(ada));
    const { signed_transaction: signed, ...bare } = await postOf(apple, transaction);
    expect((await post(ada, bare)).code).toBe(400604);
    stores.apple.set(bare.transaction_id, signed);
    expect((await post(bo, bare)).code).toBe(400604);
    expect((await post(ada, bare)).data).toEqual({ status: true, is_repeat: false });
    expect((await post(ada, bare)).data).toMatchObject({ status: false, is_repeat: true });
    expect((await post(ada, { ...bare, transaction_id: '../../x' })).code).toBe(400604);
    // A response with another transaction proves nothing.
    const another = { ...bare, transaction_id: newId(), original_transaction_id: '' };
    stores.apple.set(another.transaction_id, signed);
    expect((await post(ada, another)).code).toBe(400604);
  });

  it('treats an unresponsive store as no refusal, and holds no database connection meanwhile', async () => {
    const asking = await sells({ receiptMode: 'api' });
    const ada = await kith.person('ada', { tenant: asking });
    const { signed_transaction: signed, ...bare } = await postOf(
      apple,
      appleTransaction(await storeToken(ada)),
    );
    stores.apple.set(bare.transaction_id, 500);
    expect((await post(ada, bare)).code).toBe(500101);
    stores.apple.set(bare.transaction_id, signed);
    let answer = () => {};
    stores.wait = new Promise((done) => (answer = done));
    const many = Array.from({ length: 40 }, () => post(ada, bare));
    // More requests than there are connections wait for the store; the database stays available.
    expect(await isVip(ada)).toBe(false);
    answer();
    stores.wait = undefined;
    const data = (await Promise.all(many)).map((body) => body.data);
    expect(data.filter(({ status }) => status)).toHaveLength(1);
  });
});
