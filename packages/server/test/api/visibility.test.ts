import { beforeAll, describe, expect, it } from 'vitest';
import { decideAge, setShadowLimit } from '@kith/core/accounts';
import type { AccountId } from '@kith/core/kernel';
import { visitorCtx } from '../../src/app/context.js';
import { useKith, type Person } from '../harness/kith.js';
import { block, makeTenant, setStatus } from '../im/operator.js';
import { namesIn, student } from './people.js';

/*
 * One rule says who sees whom. Each thing that keeps two people apart is tried on each surface, in both directions, and
 * is taken back again.
 */
const kith = useKith();

interface Pair {
  readonly ada: Person;
  readonly bo: Person;
  readonly list_id: string;
}
let pairs = 0;

/** Two friends of one school who have posted something and looked at each other. */
async function makePair(tenant = 1): Promise<Pair> {
  const n = ++pairs;
  const [ada, bo] = [await kith.person(`ada${n}`, { tenant }), await kith.person(`bo${n}`, { tenant })];
  const [row] = await kith.sql<{ id: number }>(
    'select id from universities where tenant_id = $1 order by id offset $2 limit 1',
    [tenant, n],
  );
  for (const person of [ada, bo]) {
    await person.api.intro.set({ university_id: row!.id });
    await person.im.circle.sendMsg({ content: { text: 'hello' } });
  }
  const list_id = await kith.befriend(ada, bo);
  await ada.api.intro.card({ target_user_id: bo.id });
  await bo.api.intro.card({ target_user_id: ada.id });
  return { ada, bo, list_id };
}

/** Whether one person meets another on every surface there is. */
const surfaces: Readonly<Record<string, (who: Person, whom: Person, pair: Pair) => Promise<boolean>>> = {
  near: async (who, whom) => (await namesIn(who, 'near')).includes(nameOf(whom)),
  'the count of near': async (who) => (await who.api.user_friendship.data({ list_type: 'near' })).count === 1,
  seen: async (who, whom) => (await namesIn(who, 'seen')).includes(nameOf(whom)),
  online: async (who, whom) => (await namesIn(who, 'online')).includes(nameOf(whom)),
  online_random: async (who, whom) => (await namesIn(who, 'online_random')).includes(nameOf(whom)),
  online_profile: async (who, whom) => (await namesIn(who, 'online_profile')).includes(nameOf(whom)),
  intro: (who, whom) => works(who.api.intro.card({ target_user_id: whom.id })),
  'the page of a person': (who, whom) => works(who.im.get.details({ user_id: whom.id })),
  search: async (who, whom) =>
    (await who.im.get.searchUser({ val: String(whom.username) })).data.some(
      (row) => (row as { id?: number }).id === whom.id,
    ),
  moments: async (who, whom) => (await who.im.get.circleData()).data.some((moment) => moment.uid === whom.id),
  'the last sign of life': async (who, _, { list_id }) =>
    (await works(who.im.get.chatData({ list_id }))) &&
    (await who.im.get.chatData({ list_id })).last_login !== 0,
  'a socket': async (who, whom, { list_id }) => {
    const socket = await whom.socket();
    // What two people said is gone from both while one has blocked the other.
    if (!(await works(who.im.get.chatData({ list_id })))) {
      expect(await works(who.im.message.getListTime({ list_id }))).toBe(false);
      socket.close();
      return false;
    }
    const { online } = await who.im.get.chatData({ list_id });
    const { online: readOnline } = await who.im.message.getListTime({ list_id });
    socket.close();
    expect(readOnline).toBe(online);
    return online === 1;
  },
};

function nameOf(person: Person): string {
  return person.username.split('_')[0]!;
}

async function works(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    (error: { code?: number; message: string }) => {
      // Refused exactly like somebody who does not exist.
      expect(error.code === undefined ? error.message : error.code).toBe(
        error.code === undefined ? '内容不存在' : 400404,
      );
      return false;
    },
  );
}

async function meets(who: Person, whom: Person, pair: Pair): Promise<string[]> {
  const met: string[] = [];
  for (const [name, isMet] of Object.entries(surfaces)) if (await isMet(who, whom, pair)) met.push(name);
  return met;
}

const everywhere = Object.keys(surfaces);

async function operator(tenant: number) {
  return visitorCtx(kith.server.deps, await kith.server.deps.auth.tenant(tenant), '');
}

