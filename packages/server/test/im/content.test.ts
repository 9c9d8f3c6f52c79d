import { beforeAll, describe, expect, test } from 'vitest';
import {
  publishContent,
  seedContent,
  unpublish,
  type ArticleText,
  type ContentDrafts,
  type TextLanguage,
} from '@kith/core/content';
import { connectIm } from '@kith/sdk';
import { plainPasswords } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator } from './operator.js';
import { refused } from './refusals.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

let tenant: number;
let ada: Person;
let stranger: Person;

beforeAll(async () => {
  tenant = await makeTenant(kith, { exploreUrl: 'https://example.com/explore' });
  ada = await kith.person('ada', { tenant });
  stranger = await kith.person('stranger');
});

const article = (
  title: string,
  {
    language = 'all',
    summary = '',
    body = '',
    ...more
  }: Partial<NonNullable<ContentDrafts['articles']>[number] & ArticleText> & {
    language?: TextLanguage;
  } = {},
) => ({
  position: 'help' as const,
  texts: { [language]: { title, summary, body } },
  picture: '',
  isShown: true,
  sort: 0,
  ...more,
});
/** The rows of articles with a title in their newest version. */
const articlesWith = (title: string) =>
  kith.sql<{ id: number; text: ArticleText }>(
    `select a.id, t.value as text from articles a join article_versions v
       on v.tenant_id = a.tenant_id and v.article_id = a.id and v.version = a.version, jsonb_each(v.texts) t
     where t.value ->> 'title' = $1`,
    [title],
  );
const link = (name: string, more: Partial<NonNullable<ContentDrafts['menu']>[number]> = {}) => ({
  name,
  url: 'https://example.com/',
  port: '',
  picture: '',
  isShown: true,
  sort: 0,
  ...more,
});
const publish = async (drafts: ContentDrafts) => publishContent(await operator(kith, tenant), drafts);

