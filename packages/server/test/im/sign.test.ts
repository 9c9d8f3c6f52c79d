import { describe, expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeTenant } from './operator.js';

const DAY = 24 * 3600_000;
const kith = useKith();

describe('/im/sign/updateSignData', () => {
  test('counts a day once, and consecutive days', async () => {
    const ada = await kith.person('ada');
    const answers = await Promise.all(Array.from({ length: 20 }, () => ada.im.sign.updateSignData()));
    expect(answers.filter(({ is_new }) => is_new === 1)).toHaveLength(1);
    expect(await ada.im.sign.updateSignData()).toEqual({ is_new: 0, days: 1, total: 1 });
    kith.advance(DAY);
    expect(await ada.im.sign.updateSignData()).toEqual({ is_new: 1, days: 2, total: 2 });
    kith.advance(2 * DAY);
    expect(await ada.im.sign.updateSignData()).toEqual({ is_new: 1, days: 1, total: 3 });
    const bo = await kith.person('bo');
    expect(await bo.im.sign.updateSignData()).toEqual({ is_new: 1, days: 1, total: 1 });
  });

  test("uses days of the tenant's time zone", async () => {
    const days: string[] = [];
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const tenant = await makeTenant(kith, { timeZone });
      await (await kith.person('someone', { tenant })).im.sign.updateSignData();
      const sql = 'select day::text from check_ins where tenant_id = $1';
      days.push((await kith.sql<{ day: string }>(sql, [tenant]))[0]!.day);
    }
    // Twenty-five hours are between the two.
    expect(days[0]).not.toBe(days[1]);
  });
});
