import { beforeAll, describe, expect, it } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { circle, news, post, seen, upload } from '../im/moments.js';
import { makeTenant } from '../im/operator.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' } });
const reason = 'Somebody else is in it.';
let [moderator, owner] = [undefined as unknown as Staff, undefined as unknown as Staff];
let people: Awaited<ReturnType<typeof circle>>;

beforeAll(async () => {
  moderator = await makeStaff(kith, 'moderator');
  owner = await makeStaff(kith, 'owner');
  people = await circle(kith);
});

const take = (id: number, by = moderator) =>
  by.ask('POST', '/admin/moments/{id}/taking-down', { id, reason });
const restore = (id: number, by = moderator) =>
  by.ask('POST', '/admin/moments/{id}/restoration', { id, reason });
const statusOf = async (url: string) => (await fetch(`${kith.url}${url}`)).status;
const list = (filter: { author: number; state?: 'reported' | 'shown' | 'taken_down'; before?: number }) =>
  moderator.ask('GET', '/admin/moments', filter);

/** Inserts moments; returns their ids, the newest first. */
async function insertMoments(who: Person, count: number): Promise<number[]> {
  const rows = await kith.sql<{ id: number }>(
    `insert into moments (tenant_id, author_id, text, posted_at)
     select $1, $2, 'moment ' || n, 1000 + n from generate_series(1, $3) n returning id`,
    [who.tenant, who.id, count],
  );
  return rows.map(({ id }) => Number(id)).toReversed();
}

