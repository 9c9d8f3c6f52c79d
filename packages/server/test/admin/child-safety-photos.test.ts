import { beforeAll, describe, expect, it } from 'vitest';
import { colourAt, image, photosOf, putPhoto, uploadOf, type Photo } from '../api/photos.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant, pardon, punish } from '../im/operator.js';

const kith = useKith();
const reason = 'Looks like a child.';
let [mei, owner, other] = [
  undefined as unknown as Staff,
  undefined as unknown as Staff,
  undefined as unknown as Staff,
];
beforeAll(async () => {
  mei = await makeStaff(kith, 'moderator');
  [owner, other] = [await makeStaff(kith, 'owner'), await makeStaff(kith, 'owner')];
});

const list = async (state?: 'waiting' | 'refused', by = owner) =>
  by.ask('GET', '/admin/child-safety/photos', state ? { state } : {});
const itemOf = async (id: number, state?: 'refused') => (await list(state)).rows.find((row) => row.id === id);
const queueOf = async () => (await mei.ask('GET', '/admin/photos')).rows.map(({ id }) => id);
const isBanned = (who: Person) =>
  who.im.get.base().then(
    () => false,
    () => true,
  );

/** A photo that a moderator has handed over. */
async function handOver(who: Person, photo?: Photo): Promise<{ id: number; version: number }> {
  const id = await uploadOf(kith, photo ?? (await putPhoto(who, 1, 'red')));
  await mei.ask('POST', '/admin/photos/{id}/escalation', { id, version: 0, reason });
  const { version } = (await itemOf(id))!;
  return { id, version };
}

