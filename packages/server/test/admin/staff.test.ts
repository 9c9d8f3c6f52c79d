import { beforeAll, describe, expect, it } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeTenant } from '../im/operator.js';
import { makeStaff, openBrowser, type Staff } from '../harness/staff.js';
import { TOTP } from 'otpauth';

const kith = useKith();
let owner: Staff;
beforeAll(async () => {
  owner = await makeStaff(kith, 'owner');
});

const NEW_PASSWORD = 'Tr0ubadour & 3';

describe('a new member of staff', () => {
  it('POST /admin/staff, POST /admin/session, POST /admin/session/enrolment and PUT /admin/session/enrolment: is added, signs in with the one-time password, enrols, and works', async () => {
    const { id, oneTimePassword } = await owner.ask('POST', '/admin/staff', { name: 'Mei', role: 'support' });
    const { ask, cookies } = openBrowser(kith);
    const first = await ask('POST', '/admin/session', { name: 'mei', password: oneTimePassword });
    expect(first).toMatchObject({ stage: 'enrolling', staff: { id, name: 'Mei', role: 'support' } });
    await expect(ask('GET', '/admin/staff/roles')).rejects.toMatchObject({ code: 'enrolment_required' });
    await expect(ask('GET', '/admin/session')).resolves.toMatchObject({ stage: 'enrolling' });

    const { secret, uri } = await ask('POST', '/admin/session/enrolment');
    expect(uri).toContain(secret);
    const totp = new TOTP({ secret });
    const code = () => totp.generate({ timestamp: kith.server.deps.now() });
    const wrong = String((Number(code()) + 1) % 1_000_000).padStart(6, '0');
    const enrolment = { password: NEW_PASSWORD, code: wrong };
    await expect(ask('PUT', '/admin/session/enrolment', enrolment)).rejects.toMatchObject({
      code: 'wrong_code',
    });
    const weak = { password: 'short', code: code() };
    await expect(ask('PUT', '/admin/session/enrolment', weak)).rejects.toMatchObject({ field: 'password' });
    const before = cookies.get('kith-session');
    const done = await ask('PUT', '/admin/session/enrolment', { password: NEW_PASSWORD, code: code() });
    expect(new Set(done.recoveryCodes).size).toBe(10);
    expect(cookies.get('kith-session')).not.toBe(before);
    await expect(ask('GET', '/admin/session')).resolves.toMatchObject({
      stage: 'open',
      permissions: ['people', 'accounts', 'purchases', 'support_desk'],
    });

    // The one-time password opens nothing any more, and the code of the enrolment is used up.
    const other = openBrowser(kith);
    for (const again of [
      { name: 'mei', password: oneTimePassword },
      { name: 'mei', password: NEW_PASSWORD, code: code() },
      { name: 'mei', password: NEW_PASSWORD },
    ])
      await expect(other.ask('POST', '/admin/session', again)).rejects.toMatchObject({
        status: 401,
        code: 'wrong_credentials',
      });
    kith.advance(30_000);
    const signIn = { name: 'Mei', password: NEW_PASSWORD, code: code() };
    await expect(other.ask('POST', '/admin/session', signIn)).resolves.toMatchObject({ stage: 'open' });
    await expect(openBrowser(kith).ask('POST', '/admin/session', signIn)).rejects.toMatchObject({
      status: 401,
    });
  });
});