describe('/im/vendor/getArticleList, /im/vendor/getArticleDetail and /im/vendor/getAboutList', () => {
  test("return the operator's articles in the operator's order, and no hidden ones", async () => {
    await publish({
      articles: [
        article('third', { sort: 6 }),
        article('second', { summary: '摘要', body: '<p>正文</p>', picture: '/uploads/2/0a.jpg' }),
        article('first'),
        article('hidden', { isShown: false }),
        article('关于', { position: 'about' }),
      ],
    });
    const rows = await ada.im.vendor.getArticleList();
    expect(rows.map((row) => row.article_name)).toEqual(['first', 'second', 'third']);
    // Clients load any address here, so an article without a picture gets a default one.
    expect(rows[0]?.small_pic).toBe('/uploads/starter/help.jpg');
    expect(rows[1]).toMatchObject({
      article_desc: '摘要',
      content: '<p>正文</p>',
      small_pic: '/uploads/2/0a.jpg',
      position: '帮助文档',
      status: 1,
      update_time: '1970-01-01 08:00:00',
    });
    expect(rows[1]!.create_time).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(await ada.im.vendor.getArticleDetail({ article_id: rows[1]!.id })).toEqual(rows[1]);
    const about = await ada.im.vendor.getAboutList();
    expect(about.map((row) => [row.article_name, row.position])).toEqual([['关于', '关于我们']]);

    // An article with a language is for its readers.
    await publish({
      articles: [article('Rules', { language: 'en' }), article('規則', { language: 'zh-Hant', sort: -1 })],
    });
    const titles = async (locale: string) =>
      (await connectIm({ url: kith.url, token: ada.token, locale }).vendor.getArticleList()).map(
        (row) => row.article_name,
      );
    expect(await titles('en')).toEqual(['Rules', 'first', 'second', 'third']);
    expect(await titles('zh-TW')).toEqual(['規則', 'first', 'second', 'third']);
    expect(await titles('zh-CN')).toEqual(['first', 'second', 'third']);

    const hidden = await articlesWith('hidden');
    for (const article_id of [hidden[0]!.id, 0, -1, 999_999_999])
      await expect(ada.im.vendor.getArticleDetail({ article_id })).rejects.toMatchObject(
        refused('not_found'),
      );
    await expect(stranger.im.vendor.getArticleDetail({ article_id: rows[0]!.id })).rejects.toMatchObject(
      refused('not_found'),
    );
  });

  test('date a change, and omit a removed article', async () => {
    await publish({ articles: [article('draft')] });
    const find = async () =>
      (await ada.im.vendor.getArticleList()).find((row) => /draft/.test(row.article_name));
    const { id } = (await find())!;
    await publish({ articles: [article('final draft', { id })] });
    expect(await find()).toMatchObject({ id, article_name: 'final draft' });
    expect((await find())!.update_time).not.toMatch(/^1970/);
    await unpublish(await operator(kith, tenant), 'articles', id);
    expect(await find()).toBeUndefined();
    await expect(unpublish(await operator(kith, tenant), 'articles', id)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test.each([
    ['<script>alert(1)</script><p onclick="alert(1)">hi</p>', '<p>hi</p>'],
    ['<img src="x" onerror="alert(1)"><img src="javascript:alert(1)">', '<img src="x" /><img />'],
    ['<a href="java&#10;script:alert(1)">a</a><a href="//evil">b</a>', '<a>a</a><a>b</a>'],
    ['<a href="data:text/html,x">a</a><img src="data:image/svg+xml,x">', '<a>a</a><img />'],
    [
      '<p style="text-align:center;position:fixed;background:url(//x);color:expression(1)">a</p>',
      '<p style="text-align:center">a</p>',
    ],
    ['<iframe src="//x"></iframe><svg onload=x><style>*{}</style><form><input></form>', ''],
    ['<math><mtext></mtext><mglyph><style><!--</style><img title="--&gt;<img src=x onerror=x>">', ''],
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    [
      '<h2>标题</h2><ul><li><b>粗</b></li></ul><a href="https://example.com/?a=1&amp;b=2">链接</a>',
      '<h2>标题</h2><ul><li><b>粗</b></li></ul><a href="https://example.com/?a=1&amp;b=2">链接</a>',
    ],
  ])('return HTML that was cleaned when it was stored: %s', async (given, kept) => {
    const { html } = kith.server.deps.ports;
    const cleaned = await html.clean(given);
    if (kept === '') expect(cleaned).not.toMatch(/<(?:script|style|svg|iframe|form|math)|onerror=/);
    else expect(cleaned).toBe(kept);
    expect(await html.clean(cleaned)).toBe(cleaned);
    await publish({ articles: [article('cleaned', { body: given })] });
    const [row] = await articlesWith('cleaned');
    expect(row!.text.body).toBe(cleaned);
    await unpublish(await operator(kith, tenant), 'articles', row!.id);
  });

  test('publish nothing when one row is invalid or belongs to another tenant', async () => {
    await publish({ articles: [article('mine')] });
    const [mine] = await articlesWith('mine');
    const others = await operator(kith, 1);
    const count = () =>
      kith.sql('select count(*) from article_versions union all select count(*) from links');
    const before = await count();
    for (const drafts of [
      { articles: [article('good'), article('')] },
      { articles: [article('good'), article('x'.repeat(201))] },
      { articles: [article('good')], menu: [link('bad', { url: 'javascript:alert(1)' })] },
      { articles: [article('good', { picture: 'https://example.com/a.jpg' })] },
      { articles: [article('good'), article('unknown', { id: 999_999 })] },
      { articles: [article('good', { id: mine!.id }), article('twice', { id: mine!.id })] },
      { articles: [article('good', { body: 'x'.repeat(60_001) })] },
      { articles: [article('good', { body: '&'.repeat(20_000) })] },
    ])
      await expect(publish(drafts)).rejects.toMatchObject({ name: 'DomainError' });
    await expect(
      publishContent(others, { articles: [article('stolen', { id: mine!.id })] }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(unpublish(others, 'articles', mine!.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await count()).toEqual(before);
    expect(await articlesWith('mine')).toMatchObject([{ id: mine!.id }]);
  });
});

describe('/im/middle.Middle/get_list', () => {
  test('returns pages of the visible menu links, without an envelope', async () => {
    await publish({
      menu: [
        ...Array.from({ length: 17 }, (_, i) =>
          link(`link ${i}`, { picture: i === 0 ? '/uploads/2/0b.jpg' : '' }),
        ),
        link('hidden', { isShown: false }),
      ],
    });
    const ask = async (fields: object) =>
      (await kith.post('/im/middle.Middle/get_list', { _token: ada.token, ...fields })).body;
    const first = await ask({});
    expect(first).toMatchObject({ total: 17, per_page: 15, current_page: 1, last_page: 2 });
    expect(first.data).toHaveLength(15);
    expect(first.data[0]).toMatchObject({ name: 'link 0', status: 1, logo: '/uploads/2/0b.jpg' });
    const second = await ask({ page: 2 });
    expect(second).toMatchObject({ current_page: '2', last_page: 2 });
    expect(second.data.map((row: { name: string }) => row.name)).toEqual(['link 15', 'link 16']);
    expect(await ask({ page: 2_147_483_647 })).toMatchObject({ current_page: 2_147_483_647, data: [] });
    expect(await ask({ page: 0 })).toMatchObject({ err: 1 });
    expect(await ask({ _token: '' })).toMatchObject({ err: 1 });
    expect((await stranger.im['middle.Middle'].get_list()).data.map((row) => row.name)).not.toContain(
      'link 0',
    );
    expect((await fetch(`${kith.url}${String(first.data[1].logo)}`)).headers.get('content-type')).toBe(
      'image/jpeg',
    );
  });
});

describe('/im/agent/getOnlineList', () => {
  test('returns the links of the explore page, and none of the menu', async () => {
    await publish({ explore: [link('port', { port: '3303' }), link('hidden', { isShown: false })] });
    const rows = await ada.im.agent.getOnlineList();
    expect(rows).toMatchObject([
      { agent_id: String(tenant), appName: 'port', url: 'https://example.com/', port: '3303', status: 0 },
    ]);
    expect(rows[0]!.logo_url).toBe('/uploads/starter/link.jpg');
    expect(rows[0]!.id).toMatch(/^[0-9a-f]{24}$/);
    const menu = await kith.sql<{ id: number }>(`select id from links where place = 'menu' limit 1`);
    await expect(publish({ explore: [link('moved', { id: menu[0]!.id })] })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('/im/announcement/getAnnounceMentInfo and /im/tabbarFind/getTabbarFindUrl', () => {
  test('return the newest announcement, and the page of the explore tab', async () => {
    expect(await ada.im.announcement.getAnnounceMentInfo()).toEqual({
      id: 0,
      title: '',
      content: '',
      status: 0,
      create_time: '',
    });
    await publish({ announcements: [{ texts: { all: { title: 'old', body: '' } }, isShown: true }] });
    await publish({
      announcements: [{ texts: { all: { title: 'new', body: '<p onclick=x>维护</p>' } }, isShown: true }],
    });
    await publish({ announcements: [{ texts: { all: { title: 'hidden', body: '' } }, isShown: false }] });
    expect(await ada.im.announcement.getAnnounceMentInfo()).toMatchObject({
      title: 'new',
      content: '<p>维护</p>',
      status: 1,
    });
    expect(await ada.im.tabbarFind.getTabbarFindUrl()).toEqual({ url: 'https://example.com/explore' });
    expect(await stranger.im.tabbarFind.getTabbarFindUrl()).toEqual({ url: '' });
  });
});

describe('a fresh installation', () => {
  test('has one example of each kind of content; examples that the operator removes stay removed', async () => {
    const articles = await stranger.im.vendor.getArticleList();
    expect(articles.length).toBeGreaterThan(0);
    for (const { small_pic } of articles) expect((await fetch(`${kith.url}${small_pic}`)).status).toBe(200);
    expect(await stranger.im.vendor.getAboutList()).toHaveLength(1);
    expect((await stranger.im['middle.Middle'].get_list()).data).toHaveLength(1);
    expect(await stranger.im.agent.getOnlineList()).toHaveLength(1);
    expect((await stranger.im.announcement.getAnnounceMentInfo()).status).toBe(1);

    const ctx = await operator(kith, 1);
    await unpublish(ctx, 'articles', articles[0]!.id);
    await Promise.all([seedContent(ctx), seedContent(ctx)]);
    await kith.restart();
    expect(await stranger.im.vendor.getArticleList()).toEqual(articles.slice(1));
  });

  test('gets the content once when one tenant is started twice at the same moment', async () => {
    const other = await makeTenant(kith);
    const ctx = await operator(kith, other);
    await Promise.all(Array.from({ length: 10 }, () => seedContent(ctx)));
    expect(await kith.sql('select from articles where tenant_id = $1', [other])).toHaveLength(4);
  });
});