describe('the photos of child safety', () => {
  it('GET /admin/child-safety/photos names who handed them over without a picture; POST /admin/child-safety/photos/{id}/opening shows one and is logged', async () => {
    const ada = await kith.person('ada');
    const seen = await handOver(ada);
    const page = await list();
    const item = page.rows.find(({ id }) => id === seen.id)!;
    expect(page.waiting).toBe(page.rows.length);
    expect(page.oldestAt).toBeGreaterThan(0);
    const queueFor = async (by: Staff) =>
      (await by.ask('GET', '/admin/overview')).queues.find(({ name }) => name === 'child_safety_photos');
    expect(await queueFor(owner)).toEqual({
      name: 'child_safety_photos',
      waiting: page.waiting,
      oldestAt: page.oldestAt,
    });
    expect(await queueFor(mei)).toBeUndefined();
    expect(item).toMatchObject({
      place: 1,
      person: { id: ada.id, username: ada.username },
      decision: { by: mei.name, what: 'photo escalated to child safety', why: reason },
    });
    expect(JSON.stringify(page)).not.toContain('/static/');
    const { url } = await owner.ask('POST', '/admin/child-safety/photos/{id}/opening', { id: seen.id });
    expect(await colourAt(kith.url + url)).toBe('red');
    expect(await colourAt(kith.url + url.split('?')[0]!)).toBeUndefined();
    const log = await owner.ask('GET', '/admin/audit', { objectKind: 'photo', objectId: String(seen.id) });
    expect(log.rows[0]).toMatchObject({ action: 'child_safety.open_photo', staffName: owner.name });
    // To look is no decision.
    expect((await itemOf(seen.id))!.version).toBe(seen.version);
    // A photo that waits in the other queue is no matter of child safety.
    const bo = await kith.person('bo');
    const id = await uploadOf(kith, await putPhoto(bo, 1, 'blue'));
    await expect(owner.ask('POST', '/admin/child-safety/photos/{id}/opening', { id })).rejects.toMatchObject({
      code: 'not_found',
    });
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    expect((await list(undefined, stranger)).rows).toEqual([]);
    await expect(
      stranger.ask('POST', '/admin/child-safety/photos/{id}/opening', { id: seen.id }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('PUT /admin/child-safety/photos/{id}/lease shows who looks at one', async () => {
    const { id } = await handOver(await kith.person('ada'));
    const lease = await owner.ask('PUT', '/admin/child-safety/photos/{id}/lease', { id });
    expect(await other.ask('PUT', '/admin/child-safety/photos/{id}/lease', { id })).toEqual({
      ...lease,
      isOwn: false,
    });
    expect((await itemOf(id))!.lease).toMatchObject({ name: owner.name, isOwn: true });
  });

  it('POST /admin/child-safety/photos/{id}/refusal bans the person and keeps the evidence; POST /admin/child-safety/photos/{id}/undo takes both back', async () => {
    const ada = await kith.person('ada');
    const seen = await handOver(ada);
    const refuse = (by: Staff) =>
      by.ask('POST', '/admin/child-safety/photos/{id}/refusal', { ...seen, reason: 'A child.' });
    const outcomes = await Promise.allSettled([refuse(owner), refuse(other)]);
    const [done] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const [lost] = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(lost).toMatchObject({ code: 'stale', decided: { what: 'photo refused for child safety' } });
    expect(await isBanned(ada)).toBe(true);
    const left = await list();
    expect(left.rows.map(({ id }) => id)).not.toContain(seen.id);
    expect(left.waiting).toBe(left.rows.length);
    expect((await itemOf(seen.id, 'refused'))!.version).toBe(done!.version);
    const undo = (version: number) =>
      owner.ask('POST', '/admin/child-safety/photos/{id}/undo', { id: seen.id, version });
    await expect(undo(seen.version)).rejects.toMatchObject({ code: 'stale' });
    const { version } = await undo(done!.version);
    await expect(undo(version)).rejects.toMatchObject({ code: 'not_found' });
    expect(await itemOf(seen.id, 'refused')).toBeUndefined();
    expect((await itemOf(seen.id))!.version).toBe(version);
    expect(await queueOf()).not.toContain(seen.id);
    await ada.im.in.login({ username: ada.username, password: ada.password });
  });

  it('takes back no more than the ban of the undone decision: others that stand keep it, and a later one is another', async () => {
    const [ada, bo, cy] = [await kith.person('ada'), await kith.person('bo'), await kith.person('cy')];
    const refuse = async (seen: { id: number; version: number }) => ({
      ...seen,
      ...(await owner.ask('POST', '/admin/child-safety/photos/{id}/refusal', {
        ...seen,
        reason: 'A child.',
      })),
    });
    const undo = (seen: { id: number; version: number }) =>
      owner.ask('POST', '/admin/child-safety/photos/{id}/undo', seen);
    const endsOf = async ({ id }: Person) =>
      (
        await kith.sql<{ line: string }>(
          `select kind || coalesce(' ' || round((until - created_at) / 3600000.0), '')
             || case when is_child_safety then ' for child safety' else '' end as line
           from sanctions where account_id = $1 and ended_at is null`,
          [id],
        )
      ).map(({ line }) => line);

    const seen = [await handOver(ada), await handOver(ada, await putPhoto(ada, 2, 'blue'))];
    await punish(kith, ada, 'ban', 24);
    const [first, second] = [await refuse(seen[0]!), await refuse(seen[1]!)];
    await undo(first);
    expect(await endsOf(ada)).toEqual(['ban for child safety']);
    await undo(second);
    expect(await endsOf(ada)).toEqual(['ban 24']);

    // An end that something else has set meanwhile holds after the undo.
    const early = await refuse(await handOver(cy));
    await punish(kith, cy, 'ban', 24);
    await undo(early);
    expect(await endsOf(cy)).toEqual(['ban 24']);

    const others = [await handOver(bo), await handOver(bo, await putPhoto(bo, 2, 'blue'))];
    const mistaken = await refuse(others[0]!);
    await pardon(kith, bo, 'ban');
    await refuse(others[1]!);
    await undo(mistaken);
    expect(await endsOf(bo)).toEqual(['ban for child safety']);
  });

  it('POST /admin/child-safety/photos/{id}/return gives it back to every moderator, until that is taken back', async () => {
    const ada = await kith.person('ada');
    const picture = await image('red');
    const put = async (photo_index: 1 | 2) =>
      ada.api.user_friendship.set_user_photo({ photo_index, image_type: 'png', image: picture });
    const seen = await handOver(ada, (await put(1)).list[0]!);
    const back = await owner.ask('POST', '/admin/child-safety/photos/{id}/return', { ...seen, reason });
    expect(await queueOf()).toContain(seen.id);
    expect(await itemOf(seen.id)).toBeUndefined();
    expect(await isBanned(ada)).toBe(false);
    // The same picture is refused nowhere any more.
    await put(2);
    expect((await photosOf(ada)).map(({ review_status }) => review_status)).toEqual([0, 0]);
    await expect(
      owner.ask('POST', '/admin/child-safety/photos/{id}/return', { ...seen, reason }),
    ).rejects.toMatchObject({ code: 'stale', decided: { by: owner.name } });
    await owner.ask('POST', '/admin/child-safety/photos/{id}/undo', { id: seen.id, ...back });
    expect(await queueOf()).not.toContain(seen.id);
    expect(await itemOf(seen.id)).toBeDefined();
    const log = await owner.ask('GET', '/admin/audit', { objectKind: 'photo', objectId: String(seen.id) });
    expect(log.rows.map(({ action }) => action)).toEqual(['photo.undo', 'photo.return', 'photo.escalate']);
  });
});
