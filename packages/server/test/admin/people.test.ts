import { beforeAll, describe, expect, it } from 'vitest';
import { colourAt, putPhoto, uploadOf } from '../api/photos.js';
import { say } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant } from '../im/operator.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' } });
const reason = 'It was asked for.';
let moderator: Staff;
let helper: Staff;

beforeAll(async () => {
  [moderator, helper] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'support')];
});

type Key = 'id' | 'name' | 'phone' | 'email' | 'device';
async function find(by: Key | undefined, text: string): Promise<number[]> {
  return (await helper.ask('GET', '/admin/people', { ...(by && { by }), text })).rows.map(({ id }) => id);
}

/** The newest actions of staff about a person. */
async function audited({ id }: Pick<Person, 'id'>) {
  const owner = await makeStaff(kith, 'owner');
  const filter = { objectKind: 'account', objectId: String(id) };
  return (await owner.ask('GET', '/admin/audit', filter)).rows;
}

describe('GET /admin/people', () => {
  it('finds by id, the beginning of either name, phone, address and device, in the own tenant only', async () => {
    const ada = await kith.person('Adalbert');
    await kith.sql(
      `update accounts set phone = '13800138000', email = 'Ada@example.org', email_key = 'ada@example.org',
         client_id = 'device-7' where id = $1`,
      [ada.id],
    );
    expect(await find('id', String(ada.id))).toEqual([ada.id]);
    expect(await find('name', ada.username.slice(0, -1).toUpperCase())).toEqual([ada.id]);
    expect(await find('name', 'ADALB')).toEqual([ada.id]);
    expect(await find('phone', '13800138000')).toEqual([ada.id]);
    expect(await find('email', 'ada@EXAMPLE.org')).toEqual([ada.id]);
    expect(await find('device', 'device-7')).toEqual([ada.id]);
    for (const [by, text] of [
      ['id', '99999999'],
      ['id', 'x'],
      ['id', '99999999999999999999'],
      ['name', 'dalbert'],
      ['name', '%'],
      ['name', '\u200b!'],
      ['phone', '1380013800'],
      ['email', 'ada'],
      ['device', 'device'],
    ] as const)
      expect(await find(by, text), `${by} ${text}`).toEqual([]);

    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    const elsewhere = await stranger.ask('GET', '/admin/people', { by: 'id', text: String(ada.id) });
    expect(elsewhere).toEqual({ rows: [], isCut: false });
  });

  it('finds by everything that a text can be, whole ids and numbers first', async () => {
    const [cy, bo, ada] = [await kith.person('cy'), await kith.person('bo'), await kith.person('ada')];
    const number = `7${ada.id}`;
    await kith.sql(`update accounts set nickname = $2, folded_nickname = $2 where id = $1`, [
      cy.id,
      `${number} tea`,
    ]);
    await kith.sql(`update accounts set client_id = $2 where id = $1`, [bo.id, number]);
    await kith.sql(`update accounts set phone = $2 where id = $1`, [ada.id, number]);
    expect(await find(undefined, ` ${number} `)).toEqual([ada.id, bo.id, cy.id]);
    expect(await find(undefined, String(ada.id))).toEqual([ada.id]);
    expect(await find(undefined, '\u200b!')).toEqual([]);
  });

  it('shows the sanctions in force, those of child safety only with the permission', async () => {
    const ada = await kith.person('ada');
    const ban = { id: ada.id, kind: 'ban', hours: 2, reason } as const;
    await moderator.ask('POST', '/admin/people/{id}/sanctions', { ...ban, kind: 'bucket' });
    await moderator.ask('DELETE', '/admin/people/{id}/sanctions/{kind}', { ...ban, kind: 'bucket' });
    await moderator.ask('POST', '/admin/people/{id}/sanctions', ban);
    const seenBy = async ({ ask }: Staff) =>
      (await ask('GET', '/admin/people', { text: String(ada.id) })).rows[0]?.sanctions;
    expect(await seenBy(helper)).toEqual([{ kind: 'ban', until: expect.any(Number) }]);
    await kith.sql('update sanctions set is_child_safety = true where account_id = $1', [ada.id]);
    expect(await seenBy(helper)).toEqual([]);
    expect(await seenBy(await makeStaff(kith, 'owner'))).toHaveLength(1);
  });

  it('says whether there are more', async () => {
    await kith.sql(
      `insert into accounts (tenant_id, username, username_key, folded_username, nickname, letter, grams, signature, sex,
         created_at, updated_at, last_seen_at)
       select 1, 'crowd' || n, 'crowd' || n, 'crowd' || n, '', '#', '{}', '', 0, 1, 1, 1 from generate_series(1, 51) n`,
    );
    const { rows, isCut } = await helper.ask('GET', '/admin/people', { by: 'name', text: 'crowd' });
    expect([rows.length, isCut]).toEqual([50, true]);
    const few = await helper.ask('GET', '/admin/people', { by: 'name', text: 'crowd5' });
    expect([few.rows.length, few.isCut]).toEqual([3, false]);
  });
});

