import { beforeAll, describe, expect, it } from 'vitest';
import { approve, colourAt, image, photosOf, photosSeen, putPhoto, refuse, uploadOf } from '../api/photos.js';
import { expectWithin } from '../harness/at-pace.js';
import { useKith, type Kith, type Person } from '../harness/kith.js';
import { openRowCounter, recordStatements } from '../harness/rows-read.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant, punish } from '../im/operator.js';

const kith = useKith();
let mei: Staff;
let tom: Staff;
beforeAll(async () => {
  [mei, tom] = [await makeStaff(kith, 'moderator'), await makeStaff(kith, 'moderator')];
});

const reviewed = async (who: Person) => (await photosOf(who)).map(({ review_status }) => review_status);
const log = () =>
  kith.sql<{ action: string; object_id: string; staff_name: string; before: unknown; after: unknown }>(
    `select action, object_id, staff_name, before, after from audit_log where action like 'photo.%' order by id`,
  );
/** The item of an upload in the queue. */
const itemOf = async (id: number, by = mei) =>
  (await by.ask('GET', '/admin/photos')).rows.find((row) => row.id === id)!;
const version = 0;

describe('the queue of photos', () => {
  it('GET /admin/photos shows each waiting photo with its person, the card, earlier decisions, and the age of the oldest', async () => {
    const tenant = await makeTenant(kith);
    const owner = await makeStaff(kith, 'owner', { tenant });
    expect(await owner.ask('GET', '/admin/photos')).toEqual({ rows: [], waiting: 0 });
    const ada = await kith.person('ada', { tenant });
    const red = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const { oldestAt } = await owner.ask('GET', '/admin/photos');
    await owner.ask('POST', `/admin/photos/{id}/approval`, { id: red, version });
    const green = await uploadOf(kith, await putPhoto(ada, 1, 'green'));
    kith.advance(60_000);
    const blue = await uploadOf(kith, await putPhoto(ada, 3, 'blue'));

    const page = await owner.ask('GET', '/admin/photos');
    expect(page).toMatchObject({ waiting: 2 });
    expect(page.oldestAt).toBeGreaterThanOrEqual(oldestAt!);
    expect(page.rows.map(({ id, place }) => [id, place])).toEqual([
      [green, 1],
      [blue, 3],
    ]);
    const [first] = page.rows;
    expect(page.oldestAt).toBe(first!.uploadedAt);
    expect(first!.person).toMatchObject({ id: ada.id, username: ada.username });
    expect(first!.decisions).toMatchObject([{ by: owner.name, what: 'photo approved' }]);
    const colours = await Promise.all(
      [first!.url, first!.replacesUrl!, ...first!.person.photos.map(({ url }) => url)].map((url) =>
        colourAt(kith.url + url),
      ),
    );
    expect(colours).toEqual(['green', 'red', 'green', 'blue']);
    // The same picture without the signature is its owner's alone.
    expect(await colourAt(kith.url + first!.url.split('?')[0])).toBeUndefined();
    expect((await mei.ask('GET', '/admin/photos')).rows.map(({ id }) => id)).not.toContain(green);

    const adele = await kith.person('adele', { tenant });
    const hers = await uploadOf(kith, await putPhoto(adele, 1, 'red'));
    const of = async (person: string) => {
      const { rows, waiting } = await owner.ask('GET', '/admin/photos', { person });
      return [rows.map(({ id }) => id), waiting];
    };
    expect(await of(String(ada.id))).toEqual([[green, blue], 2]);
    expect(await of(ada.username.toUpperCase())).toEqual([[green, blue], 2]);
    expect(await of(adele.username)).toEqual([[hers], 1]);
    expect(await of('%')).toEqual([[], 0]);
  });

  it('PUT /admin/photos/{id}/lease shows who looks at a photo for two minutes, prolongs, and leaves the lease of another', async () => {
    const ada = await kith.person('ada');
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const other = await uploadOf(kith, await putPhoto(ada, 2, 'blue'));
    const lease = (by: Staff, of = id) => by.ask('PUT', '/admin/photos/{id}/lease', { id: of });
    const first = await lease(mei);
    expect(first).toMatchObject({ name: mei.name, isOwn: true });
    expect(await lease(tom)).toEqual({ ...first, isOwn: false });
    expect((await itemOf(id, tom)).lease).toEqual({ ...first, isOwn: false });
    kith.advance(90_000);
    expect((await lease(mei)).until - first.until).toBeGreaterThanOrEqual(90_000);
    kith.advance(90_000);
    expect(await lease(tom)).toMatchObject({ isOwn: false });
    kith.advance(120_000);
    expect(await itemOf(id)).not.toHaveProperty('lease');
    expect(await lease(tom)).toMatchObject({ name: tom.name, isOwn: true });
    // One item each.
    await lease(tom, other);
    expect(await itemOf(id)).not.toHaveProperty('lease');
    await tom.ask('POST', '/admin/photos/{id}/approval', { id: other, version });
    await expect(lease(tom, other)).rejects.toMatchObject({ code: 'not_found' });
    expect(await kith.sql('select from review_leases')).toHaveLength(0);
  });
});

