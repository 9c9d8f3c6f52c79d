import { beforeEach, describe, expect, it } from 'vitest';
import { connectIm } from '@kith/sdk';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';
import { operator } from '../im/operator.js';
import { publishContent } from '@kith/core/content';
import { halves } from '../media/samples.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' } });
let mei: Staff;
let tom: Staff;
let ada: Person;

beforeEach(async () => {
  [mei, tom] = [await makeStaff(kith, 'editor'), await makeStaff(kith, 'editor')];
  ada = await kith.person('ada');
});

const text = (title: string, body = `<p>${title}</p>`) => ({ title, summary: '', body });
const content = { position: 'help', picture: '', isShown: true, sort: 0 } as const;

/** Writes an article that members see at once. */
const published = (title: string) =>
  mei.ask('POST', '/admin/content/articles', { ...content, texts: { en: text(title) }, state: 'published' });
const save = (staff: Staff, seen: { id: number; version: number }, title: string, more: object = {}) =>
  staff.ask('PUT', '/admin/content/articles/{id}', {
    ...content,
    texts: { en: text(title) },
    state: 'published',
    ...seen,
    ...more,
  });
const titlesFor = async (locale: string, url = kith.url) =>
  (await connectIm({ url, token: ada.token, locale }).vendor.getArticleList()).map((row) => row.article_name);
const read = (id: number, locale = 'en') =>
  connectIm({ url: kith.url, token: ada.token, locale }).vendor.getArticleDetail({ article_id: id });

describe('POST /admin/content/articles, GET /admin/content/articles/{id} and PUT /admin/content/articles/{id}', () => {
  it('publish an article under one id in each language, cleaned, and show a reader of another language what there is', async () => {
    const { id } = await mei.ask('POST', '/admin/content/articles', {
      ...content,
      state: 'published',
      texts: {
        en: text('Tea', '<p onclick="x">Water<script>alert(1)</script></p>'),
        'zh-Hant': text('茶'),
      },
    });
    expect(await titlesFor('en')).toContain('Tea');
    expect(await titlesFor('zh-TW')).toContain('茶');
    const inHans = await titlesFor('zh-CN');
    expect(inHans.filter((title) => ['茶', 'Tea'].includes(title))).toEqual([]);
    expect(await read(id)).toMatchObject({ id, article_name: 'Tea', content: '<p>Water</p>' });
    expect(await read(id, 'zh-TW')).toMatchObject({ id, article_name: '茶' });
    expect(await read(id, 'zh-CN')).toMatchObject({ id, article_name: 'Tea' });
  });

  it('keep a draft from members, and publish it at its time on every node', async () => {
    const { id, version } = await published('First');
    const draft = await save(mei, { id, version }, 'Draft', { state: 'draft' });
    expect((await read(id)).article_name).toBe('First');
    const publishAt = kith.server.deps.now() + 600_000;
    const later = await save(mei, { id, version: draft.version }, 'Later', { state: 'scheduled', publishAt });
    expect(await mei.ask('GET', '/admin/content/articles/{id}', { id })).toMatchObject({
      version: later.version,
      state: 'shown',
      shownVersion: version,
      scheduledAt: publishAt,
      texts: { en: { title: 'Later' } },
    });
    kith.advance(599_000);
    expect((await read(id)).article_name).toBe('First');
    kith.advance(1_000);
    for (const { port } of kith.servers) {
      const titles = await titlesFor('en', `http://127.0.0.1:${port}`);
      expect(titles).toContain('Later');
      expect(titles).not.toContain('First');
    }
    expect(await mei.ask('GET', '/admin/content/articles/{id}', { id })).toMatchObject({
      shownVersion: later.version,
    });
  });

  it('refuse a time that has come, an article without a text, a title that is empty, and a strange picture', async () => {
    const wrong = [
      { state: 'scheduled', publishAt: kith.server.deps.now() },
      { state: 'scheduled' },
      { texts: {} },
      { texts: { en: text(' ') } },
      { picture: 'https://example.org/spy.png' },
      { texts: { en: text('x', 'a\0b') } },
    ];
    const { id, version } = await published('Kept');
    for (const one of wrong)
      await expect(save(mei, { id, version }, 'Wrong', one), JSON.stringify(one)).rejects.toMatchObject({
        code: 'invalid',
      });
    expect((await read(id)).article_name).toBe('Kept');
  });

  it('let one of two editors who have seen the same version save, and tell the other who it was', async () => {
    const { id, version } = await published('Both');
    const outcomes = await Promise.allSettled([
      save(mei, { id, version }, 'By Mei'),
      save(tom, { id, version }, 'By Tom'),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const winner = outcomes[0]!.status === 'fulfilled' ? mei : tom;
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { status: 409, code: 'stale', decided: { by: winner.name } },
    });
    const { versions } = await mei.ask('GET', '/admin/content/articles/{id}', { id });
    expect(versions.map(({ writtenBy }) => writtenBy)).toEqual([winner.name, mei.name]);
  });

  it('keep the newest hundred versions, and those that members may see', async () => {
    const { id, version } = await published('Old');
    await kith.sql(
      `insert into article_versions select tenant_id, article_id, version + n, position, picture, is_shown, sort, texts,
         null, written_by, created_at from article_versions, generate_series(1, 120) n
       where article_id = $1`,
      [id],
    );
    await kith.sql('update articles set version = 121 where id = $1', [id]);
    await save(mei, { id, version: version + 120 }, 'A draft', { state: 'draft' });
    const { versions, shownVersion } = await mei.ask('GET', '/admin/content/articles/{id}', { id });
    expect([versions.length, shownVersion]).toEqual([122, 1]);
    await save(mei, { id, version: 122 }, 'Published');
    const after = await mei.ask('GET', '/admin/content/articles/{id}', { id });
    expect([after.versions.length, after.shownVersion]).toEqual([100, 123]);
  });
});

