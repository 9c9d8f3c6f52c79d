import { describe, expect, it } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { whileHeld } from '../harness/held.js';
import { refused } from './refusals.js';
import { useKith, type Person } from '../harness/kith.js';
import { block, makeTenant, setStatus } from './operator.js';
import { insertVideos, release } from './videos.js';

const kith = useKith();

const people = (...names: string[]) => Promise.all(names.map((name) => kith.person(name)));
const crowd = (count: number) => Promise.all(Array.from({ length: count }, () => kith.person('someone')));
/** The video as an account finds it in the public list. */
async function look(who: Person, id: number) {
  const { data } = await who.im['video.Share'].video_list({ id });
  return data[0]!;
}
const countsOf = async (who: Person, of = who) => {
  const { follow, fans, fabulous } = await who.im['video.Share'].user_info({ user_id: of.id });
  return { follow, fans, fabulous };
};
const rowsIn = async (table: string, id: number) =>
  (await kith.sql(`select * from ${table} where video_id = $1`, [id])).length;

describe('/im/video.Share/fabulous and /im/video.Share/fabulous_log', () => {
  it('like and unlike a video; each account sees its own like, all see the count', async () => {
    const [ada, bo, cy] = (await people('ada', 'bo', 'cy')) as [Person, Person, Person];
    const id = await release(ada, 'mine');
    const { body } = await kith.post('/im/video.Share/fabulous', { _token: bo.token, id });
    expect(body).toEqual({ code: 0, msg: 'success' });
    await ada.im['video.Share'].fabulous({ id }); // also one's own
    expect(await look(bo, id)).toMatchObject({ fabulous: 2, is_fabulous: true });
    expect(await look(cy, id)).toMatchObject({ fabulous: 2, is_fabulous: false });
    expect(await countsOf(cy, ada)).toEqual({ follow: 0, fans: 0, fabulous: 2 });

    const log = await cy.im['video.Share'].fabulous_log({ user_id: bo.id });
    expect(log).toMatchObject({
      total: 1,
      current_page: 1,
      last_page: 1,
      data: [{ share_id: id, title: 'mine', fabulous: 2, gif: (await look(cy, id)).gif }],
    });
    await bo.im['video.Share'].fabulous({ id });
    expect(await look(bo, id)).toMatchObject({ fabulous: 1, is_fabulous: false });
    expect((await cy.im['video.Share'].fabulous_log({ user_id: bo.id })).data).toEqual([]);
  });

  it(
    'count a hundred parallel likes as a hundred, and back to none',
    async () => {
      const [ada, ...others] = await crowd(101);
      const id = await release(ada!);
      const all = () => Promise.all(others.map((person) => person.im['video.Share'].fabulous({ id })));
      await all();
      expect(await look(ada!, id)).toMatchObject({ fabulous: 100 });
      expect(await rowsIn('video_likes', id)).toBe(100);
      expect(await countsOf(ada!)).toMatchObject({ fabulous: 100 });
      await all();
      expect(await look(ada!, id)).toMatchObject({ fabulous: 0 });
      expect(await countsOf(ada!)).toMatchObject({ fabulous: 0 });
      expect(await rowsIn('video_likes', id)).toBe(0);
    },
    atPace(60_000),
  );

  it('end in one state with the right count after many parallel calls of one person', async () => {
    const [ada, bo] = (await people('ada', 'bo')) as [Person, Person];
    const id = await release(ada);
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 21 }, () => bo.im['video.Share'].fabulous({ id })));
      const { fabulous, is_fabulous } = await look(bo, id);
      expect(fabulous).toBe(is_fabulous ? 1 : 0);
      expect(await rowsIn('video_likes', id)).toBe(fabulous);
    }
  });
});

