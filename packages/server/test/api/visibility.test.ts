import { beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant, setStatus } from '../im/operator.js';
import { namesIn, student } from './people.js';

/* Other reasons for being hidden; visibility-matrix.test.ts covers every surface. */
const kith = useKith();

describe('a pause', () => {
  it('hides an account that is frozen by its owner', async () => {
    const [ada, bo] = [await student(kith, 'ada', '真理大學'), await student(kith, 'bo', '真理大學')];
    await bo.api.intro.card({ target_user_id: ada.id });
    await setStatus(kith, bo, 'frozen');
    expect(await namesIn(ada, 'near')).toEqual([]);
    expect(await namesIn(ada, 'seen')).toEqual([]);
    await expect(ada.api.intro.card({ target_user_id: bo.id })).rejects.toMatchObject({ code: 400404 });
    await expect(ada.im.get.details({ user_id: bo.id })).rejects.toMatchObject(refused.notFound);
  });
});

describe('ages', () => {
  const ages = [0, 1, 2] as const;
  let people: Person[];
  beforeAll(async () => {
    const tenant = await makeTenant(kith, { ageMinors: 'separate' });
    people = await Promise.all(ages.map((age) => student(kith, `age${age}`, '佛光大學', { tenant })));
    for (const [i, person] of people.entries())
      await kith.sql('update accounts set age_status = $2 where id = $1', [person.id, ages[i]]);
  });

  it('0 and 1 can meet, 2 meets neither', async () => {
    expect(await Promise.all(people.map((person) => namesIn(person, 'near')))).toEqual([
      ['age1'],
      ['age0'],
      [],
    ]);
  });

  it('only equal ages meet if the tenant isolates unknown ages', async () => {
    const tenant = await makeTenant(kith, { ageUnknown: 'isolated', ageMinors: 'separate' });
    const made = await Promise.all(
      [0, 0, 1, 1, 2, 2].map(async (age, i) => {
        const person = await student(kith, `p${i}`, '佛光大學', { tenant });
        await kith.sql('update accounts set age_status = $2, is_age_proven = true where id = $1', [
          person.id,
          age,
        ]);
        return person;
      }),
    );
    expect(await Promise.all(made.map((person) => namesIn(person, 'near')))).toEqual([
      ['p1'], ['p0'], ['p3'], ['p2'], ['p5'], ['p4'],
    ]); // prettier-ignore
    for (const person of made)
      expect((await person.api.user_friendship.data({ list_type: 'near' })).count).toBe(1);
  });

  it('by default, minors are refused everything, and adults nothing', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    expect(await ada.api.user_friendship.age_status({ age_status: 2 })).toEqual({ status: true });
    for (const path of ['/api/intro', '/api/user_friendship/profile_click']) {
      const ask = (who: Person) => kith.ask('GET', path, { api_token: who.token, user_id: who.id });
      expect((await ask(ada)).body).toMatchObject({ code: 400403, message: 'permission error' });
      expect((await ask(bo)).body.code).toBe(0);
    }
  });
});
