import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Content } from '@kith/core/content';
import { UsageError } from '../../src/cli/command.js';
import { publishFile, showContent, unpublishRow } from '../../src/cli/content.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator } from '../im/operator.js';
import { halves } from '../media/samples.js';

const kith = useKith();
let folder: string;
let tenant: number;
let ada: Person;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-content-'));
  tenant = await makeTenant(kith);
  ada = await kith.person('ada', { tenant });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function publish(content: unknown): Promise<number> {
  const path = join(folder, 'content.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return quietly(async () => publishFile(await operator(kith, tenant), path));
}

async function shown(): Promise<Content> {
  let said = '';
  await quietly(
    async () => showContent(await operator(kith, tenant)),
    (line) => (said += line),
  );
  return JSON.parse(said) as Content;
}

async function quietly<R>(
  what: () => Promise<R>,
  hear: (line: string) => void = () => undefined,
): Promise<R> {
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => hear(line));
  try {
    return await what();
  } finally {
    log.mockRestore();
  }
}

test('an operator publishes a file with pictures, changes the content, and removes a row', async () => {
  await writeFile(join(folder, 'help.png'), await halves(40, 40).png().toBuffer());
  const links = [{ name: 'Example', url: 'https://example.com', picture: 'help.png' }];
  expect(
    await publish({
      articles: [{ texts: { all: { title: '帮助', body: '<p onclick="x">如何</p>' } }, picture: 'help.png' }],
      menu: links,
      explore: links,
      announcements: [{ texts: { all: { title: '公告' } } }],
    }),
  ).toBe(0);
  const [article] = await ada.im.vendor.getArticleList();
  expect(article).toMatchObject({ article_name: '帮助', content: '<p>如何</p>' });
  expect(article!.small_pic).toMatch(new RegExp(`^/uploads/${tenant}/[0-9a-f]{32}\\.png$`));
  const picture = await fetch(`${kith.url}/${article!.small_pic}`);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  const [{ logo } = { logo: '' }] = (await ada.im['middle.Middle'].get_list()).data;
  const [{ logo_url } = { logo_url: '' }] = await ada.im.agent.getOnlineList();
  expect([logo, logo_url]).toEqual([article!.small_pic, article!.small_pic]);
  expect(await ada.im.announcement.getAnnounceMentInfo()).toMatchObject({ title: '公告' });

  // The shown content can be published again unchanged, and only changes have an effect.
  const content = await shown();
  await publish({
    ...content,
    articles: content.articles.map((row) => ({ ...row, texts: { ...row.texts, en: { title: 'New help' } } })),
  });
  const again = await shown();
  expect(again.menu).toEqual(content.menu);
  expect(again.articles).toMatchObject([
    {
      id: article!.id,
      texts: { all: { title: '帮助' }, en: { title: 'New help' } },
      picture: article!.small_pic,
    },
  ]);

  await quietly(async () => unpublishRow(await operator(kith, tenant), ['articles', String(article!.id)]));
  expect(await ada.im.vendor.getArticleList()).toEqual([]);
});

test.each([
  ['invalid JSON', '{', 'is not valid JSON'],
  ['an unknown list', { banners: [] }, 'cannot be published'],
  ['a row without a title', { articles: [{ texts: { en: { body: 'x' } } }] }, '/articles/0/texts/en'],
  ['an unknown member', { menu: [{ name: 'x', url: 'https://x.org', colour: 'red' }] }, '/menu/0'],
  [
    'a wrong position',
    { articles: [{ texts: { en: { title: 'x' } }, position: 'top' }] },
    '/articles/0/position',
  ],
])('a file with %s is rejected with the reason', async (_what, content, says) => {
  await expect(publish(content)).rejects.toThrow(says);
  await expect(publish(content)).rejects.toBeInstanceOf(UsageError);
});

test('an invalid or missing picture publishes nothing', async () => {
  await writeFile(join(folder, 'evil.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const before = await shown();
  for (const picture of ['evil.svg', 'missing.png', 'content.json'])
    await expect(publish({ articles: [{ texts: { en: { title: 'x' } }, picture }] })).rejects.toThrow();
  expect(await shown()).toEqual(before);
});

test.each([[[]], [['banners', '1']], [['articles']], [['articles', '0']], [['articles', '1', '2']]])(
  'unpublish rejects the arguments %j',
  async (args) => {
    await expect(unpublishRow(await operator(kith, tenant), args)).rejects.toBeInstanceOf(UsageError);
  },
);