describe('/im/video.Share/follow and /im/video.Share/me_follow', () => {
  it("follow and unfollow; the caller's fans and followed people are listed with their profiles", async () => {
    const [ada, bo, cy] = (await people('ada', 'bo', 'cy')) as [Person, Person, Person];
    const id = await release(ada);
    await bo.im['video.Share'].follow({ user_id: ada.id });
    await cy.im['video.Share'].follow({ user_id: ada.id });
    await ada.im['video.Share'].follow({ user_id: bo.id });
    expect(await countsOf(bo, ada)).toEqual({ follow: 1, fans: 2, fabulous: 0 });
    expect(await look(bo, id)).toMatchObject({ is_follow: true });
    expect(await look(ada, id)).toMatchObject({ is_follow: false });
    expect((await ada.im['video.Share'].me_follow({ type: 1 })).data).toMatchObject([
      { user_id: cy.id, to_id: ada.id, user_info: { nickname: 'cy', face: 'default_man/300.jpg' } },
      { user_id: bo.id, to_id: ada.id, user_info: { nickname: 'bo' } },
    ]);
    expect((await ada.im['video.Share'].me_follow({ type: 2 })).data).toMatchObject([
      { user_id: ada.id, to_id: bo.id, user_info: { nickname: 'bo' } },
    ]);
    await bo.im['video.Share'].follow({ user_id: ada.id });
    expect(await countsOf(bo, ada)).toEqual({ follow: 1, fans: 1, fabulous: 0 });
    expect((await bo.im['video.Share'].me_follow({ type: 2 })).data).toEqual([]);
    await expect(ada.im['video.Share'].follow({ user_id: ada.id })).rejects.toMatchObject(
      refused('invalid', 'user_id'),
    );
    await expect(ada.im['video.Share'].follow({ user_id: 999_999_999 })).rejects.toMatchObject(
      refused('not_found'),
    );
  });

  it(
    'count a hundred new fans in parallel, and mutual follows in parallel',
    async () => {
      const [ada, ...others] = await crowd(101);
      await Promise.all(
        others.flatMap((person) => [
          person.im['video.Share'].follow({ user_id: ada!.id }),
          ada!.im['video.Share'].follow({ user_id: person.id }),
        ]),
      );
      expect(await countsOf(ada!)).toEqual({ follow: 100, fans: 100, fabulous: 0 });
      const [bo] = others as [Person];
      await Promise.all(Array.from({ length: 21 }, () => bo.im['video.Share'].follow({ user_id: ada!.id })));
      const rows = await kith.sql('select * from video_follows where account_id = $1', [bo.id]);
      expect(rows.length).toBeLessThanOrEqual(1);
      expect((await countsOf(bo)).follow).toBe(rows.length);
    },
    atPace(60_000),
  );

  it('list fans in pages of fifteen', async () => {
    const [ada, ...fans] = await crowd(18);
    for (const fan of fans) await fan.im['video.Share'].follow({ user_id: ada!.id });
    const pages = await Promise.all(
      [1, 2, 3].map(async (page) => ada!.im['video.Share'].me_follow({ type: 1, page })),
    );
    expect(pages.map(({ data }) => data.length)).toEqual([15, 2, 0]);
    expect(pages.map(({ current_page }) => current_page)).toEqual(['1', '2', 3]);
    const listed = pages.flatMap(({ data }) => data.map((row) => row.user_id));
    expect(listed).toEqual(fans.map((fan) => fan.id).toReversed());
  });
});

