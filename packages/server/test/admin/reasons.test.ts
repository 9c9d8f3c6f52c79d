import { connectApi, connectIm } from '@kith/sdk';
import type { AccountId } from '@kith/core/kernel';
import { decideCase, listCases, sanctionAccount } from '@kith/core/moderation';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepMails } from '../accounts/sent-mails.js';
import { putPhoto, uploadOf } from '../api/photos.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { operator, punish } from '../im/operator.js';

const mails = keepMails();
const kith = useKith({ nodes: { count: 2, bus: 'postgres' }, overrides: mails.overrides });
let mei: Staff;
let tom: Staff;
let owner: Staff;
let moderator: Staff;
let ada: Person;
beforeAll(async () => {
  await mails.start();
  [mei, tom] = [await makeStaff(kith, 'editor'), await makeStaff(kith, 'editor')];
  owner = await makeStaff(kith, 'owner');
  moderator = await makeStaff(kith, 'moderator');
});
beforeEach(async () => {
  ada = await kith.person('ada');
});
afterAll(() => mails.stop());

const content = (part: object = {}) => ({
  title: '廣告',
  description: '',
  needsText: false,
  isChildSafety: false,
  isOffered: true,
  texts: {},
  ...part,
});
const add = (part: object = {}, by = mei) =>
  by.ask('POST', '/admin/content/reasons', { kind: 'report', tag: 'ads', ...content(part) });
const save = (seen: { id: number; version: number }, part: object = {}, by = mei) =>
  by.ask('PUT', '/admin/content/reasons/{id}', { ...seen, ...content(part) });
const all = () => mei.ask('GET', '/admin/content/reasons');
const english = (letter: string) => ({ title: 'Advertising', description: 'Only sells.', letter });
/** The reasons as a member sees them. */
const shown = (locale?: string) =>
  connectApi({
    url: kith.url,
    token: ada.token,
    userId: ada.id,
    ...(locale && { locale }),
  }).chat.getBlockReasonsList();
const titleOf = async (id: number, locale?: string) =>
  (await shown(locale)).find((reason) => reason.id === String(id))?.title;
const report = (about: Person, block_reason_id: number) =>
  ada.api.chat.friendship_block({ target_id: about.id, action: 'report', block_reason_id });

