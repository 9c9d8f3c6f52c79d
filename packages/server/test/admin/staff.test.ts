import { beforeAll, describe, expect, it } from 'vitest';
import { useKith } from '../harness/kith.js';
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
    await expect(ask('GET', '/admin/session')).resolves.toMatchObject({ stage: 'open', permissions: [] });

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
