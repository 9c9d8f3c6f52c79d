import { beforeAll, describe, expect, it } from 'vitest';
import { atPace } from '../harness/at-pace.js';
import { useKith, type Person } from '../harness/kith.js';
import { recordStatements } from '../harness/rows-read.js';
import { makeTenant, setStatus } from './operator.js';
import { refused } from './refusals.js';
import { insertVideos } from './videos.js';

const kith = useKith({ usualPlans: true });

/** A separate tenant for each story, so that its lists contain only the story's videos. */
async function town(...names: string[]): Promise<Person[]> {
  const tenant = await makeTenant(kith);
  return Promise.all(names.map((name) => kith.person(name, { tenant })));
}
const idsOf = (page: { data: { id: number }[] }) => page.data.map((video) => video.id);
const raw = async (who: Person, path: string, fields: Record<string, unknown>) =>
  (await kith.post(`/im/video.Share/${path}`, { _token: who.token, ...fields })).body;

describe('/im/video.Share/video_lists', () => {
  it('returns the newest first in pages; a page after the last is empty, later ones are the last', async () => {
    const [ada] = (await town('ada')) as [Person];
    const ids = (await insertVideos(kith, ada, 40)).toReversed();
    const page = (number?: unknown) =>
      raw(ada, 'video_lists', { type: '0', ...(number !== undefined && { page: number }) });
    const head = { total: 40, per_page: 15, last_page: 3 };
    for (const first of [undefined, '', 1, 0, -5])
      expect(await page(first)).toMatchObject({ ...head, current_page: first === undefined ? 1 : '1' });
    const pages = await Promise.all([1, 2, 3].map(page));
    expect(pages.flatMap(idsOf)).toEqual(ids);
    expect(pages.map(({ current_page }) => current_page)).toEqual(['1', '2', '3']);
    expect(await page(4)).toEqual({ ...head, current_page: 4, data: [] });
    for (const far of [5, 2_147_483_647]) expect(await page(far)).toEqual(pages[2]);
    expect(await page('2147483648')).toEqual({ err: 1, msg: '参数错误：page' });
    expect(await page('two')).toEqual({ err: 1, msg: '参数错误：page' });
  });

  it('filters by category, none if empty, and returns nothing for an unknown one', async () => {
    const [ada] = (await town('ada')) as [Person];
    const [first, second] = await ada.im['video.Share'].category();
    const [one, other] = [
      await insertVideos(kith, ada, 2, first!.id),
      await insertVideos(kith, ada, 3, second!.id),
    ];
    const shown = async (type?: number) => idsOf(await raw(ada, 'video_lists', { type: type ?? '' }));
    expect(await shown(first!.id)).toEqual(one.toReversed());
    expect(await shown(second!.id)).toEqual(other.toReversed());
    expect(await shown()).toEqual([...one, ...other].toReversed());
    expect(await raw(ada, 'video_lists', { type: 999_999, page: 1 })).toEqual({
      total: 0,
      per_page: 15,
      current_page: 1,
      last_page: 0,
      data: [],
    });
  });
});

describe('/im/video.Share/video_list', () => {
  it('recommends the newest, and ranks likes above some hours of age', async () => {
    const [ada, bo] = (await town('ada', 'bo')) as [Person, Person];
    const [old, liked, newest] = (await insertVideos(kith, ada, 3)) as [number, number, number];
    const age = (id: number, hours: number) =>
      kith.sql('update videos set created_at = created_at - $1, rank_at = rank_at - $1 where id = $2', [
        hours * 3600_000,
        id,
      ]);
    await age(old, 30);
    await age(liked, 20);
    const feed = async () => idsOf(await raw(bo, 'video_list', { type: 1 }));
    expect(await feed()).toEqual([newest, liked, old]);
    for (const who of [ada, bo]) await who.im['video.Share'].fabulous({ id: liked });
    expect(await feed()).toEqual([newest, liked, old]); // two likes are worth 19 hours
    await ada.im['video.Share'].fabulous({ id: liked });
    await age(liked, -9);
    expect(await feed()).toEqual([liked, newest, old]); // one is worth 12, and it is 11 hours old
    await bo.im['video.Share'].fabulous({ id: liked });
    expect(await feed()).toEqual([newest, liked, old]);
  });

  it('starts with the opened video, and shows every other one once', async () => {
    const [ada, bo] = (await town('ada', 'bo')) as [Person, Person];
    const ids = (await insertVideos(kith, ada, 31)).toReversed();
    const opened = ids[20]!;
    const pages = await Promise.all(
      [1, 2, 3].map((page) => raw(bo, 'video_list', { type: 1, id: opened, page })),
    );
    expect(pages.flatMap(idsOf)).toEqual([opened, ...ids.filter((id) => id !== opened)]);
    expect(pages.map(({ total, last_page, data }) => [total, last_page, data.length])).toEqual([
      [31, 3, 15],
      [31, 3, 15],
      [31, 3, 1],
    ]);
    expect(idsOf(await raw(bo, 'video_list', { type: 1, id: 0 }))).toEqual(ids.slice(0, 15));
    await expect(bo.im['video.Share'].video_list({ id: 999_999 })).rejects.toMatchObject(
      refused('not_found'),
    );
    await expect(bo.im['video.Share'].video_list({ type: 3 })).rejects.toMatchObject(
      refused('invalid', 'type'),
    );
  });

  it('shows only videos of followed people, whichever video was opened', async () => {
    const [ada, bo, cy] = (await town('ada', 'bo', 'cy')) as [Person, Person, Person];
    const [first] = await insertVideos(kith, ada, 1);
    const [strange] = await insertVideos(kith, bo, 1);
    const [second] = await insertVideos(kith, ada, 1);
    expect((await raw(cy, 'video_list', { type: 2 })).data).toEqual([]);
    await cy.im['video.Share'].follow({ user_id: ada.id });
    const feed = await raw(cy, 'video_list', { type: 2, page: 1 });
    expect(idsOf(feed)).toEqual([second, first]);
    expect(feed).toMatchObject({ total: 2, data: [{ is_follow: true }, { is_follow: true }] });
    expect(idsOf(await raw(cy, 'video_list', { type: 2, id: strange }))).toEqual([strange, second, first]);
    expect(idsOf(await raw(cy, 'video_list', { type: 2, id: first }))).toEqual([first, second]);
  });
});

