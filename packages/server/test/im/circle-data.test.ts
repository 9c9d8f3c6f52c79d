import { describe, expect, test } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { circle, feed, news, post, seen } from './moments.js';
import { block, makeTenant } from './operator.js';
import { refused } from './refusals.js';

const kith = useKith();

type Query = { time?: number; type?: 0 | 1; user_id?: number; update?: 0 | 1; chat?: 0 | 1 };
const page = async (who: Person, query: Query) => (await who.im.get.circleData(query)).data;
const textsOf = async (who: Person, query: Query) =>
  (await page(who, query)).map((moment) => moment.content.text);

/** Everything that an account can scroll to, page by page, as clients do. */
async function scroll(who: Person, user_id = 0): Promise<string[][]> {
  const pages = [await page(who, { time: 0, type: 0, user_id })];
  for (;;) {
    const time = pages.at(-1)?.at(-1)?.time;
    if (time === undefined) return pages.slice(0, -1).map((rows) => rows.map((row) => row.content.text));
    pages.push(await page(who, { time, type: 1, user_id }));
  }
}

describe('/im/get/circleData', () => {
  test('returns pages of ten, newest first; the time of the last moment continues, each moment once', async () => {
    const { ada, bo } = await circle(kith);
    for (let i = 1; i <= 23; i++) {
      await post(i % 2 ? ada : bo, `${i}`);
      kith.advance(1000);
    }
    const pages = await scroll(bo);
    expect(pages.map((rows) => rows.length)).toEqual([10, 10, 3]);
    expect(pages.flat()).toEqual(Array.from({ length: 23 }, (_, i) => `${23 - i}`));
    expect((await scroll(bo, ada.id)).flat()).toEqual(Array.from({ length: 12 }, (_, i) => `${23 - 2 * i}`));
  });

  test('never splits a second: moments of one second are on one page', async () => {
    const { ada, bo, cy } = await circle(kith);
    await post(ada, 'old');
    kith.advance(2000);
    await Promise.all(Array.from({ length: 14 }, (_, i) => post(i % 2 ? ada : bo, `burst ${i}`)));
    await kith.sql('update moments set posted_at = (select max(posted_at) from moments) where text like $1', [
      'burst%',
    ]);
    for (const user_id of [0, ada.id]) {
      const pages = await scroll(ada, user_id);
      const all = user_id === 0 ? 15 : 8;
      expect(pages[0]?.length).toBe(user_id === 0 ? 14 : 8);
      expect(pages.flat().length).toBe(all);
      expect(new Set(pages.flat()).size).toBe(all);
    }
    expect((await scroll(cy)).flat().length).toBe(8);
  });

  test("returns newer moments from the client's position without gaps", async () => {
    const { ada, bo } = await circle(kith);
    await post(ada, '0');
    const [first] = await feed(bo);
    for (let i = 1; i <= 25; i++) {
      kith.advance(1000);
      await post(ada, `${i}`);
    }
    const shown: string[] = [];
    let time = first!.time;
    for (;;) {
      const rows = await page(bo, { time, type: 0, user_id: 0 });
      if (rows.length === 0) break;
      shown.unshift(...rows.map((row) => row.content.text));
      time = rows[0]!.time;
      // Until all is read, more exists.
      expect((await news(bo))[0]).toBe(shown.length < 25 ? 1 : 0);
    }
    expect(shown).toEqual(Array.from({ length: 25 }, (_, i) => `${25 - i}`));
    expect(await textsOf(bo, { time: first!.time, type: 0, user_id: ada.id })).toEqual(
      Array.from({ length: 10 }, (_, i) => `${10 - i}`),
    );
  });

  test('returns a later moment of a second that the client has already read', async () => {
    const { ada, bo } = await circle(kith);
    await post(ada, 'one');
    const [one] = await feed(bo);
    await post(ada, 'two');
    kith.advance(1000); // the following moments have an earlier second for all
    await kith.sql('update moments set posted_at = $1 where author_id = $2', [
      one!.time * 1000 + 500,
      ada.id,
    ]);
    expect(await textsOf(bo, { time: one!.time, type: 0, user_id: 0 })).toEqual(['two']);
    expect(await textsOf(bo, { time: one!.time, type: 0, user_id: 0 })).toEqual([]);
  });

  test("returns the name of the page: the caller's own, or a person's with the caller's remark", async () => {
    const { ada, bo, dee } = await circle(kith);
    await post(ada, 'hello');
    await bo.im.friend.setRemarks({ user_id: ada.id, content: 'Aunt Ada' });
    const own = await bo.im.get.circleData({ user_id: 0 });
    expect(own.user_info).toMatchObject({ id: bo.id, nickname: 'bo', circle_img: 'default_circle_img.jpg' });
    expect(own.data[0]).toMatchObject({ username: 'Aunt Ada' });
    const hers = await bo.im.get.circleData({ user_id: ada.id });
    expect(hers.user_info).toMatchObject({ id: ada.id, nickname: 'Aunt Ada', username: ada.username });
    expect(hers.data.length).toBe(1);
    const stranger = await dee.im.get.circleData({ user_id: ada.id });
    expect(stranger).toMatchObject({ data: [], user_info: { id: ada.id, nickname: 'ada' } });
    await expect(dee.im.get.circleData({ user_id: 999_999_999 })).rejects.toMatchObject(refused('not_found'));
    await block(kith, ada, dee);
    await expect(dee.im.get.circleData({ user_id: ada.id })).rejects.toMatchObject(refused('not_found'));
  });

  test('hides the moments of a removed friend at once, and shows them after a new friendship', async () => {
    const { ada, bo } = await circle(kith);
    const id = await post(ada, 'hello');
    await bo.im.remove.friend({ user_id: ada.id });
    expect(await seen(bo, id)).toBeUndefined();
    expect(await textsOf(bo, { user_id: ada.id })).toEqual([]);
    await kith.befriend(bo, ada);
    expect(await seen(bo, id)).toBeDefined();
  });

  test('returns the age of a moment in words', async () => {
    const { ada } = await circle(kith);
    const id = await post(ada, 'hello');
    const ages: string[] = [];
    for (const minutes of [0, 5, 60, 23 * 60, 3 * 24 * 60, 40 * 24 * 60]) {
      kith.advance(minutes * 60_000);
      ages.push((await seen(ada, id))!.timestamp);
    }
    expect(ages).toEqual([
      '刚刚',
      '5分钟前',
      '1小时前',
      '1天前',
      '4天前',
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    ]);
  });

  test('separates tenants', async () => {
    const tenant = await makeTenant(kith);
    const [eve, finn] = [await kith.person('eve', { tenant }), await kith.person('finn', { tenant })];
    await kith.befriend(eve, finn);
    await post(eve, 'elsewhere');
    const { ada } = await circle(kith);
    await post(ada, 'here');
    expect(await textsOf(finn, {})).toEqual(['elsewhere']);
    expect(await textsOf(ada, {})).toEqual(['here']);
    await expect(ada.im.get.circleData({ user_id: eve.id })).rejects.toMatchObject(refused('not_found'));
  });
});

