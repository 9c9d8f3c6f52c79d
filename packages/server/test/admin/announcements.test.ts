import { beforeEach, describe, expect, it } from 'vitest';
import { grantVip } from '@kith/core/billing';
import type { AccountId } from '@kith/core/kernel';
import { connectIm } from '@kith/sdk';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { operator } from '../im/operator.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' } });
const STEP = 10 * 60_000;
let mei: Staff;
let tom: Staff;
let ada: Person;

beforeEach(async () => {
  [mei, tom] = [await makeStaff(kith, 'editor'), await makeStaff(kith, 'editor')];
  ada = await kith.person('ada');
});

const texts = (title: string) => ({ en: { title, body: `<p onclick="x">${title}</p>` } });
const add = (title: string, more: { beginAt?: number; endAt?: number } = {}) =>
  mei.ask('POST', '/admin/content/announcements', { texts: texts(title), audience: 'everybody', ...more });
const seenBy = async (token: string, locale = 'en') =>
  (await connectIm({ url: kith.url, token, locale }).announcement.getAnnounceMentInfo()).title;

describe('POST /admin/content/announcements', () => {
  it('publishes in the language of the reader, cleaned, and in another one if there is no text', async () => {
    await mei.ask('POST', '/admin/content/announcements', {
      audience: 'everybody',
      texts: { ...texts('Tea'), 'zh-Hant': { title: '茶', body: '' } },
    });
    expect(await ada.im.announcement.getAnnounceMentInfo()).toMatchObject({
      content: '<p>Tea</p>',
      status: 1,
    });
    expect(await seenBy(ada.token, 'zh-TW')).toBe('茶');
    expect(await seenBy(ada.token, 'zh-CN')).toBe('Tea');
  });

  it('shows each audience its own: everybody, members without visitors, VIPs', async () => {
    const bo = await kith.person('bo');
    const { token: visitor } = await kith.visitor().in.reg_tourist({});
    const given = { accountId: bo.id as AccountId, planCode: 'VIP1', by: 'olga', why: 'a test' };
    await grantVip(await operator(kith, 1), given);
    for (const audience of ['everybody', 'members', 'vips'] as const)
      await mei.ask('POST', '/admin/content/announcements', { texts: texts(audience), audience });
    expect(await seenBy(visitor)).toBe('everybody');
    expect(await seenBy(ada.token)).toBe('members');
    expect(await seenBy(bo.token)).toBe('vips');
  });

  it('shows one of GET /admin/content/universities to the people of that university only', async () => {
    const [first, second] = await mei.ask('GET', '/admin/content/universities');
    const bo = await kith.person('bo');
    const study = (who: Person, university: { id: number }) =>
      kith.sql('update accounts set university_id = $2 where id = $1', [who.id, university.id]);
    await study(ada, first!);
    await study(bo, second!);
    const about = { texts: texts('Campus'), audience: 'school' } as const;
    const { id } = await mei.ask('POST', '/admin/content/announcements', {
      ...about,
      universityId: first!.id,
    });
    expect([await seenBy(ada.token), (await seenBy(bo.token)) === 'Campus']).toEqual(['Campus', false]);
    expect(await mei.ask('GET', '/admin/content/announcements/{id}', { id })).toMatchObject({
      audience: 'school',
      universityId: first!.id,
    });
    const elsewhere = await kith.sql<{ id: number }>(
      'select id from universities where tenant_id <> 1 limit 1',
    );
    for (const part of [
      { audience: 'school' },
      { audience: 'vips', universityId: first!.id },
      { audience: 'school', universityId: elsewhere[0]?.id ?? 2_000_000_000 },
    ] as const)
      await expect(
        mei.ask('POST', '/admin/content/announcements', { texts: texts('No'), ...part }),
      ).rejects.toMatchObject({ code: 'invalid', field: 'universityId' });
  });

  it('GET /admin/content/announcements/{id} says whether members see it: not before it begins, not after it ends', async () => {
    const now = kith.server.deps.now();
    await add('Always');
    const { id } = await add('Soon', { beginAt: now + STEP, endAt: now + 2 * STEP });
    const state = async () => (await mei.ask('GET', '/admin/content/announcements/{id}', { id })).state;
    expect([await seenBy(ada.token), await state()]).toEqual(['Always', 'waiting']);
    kith.advance(STEP + 60_000);
    expect([await seenBy(ada.token), await state()]).toEqual(['Soon', 'shown']);
    kith.advance(STEP);
    expect([await seenBy(ada.token), await state()]).toEqual(['Always', 'ended']);
    await expect(add('Never', { beginAt: now + STEP, endAt: now + STEP })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

describe('PUT /admin/content/announcements/{id} and POST /admin/content/announcements/{id}/withdrawal', () => {
  it('refuse a version that somebody else has changed, also when both save at once', async () => {
    const seen = await add('First');
    const change = (staff: Staff, title: string) =>
      staff.ask('PUT', '/admin/content/announcements/{id}', {
        ...seen,
        texts: texts(title),
        audience: 'everybody',
      });
    const both = await Promise.allSettled([change(mei, 'Mine'), change(tom, 'Mine')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'stale' } });
    const takeBack = mei.ask('POST', '/admin/content/announcements/{id}/withdrawal', seen);
    await expect(takeBack).rejects.toMatchObject({ code: 'stale' });
    expect(await seenBy(ada.token)).toBe('Mine');
  });

  it('take an announcement back and publish it again, each with a row of the audit log', async () => {
    const seen = await add('Once');
    const taken = await mei.ask('POST', '/admin/content/announcements/{id}/withdrawal', seen);
    expect(await seenBy(ada.token)).not.toBe('Once');
    const { rows } = await mei.ask('GET', '/admin/content/announcements', { state: 'taken_back' });
    expect(rows).toMatchObject([{ id: seen.id, titles: { en: 'Once' }, changedBy: mei.name }]);
    await mei.ask('PUT', '/admin/content/announcements/{id}', {
      id: seen.id,
      ...taken,
      texts: texts('Again'),
      audience: 'everybody',
    });
    expect(await seenBy(ada.token)).toBe('Again');
    const log = await kith.sql<{ action: string }>(
      `select action from audit_log where object_kind = 'announcement' and object_id = $1 order by id`,
      [String(seen.id)],
    );
    expect(log.map(({ action }) => action)).toEqual([
      'content.addAnnouncement',
      'content.takeBackAnnouncement',
      'content.saveAnnouncement',
    ]);
  });
});

describe('GET /admin/content/announcements', () => {
  it('has pages, newest first', async () => {
    for (let i = 0; i < 51; i += 1) await add(`Page ${i}`);
    const first = await mei.ask('GET', '/admin/content/announcements', { state: 'shown' });
    expect(first.rows).toHaveLength(50);
    const second = await mei.ask('GET', '/admin/content/announcements', { before: first.next! });
    expect(second.rows[0]!.titles).toEqual({ en: 'Page 0' });
  });
});
