import { expect, test } from 'vitest';
import { recordSamples } from '@kith/core/operations';
import { putPhoto } from '../../../server/test/api/photos.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { makeTenant } from '../../../server/test/im/operator.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser({ overrides: { timing: { recordFiguresEveryMs: 200 } } });
const { kith } = web;

test('an owner sees who is online at once, what waits, the figures of a chart as a table, and the lists behind them', async () => {
  // A tenant of its own: a second attempt begins with nobody online and nothing that waits.
  const tenant = await makeTenant(kith);
  const owner = await makeStaff(kith, 'owner', { tenant, ownsInstallation: true });
  const ada = await kith.person('ada', { tenant });
  await putPhoto(ada, 1, 'red');
  await recordSamples(kith.server.deps, { online: [], withSizes: true, withQueues: true });
  const page = await openConsole(web, owner, { path: '/console' });
  const online = page.getByRole('article', { name: 'People online' });
  const value = online.locator('p').first();
  await expect.poll(() => value.textContent()).toBe('0');
  const socket = await ada.v1();
  await expect.poll(() => value.textContent(), { timeout: 15_000 }).toBe('1');
  // The lines are drawn: a canvas of the chart has pixels that are not empty.
  await online.locator('canvas').waitFor();
  await online.getByText('As a table').click();
  const table = online.getByRole('region', { name: 'People online' });
  await table.getByRole('columnheader', { name: 'Most at once' }).waitFor();
  expect(await table.getByRole('row').count()).toBeGreaterThan(200);
  const faults = await faultsInAllLooks(page, 'overview, with the table of a chart');
  await page.getByRole('link', { name: 'Hour', exact: true }).click();
  await expect.poll(() => table.getByRole('row').count()).toBeLessThan(70);
  // The newest minute may have begun after the last look at who is online.
  await table.getByRole('cell', { name: '1', exact: true }).first().waitFor();
  expect(new URL(page.url()).search).toBe('?period=hour');

  const inQueues = page.getByRole('article', { name: 'Items in queues' });
  const colours = await inQueues
    .locator('figcaption i')
    .evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor));
  expect(new Set(colours).size).toBe(4);
  expect(await inQueues.getByRole('link').allTextContents()).toEqual([
    'Photos',
    'Reports',
    'Appeals',
    'Child safety',
  ]);
  await page
    .getByRole('region', { name: 'Storage' })
    .getByRole('link', { name: 'Photos of cards' })
    .waitFor();

  await page.getByRole('link', { name: 'All tenants' }).click();
  await page.getByRole('article', { name: 'Database' }).getByText('1 node').waitFor();
  // Each figure leads to the list behind it.
  const charts = page.getByRole('article');
  const linked = charts.filter({ has: page.getByRole('link') });
  expect([await charts.count(), await linked.count()]).toEqual([7, 7]);
  await page.getByRole('article', { name: 'Database' }).getByRole('link', { name: 'Connections' }).click();
  await page.getByRole('heading', { name: 'Connections' }).waitFor();
  await page.goBack();
  await page.reload();
  await page.getByRole('article', { name: 'Database' }).getByText('1 node').waitFor();
  faults.push(...(await faultsInAllLooks(page, 'all tenants')));
  expect(faults).toEqual([]);

  // The rail counts what waits, too.
  const place = page.getByRole('link', { name: 'Photos', exact: true });
  await place.getByText('1', { exact: true }).waitFor();
  const photos = page.getByRole('link', { name: /^Photos that wait/ });
  await photos.getByText('1', { exact: true }).waitFor();
  await photos.click();
  await page.getByRole('heading', { name: 'Photos' }).waitFor();
  await page.goBack();
  await page
    .getByRole('article', { name: 'People online' })
    .getByRole('link', { name: 'Who is online' })
    .click();
  await page.getByRole('list', { name: 'People found' }).getByText(ada.username).waitFor();
  await page.getByRole('link', { name: 'Newest', exact: true }).click();
  await page.getByRole('status').getByText('Newest').waitFor();
  expect(await faultsInAllLooks(page, 'newest people')).toEqual([]);
  socket.close();
});

test('a moderator sees the figures and the own queues; an editor comes to the articles', async () => {
  const moderator = await openConsole(web, await makeStaff(kith, 'moderator'));
  await moderator.getByRole('heading', { name: 'Overview' }).waitFor();
  await moderator.getByText('Reported people').first().waitFor();
  expect(await moderator.getByText('Child safety').count()).toBe(0);
  expect(await moderator.getByText('All tenants').count()).toBe(0);
  const editor = await openConsole(web, await makeStaff(kith, 'editor'));
  await editor.getByRole('heading', { name: 'Articles' }).waitFor();
});
