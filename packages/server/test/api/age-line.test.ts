import { beforeAll, describe, expect, it } from 'vitest';
import { listAgeGroupChanges } from '@kith/core/accounts';
import type { AccountId } from '@kith/core/kernel';
import { sweep } from '../../src/workers/sweep.js';
import { promoteAllAdults } from '../../src/workers/promote-adults.js';
import { history, refused, say } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { changeSettings, decideAge, makeTenant, operator, setBirthDate } from '../im/operator.js';

import { namesIn, student } from './people.js';

/* A claim to be under age is accepted, and grants nothing; visibility-matrix.test.ts covers every surface. */
const kith = useKith();
beforeAll(() => changeSettings(kith, 1, { ageMinors: 'separate' }));

const refusedApi = (code: number) => expect.objectContaining({ code }) as unknown;
const DAY_MS = 24 * 3600_000;
const LISTS = ['near', 'seen', 'online', 'online_random', 'online_profile'] as const;

async function decide(person: Person, status: 0 | 1 | 2): Promise<void> {
  await decideAge(await operator(kith, person.tenant), person.id as AccountId, status);
}
const claim = (person: Person, age_status: 0 | 1 | 2 = 2) =>
  person.api.user_friendship.age_status({ age_status });
const counted = async (person: Person) =>
  (await person.api.user_friendship.data({ list_type: 'near' })).count;

describe('POST /api/user_friendship/age_status, to under age', () => {
  it('is accepted; the caller finds no minor, and no minor finds the caller', async () => {
    const [mi, nu, di, ed] = await Promise.all(
      ['mi', 'nu', 'di', 'ed'].map((name) => student(kith, name, '輔仁大學')),
    );
    await decide(mi!, 2);
    await decide(nu!, 2);
    expect(await namesIn(mi!, 'near')).toEqual(['nu']);
    for (const liar of [di!, ed!]) expect(await claim(liar)).toEqual({ status: true });
    for (const list of LISTS)
      for (const person of [di!, ed!]) expect(await namesIn(person, list), list).toEqual([]);
    expect(await namesIn(mi!, 'near')).toEqual(['nu']);
    expect([await counted(mi!), await counted(di!)]).toEqual([1, 0]);
    for (const whom of [mi!, ed!]) {
      await expect(di!.im.get.details({ user_id: whom.id })).rejects.toMatchObject(refused.notFound);
      await expect(whom.im.get.details({ user_id: di!.id })).rejects.toMatchObject(refused.notFound);
      await expect(di!.api.channel.open({ target_id: whom.id, is_wave: 1 })).rejects.toEqual(
        refusedApi(400404),
      );
      await expect(di!.im.action.friendAdd({ user_id: whom.id, content: 'hi' })).rejects.toMatchObject(
        refused.notFound,
      );
    }
    // The caller's own profile stays visible, and the claim cannot be withdrawn.
    expect((await di!.api.intro.card({ target_user_id: di!.id })).user.id).toBe(String(di!.id));
    expect(await claim(di!, 1)).toEqual({ status: false });
    // A proof grants what the claim does not.
    await setBirthDate(await operator(kith, 1), ed!.id as AccountId, '2020-02-02');
    expect(new Set(await namesIn(mi!, 'near'))).toEqual(new Set(['nu', 'ed']));
    expect([await counted(mi!), await counted(ed!)]).toEqual([2, 2]);
  });

  it('does not count a blocked unproven minor for a proven minor', async () => {
    const [mi, nu, di] = await Promise.all(['mi', 'nu', 'di'].map((name) => student(kith, name, '靜宜大學')));
    await decide(mi!, 2);
    await decide(nu!, 2);
    await claim(di!);
    await kith.sql(
      'insert into blocks (tenant_id, account_id, blocked_id, created_at) values (1, $1, $2, 0)',
      [mi!.id, di!.id],
    );
    expect(await counted(mi!)).toBe(1);
  });

  it('does not reconnect an adult with a minor who was a friend before', async () => {
    const [mi, di] = [await kith.person('mi'), await kith.person('di')];
    const list_id = await kith.befriend(mi, di);
    await say(mi, list_id, 'before');
    await decide(mi, 2);
    await expect(history(di, list_id)).rejects.toMatchObject(refused.notFound);
    await claim(di);
    await expect(history(di, list_id)).rejects.toMatchObject(refused.notFound);
    await expect(say(di, list_id, 'now?')).rejects.toMatchObject(refused.notFound);
    await expect(say(mi, list_id, 'now?')).rejects.toMatchObject(refused.notFound);
    // Nothing was deleted: a proof restores it.
    await decide(di, 2);
    expect((await history(di, list_id)).map(({ msg }) => (msg.content as { text?: string }).text)).toContain(
      'before',
    );
  });

  it('changes nothing for a minor with a proven age', async () => {
    const [mi, nu] = [await student(kith, 'mi', '大同大學'), await student(kith, 'nu', '大同大學')];
    await decide(mi, 2);
    await decide(nu, 2);
    expect(await claim(mi)).toEqual({ status: true });
    expect(await namesIn(nu, 'near')).toEqual(['mi']);
  });

  it('leads to nobody either if the tenant isolates unknown ages', async () => {
    const tenant = await makeTenant(kith, { ageMinors: 'separate', ageUnknown: 'isolated' });
    const [mi, di, ed] = await Promise.all(
      ['mi', 'di', 'ed'].map((name) => student(kith, name, '輔仁大學', { tenant })),
    );
    await decide(mi!, 2);
    const list_id = await kith.befriend(di!, ed!);
    await claim(di!);
    await claim(ed!);
    for (const person of [mi!, di!, ed!])
      expect([await namesIn(person, 'near'), await counted(person)]).toEqual([[], 0]);
    await expect(say(di!, list_id, 'hello')).rejects.toMatchObject(refused.notFound);
  });
});