describe('/im/video.Share/comment, /im/video.Share/getComment and /im/video.Share/common_log', () => {
  it('list comments newest first, with replies in two levels, for replies to replies, too', async () => {
    const [ada, bo, cy] = (await people('ada', 'bo', 'cy')) as [Person, Person, Person];
    const share_id = await release(ada);
    const comment = (who: Person, comment_id: number, content: string) =>
      who.im['video.Share'].comment({ share_id, comment_id, content });
    const threads = async () => (await ada.im['video.Share'].getComment({ id: share_id, type: 1 })).data;
    await comment(bo, 0, 'first');
    await comment(cy, 0, '<b>second</b>');
    const first = (await threads())[1]!;
    await comment(ada, first.comment_id, 'to bo');
    const reply = (await threads())[1]!.children[0]!;
    // A chain of replies stays in its thread.
    await comment(cy, reply.comment_id, 'to ada');
    await comment(bo, (await threads())[1]!.childlist[1]!.comment_id, 'to cy');

    const [second, thread] = await threads();
    expect(second).toMatchObject({
      content: '<b>second</b>',
      user_id: cy.id,
      to_id: 0,
      children: [],
      childlist: [],
    });
    expect(thread).toMatchObject({
      share_id,
      content: 'first',
      user_info: { id: bo.id, nickname: 'bo', phone: '' },
    });
    expect(thread!.children).toMatchObject([
      { content: 'to bo', user_id: ada.id, to_id: bo.id, share_id, children: [], childlist: [] },
      { content: 'to ada', user_id: cy.id, to_id: ada.id },
      { content: 'to cy', user_id: bo.id, to_id: cy.id },
    ]);
    expect(thread!.childlist).toEqual(thread!.children);
    expect(await look(bo, share_id)).toMatchObject({ comment: 5 });

    // Ada's comments, and the comments on ada's videos; of bo only bo's.
    const log = async (of: Person) => (await cy.im['video.Share'].common_log({ user_id: of.id })).data;
    expect((await log(ada)).map((row) => row.content)).toEqual([
      'to cy', 'to ada', 'to bo', '<b>second</b>', 'first',
    ]); // prettier-ignore
    expect(await log(bo)).toMatchObject([
      { content: 'to cy', comment_id: first.id, to_id: cy.id, share_id, gif: (await look(bo, share_id)).gif },
      { id: first.id, content: 'first', comment_id: 0, to_id: 0, user_id: bo.id },
    ]);
  });

  it('return the fifty newest replies of a thread, and comments in pages', async () => {
    const [ada, bo] = (await people('ada', 'bo')) as [Person, Person];
    const share_id = await release(ada);
    for (let n = 0; n < 17; n++) await bo.im['video.Share'].comment({ share_id, content: `thread ${n}` });
    const { data, total, last_page } = await bo.im['video.Share'].getComment({ id: share_id });
    expect([data.length, total, last_page, data[0]!.content]).toEqual([15, 17, 2, 'thread 16']);
    for (let n = 0; n < 52; n++)
      await ada.im['video.Share'].comment({ share_id, comment_id: data[0]!.id, content: `reply ${n}` });
    const [newest] = (await bo.im['video.Share'].getComment({ id: share_id })).data;
    expect(newest!.children.map(({ content }) => content)).toEqual(
      Array.from({ length: 50 }, (_, n) => `reply ${n + 2}`),
    );
    const second = await bo.im['video.Share'].getComment({ id: share_id, page: 2 });
    expect(second.data.map(({ content }) => content)).toEqual(['thread 1', 'thread 0']);
  });

  it('count a hundred parallel comments as a hundred', async () => {
    const [ada, bo] = (await people('ada', 'bo')) as [Person, Person];
    const share_id = await release(ada);
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        [ada, bo][n % 2]!.im['video.Share'].comment({ share_id, content: 'hi' }),
      ),
    );
    expect((await look(ada, share_id)).comment).toBe(100);
    expect(await rowsIn('video_comments', share_id)).toBe(100);
  });

  it('refuse an invalid comment, and replies to comments of another video', async () => {
    const [ada, bo] = (await people('ada', 'bo')) as [Person, Person];
    const [one, two] = [await release(ada), await release(ada)];
    await bo.im['video.Share'].comment({ share_id: one, content: 'here' });
    const [here] = (await bo.im['video.Share'].getComment({ id: one })).data;
    const comment = (params: { share_id?: number; comment_id?: number; content?: string }) =>
      bo.im['video.Share'].comment({ share_id: two, content: 'fine', ...params });
    for (const [params, expected] of [
      [{ comment_id: here!.id }, refused('not_found')],
      [{ comment_id: 999_999 }, refused('not_found')],
      [{ comment_id: -1 }, refused('not_found')],
      [{ share_id: 999_999 }, refused('not_found')],
      [{ content: ' \n ' }, { message: '不能为空：content' }],
      [{ content: '长'.repeat(501) }, { message: '不能超过500个字：content' }],
      [{ content: 'x'.repeat(10_000) }, refused('too_large')],
      [{ content: 'a\0b' }, refused('invalid', 'content')],
    ] as const)
      await expect(comment(params), JSON.stringify(params)).rejects.toMatchObject(expected);
    expect((await look(bo, two)).comment).toBe(0);
    await comment({ content: '长'.repeat(500) });
    expect((await look(bo, two)).comment).toBe(1);
  });
});