describe('POST /admin/content/reasons and PUT /admin/content/reasons/{id}', () => {
  it('show members a reason at once, in their language, and take it back while its reports keep it', async () => {
    const { id } = await add({ texts: { en: english('') } });
    expect([await titleOf(id), await titleOf(id, 'en'), await titleOf(id, 'zh-CN')]).toEqual([
      '廣告',
      'Advertising',
      '廣告',
    ]);
    expect([await titleOf(12), await titleOf(12, 'zh-CN')]).toEqual(['疑似詐騙集團', '诈骗或广告']);
    const bo = await kith.person('bo');
    await report(bo, id);
    await save({ id, version: 1 }, { isOffered: false });
    expect(await titleOf(id)).toBeUndefined();
    await expect(report(await kith.person('cy'), id)).rejects.toMatchObject({ status: 400 });
    expect((await moderator.ask('GET', '/admin/reports/{id}', { id: bo.id })).reports).toMatchObject([
      { tag: 'ads' },
    ]);
    const log = await kith.sql<{ action: string }>(
      `select action from audit_log where object_kind = 'reason' and object_id = $1 order by id`,
      [String(id)],
    );
    expect(log.map(({ action }) => action)).toEqual(['content.addReason', 'content.saveReason']);
  });

  it('refuse a version that somebody else has changed, and give two that are added at once numbers of their own', async () => {
    const [first, second] = await Promise.all([add(), add({}, tom)]);
    expect(first.id).not.toBe(second.id);
    const seen = { id: first.id, version: 1 };
    const both = await Promise.allSettled([
      save(seen, { title: '推銷' }),
      save(seen, { title: '推銷' }, tom),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'stale', decided: { what: 'reason saved' } },
    });
    await expect(save({ id: 10, version: 1 }, { isOffered: false })).rejects.toMatchObject({
      code: 'invalid',
      field: 'isOffered',
    });
    for (const part of [{ title: ' ' }, { texts: { en: { ...english(''), title: '' } } }])
      await expect(add(part)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('let only those who handle child safety write its reasons, which have no letter', async () => {
    const child = { isChildSafety: true };
    await expect(add(child)).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await add(child, owner);
    const seen = { id, version: 1 };
    for (const part of [{}, child])
      await expect(save(seen, part)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(save(seen, { ...child, texts: { en: english('We know.') } }, owner)).rejects.toMatchObject({
      code: 'invalid',
      field: 'letter',
    });
    await save(seen, {}, owner);
  });
});

it('PUT /admin/content/reason-order gives members another order, and GET /admin/content/reasons shows it', async () => {
  await add();
  const seen = (await all()).map(({ id }) => id);
  const ids = seen.toReversed();
  const both = await Promise.allSettled(
    [mei, tom].map((by) => by.ask('PUT', '/admin/content/reason-order', { seen, ids })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await shown()).map(({ id }) => Number(id))).toEqual(
    (await all()).filter(({ isOffered }) => isOffered).map(({ id }) => id),
  );
  expect((await all()).map(({ id }) => id)).toEqual(ids);
});

describe('letters', () => {
  const withMail = async (name: string) => {
    const who = await kith.person(name);
    await kith.sql('update accounts set email = $2, email_key = $2 where id = $1', [
      who.id,
      `${who.username}@example.org`,
    ]);
    return who;
  };
  const decide = async ({ id }: Person, verdict: 'ban' | 'bucket' | 'limit') => {
    const { version } = (await moderator.ask('GET', '/admin/reports')).rows.find(
      ({ person }) => person.id === id,
    )!;
    return moderator.ask('POST', '/admin/reports/{id}/decision', { id, version, verdict, reason: 'Sells.' });
  };
  const lettersOf = async (who: Person) => (await who.im.account.letters()).map(({ text }) => text);
  const texts = {
    en: english('You may not sell here.'),
    'zh-Hant': { title: '廣告', description: '', letter: '這裡不能販售。' },
  };

  it('/im/account/letters and /im/in/appeal tell those who notice a sanction why, in their language, and a mail in all', async () => {
    const [bo, cy, dan] = [await withMail('bo'), await withMail('cy'), await withMail('dan')];
    const { id } = await add({ texts });
    for (const who of [bo, cy, dan]) await report(who, id);
    await report(bo, 12); // has no letter
    await decide(bo, 'ban');
    await decide(dan, 'limit');
    const { version } = await decide(cy, 'bucket');
    const { username, password } = bo;
    expect(await connectIm({ url: kith.url, locale: 'en' }).in.appeal({ username, password })).toEqual({
      state: 'open',
      letter: 'You may not sell here.',
    });
    expect(await lettersOf(cy)).toEqual(['You may not sell here.']);
    expect(await lettersOf(dan)).toEqual([]);
    const sent = await mails.send(kith);
    expect(sent.map(({ to }) => to).toSorted()).toEqual([bo, cy].map((who) => `${who.username}@example.org`));
    expect(sent[0]!.subject).toBe('Kith: 關於您的帳號');
    expect(sent[0]!.text).toContain('這裡不能販售。');
    expect(sent[0]!.text).toContain('You may not sell here.');
    // What was sent stays, and goes with its decision.
    await save({ id, version: 1 });
    expect(await lettersOf(cy)).toEqual(['You may not sell here.']);
    await moderator.ask('POST', '/admin/reports/{id}/undo', { id: cy.id, version });
    expect(await lettersOf(cy)).toEqual([]);
  });

  it('are sent by commands too: once a case is found right and a sanction that is noticed is in force, whichever comes second', async () => {
    const [bo, cy, dan] = [await kith.person('bo'), await kith.person('cy'), await kith.person('dan')];
    const { id } = await add({ texts });
    for (const who of [bo, cy, dan]) await report(who, id);
    const ctx = await operator(kith, 1);
    const cases = await listCases(ctx);
    const caseOf = (who: Person) => cases.find(({ targetId }) => targetId === who.id)!.id;
    const by = { by: 'olga', why: 'Sells.' };
    const uphold = (who: Person) => decideCase(ctx, { id: caseOf(who), isUpheld: true, ...by });
    const sanction = (who: Person, kind: 'bucket' | 'limit') =>
      sanctionAccount(ctx, { accountId: who.id as AccountId, kind, reportId: caseOf(who), hours: 1, ...by });

    await sanction(bo, 'bucket');
    expect(await lettersOf(bo)).toEqual([]);
    await uphold(bo);
    await uphold(cy);
    expect(await lettersOf(cy)).toEqual([]);
    await sanction(cy, 'bucket');
    await sanction(dan, 'limit');
    await uphold(dan);
    const letter = 'You may not sell here.';
    expect(await Promise.all([bo, cy, dan].map(lettersOf))).toEqual([[letter], [letter], []]);
    for (const who of [bo, cy]) expect((await who.im.account.appeal({})).letter).not.toBe('');
    // A sanction for another reason tells nothing of this case.
    await punish(kith, dan, 'bucket');
    expect(await lettersOf(dan)).toEqual([]);
  });

  it('GET /admin/photos/letters offers them to those who refuse photos, whose owners get the chosen one', async () => {
    const { id: letter } = await add({ texts });
    const { id: none } = await add();
    const offered = await moderator.ask('GET', '/admin/photos/letters');
    expect(offered).toContainEqual({ id: letter, title: 'Advertising' });
    expect(offered.map(({ id }) => id)).not.toContain(none);
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const refuse = (part: object) =>
      moderator.ask('POST', '/admin/photos/{id}/refusal', {
        id,
        version: 0,
        reason: 'An advertisement.',
        ...part,
      });
    for (const part of [{ letter: none }, { letter: 99_999 }, { letter, isChildSafety: true }])
      await expect(refuse(part)).rejects.toMatchObject({ code: 'invalid', field: 'letter' });
    const { version } = await refuse({ letter });
    expect(await lettersOf(ada)).toEqual(['You may not sell here.']);
    await moderator.ask('POST', '/admin/photos/{id}/undo', { id, version });
    expect(await lettersOf(ada)).toEqual([]);
  });
});
