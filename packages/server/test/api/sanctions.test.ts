import { decideCase, getCase, listCases } from '@kith/core/moderation';
import { describe, expect, it } from 'vitest';
import { plainPasswords, refused, say, texts, threePeople } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { hire, makeTenant, operator, pardon, punish } from '../im/operator.js';
import { post } from '../im/moments.js';

const kith = useKith({
  // Every reporter has a different address.
  config: { trustProxy: '127.0.0.1' },
  overrides: { ports: { passwords: plainPasswords }, timing: { endSanctionsEveryMs: 200 } },
});

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
const bucketed = { err: 1, message: '您已被暂时禁言' };

const report = (who: Person, whom: Person, block_reason_id = 12) =>
  who.api.chat.friendship_block({ target_id: whom.id, action: 'report', block_reason_id });
const inForce = async (of: Person) =>
  (
    await kith.sql<{ kind: string }>(
      'select kind from sanctions where account_id = $1 and ended_at is null order by id',
      [of.id],
    )
  ).map(({ kind }) => kind);
const log = (of: Person) =>
  kith.sql<{ done_by: string; what: string; why: string }>(
    'select done_by, what, why from moderation_log where account_id = $1 order by id',
    [of.id],
  );
/** People whose reports weigh 1. */
async function townsfolk(amount: number, tenant = 1): Promise<Person[]> {
  const people = await Promise.all(
    Array.from({ length: amount }, (_, i) => kith.person(`p${i}`, { tenant })),
  );
  await kith.sql('update accounts set created_at = created_at - $1 where id = any($2)', [
    8 * DAY_MS,
    people.map(({ id }) => id),
  ]);
  return people;
}

describe('a bucket', () => {
  it('silences on every path, in both APIs and on open sockets, but allows reading, and expires', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    await say(ada, list_id, 'before');
    const socket = await ada.v1();
    const send = () => say(ada, list_id, 'ever again');
    const moment = await post(bo, 'hello');
    await punish(kith, ada, 'bucket', 2);

    await expect(send()).rejects.toMatchObject(bucketed);
    await expect(
      ada.im.message.textMsgs({ list_ids: [list_id], content_type: 0, content: { text: 'x' } }),
    ).rejects.toMatchObject(bucketed);
    await expect(ada.im.vendor.sendChuoYiChuoMsg({ list_id })).rejects.toMatchObject(bucketed);
    await expect(ada.im.vendor.zhendong({ list_id })).rejects.toMatchObject(bucketed);
    await expect(ada.im.message.sendVideo({ list_id, content_type: 6 })).rejects.toMatchObject(bucketed);
    await expect(ada.im.action.friendAdd({ user_id: cy.id, content: '' })).rejects.toMatchObject(bucketed);
    await expect(post(ada, 'a moment')).rejects.toMatchObject(bucketed);
    await expect(ada.im.circle.comment({ id: moment, message: 'so so' })).rejects.toMatchObject(bucketed);
    socket.send({ t: 'send', cid: crypto.randomUUID(), to: list_id, type: 0, content: { text: 'x' } });
    expect(await socket.next('nack')).toMatchObject({ code: 'bucketed' });
    expect(await texts(ada, list_id)).toEqual(['before']);
    await say(bo, list_id, 'and you?');
    expect(await texts(ada, list_id)).toEqual(['before', 'and you?']);
    // A silenced account can still leave and block others.
    expect(await report(ada, cy)).toEqual({ status: true });

    kith.advance(2 * HOUR_MS - 60_000);
    await expect(send()).rejects.toMatchObject(bucketed);
    kith.advance(60_001);
    await send();
    await eventually('the bucket has ended', async () => (await inForce(ada)).length === 0);
    expect(await log(ada)).toEqual([
      { done_by: 'olga', what: 'bucket', why: 'It was too much.' },
      { done_by: 'kith', what: 'end bucket', why: 'The sanction expired.' },
    ]);
  });

  it('still allows messages to customer service', async () => {
    const tenant = await makeTenant(kith);
    const [ann, bea] = [await kith.person('ann', { tenant }), await kith.person('bea', { tenant })];
    await hire(kith, bea);
    const list_id = await ann.im.get.kefu();
    await punish(kith, ann, 'bucket');
    await say(ann, list_id, 'why me?');
    expect(await texts(bea, list_id)).toContain('why me?');
  });

  it('can be lifted once before its end, and its end can be changed', async () => {
    const { ada, list_id } = await threePeople(kith);
    await punish(kith, ada, 'bucket', 1);
    await punish(kith, ada, 'bucket', 5);
    expect(await inForce(ada)).toEqual(['bucket']);
    kith.advance(2 * HOUR_MS);
    await expect(say(ada, list_id, 'x')).rejects.toMatchObject(bucketed);
    await pardon(kith, ada, 'bucket');
    await expect(pardon(kith, ada, 'bucket')).rejects.toMatchObject({ code: 'not_found' });
    await say(ada, list_id, 'free');
    expect((await log(ada)).map(({ what }) => what)).toEqual(['bucket', 'bucket', 'lift bucket']);
  });
});