describe('a video that is being erased', () => {
  it('is not found by a like or a comment that has seen it before', async () => {
    const [ada, bo] = (await people('ada', 'bo')) as [Person, Person];
    const share = bo.im['video.Share'];
    const erasing = async (work: (id: number) => Promise<unknown>) => {
      const [id] = await insertVideos(kith, ada, 1);
      return whileHeld(kith, ['delete from videos where id = $1', [id]], () => work(id!));
    };
    const like = erasing((id) => share.fabulous({ id }));
    await expect(like).rejects.toMatchObject(refused('not_found'));
    const comment = erasing((id) => share.comment({ share_id: id, content: 'hi' }));
    await expect(comment).rejects.toMatchObject(refused('not_found'));
    expect(await countsOf(ada)).toMatchObject({ fabulous: 0 });
  });
});

describe('people who may not meet', () => {
  it('see no videos, comments, likes and fans of each other, and none of disabled accounts, and no counts of them', async () => {
    const tenant = await makeTenant(kith);
    const [ada, bo, cy, di] = await Promise.all(
      ['ada', 'bo', 'cy', 'di'].map((name) => kith.person(name, { tenant })),
    );
    if (!ada || !bo || !cy || !di) throw new Error('Four people were made.');
    const [own, blocked, disabled] = [await release(ada), await release(bo), await release(cy)];
    for (const who of [bo, cy, di]) {
      await who.im['video.Share'].fabulous({ id: own });
      await who.im['video.Share'].follow({ user_id: ada.id });
      await ada.im['video.Share'].follow({ user_id: who.id });
      await who.im['video.Share'].comment({ share_id: own, content: `of ${who.id}` });
    }
    for (const id of [blocked, disabled]) {
      await ada.im['video.Share'].fabulous({ id });
      await ada.im['video.Share'].comment({ share_id: id, content: 'nice' });
    }
    const seen = async (who: Person) => {
      const { data, total } = await who.im['video.Share'].video_lists({});
      expect(total).toBe(data.length);
      return data.map((video) => video.id);
    };
    expect(await seen(ada)).toEqual([disabled, blocked, own]);
    await block(kith, bo, ada);
    await setStatus(kith, cy, 'disabled');

    expect(await seen(ada)).toEqual([own]);
    expect(await seen(bo)).toEqual([blocked]);
    expect(await seen(di)).toEqual([blocked, own]);
    const mine = ada.im['video.Share'];
    const lists = await Promise.all([
      mine.video_list({ type: 1 }),
      mine.video_list({ type: 2 }),
      mine.me_follow({ type: 1 }),
      mine.me_follow({ type: 2 }),
      mine.getComment({ id: own }),
      mine.common_log({ user_id: ada.id }),
      mine.fabulous_log({ user_id: ada.id }),
    ]);
    expect(lists.map(({ total, data }) => [total, data.length])).toEqual([
      [1, 1], [0, 0], [1, 1], [1, 1], [1, 1], [1, 1], [0, 0],
    ]); // prettier-ignore
    for (const [id, user_id] of [
      [blocked, bo.id],
      [disabled, cy.id],
    ] as const) {
      for (const call of [
        () => mine.fabulous({ id }),
        () => mine.comment({ share_id: id, content: 'x' }),
        () => mine.getComment({ id }),
        () => mine.video_list({ id }),
        () => mine.follow({ user_id }),
        () => mine.user_info({ user_id }),
        () => mine.user_video({ user_id }),
        () => mine.fabulous_log({ user_id }),
        () => mine.common_log({ user_id }),
      ])
        await expect(call()).rejects.toMatchObject(refused('not_found'));
    }
    // After the return everything is unchanged.
    await setStatus(kith, cy, 'active');
    expect(await seen(ada)).toEqual([disabled, own]);
  });

  it('of another tenant see none of it', async () => {
    const tenant = await makeTenant(kith);
    const [ada] = (await people('ada')) as [Person];
    const una = await kith.person('una', { tenant });
    const id = await release(ada);
    const [category] = await ada.im['video.Share'].category();
    expect(await una.im['video.Share'].video_lists({ type: category!.id })).toMatchObject({
      total: 0,
      data: [],
    });
    await expect(una.im['video.Share'].fabulous({ id })).rejects.toMatchObject(refused('not_found'));
    await insertVideos(kith, una, 1);
    expect((await una.im['video.Share'].video_lists({})).data).toMatchObject([{ user_id: una.id }]);
  });
});