describe('GET /admin/people/list', () => {
  it('has everybody, the newest first, page by page, and those who are online at any node', async () => {
    const tenant = await makeTenant(kith);
    const owner = await makeStaff(kith, 'owner', { tenant });
    await kith.sql(
      `insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at)
       select $1, 'old' || n, 'old' || n, '', 'P', '{}', '', 0, 1 + n / 10, 1, 1 from generate_series(1, 60) n`,
      [tenant],
    );
    const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
    const stranger = await kith.person('cy');
    const page = (of: 'newest' | 'online', after?: string) =>
      owner.ask('GET', '/admin/people/list', { of, ...(after !== undefined && { after }) });
    const first = await page('newest');
    expect(first.rows.slice(0, 2).map(({ id }) => id)).toEqual([bo.id, ada.id]);
    const second = await page('newest', first.next);
    expect(second).not.toHaveProperty('next');
    const ids = [...first.rows, ...second.rows].map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([62, 62]);

    // People are spread over the nodes.
    const sockets = [await ada.v1(), await bo.v1(), await stranger.v1()];
    await eventually('both are online', async () => (await page('online')).rows.length === 2);
    expect((await page('online')).rows.map(({ id }) => id)).toEqual([bo.id, ada.id]);
    for (const socket of sockets) socket.close();
  });
});