describe('/im/get/circleDatas', () => {
  test('answers like circleData, and with one moment for its id', async () => {
    const { ada, bo } = await circle(kith);
    const id = await post(ada, 'one');
    await post(ada, 'two');
    expect(await bo.im.get.circleDatas({ user_id: 0 })).toEqual(await bo.im.get.circleData({ user_id: 0 }));
    expect((await bo.im.get.circleDatas({ id })).data.map(({ post_id }) => post_id)).toEqual([id]);
  });
});

describe('the red dot (no_reader_circle)', () => {
  test('appears when friends have posted, until the newest moments are read', async () => {
    const { ada, bo, cy, dee } = await circle(kith);
    expect(await news(bo)).toEqual([0, 0]);
    await post(ada, 'one');
    await post(ada, 'two');
    expect(await Promise.all([ada, bo, cy, dee].map(news))).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 0],
    ]);
    await page(bo, { time: 0, type: 0, user_id: 0 });
    expect(await news(bo)).toEqual([0, 0]);
    expect(await news(cy)).toEqual([1, 0]);
    await post(ada, 'three');
    expect(await news(bo)).toEqual([1, 0]);
    await page(bo, { time: 0, type: 0, user_id: ada.id });
    await page(bo, { time: 99_999_999_999, type: 1, user_id: 0 });
    expect(await news(bo)).toEqual([1, 0]);
    await page(bo, { time: 0, type: 0, user_id: ada.id, update: 1 });
    expect(await news(bo)).toEqual([0, 0]);
  });

  test('ignores moments from before the friendship, and hidden and deleted ones', async () => {
    const { ada, bo, dee } = await circle(kith);
    await post(dee, 'long ago');
    kith.advance(1000);
    await kith.befriend(dee, bo);
    expect(await news(bo)).toEqual([0, 0]);
    expect(await textsOf(bo, {})).toEqual(['long ago']);
    const id = await post(ada, 'one');
    expect(await news(bo)).toEqual([1, 0]);
    await block(kith, ada, bo);
    expect(await news(bo)).toEqual([0, 0]);
    await kith.sql('delete from blocks where account_id = $1', [ada.id]);
    await ada.im.circle.delAction({ id });
    expect(await news(bo)).toEqual([0, 0]);
  });

  test('misses none of many moments posted during a read', async () => {
    const ada = await kith.person('ada');
    const friends = await Promise.all(Array.from({ length: 5 }, () => kith.person('friend')));
    for (const friend of friends) await kith.befriend(ada, friend);
    const shown = new Set<string>();
    let posting = true;
    const reading = (async () => {
      // A client that reads only after a notification.
      while (posting || (await news(ada))[0] === 1)
        if ((await news(ada))[0] === 1) for (const text of await textsOf(ada, {})) shown.add(text);
    })();
    for (let round = 0; round < 5; round++)
      await Promise.all(friends.map((friend, i) => post(friend, `${round}.${i}`)));
    posting = false;
    await reading;
    const [newest] = await textsOf(ada, {});
    expect(shown.has(newest!)).toBe(true);
    expect(await news(ada)).toEqual([0, 0]);
  });

  test('moments of a tenant have ids in the order of their times', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, () => kith.person('someone')));
    await Promise.all(Array.from({ length: 100 }, (_, i) => post(people[i % 10]!, `${i}`)));
    const [row] = await kith.sql<{ wrong: number }>(
      `select count(*)::int as wrong from moments a join moments b
       on a.tenant_id = b.tenant_id and a.id < b.id and a.posted_at > b.posted_at where a.author_id = any($1)`,
      [people.map(({ id }) => id)],
    );
    expect(row?.wrong).toBe(0);
  });
});

