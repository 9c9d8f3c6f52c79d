import { describe, expect, it } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeStaff, openBrowser, PERIOD_MS, type Staff } from '../harness/staff.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' }, config: { trustProxy: '127.0.0.1/32' } });
const MINUTE_MS = 60_000;

async function signIn(mei: Staff, browser = openBrowser(kith)) {
  kith.advance(PERIOD_MS);
  await browser.ask('POST', '/admin/session', { name: mei.name, password: mei.password, code: mei.code() });
  return browser;
}

const ended = { status: 401, code: 'not_signed_in' };

describe('a session of staff', () => {
  it('GET /admin/session, DELETE /admin/session: ends 30 minutes after the last request, and 12 hours after the sign-in', async () => {
    const mei = await makeStaff(kith, 'support');
    const { ask, cookies } = await signIn(mei);
    kith.advance(29 * MINUTE_MS);
    await expect(ask('GET', '/admin/session')).resolves.toMatchObject({ staff: { name: mei.name } });
    kith.advance(29 * MINUTE_MS);
    await expect(ask('GET', '/admin/session')).resolves.toBeDefined();
    kith.advance(31 * MINUTE_MS);
    await expect(ask('GET', '/admin/session')).rejects.toMatchObject(ended);

    await signIn(mei, { ask, cookies });
    for (let halfHours = 0; halfHours < 24; halfHours++) {
      await expect(ask('GET', '/admin/session')).resolves.toBeDefined();
      kith.advance(29.9 * MINUTE_MS);
    }
    kith.advance(3 * MINUTE_MS);
    await expect(ask('GET', '/admin/session')).rejects.toMatchObject(ended);

    await signIn(mei, { ask, cookies });
    await ask('DELETE', '/admin/session');
    expect(cookies.has('kith-session')).toBe(false);
    expect(cookies.has('kith-device')).toBe(true);
  });

  it('GET /admin/sessions, DELETE /admin/sessions/{id}, DELETE /admin/sessions: the own ones are shown and ended, nobody else can', async () => {
    const [mei, stranger] = [await makeStaff(kith, 'support'), await makeStaff(kith, 'owner')];
    const [first, second] = [await signIn(mei), await signIn(mei)];
    const shown = await first.ask('GET', '/admin/sessions');
    expect(shown.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false]);
    const [, other] = shown;
    const id = other!.id;
    await expect(stranger.ask('DELETE', '/admin/sessions/{id}', { id })).rejects.toMatchObject({
      status: 404,
    });
    await expect(second.ask('GET', '/admin/session')).resolves.toBeDefined();
    await first.ask('DELETE', '/admin/sessions/{id}', { id });
    await expect(second.ask('GET', '/admin/session')).rejects.toMatchObject(ended);
    await expect(first.ask('DELETE', '/admin/sessions')).resolves.toEqual({ ended: 1 });
    await expect(mei.ask('GET', '/admin/session')).rejects.toMatchObject(ended);
    await expect(first.ask('GET', '/admin/session')).resolves.toBeDefined();
  });

  it('DELETE /admin/staff/{id}/sessions: ends at every node at once', async () => {
    const [mei, owner] = [await makeStaff(kith, 'support'), await makeStaff(kith, 'owner')];
    const [here, there] = kith.servers.map(({ port }) => `http://127.0.0.1:${port}`);
    const browser = openBrowser(kith, { url: there! });
    await signIn(mei, browser);
    await expect(browser.ask('GET', '/admin/session')).resolves.toBeDefined();
    expect(here).toBe(kith.url);
    await expect(owner.ask('DELETE', '/admin/staff/{id}/sessions', { id: mei.id })).resolves.toEqual({
      ended: 2,
    });
    await expect(browser.ask('GET', '/admin/session')).rejects.toMatchObject(ended);
  });

  it('has a cookie that scripts and other sites cannot use, and behind TLS no other host can set', async () => {
    const mei = await makeStaff(kith, 'support');
    for (const [protocol, prefix, secure] of [
      ['http', '', []],
      ['https', '__Host-', ['Secure']],
    ] as const) {
      kith.advance(PERIOD_MS);
      const response = await fetch(`${kith.url}/admin/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-kith-console': '1', 'x-forwarded-proto': protocol },
        body: JSON.stringify({ name: mei.name, password: mei.password, code: mei.code() }),
      });
      expect(response.status).toBe(200);
      const [session, device] = response.headers.getSetCookie().map((line) => line.split('; '));
      const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...secure];
      expect(session).toEqual([expect.stringMatching(`^${prefix}kith-session=[0-9a-f]{64}$`), ...attributes]);
      expect(device).toEqual([
        expect.stringMatching(`^${prefix}kith-device=[0-9a-f]{64}$`),
        ...attributes,
        'Max-Age=31536000',
      ]);
    }
  });

  it('POST /admin/session/proof, PUT /admin/session/password, POST /admin/session/recovery-codes: dangerous actions need a proof from the last 5 minutes', async () => {
    const mei = await makeStaff(kith, 'support');
    const browser = await signIn(mei);
    const password = 'An0ther horse';
    const change = () => browser.ask('PUT', '/admin/session/password', { password });
    kith.advance(5 * MINUTE_MS);
    await expect(change()).rejects.toMatchObject({ status: 403, code: 'step_up_required' });
    await expect(browser.ask('POST', '/admin/session/proof')).rejects.toMatchObject({ code: 'invalid' });
    const guess = { code: '000000' };
    await expect(browser.ask('POST', '/admin/session/proof', guess)).rejects.toMatchObject({
      code: 'wrong_code',
    });
    await browser.ask('POST', '/admin/session/proof', { code: mei.code() });
    await change();
    await expect(mei.ask('GET', '/admin/session')).rejects.toMatchObject(ended);

    kith.advance(6 * MINUTE_MS);
    const renew = () => browser.ask('POST', '/admin/session/recovery-codes');
    await expect(renew()).rejects.toMatchObject({ code: 'step_up_required' });
    const old = { password: mei.password };
    await expect(browser.ask('POST', '/admin/session/proof', old)).rejects.toMatchObject({
      code: 'wrong_credentials',
    });
    await browser.ask('POST', '/admin/session/proof', { password });
    const { recoveryCodes } = await renew();
    const enter = (code: string) =>
      openBrowser(kith).ask('POST', '/admin/session', { name: mei.name, password, code });
    await expect(enter(mei.recoveryCodes[0]!)).rejects.toMatchObject({ code: 'wrong_credentials' });
    await expect(enter(recoveryCodes[0]!.toUpperCase())).resolves.toMatchObject({ stage: 'open' });
    await expect(enter(recoveryCodes[0]!)).rejects.toMatchObject({ code: 'wrong_credentials' });

    for (let i = 0; i < 5; i++)
      await expect(browser.ask('POST', '/admin/session/proof', old)).rejects.toBeDefined();
    await expect(browser.ask('POST', '/admin/session/proof', { password })).rejects.toMatchObject({
      status: 429,
    });
  });
});
