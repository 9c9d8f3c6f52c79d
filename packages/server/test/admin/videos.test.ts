import { beforeAll, describe, expect, it } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { whileHeld } from '../harness/held.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { makeTenant } from '../im/operator.js';
import { refused } from '../im/refusals.js';
import { insertVideos, release } from '../im/videos.js';

const kith = useKith();
const reason = 'Somebody else is in it.';
let moderator: Staff;

beforeAll(async () => {
  moderator = await makeStaff(kith, 'moderator');
});

const takeDown = (id: number) => moderator.ask('POST', '/admin/videos/{id}/taking-down', { id, reason });
const restore = (id: number) => moderator.ask('POST', '/admin/videos/{id}/restoration', { id, reason });
const statusOf = async (url: string) => (await fetch(`${kith.url}${url}`)).status;

/** What a person sees of a video of an author: its lists, their lengths, and whether it can be opened. */
async function seen(who: Person, author: Person, id: number): Promise<unknown[]> {
  const share = who.im['video.Share'];
  const [own, feed, liked] = [
    await share.user_video({ user_id: author.id }),
    await share.video_lists({}),
    await share.fabulous_log({ user_id: who.id }),
  ];
  return [
    own.data.some((video) => video.id === id),
    own.total,
    feed.data.some((video) => video.id === id),
    liked.total,
  ];
}