describe('a limit', () => {
  it('hides an account from all others without its notice, until it ends', async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const finds = async (who: Person) => (await who.im.get.searchUser({ val: ada.username })).data.length > 0;
    expect(await finds(cy)).toBe(true);
    const [early, later] = [await say(ada, list_id, 'good day'), await say(ada, list_id, 'to all')];
    await punish(kith, ada, 'limit', 1);
    expect(await finds(cy)).toBe(false);
    await expect(cy.im.get.details({ user_id: ada.id })).rejects.toMatchObject(refused.notFound);
    await ada.im.get.details({ user_id: cy.id });
    // One of the two has an unknown age, which counts as the same side.
    await ada.api.user_friendship.age_status({ age_status: 1 });
    const [socket, v1] = [await bo.socket(), await bo.v1()];
    await say(ada, list_id, 'all is well');
    await ada.im.message.setListTime({ list_id });
    const own = await ada.v1();
    own.send({ t: 'edit', to: list_id, id: early.msg.id, content: { text: 'other words' } });
    await own.take((frame) => frame.t === 'entry' && frame.e.kind === 'edit', 'the edit');
    await ada.im.message.withdraw({ list_id, type: 1, msg_id: later.msg.id });
    await own.take((frame) => frame.t === 'entry' && frame.e.kind === 'recall', 'the recall');
    expect(await texts(ada, list_id)).toEqual(['other words', 'all is well']);
    await expect(texts(bo, list_id)).rejects.toMatchObject(refused.notFound);
    await expect(say(bo, list_id, 'where are you?')).rejects.toMatchObject(refused.notFound);
    await Promise.all([socket.settle(), v1.settle()]);
    expect(JSON.stringify([socket.frames, v1.frames])).not.toContain(list_id);
    await pardon(kith, ada, 'limit');
    expect(await finds(cy)).toBe(true);
    expect(await texts(bo, list_id)).toEqual(['other words', 'all is well']);
  });
});

describe('a ban of an account by moderation', () => {
  it('ends its sessions and refuses sign-in in both APIs, until it ends', async () => {
    const { ada, bo } = await threePeople(kith);
    const [legacy, v1] = [await ada.socket(), await ada.v1()];
    const signIn = { username: ada.username, password: ada.password };
    await punish(kith, ada, 'ban', 24);
    await Promise.all([legacy.closed, v1.closed]);
    await expect(ada.im.get.base()).rejects.toMatchObject({ message: '请先登录' });
    await expect(ada.api.chat.getBlockReasonsList()).rejects.toMatchObject({ code: 400401 });
    await expect(kith.visitor().in.login(signIn)).rejects.toMatchObject({ message: expect.any(String) });
    await expect(ada.api.login.login(signIn)).rejects.toMatchObject({ code: 400401 });
    await expect(bo.im.get.details({ user_id: ada.id })).rejects.toMatchObject(refused.notFound);

    kith.advance(24 * HOUR_MS + 1);
    await eventually('the ban has ended', async () => (await inForce(ada)).length === 0);
    await kith.visitor().in.login(signIn);
    await bo.im.get.details({ user_id: ada.id });
  });

  it('restores the earlier status: disabled, or frozen by the owner', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const status = async ({ id }: Person) =>
      (await kith.sql<{ status: string }>('select status from accounts where id = $1', [id]))[0]?.status;
    await kith.sql("update accounts set status = 'disabled' where id = $1", [ada.id]);
    await kith.sql("update accounts set status = 'frozen' where id = $1", [bo.id]);
    for (const person of [ada, bo]) {
      await punish(kith, person, 'ban', 1);
      await punish(kith, person, 'ban', 2);
      await pardon(kith, person, 'ban');
    }
    expect([await status(ada), await status(bo)]).toEqual(['disabled', 'frozen']);
  });
});

