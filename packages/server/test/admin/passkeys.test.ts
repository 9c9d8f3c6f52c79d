import { sweepStaffSessions } from '@kith/core/staff';
import { describe, expect, it } from 'vitest';
import { visitorCtx } from '../../src/app/context.js';
import { Authenticator } from '../harness/authenticator.js';
import { useKith } from '../harness/kith.js';
import { makeStaff, openBrowser, type Browser, type Staff } from '../harness/staff.js';
import { makeTenant } from '../im/operator.js';

const ORIGIN = 'https://console.example.org';
const kith = useKith({
  nodes: { count: 2, bus: 'postgres' },
  config: { publicUrl: ORIGIN, trustProxy: '127.0.0.1/32' },
});
const MINUTE_MS = 60_000;
const refused = { status: 401, code: 'wrong_passkey' };
const locked = { status: 429, code: 'too_many_requests' };
let added = 0;

type Answered = ReturnType<Authenticator['sign']>;
type Changes = Parameters<Authenticator['sign']>[1];

/** Adds a passkey of a member of staff. */
async function addKey({ ask, name }: Staff, key = new Authenticator(ORIGIN, `${name} ${++added}`)) {
  const { options } = await ask('POST', '/admin/passkeys/challenge');
  const passkey = await ask('POST', '/admin/passkeys', { name: 'Laptop', passkey: key.create(options) });
  return { key, ...passkey };
}

async function signIn(
  browser: Browser,
  key: Authenticator,
  { tenant, name, ...changes }: Changes & { tenant?: number; name?: string } = {},
) {
  const to = { ...(tenant !== undefined && { tenant }) };
  const { options } = await browser.ask('POST', '/admin/session/passkey/challenge', to);
  const passkey = key.sign(options, changes);
  return browser.ask('POST', '/admin/session/passkey', { ...to, ...(name && { name }), passkey });
}

const at = (address: string) => openBrowser(kith, { headers: { 'x-forwarded-for': address } });

