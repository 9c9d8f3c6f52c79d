import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { useKith, type Answer, type Person } from '../harness/kith.js';
import type { AccountId, TenantId } from '@kith/core/kernel';
import { revokeSessions } from '@kith/core/accounts';
import { visitorCtx } from '../../src/app/context.js';
import { makeTenant } from '../im/operator.js';
import { refusal } from '../im/refusals.js';
import { sessionOf } from './session-of.js';

const kith = useKith();

/** The key of the harness's servers. */
const KEY = 'a secret of the tests, long enough';
const DAY_MS = 24 * 3600_000;
const DAY = DAY_MS / 1000;
const REFUSED = refusal('not_signed_in');

type Parts = Record<string, unknown>;

const base = (fields: Record<string, unknown>, init?: RequestInit): Promise<Answer> =>
  kith.post('/im/get/base', fields, init);

/** A token made by hand: a valid one if nothing is changed. */
function forge(
  ada: Person,
  change: { head?: Parts; claims?: Parts; key?: string; hash?: string } = {},
): string {
  const parts = [
    { typ: 'JWT', alg: 'HS256', ...change.head },
    { ...claimsOf(ada.token), ...change.claims },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = createHmac(change.hash ?? 'sha256', change.key ?? KEY).update(parts.join('.'));
  return `${parts.join('.')}.${signature.digest('base64url')}`;
}

/** The claims of a token. */
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Parts;

/** Uses a token that the server has not cached, as after two quiet seconds. */
async function use({ token, tenant }: Person): Promise<Answer['body']> {
  const sessionIds = [sessionOf({ token })];
  kith.server.deps.auth.onEvent({ type: 'sessions_revoked', tenantId: tenant as TenantId, sessionIds });
  return (await base({ _token: token })).body;
}

describe('a token made elsewhere', () => {
  test('is accepted only with our key and our algorithm', async () => {
    const ada = await kith.person('ada');
    expect((await base({ _token: forge(ada) })).body.data.user_info.id).toBe(ada.id);

    const unsigned = forge(ada, { head: { alg: 'none' } }).replace(/[^.]*$/, '');
    for (const [how, _token] of [
      ['alg none', unsigned],
      ['alg None', forge(ada, { head: { alg: 'None' } }).replace(/[^.]*$/, '')],
      ['alg none with a signature', forge(ada, { head: { alg: 'none' } })],
      ['HS512', forge(ada, { head: { alg: 'HS512' }, hash: 'sha512' })],
      ['HS512 in name only', forge(ada, { head: { alg: 'HS512' } })],
      ['another key', forge(ada, { key: 'a secret of somebody else, as long' })],
      ['an empty key', forge(ada, { key: '' })],
      ['no signature', ada.token.replace(/[^.]*$/, '')],
      ['a changed signature', ada.token.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A'))],
      ['no type that we know, and a critical header', forge(ada, { head: { crit: ['x'], x: 1 } })],
    ] as const) {
      expect((await base({ _token })).body, how).toEqual(REFUSED);
    }
  });

  test('is refused when it has expired, or when a claim is missing or is not a time', async () => {
    const ada = await kith.person('ada');
    const now = Math.floor(kith.server.deps.now() / 1000);
    expect((await base({ _token: forge(ada, { claims: { exp: now + 60, nbf: now - 60 } }) })).body.err).toBe(
      0,
    );
    for (const claims of [
      { exp: now - 60 },
      { nbf: 'later' },
      { nbf: 1e300 },
      { exp: 'never' },
      { exp: undefined },
      { nbf: undefined },
      { iat: undefined },
      { sub: undefined },
      { user_id: undefined },
      { jti: undefined },
      { jti: '' },
      { jti: 'no uuid' },
      { jti: [] },
      { jti: '00000000-0000-4000-8000-000000000000' },
      { iss: 'somebody' },
      { iss: undefined },
    ]) {
      expect((await base({ _token: forge(ada, { claims }) })).body, JSON.stringify(claims)).toEqual(REFUSED);
    }
  });

  test("is accepted while the server's clock is an hour behind the issuer's", async () => {
    const ada = await kith.person('ada');
    const socket = await ada.v1();
    kith.advance(-3600_000);
    try {
      expect((await use(ada)).err).toBe(0);
      expect((await ada.v1()).socket.readyState).toBe(1);
      expect((await use(await kith.person('bo'))).err).toBe(0);
    } finally {
      kith.advance(3600_000);
      socket.socket.close();
    }
  });

  test('identifies a session: a different account id in it changes nothing', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo');
    const { body } = await base({ _token: forge(ada, { claims: { user_id: bo.id, sub: String(bo.id) } }) });
    expect(body.data.user_info.id).toBe(ada.id);
  });
});

describe('a token', () => {
  test('names its tenant, so that a proxy can route; an older one without it stays valid', async () => {
    const tenant = await makeTenant(kith);
    const ada = await kith.person('ada');
    const cy = await kith.person('cy', { tenant });
    expect(claimsOf(ada.token)['tenant_id']).toBe(1);
    expect(claimsOf(cy.token)['tenant_id']).toBe(tenant);
    const older = forge(cy, { claims: { tenant_id: undefined } });
    expect(claimsOf(older)).not.toHaveProperty('tenant_id');
    expect((await base({ _token: older })).body.data.user_info.id).toBe(cy.id);
  });

  test('can be in the body, in the query or in the Authorization header', async () => {
    const ada = await kith.person('ada');
    const bearer = (authorization: string) => ({ headers: { authorization } });
    for (const answer of [
      await base({ _token: ada.token }),
      await kith.post(`/im/get/base?_token=${ada.token}`),
      await kith.post(`/im/get/base?_token=${ada.token}`, {}, { method: 'GET', body: null }),
      await base({}, bearer(`Bearer ${ada.token}`)),
      await base({ _token: '' }, bearer(`bearer ${ada.token}`)),
    ]) {
      expect(answer.body.data.user_info.id).toBe(ada.id);
    }
    expect((await base({}, bearer(`Basic ${ada.token}`))).body).toEqual(REFUSED);
    expect((await base({ _token: 'wrong' }, bearer(`Bearer ${ada.token}`))).body).toEqual(REFUSED);
  });

  test('is refused when it is missing, too long, repeated or not a text', async () => {
    const ada = await kith.person('ada');
    const json = (_token: unknown) =>
      base({}, { body: JSON.stringify({ _token }), headers: { 'content-type': 'application/json' } });
    expect((await json(ada.token)).body.err).toBe(0);
    for (const answer of [
      await base({}),
      await base({ _token: '' }),
      await base({ _token: ada.token.repeat(20) }),
      await base({ _token: 'e'.repeat(250_000) }),
      await base({}, { body: new URLSearchParams(`_token=${ada.token}&_token=${ada.token}`) }),
      await base({ '_token[]': ada.token }),
      await json([ada.token]),
      await json({ token: ada.token }),
      await json(1),
      await json(true),
      await json(null),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual(REFUSED);
    }
  });

  test('is refused as soon as its session is revoked, and the other sessions of ada stay', async () => {
    const ada = await kith.person('ada');
    const { token } = await kith.visitor().in.login(ada);
    expect((await base({ _token: token })).body.err).toBe(0);
    const { deps } = kith.server;
    const ctx = visitorCtx(deps, await deps.auth.tenant(1), '');
    expect(await revokeSessions(ctx, { accountId: ada.id as AccountId, only: sessionOf({ token }) })).toBe(1);
    expect((await base({ _token: token })).body).toEqual(REFUSED);
    expect((await base({ _token: ada.token })).body.err).toBe(0);
  });

  test('expires 180 days after its last use', async () => {
    const ada = await kith.person('ada');
    const bo = await kith.person('bo');
    kith.advance(179 * DAY_MS);
    expect(await use(ada)).toMatchObject({ err: 0 });
    // The response does not wait for the record of the use.
    await kith.server.deps.auth.idle();
    kith.advance(2 * DAY_MS);
    expect(await use(bo)).toEqual(REFUSED);
    kith.advance(177 * DAY_MS);
    expect(await use(ada)).toMatchObject({ err: 0 });
    kith.advance(181 * DAY_MS);
    expect(await use(ada)).toEqual(REFUSED);
  });

  test('does not wait until its use is recorded', async () => {
    const ada = await kith.person('ada');
    kith.advance(61_000);
    await kith.server.deps.db.transaction().execute(async (tx) => {
      await sql`lock table sessions in exclusive mode`.execute(tx);
      expect(await use(ada)).toMatchObject({ err: 0 });
    });
    await kith.server.deps.auth.idle();
    const rows = await kith.sql(
      'select last_used_at > created_at as used from sessions where account_id = $1',
      [ada.id],
    );
    expect(rows).toEqual([{ used: true }]);
  });

  test("expires after the tenant's lifetime", async () => {
    const tenant = await makeTenant(kith, { sessionIdleMs: DAY_MS });
    const cy = await kith.person('cy', { tenant });
    const ada = await kith.person('ada');
    expect(await use(cy)).toMatchObject({ err: 0 });
    kith.advance(DAY_MS + 60_000);
    expect(await use(cy)).toEqual(REFUSED);
    expect(await use(ada)).toMatchObject({ err: 0 });
  });
});

describe('_agent_id', () => {
  test('with a token: may be missing, empty, 0 or the tenant of the token', async () => {
    const tenant = await makeTenant(kith);
    const ada = await kith.person('ada');
    const cy = await kith.person('cy', { tenant });
    for (const _agent_id of ['', '0', '1', 0, 1]) {
      expect((await base({ _token: ada.token, _agent_id })).body.err, String(_agent_id)).toBe(0);
    }
    for (const _agent_id of ['', '0', tenant]) {
      expect((await base({ _token: cy.token, _agent_id })).body.err, String(_agent_id)).toBe(0);
    }
    expect((await base({ _token: cy.token })).body.data.user_info.id).toBe(cy.id);
    for (const _agent_id of [tenant, 999, -1, 1.5, 'x', 'NaN', '1,1', 2 ** 31, 1e300]) {
      expect((await base({ _token: ada.token, _agent_id })).body, String(_agent_id)).toEqual(REFUSED);
    }
    expect((await base({ _token: cy.token, _agent_id: 1 })).body).toEqual(REFUSED);
  });

  test('before sign-in: selects the tenant, by default the first one', async () => {
    const tenant = await makeTenant(kith, { pageTitle: 'Elsewhere' });
    const title = async (fields: Record<string, unknown>) =>
      (await kith.post('/im/App/config', fields)).body.data?.pc_page_title as string | undefined;
    for (const fields of [{}, { _agent_id: '' }, { _agent_id: 0 }, { _agent_id: 1 }]) {
      expect(await title(fields)).toBe('IM');
    }
    expect(await title({ _agent_id: tenant })).toBe('Elsewhere');
    expect((await kith.post('/im/App/config', { _agent_id: 999 })).body).toEqual(refusal('not_found'));
    for (const _agent_id of [-1, 1.5, 'x', 2 ** 31, 1e300]) {
      const { body } = await kith.post('/im/App/config', { _agent_id });
      expect(body, String(_agent_id)).toEqual(refusal('invalid', '_agent_id'));
    }
  });

  test('is refused as a bad value when it is an object', async () => {
    const ada = await kith.person('ada');
    const json = async (path: string, fields: object) =>
      (
        await kith.post(
          path,
          {},
          { body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } },
        )
      ).body;
    for (const _agent_id of [{}, { valueOf: 1, toString: 1 }, [[1]], [1, 1]]) {
      expect(await json('/im/get/base', { _token: ada.token, _agent_id })).toEqual(REFUSED);
      expect(await json('/im/App/config', { _agent_id })).toEqual(refusal('invalid', '_agent_id'));
    }
    expect(await json('/im/get/base', { _token: ada.token, _agent_id: 1 })).toMatchObject({ err: 0 });
  });
});

test('a token is valid for at most twenty years, so that a key can be retired one day', async () => {
  const { iat, exp } = claimsOf((await kith.person('ada')).token);
  expect(Number(exp) - Number(iat)).toBeLessThanOrEqual(20 * 365 * DAY);
});