describe('/im/video.Share/user_video and /im/video.Share/user_info', () => {
  it("return a person and the person's released videos", async () => {
    const [ada, bo] = (await town('ada', 'bo')) as [Person, Person];
    const ids = (await insertVideos(kith, ada, 16)).toReversed();
    await insertVideos(kith, bo, 1);
    const page = await raw(bo, 'user_video', { user_id: ada.id, page: '1' });
    expect(page).toMatchObject({ total: 16, current_page: '1', last_page: 2 });
    expect(idsOf(page)).toEqual(ids.slice(0, 15));
    expect(Object.keys(page.data[0]).toSorted()).toEqual(
      [
        'id',
        'user_id',
        'title',
        'video',
        'gif',
        'fabulous',
        'comment',
        'createtime',
        'status',
        'category_id',
      ].toSorted(),
    );
    const { user_info } = await raw(bo, 'user_info', { user_id: ada.id });
    expect(user_info).toMatchObject({ id: ada.id, username: ada.username, phone: '', email: '', ip: '' });
    // The caller gets the same row, because the path serves other people.
    expect((await raw(ada, 'user_info', { user_id: ada.id })).user_info).toEqual(user_info);
  });
});

describe('with a hundred thousand videos', () => {
  const VIDEOS = 100_000;
  let ada: Person;
  let categoryId: number;

  beforeAll(async () => {
    const authors = (await town('ada', 'bo', 'cy', 'di', 'ed', 'fay')) as [Person, ...Person[]];
    [ada] = authors;
    categoryId = (await ada.im['video.Share'].category())[0]!.id;
    await Promise.all(
      authors.map((author, i) =>
        insertVideos(kith, author, Math.ceil(VIDEOS / 6), i % 2 ? categoryId : null),
      ),
    );
    await kith.sql('update videos set rank_at = created_at + (id % 1000) * 60000 where tenant_id = $1', [
      ada.tenant,
    ]);
    await kith.sql(
      `insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, status, created_at, updated_at, last_seen_at)
       select $1, 'gone' || n, 'gone' || n, '', '#', '{}', '', 0, 'disabled', 0, 0, 0 from generate_series(1, 200) n`,
      [ada.tenant],
    );
    for (const other of authors.slice(1, 4)) await ada.im['video.Share'].follow({ user_id: other.id });
    await kith.sql('vacuum analyze videos');
    await kith.sql('analyze');
  }, atPace(120_000));

  it.each([
    ['everything', 'video_lists', {}],
    ['a category', 'video_lists', { type: 'a category' }],
    ['recommendations', 'video_list', { type: 1 }],
    ['followed people', 'video_list', { type: 2 }],
    ['one author', 'user_video', { user_id: 'ada' }],
  ])('a page of %s reads only its rows, and its count reads none', async (_what, path, fields) => {
    const real = { 'a category': categoryId, ada: ada.id };
    const params = Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, real[value as keyof typeof real] ?? value]),
    );
    const statements = await recordStatements(async () => {
      expect((await raw(ada, path, { ...params, page: 2 })).data).toHaveLength(15);
    });
    const feeds = statements.filter(({ text }) => text.includes('video'));
    expect(feeds).toHaveLength(3); // to count, to pick, to load
    for (const { text, values } of feeds) {
      const scans = (await scansOf(text, values)).filter(({ table }) => table === 'videos');
      if (text.includes('as count')) expect(scans).toEqual([]);
      const rows = scans.reduce((sum, scan) => sum + scan.rows, 0);
      expect(rows, JSON.stringify(scans)).toBeLessThan(500);
    }
  });

  it('hundreds of hidden videos at the top cost little, and do not appear', async () => {
    const loud = await kith.person('loud', { tenant: ada.tenant });
    await insertVideos(kith, loud, 300);
    await setStatus(kith, loud, 'disabled');
    const { data, total } = await raw(ada, 'video_lists', { page: 1 });
    expect(data).toHaveLength(15);
    expect(data.some((video: { user_id: number }) => video.user_id === loud.id)).toBe(false);
    const [row] = await kith.sql<{ count: number }>(
      'select count(*)::int as count from videos where tenant_id = $1 and account_id <> $2',
      [ada.tenant, loud.id],
    );
    expect(total).toBe(row!.count);
  });
});

interface Scan {
  readonly table: string;
  readonly rows: number;
}

/** The tables that a statement reads, and the number of rows that it really read, including discarded ones. */
async function scansOf(text: string, values: readonly unknown[]): Promise<Scan[]> {
  const [row] = await kith.sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, format json) ${text}`, [
    ...values,
  ]);
  return scansIn(row!['QUERY PLAN'][0].Plan);
}

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

function scansIn(plan: Plan): Scan[] {
  const below = (plan.Plans ?? []).flatMap(scansIn);
  const table = plan['Relation Name'];
  if (table === undefined) return below;
  const rows = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return [{ table, rows }, ...below];
}