describe('a passkey', () => {
  it('POST /admin/passkeys/challenge, POST /admin/passkeys, GET /admin/passkeys, PUT /admin/passkeys/{id}, DELETE /admin/passkeys/{id}: is added, renamed, and removed, by its owner only, and logged', async () => {
    const [mei, other] = [await makeStaff(kith, 'support'), await makeStaff(kith, 'owner')];
    const { key, id } = await addKey(mei);
    await mei.ask('PUT', '/admin/passkeys/{id}', { id, name: ' Phone ' });
    expect(await mei.ask('GET', '/admin/passkeys')).toEqual([
      { id, name: 'Phone', createdAt: expect.any(Number) as number },
    ]);
    expect(await other.ask('GET', '/admin/passkeys')).toEqual([]);
    for (const attempt of [
      () => other.ask('PUT', '/admin/passkeys/{id}', { id, name: 'Mine' }),
      () => other.ask('DELETE', '/admin/passkeys/{id}', { id }),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 404 });
    // The same key again, also of somebody else.
    for (const staff of [mei, other])
      await expect(addKey(staff, key)).rejects.toMatchObject({ status: 409, code: 'conflict' });
    await mei.ask('DELETE', '/admin/passkeys/{id}', { id });
    await expect(signIn(openBrowser(kith), key)).rejects.toMatchObject(refused);
    const { rows } = await other.ask('GET', '/admin/audit', { staffId: mei.id });
    expect(rows.filter(({ objectKind }) => objectKind === 'passkey')).toMatchObject([
      { action: 'passkey.remove', before: 'Phone' },
      { action: 'passkey.rename', before: 'Laptop', after: 'Phone' },
      { action: 'passkey.add', after: 'Laptop', objectId: String(id) },
    ]);
  });

  it('POST /admin/passkeys: is refused when it is not what was asked for, and a statement of its maker is not read', async () => {
    const mei = await makeStaff(kith, 'support');
    const ask = () => mei.ask('POST', '/admin/passkeys/challenge');
    const add = (passkey: object) =>
      mei.ask('POST', '/admin/passkeys', { name: 'Laptop', passkey: passkey as never });
    const key = new Authenticator(ORIGIN, 'created');
    const wrong: Changes[] = [
      { origin: 'https://evil.example.org' },
      { site: 'evil.example.org' },
      { challenge: 'AAAA' },
      { isVerified: false },
    ];
    for (const changes of wrong)
      await expect(add(key.create((await ask()).options, changes))).rejects.toMatchObject(refused);
    const { options } = await ask();
    kith.advance(5 * MINUTE_MS - 1);
    await mei.ask('POST', '/admin/session/proof', { code: mei.code(1) });
    kith.advance(1);
    await expect(add(key.create(options))).rejects.toMatchObject(refused);
    // Damaged answers are refused, too.
    const good = key.create((await ask()).options);
    const damaged = { ...good, response: { ...good.response, attestationObject: 'oWE' } };
    await expect(add(damaged)).rejects.toMatchObject(refused);
    const statement = new Map([['x5c', [new Uint8Array([1, 2, 3])]]]);
    await add(key.create((await ask()).options, { statement }));
    const second = new Authenticator(ORIGIN, 'second');
    const answer = second.create((await ask()).options);
    await add(answer);
    await expect(add(answer)).rejects.toMatchObject(refused);
  });

  it('ten of one member of staff are the limit, also for two at the same time', async () => {
    const mei = await makeStaff(kith, 'support');
    for (let i = 0; i < 9; i++) await addKey(mei);
    const again = await makeStaffSession(mei);
    const outcomes = await Promise.allSettled([addKey(mei), addKey(again)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await mei.ask('GET', '/admin/passkeys')).toHaveLength(10);
    await expect(addKey(mei)).rejects.toMatchObject({ code: 'quota_exceeded' });
  });
});

describe('POST /admin/session/passkey/challenge and POST /admin/session/passkey', () => {
  it('open a session without a name and with it, at any node; each answer counts once, in its browser', async () => {
    const mei = await makeStaff(kith, 'support');
    const { key } = await addKey(mei);
    const [one, two] = [
      openBrowser(kith),
      openBrowser(kith, { url: `http://127.0.0.1:${kith.servers[1]!.port}` }),
    ];
    await two.ask('POST', '/admin/session/passkey/challenge');
    const { options } = await one.ask('POST', '/admin/session/passkey/challenge');
    const elsewhere = openBrowser(kith, { url: `http://127.0.0.1:${kith.servers[1]!.port}` });
    for (const [name, value] of one.cookies) elsewhere.cookies.set(name, value);
    const passkey = key.sign(options);
    await expect(two.ask('POST', '/admin/session/passkey', { passkey })).rejects.toMatchObject(refused);
    const opened = await elsewhere.ask('POST', '/admin/session/passkey', { passkey });
    expect(opened).toMatchObject({ stage: 'open', staff: { id: mei.id } });
    expect([...elsewhere.cookies.keys()].toSorted()).toEqual(['kith-device', 'kith-session']);
    await expect(one.ask('POST', '/admin/session/passkey', { passkey })).rejects.toMatchObject(refused);
    await expect(signIn(two, key, { name: mei.name.toUpperCase() })).resolves.toBeDefined();
    const [listed] = await elsewhere.ask('GET', '/admin/passkeys');
    expect(listed!.lastUsedAt).toBeGreaterThanOrEqual(listed!.createdAt);
  });

  it('refuse another origin, host, challenge, name or tenant, a person who is not verified, an expired challenge, and an unknown key', async () => {
    const tenant = await makeTenant(kith);
    const [mei, there] = [await makeStaff(kith, 'support'), await makeStaff(kith, 'owner', { tenant })];
    const [{ key }, { key: foreign }] = [await addKey(mei), await addKey(there)];
    const wrong: (Changes & { tenant?: number; name?: string })[] = [
      { origin: 'https://evil.example.org' },
      { site: 'evil.example.org' },
      { challenge: 'AAAA' },
      { isVerified: false },
      { name: there.name },
      { tenant },
      { credentialId: foreign.credentialId },
    ];
    for (const [index, changes] of wrong.entries())
      await expect(signIn(at(`198.51.100.${index}`), key, changes)).rejects.toMatchObject(refused);
    await expect(signIn(openBrowser(kith), foreign)).rejects.toMatchObject(refused);
    await expect(signIn(openBrowser(kith), foreign, { tenant })).resolves.toMatchObject({
      staff: { id: there.id },
    });

    const late = openBrowser(kith);
    const { options } = await late.ask('POST', '/admin/session/passkey/challenge');
    kith.advance(5 * MINUTE_MS);
    const passkey = key.sign(options);
    await expect(late.ask('POST', '/admin/session/passkey', { passkey })).rejects.toMatchObject(refused);
    await expect(signIn(late, key)).resolves.toBeDefined();
    await late.ask('POST', '/admin/session/passkey/challenge');
    kith.advance(5 * MINUTE_MS);
    await sweepStaffSessions(
      visitorCtx(kith.server.deps, await kith.server.deps.auth.tenant(1), '127.0.0.1'),
    );
    expect(await kith.sql('select 1 from staff_challenges where tenant_id = 1')).toEqual([]);
  });

  it('refuse a counter that does not go on, and log it; a key that does not count is accepted', async () => {
    const [mei, owner] = [await makeStaff(kith, 'support'), await makeStaff(kith, 'owner')];
    const { key } = await addKey(mei);
    await signIn(openBrowser(kith), key, { counter: 7 });
    for (const counter of [7, 3, 0])
      await expect(signIn(openBrowser(kith), key, { counter })).rejects.toMatchObject(refused);
    const { rows } = await owner.ask('GET', '/admin/audit', { action: 'passkey.refuse' });
    expect(rows).toMatchObject(
      [0, 3, 7].map((counter) => ({
        objectId: String(mei.id),
        before: { name: 'Laptop', counter: 7 },
        after: { counter },
      })),
    );
    await expect(signIn(openBrowser(kith), key, { counter: 8 })).resolves.toBeDefined();
    const { key: quiet } = await addKey(owner);
    for (let i = 0; i < 2; i++)
      await expect(signIn(openBrowser(kith), quiet, { counter: 0 })).resolves.toBeDefined();
  });

  it('lock after five wrong answers as after wrong codes, there and nowhere else', async () => {
    const mei = await makeStaff(kith, 'support');
    const { key } = await addKey(mei);
    const [here, own] = [at('203.0.113.1'), at('203.0.113.1')];
    await signIn(own, key);
    for (let i = 0; i < 5; i++)
      await expect(signIn(here, key, { isVerified: false })).rejects.toMatchObject(refused);
    await expect(signIn(here, key)).rejects.toMatchObject(locked);
    await expect(signIn(at('203.0.113.2'), key)).resolves.toBeDefined();
    await expect(signIn(own, key)).resolves.toBeDefined();
  });

  it('are refused after the member of staff was reset or removed', async () => {
    const owner = await makeStaff(kith, 'owner');
    for (const end of [
      (id: number) => owner.ask('POST', '/admin/staff/{id}/reset', { id }),
      (id: number) => owner.ask('DELETE', '/admin/staff/{id}', { id }),
    ]) {
      const mei = await makeStaff(kith, 'support');
      const { key } = await addKey(mei);
      await end(mei.id);
      await expect(signIn(openBrowser(kith), key)).rejects.toMatchObject(refused);
      expect(await kith.sql('select 1 from staff_passkeys where staff_id = $1', [mei.id])).toEqual([]);
    }
  });
});

describe('POST /admin/session/proof/challenge and POST /admin/session/proof', () => {
  it('prove the identity with an own passkey; five wrong answers lock the proof', async () => {
    const [mei, other] = [await makeStaff(kith, 'support'), await makeStaff(kith, 'support')];
    await expect(mei.ask('POST', '/admin/session/proof/challenge')).rejects.toMatchObject({ status: 404 });
    const [{ key, id }, { key: foreign }] = [await addKey(mei), await addKey(other)];
    kith.advance(6 * MINUTE_MS);
    await expect(mei.ask('DELETE', '/admin/passkeys/{id}', { id })).rejects.toMatchObject({
      code: 'step_up_required',
    });
    const prove = async (
      by: Authenticator,
      changes?: Changes,
      then: (answer: Answered) => Answered = same,
    ) => {
      const { options } = await mei.ask('POST', '/admin/session/proof/challenge');
      return mei.ask('POST', '/admin/session/proof', { passkey: then(by.sign(options, changes)) });
    };
    const { provenUntil } = await prove(key);
    expect(provenUntil).toBeGreaterThan(kith.server.deps.now() + 4 * MINUTE_MS);
    // An answer to a sign-in, an earlier one, and those of other keys prove nothing.
    const { options } = await openBrowser(kith).ask('POST', '/admin/session/passkey/challenge');
    const wrong = [
      () => prove(key, undefined, () => key.sign(options)),
      () => mei.ask('POST', '/admin/session/proof', { passkey: key.sign(options) }),
      () => prove(foreign),
      () => prove(foreign, { credentialId: key.credentialId }),
      () => prove(key, { isVerified: false }),
    ];
    for (const attempt of wrong) await expect(attempt()).rejects.toMatchObject(refused);
    await expect(prove(key)).rejects.toMatchObject(locked);
    await expect(signIn(at('203.0.113.9'), key)).resolves.toBeDefined();
  });
});

const same = (answer: Answered) => answer;

/** Another session of a member of staff. */
async function makeStaffSession(mei: Staff): Promise<Staff> {
  const { ask } = openBrowser(kith);
  await ask('POST', '/admin/session', { name: mei.name, password: mei.password, code: mei.code(1) });
  return { ...mei, ask };
}