describe('by default', () => {
  it('only adults can find friends: the claim is accepted, and every later request is refused', async () => {
    const tenant = await makeTenant(kith);
    const [ada, mi] = [await kith.person('ada', { tenant }), await kith.person('mi', { tenant })];
    expect(await claim(ada)).toEqual({ status: true });
    await decide(mi, 2);
    for (const person of [ada, mi]) {
      await expect(claim(person)).rejects.toEqual(refusedApi(400403));
      await expect(person.api.user_friendship.data({ list_type: 'online' })).rejects.toEqual(
        refusedApi(400403),
      );
      await expect(person.api.channel.list()).rejects.toEqual(refusedApi(400403));
    }
  });
});

describe('moves across the age line', () => {
  const movesOf = async (person: Person) =>
    (await listAgeGroupChanges(await operator(kith, person.tenant))).filter(
      ({ accountId }) => accountId === person.id,
    );

  it('are listed with the account, both ages, the time, the cause, the proof, and the relations across the line', async () => {
    const [di, bo, cy] = [await kith.person('di'), await kith.person('bo'), await kith.person('cy')];
    await kith.befriend(di, bo);
    await di.api.channel.open({ target_id: cy.id, is_wave: 1 });
    await claim(di, 1);
    expect(await movesOf(di)).toEqual([]);
    await claim(di);
    await claim(di);
    const said = { accountId: di.id, username: di.username, from: 1, to: 2, toProven: false, cause: 'word' };
    expect(await movesOf(di)).toMatchObject([{ ...said, friendsAcross: 1, chatsAcross: 2 }]);
    await decide(di, 2);
    await decide(di, 1);
    expect(await movesOf(di)).toMatchObject([
      { from: 2, fromProven: true, to: 1, toProven: true, cause: 'operator', friendsAcross: 0 },
      { from: 2, fromProven: false, to: 2, toProven: true, cause: 'operator', friendsAcross: 1 },
      said,
    ]);
  });

  it('are also listed for a birth date and for a birthday', async () => {
    const mi = await kith.person('mi');
    await setBirthDate(await operator(kith, 1), mi.id as AccountId, '2020-02-02');
    await kith.sql(`update accounts set birth_date = '2000-01-01' where id = $1`, [mi.id]);
    await promoteAllAdults(kith.server.deps);
    expect((await movesOf(mi)).map(({ cause, from, to }) => [cause, from, to])).toEqual([
      ['birthday', 2, 1],
      ['birth_date', 0, 2],
    ]);
  });

  it('are listed once for many parallel claims', async () => {
    const di = await kith.person('di');
    await Promise.all(Array.from({ length: 20 }, () => claim(di)));
    expect(await movesOf(di)).toHaveLength(1);
  });

  it('are deleted after the time that the tenant sets', async () => {
    const tenant = await makeTenant(kith, { ageMinors: 'separate', ageGroupChangeDays: 10 });
    const di = await kith.person('di', { tenant });
    await claim(di);
    kith.advance(10 * DAY_MS - 60_000);
    await sweep(kith.server.deps);
    expect(await movesOf(di)).toHaveLength(1);
    kith.advance(61_000);
    await sweep(kith.server.deps);
    expect(await movesOf(di)).toEqual([]);
  });
});
