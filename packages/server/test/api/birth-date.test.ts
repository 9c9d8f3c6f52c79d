import { beforeAll, describe, expect, it } from 'vitest';
import { promoteAdults } from '@kith/core/accounts';
import { localDay, type AccountId } from '@kith/core/kernel';
import { promoteAllAdults } from '../../src/workers/promote-adults.js';
import { useKith, type Person } from '../harness/kith.js';
import { changeSettings, decideAge, operator, setBirthDate } from '../im/operator.js';

const kith = useKith();
beforeAll(() => changeSettings(kith, 1, { ageMinors: 'separate' }));
const DAY_MS = 24 * 3600 * 1000;

/** A day so many years ago, plus so many days. */
async function yearsAgo(years: number, days = 0): Promise<string> {
  const ctx = await operator(kith, 1);
  const day = localDay(ctx.tenant, ctx.now() + days * DAY_MS);
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
}

async function prove(person: Person, birthDate: string): Promise<number> {
  return setBirthDate(await operator(kith, 1), person.id as AccountId, birthDate);
}

const setAge = async (person: Person, age_status: 0 | 1 | 2) =>
  (await person.api.user_friendship.age_status({ age_status })).status;
const sees = (who: Person, whom: Person) =>
  who.api.intro.card({ target_user_id: whom.id }).then(
    () => true,
    () => false,
  );

describe('a proven birth date', () => {
  it('determines the age, whatever the account claims', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    expect(await prove(ada, await yearsAgo(17))).toBe(2);
    expect(await setAge(ada, 1)).toBe(false);
    expect(await setAge(ada, 2)).toBe(true);
    // An adult does not get among the minors either.
    expect(await prove(bo, await yearsAgo(30))).toBe(1);
    expect(await setAge(bo, 2)).toBe(false);
    expect(await setAge(bo, 0)).toBe(false);
    expect(await sees(bo, ada)).toBe(false);
    // An operator may decide otherwise, and the date is deleted.
    await decideAge(await operator(kith, 1), bo.id as AccountId, 1);
    expect(await setAge(bo, 2)).toBe(true);
  });

  it('moves the account to the adults on the 18th birthday, not before, and notifies its devices', async () => {
    const [ada, minor, adult] = [
      await kith.person('ada'),
      await kith.person('minor'),
      await kith.person('adult'),
    ];
    // This one has no known birth date: nothing changes.
    await decideAge(await operator(kith, 1), minor.id as AccountId, 2);
    await prove(ada, await yearsAgo(18, 1));
    const device = await ada.v1();
    await promoteAllAdults(kith.server.deps);
    expect([await sees(ada, minor), await sees(ada, adult)]).toEqual([true, false]);

    kith.advance(DAY_MS);
    await promoteAllAdults(kith.server.deps);
    expect([await sees(ada, minor), await sees(ada, adult)]).toEqual([false, true]);
    expect([await sees(minor, ada), await sees(adult, ada)]).toEqual([false, true]);
    await device.next('event', ({ type }) => type === 'profile_changed');
    device.close();
    expect(await promoteAdults(await operator(kith, 1))).toBe(0);
  });

  it('must be in the past', async () => {
    const ada = await kith.person('ada');
    for (const day of [
      '',
      'yesterday',
      '2008-02-30',
      '1899-12-31',
      await yearsAgo(0, 1),
      '2008-2-3',
      "2008-02-03'",
    ])
      await expect(prove(ada, day), day).rejects.toMatchObject({ code: 'invalid' });
  });
});