describe('the page of a person', () => {
  it('GET /admin/people/{id}: shows profile, sessions, sanctions, reports and notes, without secrets or messages', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const list_id = await kith.befriend(ada, bo);
    await say(ada, list_id, 'a private word');
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'report', block_reason_id: 12 });
    await moderator.ask('POST', '/admin/people/{id}/sanctions', {
      id: ada.id,
      kind: 'limit',
      hours: 2,
      reason: 'Reported.',
    });
    const note = await helper.ask('POST', '/admin/people/{id}/notes', { id: ada.id, text: ' Wrote to us. ' });
    const shown = await helper.ask('GET', '/admin/people/{id}', { id: ada.id });
    expect(shown).toMatchObject({
      id: ada.id,
      username: ada.username,
      status: 'active',
      isHidden: true,
      reportsAbout: [{ otherId: bo.id, isCase: true, state: 'open' }],
      reportsBy: [],
      sanctions: [{ kind: 'limit', until: expect.any(Number) }],
      notes: [{ id: note.id, by: helper.name, text: 'Wrote to us.' }],
    });
    expect(shown.sessions).toHaveLength(1);
    expect(shown.sanctions[0]).not.toHaveProperty('endedAt');
    expect(JSON.stringify(shown)).not.toMatch(/password|private word/);
    expect((await helper.ask('GET', '/admin/people/{id}', { id: bo.id })).reportsBy).toMatchObject([
      { otherId: ada.id },
    ]);
    await expect(helper.ask('GET', '/admin/people/{id}', { id: 99_999_999 })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('GET /admin/people/{id}/timeline: has all logs, newest first, page by page, each entry once', async () => {
    const ada = await kith.person('ada');
    await kith.sql(
      `insert into moderation_log (tenant_id, at, done_by, what, account_id, why)
       select 1, extract(epoch from now())::bigint * 1000 + 60000 + n / 3, 'olga', 'photo refused', $1, 'n' || n from generate_series(1, 120) n`,
      [ada.id],
    );
    await helper.ask('POST', '/admin/people/{id}/notes', { id: ada.id, text: 'Hello.' });
    await helper.ask('PUT', '/admin/people/{id}/status', { id: ada.id, status: 'frozen', reason });
    const rows: { at: number; source: string; what: string; why: string }[] = [];
    let before: string | undefined;
    do {
      const page = await helper.ask('GET', '/admin/people/{id}/timeline', {
        id: ada.id,
        ...(before !== undefined && { before }),
      });
      rows.push(...page.rows);
      before = page.next;
    } while (before !== undefined && rows.length < 200);
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).toSorted((a, b) => b - a));
    expect(rows).toHaveLength(123);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(123);
    expect(rows.at(-1)).toMatchObject({ source: 'account', what: 'registered' });
    expect(rows.filter(({ source }) => source === 'staff')).toMatchObject([
      { what: 'people.set_status frozen', why: reason },
      { what: 'people.note' },
    ]);
    for (const wrong of ['x', '1-staff', '1-staff-x', `1-${'a'.repeat(21)}-1`])
      await expect(
        helper.ask('GET', '/admin/people/{id}/timeline', { id: ada.id, before: wrong }),
      ).rejects.toMatchObject({ code: 'invalid', field: 'before' });
  });

  it('shows reports, decisions and sanctions of child safety only with the permission, and leaves them alone without', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const owner = await makeStaff(kith, 'owner');
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'report', block_reason_id: 12 });
    const ban = { id: ada.id, kind: 'ban', reason } as const;
    await owner.ask('POST', '/admin/people/{id}/sanctions', ban);
    for (const table of ['reports', 'sanctions', 'moderation_log'])
      await kith.sql(
        `update ${table} set is_child_safety = true where ${table === 'reports' ? 'target_id' : 'account_id'} = $1`,
        [ada.id],
      );
    const seenBy = async ({ ask }: Staff) => {
      const shown = await ask('GET', '/admin/people/{id}', { id: ada.id });
      const { rows } = await ask('GET', '/admin/people/{id}/timeline', { id: ada.id });
      return [shown.reportsAbout.length, shown.sanctions.length, rows.map(({ what }) => what)];
    };
    expect(await seenBy(owner)).toEqual([1, 1, ['ban', 'registered']]);
    expect(await seenBy(moderator)).toEqual([0, 0, ['registered']]);
    const lift = ({ ask }: Staff) => ask('DELETE', '/admin/people/{id}/sanctions/{kind}', ban);
    await expect(lift(moderator)).rejects.toMatchObject({ code: 'not_found' });
    await lift(owner);
    expect(await seenBy(moderator)).toEqual([0, 0, ['registered']]);
  });

  it('GET /admin/people/{id}: shows the avatar and the photos of the card by links, without those of child safety', async () => {
    const ada = await kith.person('ada');
    const first = await putPhoto(ada, 1, 'red');
    const second = await putPhoto(ada, 2, 'blue');
    await kith.sql(`update accounts set avatar_name = 'face7' where id = $1`, [ada.id]);
    const show = () => helper.ask('GET', '/admin/people/{id}', { id: ada.id });
    const shown = await show();
    expect(shown.avatar).toBe('user/face7/300.jpg');
    expect((await helper.ask('GET', '/admin/people', { by: 'id', text: String(ada.id) })).rows).toMatchObject(
      [{ avatar: shown.avatar }],
    );
    expect(shown.photos.map(({ place, state }) => [place, state])).toEqual([
      [1, 'waiting'],
      [2, 'waiting'],
    ]);
    expect(await Promise.all(shown.photos.map(({ url }) => colourAt(kith.url + url)))).toEqual([
      'red',
      'blue',
    ]);
    // Without its signature nobody can fetch it.
    expect(await colourAt(kith.url + shown.photos[0]!.url.split('?')[0]!)).toBeUndefined();
    const owner = await makeStaff(kith, 'owner');
    await owner.ask('POST', '/admin/photos/{id}/refusal', {
      id: await uploadOf(kith, second),
      version: 0,
      reason,
      isChildSafety: true,
    });
    expect((await show()).photos).toMatchObject([{ place: 1, uploadId: await uploadOf(kith, first) }]);
  });

  it('POST /admin/people/{id}/notes: refuses an empty note', async () => {
    const ada = await kith.person('ada');
    await expect(
      helper.ask('POST', '/admin/people/{id}/notes', { id: ada.id, text: '\u200b' }),
    ).rejects.toMatchObject({ code: 'invalid', field: 'text' });
  });
});