describe('POST /admin/videos/{id}/taking-down, POST /admin/videos/{id}/restoration', () => {
  it('a video disappears for everybody, with its files and its place in lists and numbers, and comes back with its likes', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const id = await release(ada, 'a private party');
    await insertVideos(kith, ada, 2);
    await bo.im['video.Share'].fabulous({ id });
    const { rows } = await moderator.ask('GET', '/admin/videos', { author: ada.id });
    const { url, coverUrl } = rows.find((video) => video.id === id)!;
    const bare = [url, coverUrl].map((one) => one.split('?')[0]!);
    expect(await seen(bo, ada, id)).toEqual([true, 3, true, 1]);
    expect(await Promise.all(bare.map(statusOf))).toEqual([200, 200]);

    const outcomes = await Promise.allSettled([takeDown(id), takeDown(id)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await seen(bo, ada, id)).toEqual([false, 2, false, 0]);
    expect(await seen(ada, ada, id)).toEqual([false, 2, false, 0]);
    expect(await Promise.all(bare.map(statusOf))).toEqual([404, 404]);
    // Staff still see what they may restore.
    expect(await Promise.all([url, coverUrl].map(statusOf))).toEqual([200, 200]);
    await expect(bo.im['video.Share'].fabulous({ id })).rejects.toMatchObject({ err: 1 });

    await restore(id);
    await expect(restore(id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await seen(bo, ada, id)).toEqual([true, 3, true, 1]);
    expect(await Promise.all(bare.map(statusOf))).toEqual([200, 200]);
    const owner = await makeStaff(kith, 'owner');
    const log = await owner.ask('GET', '/admin/audit', { objectKind: 'video', objectId: String(id) });
    expect(log.rows).toMatchObject([
      { action: 'videos.restore', after: { why: reason } },
      { action: 'videos.take_down', staffName: moderator.name, after: { authorId: ada.id, why: reason } },
    ]);
  });

  it('tells every socket of the tenant, and no other', async () => {
    const ada = await kith.person('ada');
    const [id] = await insertVideos(kith, ada, 1);
    const socket = await (await kith.person('bo')).v1();
    const other = await (await kith.person('cy', { tenant: await makeTenant(kith) })).v1();
    await takeDown(id!);
    expect(await socket.next('taken_down')).toEqual({ t: 'taken_down', kind: 'video', id: String(id) });
    await other.settle();
    expect(other.frames.filter(({ t }) => t === 'taken_down')).toEqual([]);
  });

  it('refuses a blank reason, an unknown video and one of another tenant', async () => {
    const ada = await kith.person('ada');
    const [id] = await insertVideos(kith, ada, 1);
    await expect(
      moderator.ask('POST', '/admin/videos/{id}/taking-down', { id: id!, reason: ' ' }),
    ).rejects.toMatchObject({ code: 'invalid', field: 'reason' });
    await expect(takeDown(2_000_000_000)).rejects.toMatchObject({ code: 'not_found' });
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    await expect(
      stranger.ask('POST', '/admin/videos/{id}/taking-down', { id: id!, reason }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('GET /admin/videos', () => {
  it('lists by author and state, in pages', async () => {
    const ada = await kith.person('ada');
    const ids = (await insertVideos(kith, ada, 30)).toReversed();
    await takeDown(ids[3]!);
    const first = await moderator.ask('GET', '/admin/videos', { author: ada.id });
    const second = await moderator.ask('GET', '/admin/videos', { author: ada.id, before: first.next! });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(ids);
    expect([first.rows.length, second.next]).toEqual([24, undefined]);
    const down = await moderator.ask('GET', '/admin/videos', { author: ada.id, state: 'taken_down' });
    expect(down.rows.map(({ id }) => id)).toEqual([ids[3]]);
    const shown = await moderator.ask('GET', '/admin/videos', { author: ada.id, state: 'shown' });
    expect(shown.rows.map(({ id }) => id)).not.toContain(ids[3]);
    const reported = async () => (await moderator.ask('GET', '/admin/videos', { state: 'reported' })).rows;
    expect(await reported()).toEqual([]);
    const bo = await kith.person('bo');
    await bo.api.chat.friendship_block({ target_id: ada.id, action: 'report', block_reason_id: 12 });
    expect((await reported()).map(({ id, isReported }) => [id, isReported])).toEqual(
      ids
        .filter((id) => id !== ids[3])
        .slice(0, 24)
        .map((id) => [id, true]),
    );
  });
});

describe('GET /admin/videos/{id}/comments, POST /admin/videos/comments/{id}/taking-down, POST /admin/videos/comments/{id}/restoration', () => {
  it('a comment that is taken down disappears with the replies below it and from the numbers, until it is restored', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const [id] = await insertVideos(kith, ada, 1);
    const share = bo.im['video.Share'];
    const commentsOf = async () =>
      (await moderator.ask('GET', '/admin/videos/{id}/comments', { id: id! })).rows;
    await share.comment({ share_id: id!, content: 'spam' });
    const [spam] = await commentsOf();
    expect(spam).toMatchObject({ authorId: bo.id, authorName: bo.username, text: 'spam' });
    await ada.im['video.Share'].comment({ share_id: id!, comment_id: spam!.id, content: 'no' });
    await ada.im['video.Share'].comment({ share_id: id!, comment_id: spam!.id, content: 'spam too' });
    const [reply, answer] = await commentsOf();
    await share.comment({ share_id: id!, content: 'fine' });
    const seenBy = async () => {
      const { data } = await share.getComment({ id: id! });
      const { data: videos } = await share.user_video({ user_id: ada.id });
      return [data.map(({ content }) => content), videos[0]!.comment] as const;
    };
    const change = (comment: number, how: 'restoration' | 'taking-down') =>
      moderator.ask('POST', `/admin/videos/comments/{id}/${how}`, { id: comment, reason });
    expect(await seenBy()).toEqual([['fine', 'spam'], 4]);
    await change(reply!.id, 'taking-down');
    expect(await seenBy()).toEqual([['fine', 'spam'], 3]);
    const outcomes = await Promise.allSettled([1, 2].map(() => change(spam!.id, 'taking-down')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await seenBy()).toEqual([['fine'], 1]);
    for (const below of [spam!, answer!])
      await expect(
        share.comment({ share_id: id!, comment_id: below.id, content: 'still?' }),
      ).rejects.toMatchObject(refused('not_found'));
    expect(await seenBy()).toEqual([['fine'], 1]);
    await change(reply!.id, 'restoration');
    expect(await seenBy()).toEqual([['fine'], 1]);
    await change(spam!.id, 'restoration');
    expect(await seenBy()).toEqual([['fine', 'spam'], 4]);
    const stranger = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
    await expect(
      stranger.ask('POST', '/admin/videos/comments/{id}/taking-down', { id: spam!.id, reason }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(stranger.ask('GET', '/admin/videos/{id}/comments', { id: id! })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a thread that is being taken down', () => {
  it('refuses a reply that has seen it before', async () => {
    const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
    const [id] = await insertVideos(kith, ada, 1);
    const share = bo.im['video.Share'];
    const comment = (content: string, comment_id = 0) =>
      share.comment({ share_id: id!, comment_id, content });
    await comment('spam');
    const [spam] = (await share.getComment({ id: id! })).data;
    await comment('no', spam!.id);
    const [answer] = (await share.getComment({ id: id! })).data[0]!.children;
    for (const below of [spam!, answer!]) {
      const takingDown = `with v as materialized (select id from videos where id = $1 for no key update)
        update video_comments c set taken_down_at = 1 from v where c.id = $2`;
      const reply = whileHeld(kith, [takingDown, [id, spam!.id]], () => comment('still?', below.id));
      await expect(reply).rejects.toMatchObject(refused('not_found'));
      await kith.sql('update video_comments set taken_down_at = null where id = $1', [spam!.id]);
    }
    expect((await share.getComment({ id: id! })).data[0]!.children).toHaveLength(1);
  });
});

describe('GET /admin/videos/categories, POST /admin/videos/categories, PUT /admin/videos/categories, PUT /admin/videos/categories/{id}, DELETE /admin/videos/categories/{id}', () => {
  it('members see the categories in the order of staff, without removed ones; every change is audited', async () => {
    const tenant = await makeTenant(kith);
    const staff = await makeStaff(kith, 'owner', { tenant });
    const ada = await kith.person('ada', { tenant });
    const seen = async () => (await ada.im['video.Share'].category()).map(({ name }) => name);
    const all = () => staff.ask('GET', '/admin/videos/categories', {});
    const add = (name: string) => staff.ask('POST', '/admin/videos/categories', { name });
    const [first, ...others] = await all();
    const { id } = first!;
    await Promise.all([add(' News '), add('News')]);
    expect(await seen()).toEqual([first!.name, ...others.map(({ name }) => name), 'News']);
    const rename = (name: string, was: string) =>
      staff.ask('PUT', '/admin/videos/categories/{id}', { id, name, was });
    await rename('Life', first!.name);
    await expect(rename('Life!', first!.name)).rejects.toMatchObject({ code: 'stale' });
    await expect(rename('News', 'Life')).rejects.toMatchObject({ code: 'not_found' });
    await expect(add(' ')).rejects.toMatchObject({ code: 'invalid' });
    for (const one of others) await staff.ask('DELETE', '/admin/videos/categories/{id}', { id: one.id });
    expect(await seen()).toEqual(['Life', 'News']);
    const news = (await all()).find(({ name }) => name === 'News')!.id;
    const order = (seen: number[], ids: number[]) =>
      staff.ask('PUT', '/admin/videos/categories', { seen, ids });
    for (const seen of [[id], [news, id], [id, news, others[0]!.id]])
      await expect(order(seen, [news, id])).rejects.toMatchObject({ code: 'stale' });
    for (const ids of [[news], [news, news], [news, id, others[0]!.id]])
      await expect(order([id, news], ids)).rejects.toMatchObject({ code: 'invalid' });
    await order([id, news], [news, id]);
    expect(await seen()).toEqual(['News', 'Life']);
    await add(others[0]!.name);
    expect(await seen()).toEqual(['News', 'Life', others[0]!.name]);
    await expect(
      moderator.ask('DELETE', '/admin/videos/categories/{id}', { id: news }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const log = await staff.ask('GET', '/admin/audit', {});
    expect(log.rows.map(({ action }) => action).filter((one) => one.startsWith('video_'))).toEqual([
      'video_categories.add',
      'video_categories.order',
      ...others.map(() => 'video_categories.remove'),
      'video_categories.rename',
      'video_categories.add',
    ]);
  });
});