describe('unread reactions (no_reader_circle_chat_num)', () => {
  test("count likes and comments for the author and replies for the addressed person, not the caller's own; chat=1 shows and resets them", async () => {
    const { ada, bo, cy } = await circle(kith);
    await kith.befriend(bo, cy);
    const [one, two] = [await post(ada, 'one'), await post(ada, 'two')];
    await post(ada, 'three');
    await feed(bo);
    await feed(cy);
    await bo.im.circle.likeAction({ id: one, is_like: 1 });
    await bo.im.circle.comment({ id: one, message: 'nice' });
    await cy.im.circle.comment({ id: two, message: 'oh' });
    await ada.im.circle.likeAction({ id: two, is_like: 1 });
    await ada.im.circle.comment({ id: two, message: 'me too' });
    expect(await Promise.all([ada, bo, cy].map(news))).toEqual([
      [0, 3],
      [0, 0],
      [0, 0],
    ]);
    await cy.im.circle.comment({ id: one, message: 'yes', chat_user_id: bo.id });
    await ada.im.circle.comment({ id: one, message: 'no', chat_user_id: cy.id });
    await cy.im.circle.comment({ id: one, message: 'sure', chat_user_id: cy.id });
    expect(await Promise.all([ada, bo, cy].map(news))).toEqual([
      [0, 5],
      [0, 1],
      [0, 1],
    ]);

    const unseen = await page(ada, { time: 0, type: 0, user_id: 0, chat: 1 });
    expect(unseen.map(({ content }) => content.text)).toEqual(['two', 'one']);
    expect(unseen[1]?.comments.map(({ content }) => content)).toEqual(['nice', 'yes', 'no', 'sure']);
    expect(await Promise.all([ada, bo, cy].map(news))).toEqual([
      [0, 0],
      [0, 1],
      [0, 1],
    ]);
    expect(await page(ada, { time: 0, type: 1, user_id: 0, chat: 1 })).toEqual([]);
    expect(await textsOf(cy, { chat: 1 })).toEqual(['one']);
    expect(await news(cy)).toEqual([0, 0]);
  });

  test('stay for older moments when more than ten have reactions: the newest ten are shown first', async () => {
    const { ada, bo } = await circle(kith);
    for (let i = 0; i < 12; i++) {
      const id = await post(ada, `${i}`);
      await bo.im.circle.likeAction({ id, is_like: 1 });
    }
    expect((await textsOf(ada, { chat: 1 })).length).toBe(10);
    expect(await news(ada)).toEqual([0, 2]);
    expect(await textsOf(ada, { chat: 1, time: 1, type: 1 })).toEqual(['1', '0']);
    expect(await news(ada)).toEqual([0, 0]);
  });

  test('of a former friend do not count', async () => {
    const { ada, bo, cy } = await circle(kith);
    const id = await post(ada, 'hello');
    await bo.im.circle.likeAction({ id, is_like: 1 });
    await cy.im.circle.likeAction({ id, is_like: 1 });
    expect(await news(ada)).toEqual([0, 2]);
    await ada.im.remove.friend({ user_id: bo.id });
    expect(await news(ada)).toEqual([0, 1]);
    expect((await page(ada, { chat: 1 }))[0]?.like.map(({ uid }) => uid)).toEqual([cy.id]);
  });

  test('that arrive while the page is read are either on it or still unread', async () => {
    const ada = await kith.person('ada');
    const friends = await Promise.all(Array.from({ length: 10 }, () => kith.person('friend')));
    for (const friend of friends) await kith.befriend(ada, friend);
    const id = await post(ada, 'hello');
    await Promise.all([
      ...friends.map((friend) => friend.im.circle.comment({ id, message: 'hi' })),
      ...Array.from({ length: 10 }, () => page(ada, { chat: 1 })),
    ]);
    const waiting = (await news(ada))[1];
    expect(waiting).toBeLessThanOrEqual(10);
    expect((await page(ada, { chat: 1 })).length).toBe(waiting > 0 ? 1 : 0);
    expect(await news(ada)).toEqual([0, 0]);
  });
});