describe('actions about a person', () => {
  it('POST /admin/people/{id}/sanctions, DELETE /admin/people/{id}/sanctions/{kind}: a ban closes the sockets at every node, and ends', async () => {
    const ada = await kith.person('ada');
    // The sockets of one person are at both nodes.
    const sockets = [await ada.v1(), await ada.v1()];
    await moderator.ask('POST', '/admin/people/{id}/sanctions', { id: ada.id, kind: 'ban', reason });
    for (const socket of sockets) await socket.closed;
    const signIn = () => kith.visitor().in.login({ username: ada.username, password: ada.password });
    await expect(signIn()).rejects.toThrow();
    await moderator.ask('DELETE', '/admin/people/{id}/sanctions/{kind}', { id: ada.id, kind: 'ban', reason });
    await expect(signIn()).resolves.toBeDefined();
    expect(await audited(ada)).toMatchObject([
      { action: 'sanction.lift_ban', staffName: moderator.name, after: { why: reason } },
      { action: 'sanction.ban', staffName: moderator.name, after: { why: reason, until: null } },
    ]);
    await expect(
      moderator.ask('DELETE', '/admin/people/{id}/sanctions/{kind}', { id: ada.id, kind: 'ban', reason }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('PUT /admin/people/{id}/status, DELETE /admin/people/{id}: nobody gets around a ban with them', async () => {
    const ada = await kith.person('ada');
    const of = { id: ada.id, reason };
    await moderator.ask('POST', '/admin/people/{id}/sanctions', { ...of, kind: 'ban' });
    for (const status of ['active', 'frozen', 'disabled'] as const)
      await expect(helper.ask('PUT', '/admin/people/{id}/status', { ...of, status })).rejects.toMatchObject({
        code: 'account_disabled',
      });
    // Its owner could take a deletion back.
    await expect(helper.ask('DELETE', '/admin/people/{id}', of)).rejects.toMatchObject({
      code: 'account_disabled',
    });
    const { username, password } = ada;
    for (const enter of ['login', 'frozen'] as const)
      await expect(kith.visitor().in[enter]({ username, password })).rejects.toMatchObject({ err: 4 });
    expect((await audited(ada)).map(({ action }) => action)).toEqual(['sanction.ban']);
    await moderator.ask('DELETE', '/admin/people/{id}/sanctions/{kind}', { ...of, kind: 'ban' });
    await helper.ask('PUT', '/admin/people/{id}/status', { ...of, status: 'disabled' });
  });

  it('PUT /admin/people/{id}/status: a frozen account is signed out, and works again when it is active', async () => {
    const ada = await kith.person('ada');
    const socket = await ada.v1();
    const setStatus = (status: 'active' | 'frozen' | 'disabled') =>
      helper.ask('PUT', '/admin/people/{id}/status', { id: ada.id, status, reason });
    await setStatus('frozen');
    await socket.closed;
    await setStatus('active');
    await expect(
      kith.visitor().in.login({ username: ada.username, password: ada.password }),
    ).resolves.toBeDefined();
    expect(await audited(ada)).toMatchObject([
      { action: 'people.set_status', after: { status: 'active', why: reason } },
      { action: 'people.set_status', after: { status: 'frozen' } },
    ]);
  });

  it('PUT /admin/people/{id}/age: decides the age by a birth date or without one, is logged, and listed by GET /admin/people/age-changes', async () => {
    const ada = await kith.person('ada');
    const setAge = (given: { isOfAge?: boolean; birthDate?: string }) =>
      moderator.ask('PUT', '/admin/people/{id}/age', { id: ada.id, reason, ...given });
    const shown = async () => {
      const { ageStatus, birthDate } = await helper.ask('GET', '/admin/people/{id}', { id: ada.id });
      return { ageStatus, birthDate };
    };
    expect(await setAge({ birthDate: '1990-02-28' })).toEqual({ isOfAge: true });
    expect(await shown()).toEqual({ ageStatus: 1, birthDate: '1990-02-28' });
    expect(await setAge({ isOfAge: false })).toEqual({ isOfAge: false });
    expect(await shown()).toEqual({ ageStatus: 2, birthDate: undefined });
    for (const given of [{}, { isOfAge: true, birthDate: '1990-02-28' }, { birthDate: '1990-02-30' }])
      await expect(setAge(given)).rejects.toMatchObject({ code: 'invalid' });
    expect(await audited(ada)).toMatchObject([
      { action: 'people.set_age', after: { isOfAge: false, why: reason } },
      { action: 'people.set_age', after: { isOfAge: true } },
    ]);
    const changes = await moderator.ask('GET', '/admin/people/age-changes', {});
    const [change] = changes.rows;
    expect(change).toMatchObject({ accountId: ada.id, from: 1, to: 2, toProven: true, cause: 'operator' });
    const older = await moderator.ask('GET', '/admin/people/age-changes', { before: change!.id });
    expect(older.rows.map(({ id }) => id)).not.toContain(change!.id);
    await kith.sql(
      `insert into age_group_changes (tenant_id, account_id, from_status, from_proven, to_status, to_proven, cause,
         friends_across, chats_across, changed_at)
       select $1, $2, 1, false, 2, false, 'word', 0, 0, n from generate_series(1, 50) n`,
      [ada.tenant, ada.id],
    );
    const first = await moderator.ask('GET', '/admin/people/age-changes', {});
    const second = await moderator.ask('GET', '/admin/people/age-changes', { before: first.next! });
    expect([first.rows.length, second.rows.map(({ id }) => id)]).toEqual([50, [change!.id]]);
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    expect((await stranger.ask('GET', '/admin/people/age-changes', {})).rows).toEqual([]);
  });

  it('DELETE /admin/people/{id}/sessions: ends all, with their sockets', async () => {
    const ada = await kith.person('ada');
    const socket = await ada.v1();
    expect(await helper.ask('DELETE', '/admin/people/{id}/sessions', { id: ada.id, reason })).toEqual({
      ended: 1,
    });
    await socket.closed;
    await expect(ada.im.get.base()).rejects.toThrow();
  });

  it('POST /admin/people/{id}/password: the new one works, the old one does not, and the log has neither', async () => {
    const ada = await kith.person('ada');
    const { password } = await helper.ask('POST', '/admin/people/{id}/password', { id: ada.id, reason });
    const signIn = (with_: string) => kith.visitor().in.login({ username: ada.username, password: with_ });
    await expect(ada.im.get.base()).rejects.toThrow();
    await expect(signIn(ada.password)).rejects.toThrow();
    await expect(signIn(password)).resolves.toBeDefined();
    expect(JSON.stringify(await audited(ada))).not.toContain(password);
  });

  it('POST /admin/people/{id}/export: once a day; GET /admin/people/{id} says how far the copy is', async () => {
    const ada = await kith.person('ada');
    const copy = async () => (await helper.ask('GET', '/admin/people/{id}', { id: ada.id })).dataExport;
    expect(await copy()).toBeUndefined();
    const ask = () => helper.ask('POST', '/admin/people/{id}/export', { id: ada.id, reason });
    await ask();
    await kith.sql(`update data_exports set state = 'failed', done = 2, total = 5 where account_id = $1`, [
      ada.id,
    ]);
    expect(await copy()).toEqual({ state: 'failed', requestedAt: expect.any(Number), done: 2, total: 5 });
    await expect(ask()).rejects.toMatchObject({ code: 'too_many_requests' });
    expect((await audited(ada)).map(({ action }) => action)).toEqual(['people.export']);
  });

  it('DELETE /admin/people/{id}: the account is deleted, and kept if it is activated in time', async () => {
    const ada = await kith.person('ada');
    const { eraseAt } = await helper.ask('DELETE', '/admin/people/{id}', { id: ada.id, reason });
    expect(eraseAt).toBeGreaterThan(kith.server.deps.now());
    expect(await helper.ask('GET', '/admin/people/{id}', { id: ada.id })).toMatchObject({
      status: 'frozen',
      eraseAt,
    });
    await helper.ask('PUT', '/admin/people/{id}/status', { id: ada.id, status: 'active', reason });
    const kept = await helper.ask('GET', '/admin/people/{id}', { id: ada.id });
    expect(kept).toMatchObject({ status: 'active', nickname: 'ada' });
    expect(kept).not.toHaveProperty('eraseAt');
  });

  it('need a reason', async () => {
    const ada = await kith.person('ada');
    for (const wrong of ['', ' ', '\u200b'.repeat(3), 'x'.repeat(501)])
      await expect(
        helper.ask('DELETE', '/admin/people/{id}/sessions', { id: ada.id, reason: wrong }),
        JSON.stringify(wrong),
      ).rejects.toMatchObject({ code: 'invalid', field: 'reason' });
    expect(await audited(ada)).toEqual([]);
  });
});