describe('the staff of a tenant', () => {
  it('GET /admin/staff, PUT /admin/staff/{id}/role, DELETE /admin/staff/{id}: is listed, changed and removed, at once', async () => {
    const mei = await makeStaff(kith, 'editor');
    expect(await owner.ask('GET', '/admin/staff')).toContainEqual(
      expect.objectContaining({
        id: mei.id,
        role: 'editor',
        isEnrolled: true,
        lastUsedAt: expect.any(Number) as number,
      }),
    );
    await expect(mei.ask('GET', '/admin/staff')).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    await owner.ask('PUT', '/admin/staff/{id}/role', { id: mei.id, role: 'owner' });
    await expect(mei.ask('GET', '/admin/staff')).resolves.toBeDefined();
    const taken = owner.ask('POST', '/admin/staff', { name: mei.name.toUpperCase(), role: 'editor' });
    await expect(taken).rejects.toMatchObject({ status: 409, code: 'username_taken', field: 'name' });
    await owner.ask('DELETE', '/admin/staff/{id}', { id: mei.id });
    await expect(mei.ask('GET', '/admin/staff')).rejects.toMatchObject({ status: 401 });
    const again = owner.ask('DELETE', '/admin/staff/{id}', { id: mei.id });
    await expect(again).rejects.toMatchObject({ status: 404 });
    await expect(
      owner.ask('POST', '/admin/staff', { name: mei.name, role: 'editor' }),
    ).resolves.toBeDefined();
  });

  it('POST /admin/staff/{id}/reset: gets a one-time password, and everything before it is void', async () => {
    const mei = await makeStaff(kith, 'editor');
    const { oneTimePassword } = await owner.ask('POST', '/admin/staff/{id}/reset', { id: mei.id });
    await expect(mei.ask('GET', '/admin/session')).rejects.toMatchObject({ status: 401 });
    const enter = (password: string, code?: string) =>
      openBrowser(kith).ask('POST', '/admin/session', { name: mei.name, password, ...(code && { code }) });
    await expect(enter(mei.password, mei.code(1))).rejects.toMatchObject({ status: 401 });
    await expect(enter(mei.password, mei.recoveryCodes[0])).rejects.toMatchObject({ status: 401 });
    await expect(enter(oneTimePassword)).resolves.toMatchObject({ stage: 'enrolling' });
    kith.advance(7 * 24 * 3600_000);
    await expect(enter(oneTimePassword)).rejects.toMatchObject({ status: 401 });
    owner = await makeStaff(kith, 'owner');
  });

  it('keeps an owner: the last one is neither removed nor changed, also by two at the same time', async () => {
    const tenant = await makeTenant(kith);
    const [one, two] = [
      await makeStaff(kith, 'owner', { tenant }),
      await makeStaff(kith, 'owner', { tenant }),
    ];
    const outcomes = await Promise.all(
      [one, two].map((each, i) =>
        each.ask('DELETE', '/admin/staff/{id}', { id: [two, one][i]!.id }).then(
          () => 'removed',
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(outcomes.toSorted()).toEqual([
      expect.stringMatching(/last_owner|not_found|not_signed_in/),
      'removed',
    ]);
    const [left] = await kith.sql<{ id: number }>(
      'select id from staff where tenant_id = $1 and removed_at is null',
      [tenant],
    );
    const last = left!.id === one.id ? one : two;
    const change = { id: last.id, role: 'editor' } as const;
    await expect(last.ask('PUT', '/admin/staff/{id}/role', change)).rejects.toMatchObject({
      code: 'last_owner',
    });
    await expect(last.ask('DELETE', '/admin/staff/{id}', { id: last.id })).rejects.toMatchObject({
      status: 409,
      code: 'last_owner',
    });
  });

  it('has who owns the installation, whom an owner of the tenant cannot take over', async () => {
    const root = await makeStaff(kith, 'owner', { ownsInstallation: true });
    const { id } = root;
    const attempts = [
      () => owner.ask('POST', '/admin/staff/{id}/reset', { id }),
      () => owner.ask('DELETE', '/admin/staff/{id}', { id }),
      () => owner.ask('DELETE', '/admin/staff/{id}/sessions', { id }),
      () => owner.ask('PUT', '/admin/staff/{id}/role', { id, role: 'editor' }),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    await expect(root.ask('GET', '/admin/tenants')).resolves.toContainEqual({
      id: 1,
      name: expect.any(String) as string,
    });
  });

  it('GET /admin/staff/roles: shows what each role may do', async () => {
    expect(await owner.ask('GET', '/admin/staff/roles')).toContainEqual({
      permission: 'audit',
      roles: ['owner'],
    });
  });
});

describe('the owner of the installation', () => {
  it('GET /admin/tenants, PUT /admin/session/tenant: enters another tenant, whose audit log shows it', async () => {
    const tenant = await makeTenant(kith);
    const local = await makeStaff(kith, 'owner', { tenant });
    const root = await makeStaff(kith, 'owner', { ownsInstallation: true });
    await expect(local.ask('PUT', '/admin/session/tenant', { tenant: 1 })).rejects.toMatchObject({
      status: 403,
    });
    await expect(root.ask('PUT', '/admin/session/tenant', { tenant: 999 })).rejects.toMatchObject({
      status: 404,
    });
    await expect(root.ask('PUT', '/admin/session/tenant', { tenant })).resolves.toMatchObject({
      tenant: { id: tenant },
    });
    const names = (await root.ask('GET', '/admin/staff')).map(({ name }) => name);
    expect(names).toEqual([local.name]);
    await root.ask('POST', '/admin/staff', { name: 'from above', role: 'editor' });
    const { rows } = await local.ask('GET', '/admin/audit', { staffId: root.id });
    expect(rows).toMatchObject([
      {
        action: 'staff.add',
        staffName: root.name,
        objectKind: 'staff',
        after: { name: 'from above', role: 'editor' },
      },
      { action: 'session.switch_tenant', before: 1 },
    ]);
    // What concerns the own account stays in its own tenant.
    await root.ask('POST', '/admin/session/recovery-codes');
    expect((await local.ask('GET', '/admin/audit', { staffId: root.id })).rows).toHaveLength(2);
  });

  it('POST /admin/tenants and PUT /admin/tenants/{id}: adds a tenant that works at once, and renames it', async () => {
    const root = await makeStaff(kith, 'owner', { ownsInstallation: true });
    const tenants = await root.ask('GET', '/admin/tenants');
    const id = Math.max(...tenants.map((one) => one.id)) + 1;
    const adding = await Promise.allSettled(
      ['One', 'Two'].map((name) => root.ask('POST', '/admin/tenants', { id, name })),
    );
    // The number belongs to the first one only.
    expect(adding.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(root.ask('POST', '/admin/tenants', { id, name: 'Three' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const ada = await kith.person('ada', { tenant: id });
    expect((await ada.im.vendor.getArticleList()).length).toBeGreaterThan(0);
    expect((await ada.api.intro.options()).universities.length).toBeGreaterThan(0);
    await root.ask('PUT', '/admin/tenants/{id}', { id, name: ' Campus ' });
    expect(await root.ask('GET', '/admin/tenants')).toContainEqual({ id, name: 'Campus' });
    await expect(root.ask('PUT', '/admin/tenants/{id}', { id: id + 1, name: 'x' })).rejects.toMatchObject({
      status: 404,
    });
    for (const name of ['', ' ', 'x'.repeat(65)])
      await expect(root.ask('PUT', '/admin/tenants/{id}', { id, name })).rejects.toMatchObject({
        code: 'invalid',
      });
    const { rows } = await root.ask('GET', '/admin/audit', { objectKind: 'tenant', objectId: String(id) });
    expect(rows).toMatchObject([
      { action: 'tenants.rename', after: { name: 'Campus' } },
      { action: 'tenants.add' },
    ]);
  });
});

describe('GET /admin/audit', () => {
  it('shows who did what to whom, filtered and page by page, and never another tenant', async () => {
    const mine = await makeStaff(kith, 'owner');
    const added: number[] = [];
    for (let i = 0; i < 60; i++)
      added.push((await mine.ask('POST', '/admin/staff', { name: `page ${i}`, role: 'editor' })).id);
    const filter = { staffId: mine.id, action: 'staff.add' };
    const first = await mine.ask('GET', '/admin/audit', filter);
    expect(first.rows).toHaveLength(50);
    const rest = await mine.ask('GET', '/admin/audit', { ...filter, before: first.next! });
    expect(rest.next).toBeUndefined();
    expect([...first.rows, ...rest.rows].map(({ objectId }) => Number(objectId))).toEqual(added.toReversed());
    const objectId = String(added[7]);
    const one = await mine.ask('GET', '/admin/audit', { objectKind: 'staff', objectId });
    expect(one.rows).toMatchObject([{ action: 'staff.add', staffName: mine.name, address: '127.0.0.1' }]);
    const { at } = one.rows[0]!;
    expect(
      (await mine.ask('GET', '/admin/audit', { objectKind: 'staff', objectId, until: at })).rows,
    ).toEqual([]);
    expect(
      (await mine.ask('GET', '/admin/audit', { objectKind: 'staff', objectId, since: at })).rows,
    ).toHaveLength(1);
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    const { rows } = await stranger.ask('GET', '/admin/audit');
    expect(rows.filter(({ objectId: id }) => added.includes(Number(id)))).toEqual([]);
    // Secrets are in none of its rows.
    const [{ text }] = (await kith.sql<{ text: string }>(
      'select json_agg(a)::text as text from audit_log a',
    )) as [{ text: string }];
    expect(text).not.toContain(mine.password);
    expect(text).not.toMatch(/password"|secret|recoveryCodes/);
  });
});