describe('reports against an account', () => {
  it('of one person have no effect, and each person counts once', async () => {
    const [ada, bo, bad] = (await townsfolk(3)) as [Person, Person, Person];
    for (const reason of [11, 12, 13]) await report(ada, bad, reason);
    expect(await inForce(bad)).toEqual([]);
    await report(bo, bad);
    expect(await inForce(bad)).toEqual([]);
  });

  it('of many accounts on one network count as one; moderators see the number', async () => {
    const [bad, ...people] = (await townsfolk(10)) as [Person, ...Person[]];
    const reportFrom = async (who: Person, address: string) => {
      const fields = { user_id: who.id, target_id: bad.id, action: 'report', block_reason_id: 12 };
      const headers = { 'x-forwarded-for': address };
      await kith.post('/api/chat/friendship_block', { api_token: who.token, ...fields }, { headers });
    };
    for (const [i, person] of people.slice(0, 7).entries())
      await reportFrom(person, `2001:db8:1:1::${i + 1}`);
    expect(await inForce(bad)).toEqual([]);
    await reportFrom(people[7]!, '2001:db8:1:2::1');
    expect(await inForce(bad)).toEqual([]);
    const { getCase, sweepReports } = await import('@kith/core/moderation');
    const { visitorCtx } = await import('../../src/app/context.js');
    const [row] = await kith.sql<{ id: number }>(
      'select max(id)::int as id from reports where target_id = $1',
      [bad.id],
    );
    const ctx = visitorCtx(kith.server.deps, await kith.server.deps.auth.tenant(1), '');
    expect((await getCase(ctx, { id: row!.id })).together).toEqual({ weight: 2, reporters: 8, sources: 2 });
    await reportFrom(people[8]!, '198.51.100.9');
    expect(await inForce(bad)).toEqual(['limit']);

    await sweepReports({ ...ctx, now: () => ctx.now() + 31 * 24 * 3600_000 });
    expect(
      await kith.sql('select id from reports where network is not null and target_id = $1', [bad.id]),
    ).toEqual([]);
  });

  it('hide at 3, silence at 5 and ban at 8, for a time, with an audit record each; then they are used up', async () => {
    const [bad, ...people] = (await townsfolk(12)) as [Person, ...Person[]];
    const steps: string[] = [];
    for (const person of people.slice(0, 8)) {
      await report(person, bad);
      steps.push((await inForce(bad)).join('+'));
    }
    expect(steps).toEqual([
      '',
      '',
      'limit',
      'limit',
      'limit+bucket',
      'limit+bucket',
      'limit+bucket',
      'limit+bucket+ban',
    ]);
    expect(await log(bad)).toEqual([
      {
        done_by: 'kith',
        what: 'limit',
        why: 'Reports by 3 people from 3 addresses or devices have a total weight of 3.',
      },
      {
        done_by: 'kith',
        what: 'bucket',
        why: 'Reports by 5 people from 5 addresses or devices have a total weight of 5.',
      },
      {
        done_by: 'kith',
        what: 'ban',
        why: 'Reports by 8 people from 8 addresses or devices have a total weight of 8.',
      },
    ]);
    const rows = await kith.sql<{ hours: number }>(
      'select round((until - created_at) / 3600000.0)::int as hours from sanctions where account_id = $1 order by id',
      [bad.id],
    );
    expect(rows.map(({ hours }) => hours)).toEqual([72, 24, 168]);
    // The reporter whose report triggered the bucket sees its number; nobody else does.
    const recordOf = (who: Person) => who.api.chat.friendship_blockReasons({ target_id: bad.id });
    expect((await recordOf(people[4]!)).bucket_id).toEqual(expect.any(Number));
    expect((await recordOf(people[3]!)).bucket_id).toBeNull();

    kith.advance(8 * DAY_MS);
    await eventually('all has ended', async () => (await inForce(bad)).length === 0);
    expect(await kith.sql('select status, is_shadow_limited from accounts where id = $1', [bad.id])).toEqual([
      { status: 'active', is_shadow_limited: false },
    ]);
    for (const person of people.slice(8)) await report(person, bad, 13);
    expect(await inForce(bad)).toEqual(['limit']);
  });

  it('of twenty people at once impose each step once', async () => {
    const [bad, ...people] = (await townsfolk(21)) as [Person, ...Person[]];
    await Promise.all(people.map((person) => report(person, bad)));
    expect((await inForce(bad)).toSorted()).toEqual(['ban', 'bucket', 'limit']);
    expect(await log(bad)).toHaveLength(3);
    expect(await kith.sql('select 1 from reports where target_id = $1 and is_case', [bad.id])).toHaveLength(
      20,
    );
  });

  it('of new accounts weigh little, and dismissed ones nothing', async () => {
    const bad = await kith.person('bad');
    const crowd = await Promise.all(Array.from({ length: 20 }, (_, i) => kith.person(`c${i}`)));
    await Promise.all(crowd.map((person) => report(person, bad)));
    expect(await inForce(bad)).toEqual([]);
    const ctx = await operator(kith, 1);
    for (const { id } of (await listCases(ctx)).filter(({ targetId }) => targetId === bad.id))
      await decideCase(ctx, { id, isUpheld: false, by: 'olga', why: 'A crowd.' });
    const people = await townsfolk(3);
    await report(people[0]!, bad);
    await report(people[1]!, bad);
    expect(await inForce(bad)).toEqual([]);
    await report(people[2]!, bad);
    expect(await inForce(bad)).toEqual(['limit']);
  });
});