describe('GET /admin/content/articles/{id}/versions/{version}, POST /admin/content/articles/{id}/restoration and POST /admin/content/articles/{id}/unscheduling', () => {
  it('bring an older version back as a draft, and take a schedule back', async () => {
    const { id, version } = await published('One');
    const two = await save(tom, { id, version }, 'Two');
    const seen = { id, version: two.version };
    await expect(
      mei.ask('POST', '/admin/content/articles/{id}/restoration', { id, version, restored: 1 }),
    ).rejects.toMatchObject({ code: 'stale' });
    await expect(
      mei.ask('POST', '/admin/content/articles/{id}/restoration', { ...seen, restored: 99 }),
    ).rejects.toMatchObject({ code: 'not_found' });
    const back = await mei.ask('POST', '/admin/content/articles/{id}/restoration', { ...seen, restored: 1 });
    expect((await read(id)).article_name).toBe('Two');
    const old = await mei.ask('GET', '/admin/content/articles/{id}/versions/{version}', { id, ...back });
    expect(old).toMatchObject({ writtenBy: mei.name, texts: { en: { title: 'One' } } });

    const publishAt = kith.server.deps.now() + 60_000;
    const later = await save(mei, { id, ...back }, 'Three', { state: 'scheduled', publishAt });
    await mei.ask('POST', '/admin/content/articles/{id}/unscheduling', { id, ...later });
    kith.advance(120_000);
    expect((await read(id)).article_name).toBe('Two');
  });
});

describe('GET /admin/content/articles', () => {
  it('finds articles by title, place, language and state, in pages', async () => {
    const find = async (filter: object) =>
      (await mei.ask('GET', '/admin/content/articles', filter)).rows.map(({ id }) => id);
    const { id } = await published('Needle 100%');
    expect(await find({ text: 'nEEdle' })).toEqual([id]);
    expect(await find({ text: 'needle 100_' })).toEqual([]);
    expect(await find({ text: 'needle', position: 'about' })).toEqual([]);
    expect(await find({ text: 'needle', language: 'zh-Hant' })).toEqual([]);
    expect(await find({ text: 'needle', state: 'shown' })).toEqual([id]);
    await save(mei, { id, version: 1 }, 'Needle', { state: 'draft', isShown: false });
    expect(await find({ text: 'needle', state: 'hidden' })).toEqual([]);
    expect(await find({ text: 'needle', state: 'draft' })).toEqual([id]);
    await save(mei, { id, version: 2 }, 'Needle', { isShown: false });
    expect(await find({ text: 'needle', state: 'hidden' })).toEqual([id]);
    await expect(read(id)).rejects.toMatchObject({ err: 1 });

    for (let i = 0; i < 55; i++) await published(`Page ${i}`);
    const first = await mei.ask('GET', '/admin/content/articles', { text: 'Page ' });
    const second = await mei.ask('GET', '/admin/content/articles', { text: 'Page ', before: first.next! });
    expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 5, undefined]);
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(55);
  });

  it('shows what a command has published, as the newest version', async () => {
    const { id } = await published('By hand');
    const texts = { all: text('By file') };
    await publishContent(await operator(kith, 1), { articles: [{ ...content, id, texts }] });
    expect(await mei.ask('GET', '/admin/content/articles', { text: 'By file' })).toMatchObject({
      rows: [{ id, version: 2, changedBy: 'kith', titles: { all: 'By file' } }],
    });
  });
});

describe('DELETE /admin/content/articles/{id}', () => {
  it('deletes an article with its versions, unless somebody has changed it since', async () => {
    const { id, version } = await published('Gone');
    await save(tom, { id, version }, 'Changed');
    await expect(mei.ask('DELETE', '/admin/content/articles/{id}', { id, version })).rejects.toMatchObject({
      code: 'stale',
    });
    await mei.ask('DELETE', '/admin/content/articles/{id}', { id, version: 2 });
    await expect(read(id)).rejects.toMatchObject({ err: 1 });
    expect(await kith.sql('select from article_versions where article_id = $1', [id])).toEqual([]);
  });
});

describe('POST /admin/content/pictures and POST /admin/content/preview', () => {
  it('store a picture that is encoded again, and show HTML as it would be stored', async () => {
    const bytes = await halves(40, 40).png().toBuffer();
    const { path } = await mei.ask('POST', '/admin/content/pictures', { picture: bytes.toString('base64') });
    expect((await fetch(`${kith.url}${path}`)).headers.get('content-type')).toBe('image/png');
    const { id } = await mei.ask('POST', '/admin/content/articles', {
      ...content,
      picture: path,
      texts: { en: text('With a picture', `<img src="${path}" alt="Tea">`) },
      state: 'published',
    });
    expect(await read(id)).toMatchObject({ small_pic: path, content: `<img src="${path}" alt="Tea" />` });
    for (const picture of ['not base64!', Buffer.from('<svg/>').toString('base64')])
      await expect(mei.ask('POST', '/admin/content/pictures', { picture })).rejects.toMatchObject({
        status: expect.toSatisfy((status: number) => status < 500) as number,
      });
    const body = '<p onclick="x">Hi</p><iframe src="//x"></iframe>';
    expect(await mei.ask('POST', '/admin/content/preview', { body })).toEqual({ body: '<p>Hi</p>' });
  });
});
