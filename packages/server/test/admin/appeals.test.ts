import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepMails } from '../accounts/sent-mails.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { pardon, punish } from '../im/operator.js';
import { refused } from '../im/refusals.js';

const mails = keepMails();
const kith = useKith({ nodes: { count: 2, bus: 'postgres' }, overrides: mails.overrides });
let mei: Staff;
let tom: Staff;
let owner: Staff;
beforeAll(async () => {
  await mails.start();
  [mei, tom] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'moderator')];
  owner = await makeStaff(kith, 'owner');
});

afterAll(() => mails.stop());

/** Bans a person, as a member of staff does. */
async function ban(by: Staff, { id }: Person, kind: 'ban' | 'bucket' | 'limit' = 'ban'): Promise<void> {
  await by.ask('POST', '/admin/people/{id}/sanctions', { id, kind, hours: 24, reason: 'Asked for money.' });
}
/** Appeals, or asks where the appeal stands. */
const appeal = async ({ username, password }: Person, text?: string) =>
  (await kith.visitor().in.appeal({ username, password, ...(text !== undefined && { text }) })).state;
const itemOf = async ({ id }: Person, by = tom) =>
  (await by.ask('GET', '/admin/appeals')).rows.find(({ person }) => person.id === id)!;
const decide = (by: Staff, { id, version }: { id: number; version: number }, isGranted: boolean) =>
  by.ask('POST', '/admin/appeals/{id}/decision', { id, version, isGranted, reason: 'Looked again.' });
const log = async ({ id }: Person) =>
  (
    await kith.sql<{ line: unknown[] }>(
      `select json_build_array(action, staff_name) as line from audit_log
       where object_kind = 'account' and object_id = $1 and action like 'appeal.%' order by id`,
      [String(id)],
    )
  ).map(({ line }) => line);
const missing = { status: 404, code: 'not_found' };

describe('/im/in/appeal', () => {
  it('lets a banned person appeal once by name and password, and tells others nothing', async () => {
    const ada = await kith.person('ada');
    expect(await appeal(ada, 'Nothing has happened.')).toBe('none');
    await ban(mei, ada);
    const wrong = { username: ada.username, password: 'Wr0ngPassword' };
    await expect(kith.visitor().in.appeal({ ...wrong, text: 'Please.' })).rejects.toMatchObject(
      refused('wrong_credentials'),
    );
    await expect(appeal(ada, 'x'.repeat(2001))).rejects.toMatchObject({ err: 1 });
    expect(await appeal(ada)).toBe('open');
    expect(await appeal(ada, 'It was my brother.')).toBe('waiting');
    expect(await appeal(ada, 'It was my sister.')).toBe('waiting');
    expect(await itemOf(ada)).toMatchObject({
      kind: 'ban',
      text: 'It was my brother.',
      isOwn: false,
      imposed: { by: mei.name, what: 'ban', why: 'Asked for money.' },
    });
    expect((await itemOf(ada, mei)).isOwn).toBe(true);
  });

  it('stores one appeal of several at the same time', async () => {
    const ada = await kith.person('ada');
    await ban(mei, ada);
    const states = await Promise.all(['a', 'b', 'c', 'd'].map((text) => appeal(ada, text)));
    expect(states).toEqual(Array(4).fill('waiting'));
    expect(
      await kith.sql('select from appeals where sanction_id = $1', [(await itemOf(ada)).id]),
    ).toHaveLength(1);
  });

  it('says nothing of a sanction that the person does not notice, and lets those appeal who may not write', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    await ban(mei, ada, 'limit');
    expect(await appeal(ada, 'Am I hidden?')).toBe('none');
    await ban(mei, bo, 'bucket');
    expect(await appeal(bo, 'Let me write.')).toBe('waiting');
    expect((await itemOf(bo)).kind).toBe('bucket');
  });
});

describe('/im/account/appeal', () => {
  it('takes the appeal of somebody who may not write, in the session, once; the other way knows it', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    expect(await ada.im.account.appeal({ text: 'Nothing has happened.' })).toEqual({
      state: 'none',
      letter: '',
    });
    await ban(mei, ada, 'bucket');
    await expect(ada.im.account.appeal({ text: 'x'.repeat(2001) })).rejects.toMatchObject({ err: 1 });
    expect(await ada.im.account.appeal({})).toEqual({ state: 'open', letter: '' });
    const states = await Promise.all(['a', 'b'].map((text) => ada.im.account.appeal({ text })));
    expect(states).toEqual(Array(2).fill({ state: 'waiting', letter: '' }));
    expect(await appeal(ada)).toBe('waiting');
    expect(await bo.im.account.appeal({})).toEqual({ state: 'none', letter: '' });
    await decide(tom, await itemOf(ada), true);
    expect(await ada.im.account.appeal({})).toEqual({ state: 'none', letter: '' });
  });
});