const walls: Readonly<Record<string, { apart: (pair: Pair) => Promise<unknown>; together: (pair: Pair) => Promise<unknown>; isOneWay?: true }>> = {
  'a block by her': {
    apart: ({ ada, bo }) => block(kith, ada, bo),
    together: ({ ada }) => kith.sql('delete from blocks where account_id = $1', [ada.id]),
  },
  'a block by him': {
    apart: ({ ada, bo }) => block(kith, bo, ada),
    together: ({ bo }) => kith.sql('delete from blocks where account_id = $1', [bo.id]),
  },
  'the age line': {
    apart: ({ ada }) => ada.api.user_friendship.age_status({ age_status: 2 }),
    together: async ({ ada }) => decideAge(await operator(1), ada.id as AccountId, 1),
  },
  'moderation that hides him': {
    apart: async ({ bo }) => setShadowLimit(await operator(1), bo.id as AccountId, true),
    together: async ({ bo }) => setShadowLimit(await operator(1), bo.id as AccountId, false),
    isOneWay: true,
  },
}; // prettier-ignore

describe('two people of whom nothing keeps one from the other', () => {
  it('meet everywhere', async () => {
    const pair = await makePair();
    expect(await meets(pair.ada, pair.bo, pair)).toEqual(everywhere);
    expect(await meets(pair.bo, pair.ada, pair)).toEqual(everywhere);
  });
});

describe.each(Object.entries(walls))('%s', (_name, { apart, together, isOneWay }) => {
  it('keeps them apart on every surface, and no longer than it stands', async () => {
    const pair = await makePair();
    await apart(pair);
    expect(await meets(pair.ada, pair.bo, pair)).toEqual([]);
    // Who is hidden notices nothing.
    expect(await meets(pair.bo, pair.ada, pair)).toEqual(isOneWay ? everywhere : []);
    expect((await pair.bo.api.intro.card({ target_user_id: pair.bo.id })).user.id).toBe(String(pair.bo.id));
    await together(pair);
    expect(await meets(pair.ada, pair.bo, pair)).toEqual(everywhere);
    expect(await meets(pair.bo, pair.ada, pair)).toEqual(everywhere);
  }, 60_000);
});

describe('a pause', () => {
  it('hides who has frozen the account', async () => {
    const { ada, bo } = await makePair();
    await setStatus(kith, bo, 'frozen');
    expect(await namesIn(ada, 'near')).toEqual([]);
    expect(await namesIn(ada, 'seen')).toEqual([]);
    expect(await works(ada.api.intro.card({ target_user_id: bo.id }))).toBe(false);
    expect(await works(ada.im.get.details({ user_id: bo.id }))).toBe(false);
  });
});

describe('ages', () => {
  const ages = [0, 1, 2] as const;
  let people: Person[];
  beforeAll(async () => {
    people = await Promise.all(ages.map((age) => student(kith, `age${age}`, '佛光大學')));
    for (const [i, person] of people.entries())
      await kith.sql('update accounts set age_status = $2 where id = $1', [person.id, ages[i]]);
  });

  it('0 and 1 meet, 2 meets neither', async () => {
    expect(await Promise.all(people.map((person) => namesIn(person, 'near')))).toEqual([
      ['age1'],
      ['age0'],
      [],
    ]);
  });

  it('where unknown ages are isolated, only the same ones meet', async () => {
    const tenant = await makeTenant(kith, { ageUnknown: 'isolated' });
    const made = await Promise.all(
      [0, 0, 1, 1, 2, 2].map(async (age, i) => {
        const person = await student(kith, `p${i}`, '佛光大學', { tenant });
        await kith.sql('update accounts set age_status = $2 where id = $1', [person.id, age]);
        return person;
      }),
    );
    expect(await Promise.all(made.map((person) => namesIn(person, 'near')))).toEqual([
      ['p1'], ['p0'], ['p3'], ['p2'], ['p5'], ['p4'],
    ]); // prettier-ignore
    for (const person of made)
      expect((await person.api.user_friendship.data({ list_type: 'near' })).count).toBe(1);
  });

  it('where it is not for minors, they are refused everything, and adults nothing', async () => {
    const tenant = await makeTenant(kith, { ageMinors: 'disabled' });
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    expect(await ada.api.user_friendship.age_status({ age_status: 2 })).toEqual({ status: true });
    for (const path of ['/api/intro', '/api/user_friendship/profile_click']) {
      const ask = (who: Person) => kith.ask('GET', path, { api_token: who.token, user_id: who.id });
      expect((await ask(ada)).body).toMatchObject({ code: 400403, message: 'permission error' });
      expect((await ask(bo)).body.code).toBe(0);
    }
  });
});
