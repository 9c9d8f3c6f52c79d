import { closeEntitlement, grantVip, loadVips, setPlan, showVip, revokeVip } from '@kith/core/billing';
import type { AccountId } from '@kith/core/kernel';
import { describe, expect, it } from 'vitest';
import { plainPasswords } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator } from '../im/operator.js';

const kith = useKith({
  overrides: { ports: { passwords: plainPasswords }, timing: { lookAfterPlansEveryMs: 200 } },
});

const DAY_MS = 24 * 3600 * 1000;
const idOf = (who: Person) => who.id as AccountId;
const why = 'She helped us.';

async function give(who: Person, planCode: string, days?: number): Promise<void> {
  await grantVip(await operator(kith, who.tenant), { accountId: idOf(who), planCode, days, by: 'olga', why });
}

async function take(who: Person): Promise<void> {
  await revokeVip(await operator(kith, who.tenant), { accountId: idOf(who), by: 'olga', why: 'No more.' });
}

const show = async (who: Person) => showVip(await operator(kith, who.tenant), idOf(who));
const isVip = async (who: Person) => (await who.api.user_friendship.data({ list_type: 'seen' })).is_vip;

describe('a plan granted by the operator', () => {
  it('makes the account a VIP on every path for its days, is announced to its devices, and expires', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const [hers, his] = [await ada.v1(), await bo.v1()];
    const old = await ada.socket();
    expect(await isVip(ada)).toBe(false);
    expect((await ada.api.intro.card({ target_user_id: bo.id })).send_status).toBe(3);

    await give(ada, 'VIP6', 2);
    const until = kith.server.deps.now() + 2 * DAY_MS;
    const { data } = await hers.next('event', ({ type }) => type === 'vip_changed');
    expect(data).toEqual({ is_vip: true, plan_code: 'VIP6', until: expect.closeTo(until, -5) as number });
    expect(await isVip(ada)).toBe(true);
    // A VIP writes where others have to wave; the card shows the caller's VIP state.
    expect(await ada.api.intro.card({ target_user_id: bo.id })).toMatchObject({
      is_vip: true,
      send_status: 1,
    });
    expect(await bo.api.intro.card({ target_user_id: ada.id })).toMatchObject({
      is_vip: false,
      send_status: 3,
    });

    kith.advance(2 * DAY_MS - 60_000);
    expect(await isVip(ada)).toBe(true);
    kith.advance(60_001);
    expect(await isVip(ada)).toBe(false);
    const end = await hers.next('event', ({ type }) => type === 'vip_changed');
    expect(end.data).toEqual({ is_vip: false, plan_code: null, until: null });
    expect((await show(ada)).log.map(({ what, by, why: said }) => [what, by, said])).toEqual([
      ['end', 'kith', 'The plan expired.'],
      ['grant', 'olga', why],
    ]);
    await his.settle();
    expect(his.frames.filter(({ t }) => t === 'event')).toEqual([]);
    await old.settle();
    expect(old.frames.filter(({ action }) => JSON.stringify(action).includes('vip'))).toEqual([]);
  });

  it('lasts for the months of the plan, one plan after the other, a better plan at once', async () => {
    const ada = await kith.person('ada');
    await give(ada, 'VIP1');
    await give(ada, 'VIP1');
    const [first, second] = (await show(ada)).held;
    expect(second!.startsAt).toBe(first!.endsAt);
    await give(ada, 'VIP12');
    expect((await show(ada)).plan).toMatchObject({ code: 'VIP12', tickets: 100 });
    const months = (await show(ada)).until! - kith.server.deps.now();
    expect(months / DAY_MS).toBeGreaterThan(365 + 58);
  });

  it('ends at once when it is revoked, with the queued plans', async () => {
    const ada = await kith.person('ada');
    await give(ada, 'VIP1');
    await give(ada, 'VIP1');
    const socket = await ada.v1();
    await take(ada);
    expect(await isVip(ada)).toBe(false);
    expect(await show(ada)).toMatchObject({ isVip: false, plan: null, until: null, held: [] });
    await eventually('both are told', () => socket.frames.filter(({ t }) => t === 'event').length >= 2);
    await expect(take(ada)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('ends once, and not at all if it was extended in the meantime', async () => {
    const ada = await kith.person('ada');
    await give(ada, 'VIP1', 1);
    const [row] = await kith.sql<{ id: number }>('select id from entitlements where account_id = $1', [
      ada.id,
    ]);
    const ctx = await operator(kith, 1);
    await closeEntitlement(ctx, { id: row!.id, accountId: idOf(ada) });
    expect((await show(ada)).log.map(({ what }) => what)).toEqual(['grant']);
    const later = { ...ctx, now: () => ctx.now() + 2 * DAY_MS };
    await Promise.all([1, 2, 3].map(() => closeEntitlement(later, { id: row!.id, accountId: idOf(ada) })));
    expect((await show(ada)).log.map(({ what }) => what)).toEqual(['end', 'grant']);
  });

  it('follows the same rule when many accounts are loaded at once', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    await give(ada, 'VIP1', 1);
    await give(bo, 'VIP1', 1);
    await take(bo);
    const vips = await loadVips(await operator(kith, 1), [ada, bo, cy].map(idOf));
    expect([...vips]).toEqual([ada.id]);
    expect(await loadVips(await operator(kith, 1), [])).toEqual(new Set());
  });

  it('needs a reason, a plan of this tenant and an account of it', async () => {
    const ada = await kith.person('ada');
    const ctx = await operator(kith, 1);
    const elsewhere = await operator(kith, await makeTenant(kith));
    const given = { accountId: idOf(ada), planCode: 'VIP1', by: 'olga', why };
    for (const bad of [
      { why: ' ' },
      { by: '' },
      { planCode: 'VIP2' },
      { days: 0 },
      { days: 1.5 },
      { days: 99_999 },
    ])
      await expect(grantVip(ctx, { ...given, ...bad })).rejects.toMatchObject({ code: 'invalid' });
    await expect(grantVip(elsewhere, given)).rejects.toThrow(/foreign key/);
    expect(await isVip(ada)).toBe(false);
  });

  it('keeps its terms when the plan changes later', async () => {
    const tenant = await makeTenant(kith);
    const cy = await kith.person('cy', { tenant });
    await give(cy, 'VIP1');
    const { until } = await show(cy);
    await setPlan(await operator(kith, tenant), 'VIP1', { months: 3, price: 1 });
    await give(cy, 'VIP1');
    const [first, second] = (await show(cy)).held;
    expect(first!.endsAt).toBe(until);
    expect((second!.endsAt - second!.startsAt) / DAY_MS).toBeGreaterThan(80);
  });
});