describe('a decision about an appeal', () => {
  it('POST /admin/appeals/{id}/decision lifts the sanction, or keeps it for good; a mail tells the person', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    for (const who of [ada, bo]) {
      await ban(mei, who);
      await kith.sql('update accounts set email = $2, email_key = $2 where id = $1', [
        who.id,
        `${who.username}@example.org`,
      ]);
      await appeal(who, 'A mistake.');
    }
    await decide(tom, await itemOf(ada), true);
    expect((await kith.visitor().in.login(ada)).token).not.toBe('');
    expect(await appeal(ada)).toBe('none');
    await decide(tom, await itemOf(bo), false);
    await expect(kith.visitor().in.login(bo)).rejects.toMatchObject({ err: 4 });
    expect(await appeal(bo, 'Once more.')).toBe('refused');
    expect(await itemOf(bo)).toBeUndefined();
    expect([await log(ada), await log(bo)]).toEqual([
      [['appeal.grant', tom.name]],
      [['appeal.refuse', tom.name]],
    ]);
    const subjects = (await mails.send(kith)).map(({ to, subject }) => [to, subject]);
    expect(subjects.toSorted()).toEqual([
      [`${ada.username}@example.org`, 'Kith: 您的申诉已通过'],
      [`${bo.username}@example.org`, 'Kith: 您的申诉未通过'],
    ]);
    // Another sanction has another appeal.
    await pardon(kith, bo, 'ban');
    await punish(kith, bo, 'ban');
    expect(await appeal(bo, 'Again?')).toBe('waiting');
  });

  it('is never one of somebody who has decided about the sanction', async () => {
    const ada = await kith.person('ada');
    await ban(mei, ada);
    await ban(owner, ada); // changes its end
    await appeal(ada, 'A mistake.');
    for (const by of [mei, owner])
      await expect(decide(by, await itemOf(ada, by), true)).rejects.toMatchObject({
        status: 403,
        code: 'forbidden',
      });
    expect(await appeal(ada)).toBe('waiting');
    await decide(tom, await itemOf(ada), true);
  });

  it('is one of two at the same time, and refused when the sanction has changed meanwhile or has ended', async () => {
    const ada = await kith.person('ada');
    await ban(mei, ada);
    await appeal(ada, 'A mistake.');
    const item = await itemOf(ada);
    const results = await Promise.allSettled([decide(tom, item, true), decide(owner, item, false)]);
    const [late] = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(late).toMatchObject({
      status: 409,
      code: 'stale',
      decided: { what: expect.stringMatching(/^appeal /) as string },
    });
    expect(await log(ada)).toHaveLength(1);

    const bo = await kith.person('bo');
    await ban(mei, bo);
    await appeal(bo, 'A mistake.');
    const seen = await itemOf(bo);
    await ban(mei, bo);
    await expect(decide(tom, seen, true)).rejects.toMatchObject({
      code: 'stale',
      decided: { by: mei.name, what: 'ban' },
    });
    const newer = await itemOf(bo);
    await pardon(kith, bo, 'ban');
    await expect(decide(tom, newer, false)).rejects.toMatchObject({ code: 'stale' });
    expect(await itemOf(bo)).toBeUndefined();
  });

  it('PUT /admin/appeals/{id}/lease shows who looks at it', async () => {
    const ada = await kith.person('ada');
    await ban(mei, ada);
    await appeal(ada, 'A mistake.');
    const { id } = await itemOf(ada);
    await tom.ask('PUT', '/admin/appeals/{id}/lease', { id });
    expect((await itemOf(ada, owner)).lease).toMatchObject({ name: tom.name, isOwn: false });
    await decide(owner, await itemOf(ada, owner), false);
    await expect(tom.ask('PUT', '/admin/appeals/{id}/lease', { id })).rejects.toMatchObject(missing);
  });
});

it('GET /admin/appeals shows those of child safety with that permission only, in pages, the oldest first', async () => {
  const people = await Promise.all(['ada', 'bo', 'cy'].map((name) => kith.person(name)));
  for (const who of people) {
    await ban(mei, who);
    await appeal(who, 'A mistake.');
  }
  const [ada, bo, cy] = people as [Person, Person, Person];
  await kith.sql('update sanctions set is_child_safety = true where account_id = $1', [bo.id]);
  const ids = people.map(({ id }) => id);
  const seen = async (by: Staff) =>
    (await by.ask('GET', '/admin/appeals')).rows
      .map(({ person }) => person.id)
      .filter((id) => ids.includes(id));
  expect([await seen(tom), await seen(owner)]).toEqual([[ada.id, cy.id], ids]);
  const hidden = await itemOf(bo, owner);
  await expect(tom.ask('PUT', '/admin/appeals/{id}/lease', { id: hidden.id })).rejects.toMatchObject(missing);
  await expect(decide(tom, hidden, true)).rejects.toMatchObject(missing);
  const { appealedAt, id } = await itemOf(ada, owner);
  const page = await owner.ask('GET', '/admin/appeals', { after: `${appealedAt}/${id}` });
  expect(page.rows.map(({ person }) => person.id)).toEqual([bo.id, cy.id]);
  await expect(owner.ask('GET', '/admin/appeals', { after: 'x' })).rejects.toMatchObject({ field: 'after' });
  expect(page.oldestAt).toBeDefined();
});