describe('a decision', () => {
  it('POST /admin/photos/{id}/approval and POST /admin/photos/{id}/refusal change what both people see, and are audited', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const red = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const blue = await uploadOf(kith, await putPhoto(ada, 2, 'blue'));
    const before = (await log()).length;
    await mei.ask('POST', '/admin/photos/{id}/approval', { id: red, version });
    await tom.ask('POST', '/admin/photos/{id}/refusal', { id: blue, version, reason: 'Not a person.' });
    expect(await reviewed(ada)).toEqual([1, 2]);
    const [seen, ...others] = await photosSeen(bo, ada);
    expect([await colourAt(seen!.photo_url), others]).toEqual(['red', []]);
    expect((await log()).slice(before)).toEqual([
      {
        action: 'photo.approve',
        object_id: String(red),
        staff_name: mei.name,
        before: 'waiting',
        after: { what: 'photo approved', why: '' },
      },
      {
        action: 'photo.refuse',
        object_id: String(blue),
        staff_name: tom.name,
        before: 'waiting',
        after: { what: 'photo refused', why: 'Not a person.' },
      },
    ]);
  });

  it('of two moderators at the same time is refused for one, with who decided what and when', async () => {
    const ada = await kith.person('ada');
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const before = (await log()).length;
    const results = await Promise.allSettled([
      mei.ask('POST', '/admin/photos/{id}/approval', { id, version }),
      tom.ask('POST', '/admin/photos/{id}/refusal', { id, version, reason: 'Blurred.' }),
    ]);
    const faster = results[0]!.status === 'fulfilled' ? mei : tom;
    const [refused] = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject({ status: 409, code: 'stale' });
    expect(refused.decided).toMatchObject({
      by: faster.name,
      what: faster === mei ? 'photo approved' : 'photo refused',
    });
    expect(typeof refused.decided.at).toBe('number');
    expect((await log()).length - before).toBe(1);
  });

  it('of a command on the server makes that of a moderator stale, and one about a replaced picture is not_found', async () => {
    const ada = await kith.person('ada');
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    await approve(kith, id);
    await expect(mei.ask('POST', '/admin/photos/{id}/approval', { id, version })).rejects.toMatchObject({
      code: 'stale',
      decided: { what: 'photo approved' },
    });
    const waiting = await uploadOf(kith, await putPhoto(ada, 2, 'red'));
    await putPhoto(ada, 2, 'blue');
    await expect(
      mei.ask('POST', '/admin/photos/{id}/approval', { id: waiting, version }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('POST /admin/photos/{id}/undo lets the photo wait again, once, as a second action in the audit log', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const send = async (picture: string) =>
      ada.api.user_friendship.set_user_photo({ photo_index: 1, image_type: 'png', image: picture });
    const picture = await image('red');
    const { list } = await send(picture);
    const id = await uploadOf(kith, list[0]!);
    const before = (await log()).length;
    const approved = await mei.ask('POST', '/admin/photos/{id}/approval', { id, version });
    expect(await photosSeen(bo, ada)).toMatchObject([{ review_status: 1 }]);
    const undone = await mei.ask('POST', '/admin/photos/{id}/undo', { id, version: approved.version });
    expect(await reviewed(ada)).toEqual([0]);
    expect((await photosSeen(bo, ada)).filter(({ photo_url }) => photo_url !== '')).toEqual([]);
    expect(await itemOf(id)).toMatchObject({ version: undone.version });
    await expect(
      tom.ask('POST', '/admin/photos/{id}/undo', { id, version: approved.version }),
    ).rejects.toMatchObject({ code: 'stale', decided: { by: mei.name, what: 'photo decision undone' } });
    await expect(
      tom.ask('POST', '/admin/photos/{id}/undo', { id, version: undone.version }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const refused = await mei.ask('POST', '/admin/photos/{id}/refusal', { id, ...undone, reason: 'Spam.' });
    await mei.ask('POST', '/admin/photos/{id}/undo', { id, ...refused });
    expect((await log()).slice(before).map(({ action }) => action)).toEqual([
      'photo.approve',
      'photo.undo',
      'photo.refuse',
      'photo.undo',
    ]);
    // The picture is no longer among the refused ones.
    const again = (who: Person, photo_index: 2 | 3) =>
      who.api.user_friendship.set_user_photo({ photo_index, image_type: 'png', image: picture });
    await again(ada, 2);
    expect(await reviewed(ada)).toEqual([0, 0]);

    const of = async (who: Person) => {
      const seen = { id: await uploadOf(kith, (await again(who, 3)).list[0]!), version };
      return {
        id: seen.id,
        ...(await mei.ask('POST', '/admin/photos/{id}/refusal', { ...seen, reason: 'Spam.' })),
      };
    };
    // Two wait with the same picture before both are refused: each refusal stands for itself.
    const [waiting] = (await again(bo, 2)).list;
    const first = await of(ada);
    const seen = { id: await uploadOf(kith, waiting!), version, reason: 'Spam.' };
    const second = await mei.ask('POST', '/admin/photos/{id}/refusal', seen);
    await mei.ask('POST', '/admin/photos/{id}/undo', first);
    await again(bo, 3);
    expect(await reviewed(bo)).toEqual([2, 2]);
    await mei.ask('POST', '/admin/photos/{id}/undo', { id: seen.id, ...second });
    const cy = await kith.person('cy');
    await again(cy, 2);
    expect(await reviewed(cy)).toEqual([0]);
  });

  it('sanctions the owner with a refusal: one decision in the audit log, which undo takes back, except what was set later', async () => {
    const ada = await kith.person('ada');
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const sanctions = async () =>
      (
        await kith.sql<{ line: string }>(
          `select kind || ' ' || round((until - created_at) / 3600000.0) as line from sanctions
           where account_id = $1 and ended_at is null`,
          [ada.id],
        )
      ).map(({ line }) => line);
    const refuseWith = (version: number, more = {}) =>
      mei.ask('POST', '/admin/photos/{id}/refusal', {
        id,
        version,
        reason: 'An advertisement.',
        sanction: { kind: 'bucket', hours: 24 },
        ...more,
      });
    await expect(refuseWith(version, { isChildSafety: true })).rejects.toMatchObject({ field: 'sanction' });
    await expect(refuseWith(version, { sanction: { kind: 'ban', hours: 0 } })).rejects.toMatchObject({
      code: 'invalid',
    });
    const before = (await log()).length;
    const refused = await refuseWith(version);
    expect([await reviewed(ada), await sanctions()]).toEqual([[2], ['bucket 24']]);
    const undone = await mei.ask('POST', '/admin/photos/{id}/undo', { id, ...refused });
    expect([await reviewed(ada), await sanctions()]).toEqual([[0], []]);
    expect((await log()).slice(before).map(({ action, after }) => [action, after])).toMatchObject([
      ['photo.refuse', { why: 'An advertisement.', sanction: { kind: 'bucket' } }],
      ['photo.undo', {}],
    ]);

    const again = await refuseWith(undone.version);
    await punish(kith, ada, 'bucket', 48);
    await mei.ask('POST', '/admin/photos/{id}/undo', { id, ...again });
    expect([await reviewed(ada), await sanctions()]).toEqual([[0], ['bucket 48']]);
  });

  it('POST /admin/people/{id}/photos/approval approves all or none of one person', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const ids = [
      await uploadOf(kith, await putPhoto(ada, 1, 'red')),
      await uploadOf(kith, await putPhoto(ada, 2, 'blue')),
    ];
    const photos = ids.map((id) => ({ id, version }));
    const theirs = { id: await uploadOf(kith, await putPhoto(bo, 1, 'green')), version };
    const all = (of: Person, some: { id: number; version: number }[]) =>
      mei.ask('POST', '/admin/people/{id}/photos/approval', { id: of.id, photos: some });
    await expect(all(ada, [...photos, theirs])).rejects.toMatchObject({ code: 'not_found' });
    await expect(all(bo, photos)).rejects.toMatchObject({ code: 'not_found' });
    await expect(all(ada, [photos[0]!, { id: ids[1]!, version: 1 }])).rejects.toMatchObject({
      code: 'stale',
    });
    expect(await reviewed(ada)).toEqual([0, 0]);
    const before = (await log()).length;
    await all(ada, [...photos, photos[0]!]);
    expect(await reviewed(ada)).toEqual([1, 1]);
    expect(await reviewed(bo)).toEqual([0]);
    expect((await log()).slice(before)).toMatchObject([
      { action: 'photo.approve_all', object_id: String(ada.id), after: { photos: ids } },
    ]);
    await expect(all(ada, photos)).rejects.toMatchObject({ code: 'stale', decided: { by: mei.name } });
  });
});

describe('a refusal for child safety', () => {
  it('bans the person, and no moderator sees the photo or the decision again', async () => {
    const ada = await kith.person('ada');
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const other = await uploadOf(kith, await putPhoto(ada, 2, 'blue'));
    const refusal = { id, version, reason: 'A child.', isChildSafety: true };
    const refused = await mei.ask('POST', '/admin/photos/{id}/refusal', refusal);
    await expect(ada.im.get.base()).rejects.toMatchObject({ message: '请先登录' });
    for (const by of [mei, tom]) {
      await expect(by.ask('POST', '/admin/photos/{id}/refusal', refusal)).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(by.ask('POST', '/admin/photos/{id}/undo', { id, ...refused })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    const item = await itemOf(other);
    expect(item.decisions).toEqual([]);
    expect(item.person.photos.map(({ place }) => place)).toEqual([2]);
  });
});

describe('a photo that leaves the queue without a decision', () => {
  it('POST /admin/photos/{id}/escalation hides the picture from every moderator, undecided, and child safety decides by command', async () => {
    const ada = await kith.person('ada');
    const send = async (place: 1 | 2, picture: string) =>
      ada.api.user_friendship.set_user_photo({ photo_index: place, image_type: 'png', image: picture });
    const picture = await image('red');
    const id = await uploadOf(kith, (await send(1, picture)).list[0]!);
    const other = await uploadOf(kith, await putPhoto(ada, 3, 'blue'));
    const { url } = await itemOf(id);
    const { waiting } = await mei.ask('GET', '/admin/photos');
    const before = (await log()).length;
    const escalation = { id, version, reason: 'Looks like a child.' };
    await expect(
      mei.ask('POST', '/admin/photos/{id}/escalation', { ...escalation, reason: '' }),
    ).rejects.toMatchObject({ status: 400 });
    await mei.ask('POST', '/admin/photos/{id}/escalation', escalation);
    expect(await reviewed(ada)).toEqual([0, 0]);
    for (const by of [mei, tom]) {
      expect(await itemOf(id, by)).toBeUndefined();
      for (const again of [
        () => by.ask('POST', '/admin/photos/{id}/approval', { id, version }),
        () => by.ask('POST', '/admin/photos/{id}/refusal', { ...escalation, isChildSafety: true }),
        () => by.ask('POST', '/admin/photos/{id}/undo', { id, version }),
        () => by.ask('POST', '/admin/photos/{id}/postponement', { id, version }),
        () => by.ask('POST', '/admin/photos/{id}/escalation', escalation),
      ])
        await expect(again()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await mei.ask('GET', '/admin/photos')).waiting).toBe(waiting - 1);
    const item = await itemOf(other);
    expect(item.decisions).toEqual([]);
    expect(item.person.photos.map(({ place }) => place)).toEqual([3]);
    expect(await colourAt(kith.url + url)).toBeUndefined();
    expect((await log()).slice(before)).toMatchObject([
      { action: 'photo.escalate', object_id: String(id), after: { why: escalation.reason } },
    ]);
    // The same picture does not come to the moderators at another place.
    await send(2, picture);
    expect(await reviewed(ada)).toEqual([0, 2, 0]);
    await refuse(kith, id, { isChildSafety: true });
    await expect(ada.im.get.base()).rejects.toMatchObject({ message: '请先登录' });
  });

  it('POST /admin/photos/{id}/postponement takes it out for everybody for an hour, audited, and it can be decided meanwhile', async () => {
    const tenant = await makeTenant(kith);
    const makeTwo = async () => [
      await makeStaff(kith, 'owner', { tenant }),
      await makeStaff(kith, 'moderator', { tenant }),
    ];
    let [owner, other] = (await makeTwo()) as [Staff, Staff];
    const ada = await kith.person('ada', { tenant });
    const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
    const photo = { id, version };
    const before = (await log()).length;
    const postpone = () => owner.ask('POST', '/admin/photos/{id}/postponement', photo);
    const { until } = await postpone();
    for (const by of [owner, other])
      expect(await by.ask('GET', '/admin/photos')).toEqual({ rows: [], waiting: 0 });
    const { queues } = await owner.ask('GET', '/admin/overview');
    expect(queues.find((queue) => queue.name === 'photos')).toMatchObject({ waiting: 0 });
    await expect(other.ask('PUT', '/admin/photos/{id}/lease', { id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await log()).slice(before)).toEqual([
      {
        action: 'photo.postpone',
        object_id: String(id),
        staff_name: owner.name,
        before: null,
        after: { until },
      },
    ]);
    kith.advance(3600_000);
    // Sessions end when nobody uses them for so long.
    [owner, other] = (await makeTwo()) as [Staff, Staff];
    const back = await other.ask('GET', '/admin/photos');
    expect([back.waiting, back.rows.map((row) => [row.id, row.version])]).toEqual([1, [[id, 0]]]);

    await postpone();
    const approved = await other.ask('POST', '/admin/photos/{id}/approval', photo);
    await expect(postpone()).rejects.toMatchObject({ code: 'stale', decided: { by: other.name } });
    const undone = await other.ask('POST', '/admin/photos/{id}/undo', { id, ...approved });
    expect(await itemOf(id, owner)).toMatchObject(undone);
    // Another picture in its place does not wait for the hour to end.
    await owner.ask('POST', '/admin/photos/{id}/postponement', { id, ...undone });
    expect(await itemOf(id, owner)).toBeUndefined();
    const next = await uploadOf(kith, await putPhoto(ada, 1, 'blue'));
    expect((await itemOf(next, owner)).id).toBe(next);
  });
});

describe('with more than 10,000 waiting photos', () => {
  const kith = useKith();

  it('GET /admin/photos reads one page in one statement, with a bounded number of rows, within 100 ms', async () => {
    const tenant = await makeTenant(kith);
    const owner = await makeStaff(kith, 'owner', { tenant });
    await fillQueue(kith, tenant, 12_000);
    const page = await owner.ask('GET', '/admin/photos');
    expect([page.rows.length, page.waiting]).toEqual([50, 10_000]);
    const next = () => owner.ask('GET', '/admin/photos', { after: page.next! });
    const statements = (await recordStatements(next)).filter(({ text }) => text.includes('photos'));
    expect(statements).toHaveLength(1);
    const counter = await openRowCounter(kith);
    try {
      for (const planning of ['custom', 'generic'] as const) {
        // Counting stops at 10,000; every other row belongs to an item of the page.
        const read = await counter.rowsReadBy(statements[0]!, planning);
        expect(read).toBeLessThan(10_000 + 50 * 20);
      }
    } finally {
      await counter.close();
    }
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const start = performance.now();
      await next();
      times.push(performance.now() - start);
    }
    expectWithin(100, Math.min(...times));
  });
});

/** Adds accounts with one waiting photo each. */
async function fillQueue({ sql }: Kith, tenant: number, photos: number): Promise<void> {
  // Row by row, the trigger would write one count thousands of times in one transaction.
  await sql('alter table accounts disable trigger accounts_counted');
  await sql(
    `with people as (
       insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at, updated_at, last_seen_at)
       select $1, 'q' || n, 'q' || n, 'q' || n, 'Q', '{}', '', 0, 1, 1, 1 from generate_series(1, $2::int) n
       returning id
     ),
     uploads as (
       insert into photo_uploads (tenant_id, account_id, file_id, is_animated, source_hash, picture_hash, created_at)
       select $1, id, md5(id::text), false, 's' || id, 'p' || id, 1 from people
       returning id, account_id
     )
     insert into photos (tenant_id, account_id, place, state, upload_id, created_at, updated_at)
     select $1, account_id, 1, 'waiting', id, 1, 1 from uploads`,
    [tenant, photos],
  );
  await sql('alter table accounts enable trigger accounts_counted');
  await sql('analyze photos, photo_uploads, accounts');
}
