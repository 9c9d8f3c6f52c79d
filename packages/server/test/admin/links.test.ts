import { beforeEach, describe, expect, it } from 'vitest';
import { useKith, type Person } from '../harness/kith.js';
import { makeStaff, type Staff } from '../harness/staff.js';

const kith = useKith({ nodes: { count: 2, bus: 'postgres' } });
let mei: Staff;
let tom: Staff;
let ada: Person;

beforeEach(async () => {
  [mei, tom] = [await makeStaff(kith, 'editor'), await makeStaff(kith, 'editor')];
  ada = await kith.person('ada');
  await kith.sql('delete from links');
});

const content = (name: string) => ({
  name,
  url: 'https://example.com/',
  port: '',
  picture: '',
  isShown: true,
});
const add = (name: string, place: 'menu' | 'explore' = 'menu') =>
  mei.ask('POST', '/admin/content/links', { place, ...content(name) });
const menu = async () => (await ada.im['middle.Middle'].get_list({})).data.map(({ name }) => name);
const order = (staff: Staff, seen: number[], ids: number[]) =>
  staff.ask('PUT', '/admin/content/link-order', { place: 'menu', seen, ids });

describe('POST /admin/content/links and GET /admin/content/links', () => {
  it('add to the end of the menu or of the explore page, which members see at once', async () => {
    await add('Wiki');
    await add('Map');
    await add('News', 'explore');
    expect(await menu()).toEqual(['Wiki', 'Map']);
    expect(await ada.im.agent.getOnlineList({})).toMatchObject([{ appName: 'News' }]);
    const rows = await mei.ask('GET', '/admin/content/links', { place: 'menu' });
    expect(rows).toMatchObject([
      { ...content('Wiki'), version: 1, changedBy: mei.name },
      { ...content('Map'), version: 1 },
    ]);
  });

  it('refuse what apps cannot open or show, and the 201st of a place, also when two are added at once', async () => {
    const refused = (part: object) =>
      mei.ask('POST', '/admin/content/links', { place: 'menu', ...content('Wiki'), ...part });
    for (const part of [
      { url: 'javascript:alert(1)' },
      { url: 'example' },
      { port: 'http' },
      { picture: 'https://example.com/a.jpg' },
      { name: '\u202e' },
    ])
      await expect(refused(part)).rejects.toMatchObject({ code: 'invalid', field: Object.keys(part)[0] });
    await kith.sql(
      `insert into links (tenant_id, place, name, url, port, picture, is_shown, sort, written_by, created_at, changed_at)
       select 1, 'menu', 'Link ' || n, 'https://example.com/', '', '', true, n, 'kith', 1, 1 from generate_series(1, 199) n`,
    );
    const both = await Promise.allSettled([add('Mine'), add('Theirs')]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'too_large' } });
  });
});

describe('PUT /admin/content/links/{id} and DELETE /admin/content/links/{id}', () => {
  it('change, hide and delete a link, each with a row of the audit log, and refuse an older version', async () => {
    const seen = await add('Wiki');
    const save = (staff: Staff, part: object) =>
      staff.ask('PUT', '/admin/content/links/{id}', { ...seen, ...content('Wiki'), ...part });
    const both = await Promise.allSettled([save(mei, { name: 'Library' }), save(tom, { name: 'Library' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'stale', decided: { what: 'link saved' } },
    });
    expect(await menu()).toEqual(['Library']);
    await expect(mei.ask('DELETE', '/admin/content/links/{id}', seen)).rejects.toMatchObject({
      code: 'stale',
    });
    seen.version = 2;
    seen.version = (await save(mei, { isShown: false })).version;
    expect(await menu()).toEqual([]);
    await mei.ask('DELETE', '/admin/content/links/{id}', seen);
    expect(await mei.ask('GET', '/admin/content/links', { place: 'menu' })).toEqual([]);
    await expect(save(mei, {})).rejects.toMatchObject({ code: 'not_found' });
    const log = await kith.sql<{ action: string }>(
      `select action from audit_log where object_kind = 'link' and object_id = $1 order by id`,
      [String(seen.id)],
    );
    expect(log.map(({ action }) => action.replace('content.', ''))).toEqual([
      'addLink',
      'saveLink',
      'saveLink',
      'removeLink',
    ]);
  });
});

describe('PUT /admin/content/link-order', () => {
  it('moves links, and refuses an order that somebody else has changed, or other links', async () => {
    const [a, b, c] = [(await add('A')).id, (await add('B')).id, (await add('C')).id];
    const both = await Promise.allSettled([
      order(mei, [a, b, c], [c, a, b]),
      order(tom, [a, b, c], [b, a, c]),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'stale' } });
    const rows = await mei.ask('GET', '/admin/content/links', { place: 'menu' });
    const now = rows.map(({ id }) => id);
    await order(mei, now, [b, c, a]);
    expect(await menu()).toEqual(['B', 'C', 'A']);
    for (const ids of [
      [b, c],
      [b, c, c],
      [b, c, (await add('News', 'explore')).id],
    ])
      await expect(order(mei, [b, c, a], ids)).rejects.toMatchObject({ code: 'invalid', field: 'ids' });
  });
});