describe('POST /admin/moments/{id}/taking-down, POST /admin/moments/{id}/restoration', () => {
  it('a moment disappears for everybody, with files, red dots and reactions, and comes back with its comments', async () => {
    const { ada, bo } = people;
    const { save_name } = await upload(ada);
    const { circle_id } = await ada.im.circle.sendMsg({ content: { text: 'a party', value: [save_name] } });
    await bo.im.circle.comment({ id: circle_id, message: 'whose?' });
    const [moment] = (await list({ author: ada.id })).rows;
    expect(moment).toMatchObject({ text: 'a party', comments: 1, isReported: false });
    const { url, thumbUrl } = moment!.files[0]!;
    const bare = [url, thumbUrl].map((one) => one.split('?')[0]!);
    expect(await Promise.all(bare.map(statusOf))).toEqual([200, 200]);
    const [cyBefore, adaBefore] = [await news(people.cy), await news(ada)];
    expect([cyBefore[0], adaBefore[1]]).toEqual([1, 1]);

    const outcomes = await Promise.allSettled([take(moment!.id), take(moment!.id)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const who of [ada, bo]) expect(await seen(who, circle_id)).toBeUndefined();
    expect((await news(people.cy))[0]).toBe(0);
    expect((await news(ada))[1]).toBe(0);
    await expect(bo.im.circle.comment({ id: circle_id, message: 'gone?' })).rejects.toMatchObject({ err: 1 });
    expect(await Promise.all(bare.map(statusOf))).toEqual([404, 404]);
    // Staff still see what they may restore.
    expect(await Promise.all([url, thumbUrl].map(statusOf))).toEqual([200, 200]);

    await restore(moment!.id);
    await expect(restore(moment!.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await seen(bo, circle_id))?.content.value).toEqual([save_name]);
    expect((await news(ada))[1]).toBe(1);
    expect(await Promise.all(bare.map(statusOf))).toEqual([200, 200]);
    const log = await owner.ask('GET', '/admin/audit', {
      objectKind: 'moment',
      objectId: String(moment!.id),
    });
    expect(log.rows).toMatchObject([
      { action: 'moments.restore', after: { why: reason } },
      { action: 'moments.take_down', staffName: moderator.name, after: { authorId: ada.id, why: reason } },
    ]);
  });

  it('tells the sockets of those who see it, at every node, and no others: kith.v1 taken_down', async () => {
    const { ada, bo, dee } = people;
    const posts = [await post(ada, 'a private party'), await post(ada, 'and its end')];
    const rows = (await list({ author: ada.id })).rows.slice(0, 2).toReversed();
    const sockets = await Promise.all([ada, ada, bo, bo].map((who) => who.v1()));
    const [stranger, existing] = [await dee.v1(), await bo.socket()];
    const toldOf = async (id: string) => {
      for (const socket of sockets)
        expect(await socket.next('taken_down')).toEqual({ t: 'taken_down', kind: 'moment', id });
    };
    await take(rows[0]!.id);
    await toldOf(posts[0]!);
    await restore(rows[0]!.id);
    await take(rows[1]!.id);
    await toldOf(posts[1]!);
    await stranger.settle();
    expect(stranger.frames.filter(({ t }) => t === 'taken_down')).toEqual([]);
    expect(JSON.stringify(existing.frames)).not.toContain('taken_down');
  });

  it('refuses a blank reason, an unknown moment and one of another tenant', async () => {
    const [id] = await insertMoments(people.dee, 1);
    await expect(
      moderator.ask('POST', '/admin/moments/{id}/taking-down', { id: id!, reason: ' ' }),
    ).rejects.toMatchObject({ code: 'invalid', field: 'reason' });
    await expect(take(2_000_000_000)).rejects.toMatchObject({ code: 'not_found' });
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    await expect(take(id!, stranger)).rejects.toMatchObject({ code: 'not_found' });
    await expect(stranger.ask('GET', '/admin/moments/{id}/comments', { id: id! })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('GET /admin/moments/{id}/comments, POST /admin/moments/comments/{id}/taking-down, POST /admin/moments/comments/{id}/restoration', () => {
  it('lists comments in pages; one that is taken down is for staff only, until it is restored', async () => {
    const { ada, bo } = people;
    const post_id = await post(ada, 'hello');
    const { id } = (await list({ author: ada.id })).rows[0]!;
    await bo.im.circle.comment({ id: post_id, message: 'spam' });
    await kith.sql(
      `insert into moment_comments (tenant_id, moment_id, author_id, text, created_at)
       select $1, $2, $3, 'comment ' || n, 1 from generate_series(1, 50) n`,
      [ada.tenant, id, ada.id],
    );
    const first = await moderator.ask('GET', '/admin/moments/{id}/comments', { id });
    const second = await moderator.ask('GET', '/admin/moments/{id}/comments', { id, before: first.next! });
    expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 1, undefined]);
    const [spam] = second.rows;
    expect(spam).toMatchObject({ authorId: bo.id, authorName: bo.username, text: 'spam' });
    const comment = { id: spam!.id, reason };
    const texts = async () => (await seen(bo, post_id))!.comments.map(({ content }) => content);
    expect(await texts()).toContain('spam');
    await moderator.ask('POST', '/admin/moments/comments/{id}/taking-down', comment);
    expect(await texts()).not.toContain('spam');
    const later = await moderator.ask('GET', '/admin/moments/{id}/comments', { id, before: first.next! });
    expect(later.rows[0]!.takenDownAt).toBeGreaterThan(0);
    await moderator.ask('POST', '/admin/moments/comments/{id}/restoration', comment);
    await expect(
      moderator.ask('POST', '/admin/moments/comments/{id}/restoration', comment),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await texts()).toContain('spam');
    const log = await owner.ask('GET', '/admin/audit', { objectKind: 'moment_comment' });
    expect(log.rows.map(({ action }) => action)).toEqual([
      'moment_comments.restore',
      'moment_comments.take_down',
    ]);
  });
});

describe('GET /admin/moments', () => {
  it('lists by author, state and reports, in pages', async () => {
    const eve = await kith.person('eve');
    const ids = await insertMoments(eve, 30);
    await take(ids[3]!);
    const first = await list({ author: eve.id });
    const second = await list({ author: eve.id, before: first.next! });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids);
    expect([first.rows.length, second.next]).toEqual([24, undefined]);
    const idsOf = async (state: 'reported' | 'shown' | 'taken_down') =>
      (await list({ author: eve.id, state })).rows.map(({ id }) => id);
    expect(await idsOf('taken_down')).toEqual([ids[3]]);
    expect(await idsOf('shown')).not.toContain(ids[3]);
    expect(await idsOf('reported')).toEqual([]);
    await people.bo.api.chat.friendship_block({ target_id: eve.id, action: 'report', block_reason_id: 12 });
    expect(await idsOf('reported')).toEqual(ids.filter((id) => id !== ids[3]).slice(0, 24));
    expect((await list({ author: eve.id })).rows[0]!.isReported).toBe(true);
  });
});