describe('a case', () => {
  it('is decided once by two parallel moderators; the same report then opens another case', async () => {
    const tenant = await makeTenant(kith);
    const [ada, bad] = (await townsfolk(2, tenant)) as [Person, Person];
    await report(ada, bad);
    const ctx = await operator(kith, tenant);
    const [open] = await listCases(ctx);
    const decide = () => decideCase(ctx, { id: open!.id, isUpheld: true, by: 'olga', why: 'It is true.' });
    const decided = await Promise.allSettled([decide(), decide()]);
    expect(decided.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await getCase(ctx, { id: open!.id })).toMatchObject({
      targetName: bad.username,
      state: 'upheld',
      snapshot: { profile: { username: bad.username }, messages: [] },
      log: [{ by: 'olga', what: 'case upheld', why: 'It is true.' }],
    });
    expect(await ada.api.chat.friendship_blockReasons({ target_id: bad.id })).toMatchObject({
      judged_at: expect.any(String),
    });
    expect(await listCases(ctx)).toEqual([]);
    await report(ada, bad);
    expect(await listCases(ctx)).toMatchObject([{ weight: 2 }]);
  });

  it('of another tenant does not exist, and no account can be sanctioned for it', async () => {
    const tenant = await makeTenant(kith);
    const [ada, bad] = (await townsfolk(2, tenant)) as [Person, Person];
    await report(ada, bad);
    const [open] = await listCases(await operator(kith, tenant));
    const elsewhere = await operator(kith, 1);
    await expect(getCase(elsewhere, { id: open!.id })).rejects.toMatchObject({ code: 'not_found' });
    const verdict = { id: open!.id, isUpheld: true, by: 'olga', why: 'No.' };
    await expect(decideCase(elsewhere, verdict)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listCases(elsewhere)).map(({ id }) => id)).not.toContain(open!.id);
  });
});
