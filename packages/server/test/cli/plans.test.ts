import { beforeAll, expect, test } from 'vitest';
import { install } from './kith-process.js';

const home = install();
const { kith } = home;

// Beside a server the database already runs: otherwise each command starts and stops one.
beforeAll(async () => void (await home.start()));

test('an operator creates a plan, grants it, inspects it, and revokes it', async () => {
  const ok = async (args: readonly string[], input?: string) => {
    const { code, stdout, stderr } = await kith(args, input === undefined ? {} : { input });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  await ok(['account', 'create', 'ada'], 'Passw0rd1\n');
  const list = await ok([
    'plan',
    'add',
    'VIP3',
    'months=3',
    'price=990.50',
    'name=3個月',
    'tickets=15',
    'apple=vip.3',
  ]);
  expect(list.split('\n')).toEqual([
    '1\tVIP1\t1個月\t1 months\tNT$390.00\t10 tickets\toffered\t\t-\t-',
    '2\tVIP6\t6個月\t6 months\tNT$1490.00\t20 tickets\toffered\t熱門選擇\t-\t-',
    '3\tVIP12\t12個月\t12 months\tNT$1990.00\t100 tickets\toffered\t最超值\t-\t-',
    '4\tVIP3\t3個月\t3 months\tNT$990.50\t15 tickets\toffered\t\tvip.3\t-',
    '',
  ]);
  expect(await ok(['plan', 'set', 'VIP3', 'hidden=true', 'note=Gone'])).toContain('hidden\tGone\tvip.3');
  for (const [args, says] of [
    [['plan', 'add', 'VIP3', 'months=3', 'price=1'], 'is taken'],
    [['plan', 'set', 'VIP1', 'apple=vip.3'], 'has this name at the store'],
    [['plan', 'set', 'VIP9', 'price=1'], 'There is no plan VIP9'],
    [['vip', 'grant', 'ada', 'VIP3'], 'why'],
    [['vip', 'grant', 'bo', 'VIP3', '--why', 'x'], 'There is no account bo'],
  ] as const) {
    const { code, stderr } = await kith(args);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(says) as string });
  }
  const grant = ['vip', 'grant', 'ada', 'VIP3', '--days', '30', '--why', 'She won.', '--by', 'olga'];
  expect(await ok(grant)).toMatch(/^VIP until \d{4}-\d\d-\d\dT/);
  const shown = JSON.parse(await ok(['vip', 'show', 'ada'])) as { isVip: boolean; log: object[] };
  expect(shown).toMatchObject({ isVip: true, plan: { code: 'VIP3' }, entitlements: [{ plan: 'VIP3' }] });
  expect(shown.log).toMatchObject([{ what: 'grant', by: 'olga', why: 'She won.' }]);
  await ok(['vip', 'revoke', 'ada', '--why', 'By mistake.']);
  expect(JSON.parse(await ok(['vip', 'show', 'ada']))).toMatchObject({
    isVip: false,
    plan: null,
    until: null,
  });
});
