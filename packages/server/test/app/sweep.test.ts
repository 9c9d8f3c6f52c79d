import { describe, expect, it } from 'vitest';
import { sweep } from '../../src/workers/sweep.js';
import { group, plainPasswords, threePeople } from '../conversations/chatting.js';
import { PASSWORD, useKith, type Person } from '../harness/kith.js';
import { makeTenant } from '../im/operator.js';
import { aMinuteLater, sendFile, served } from '../im/sent-files.js';

/* Expired records are deleted, and no others. */
const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });
const DAY_MS = 24 * 3600_000;

const count = async (table: string, tenant: number) =>
  (
    await kith.sql<{ n: number }>(`select count(*)::int as n from ${table} where tenant_id = $1`, [tenant])
  )[0]!.n;
const signIn = (who: Person) =>
  kith.visitor({ tenant: who.tenant }).in.login({ username: who.username, password: PASSWORD });
const isGood = (token: string) =>
  kith.post('/im/get/base', { _token: token }).then(({ body }) => body.err === 0);

describe('codes', () => {
  it('are deleted when they have expired', async () => {
    const tenant = await makeTenant(kith);
    const ask = () => kith.visitor({ tenant }).app.getSms({ mobile: '13800138000', type: 'REGISTER' });
    await ask();
    kith.advance(10 * 60_000 + 1);
    await ask();
    expect(await count('codes', tenant)).toBe(2);
    await sweep(kith.server.deps);
    expect(await count('codes', tenant)).toBe(1);
    kith.advance(10 * 60_000 + 1);
    await sweep(kith.server.deps);
    expect(await count('codes', tenant)).toBe(0);
  });
});

describe('sessions', () => {
  it('are deleted a month after they ended or were abandoned, and kept while they are used', async () => {
    const tenant = await makeTenant(kith, { sessionIdleMs: 40 * DAY_MS });
    const ada = await kith.person('ada', { tenant });
    const [used, idle] = [await signIn(ada), await signIn(ada)];
    // The first one, of the registration, ends.
    await kith.sql(
      'update sessions set revoked_at = $2 where tenant_id = $1 and id = (select id from sessions where tenant_id = $1 order by created_at limit 1)',
      [tenant, kith.server.deps.now()],
    );
    await sweep(kith.server.deps);
    expect(await count('sessions', tenant)).toBe(3);
    kith.advance(29 * DAY_MS);
    expect(await isGood(used.token)).toBe(true);
    await kith.server.deps.auth.idle();
    await sweep(kith.server.deps);
    expect(await count('sessions', tenant)).toBe(3);
    kith.advance(2 * DAY_MS);
    await sweep(kith.server.deps);
    expect(await count('sessions', tenant)).toBe(2);
    expect(await isGood(used.token)).toBe(true);
    // The other one was never used.
    kith.advance(39 * DAY_MS);
    expect(await isGood(idle.token)).toBe(false);
    await sweep(kith.server.deps);
    const left = await kith.sql<{ last_used_at: number; created_at: number }>(
      'select last_used_at, created_at from sessions where tenant_id = $1',
      [tenant],
    );
    expect(left).toHaveLength(1);
    expect(left[0]!.last_used_at - left[0]!.created_at).toBeGreaterThan(28 * DAY_MS);
  });
});

describe('the files of a group', () => {
  it('are deleted a month after it was disbanded, except files that are also used elsewhere', async () => {
    const { ada, bo, list_id: single } = await threePeople(kith);
    const club = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    const other = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    const [gone, forwarded, kept, elsewhere] = [
      await sendFile(ada, club, 'image'),
      await sendFile(bo, club, 'file'),
      await sendFile(bo, club, 'image'),
      await sendFile(bo, other, 'image'),
    ];
    await bo.im.message.zhuanMsg({ msgid: forwarded.message.msg.id, list_id: single });
    await bo.im.vendor.saveStore({ list_id: club, msg_id: kept.message.msg.id });
    await ada.im.message.removeGroup({ list_id: club });
    const there = () =>
      Promise.all(
        [gone, forwarded, kept, elsewhere].map(async ({ paths }) => (await served(kith, paths)) > 0),
      );

    kith.advance(29 * DAY_MS);
    await sweep(kith.server.deps);
    await aMinuteLater(kith);
    expect(await there()).toEqual([true, true, true, true]);
    kith.advance(2 * DAY_MS);
    await sweep(kith.server.deps);
    await aMinuteLater(kith);
    expect(await there()).toEqual([false, true, true, true]);
  });
});
