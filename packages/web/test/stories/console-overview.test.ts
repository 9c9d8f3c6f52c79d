import { expect, test } from 'vitest';
import { putPhoto } from '../../../server/test/api/photos.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser({ overrides: { timing: { recordFiguresEveryMs: 200 } } });
const { kith } = web;

test('an owner sees who is online at once, what waits, and the figures of a chart as a table', async () => {
  const owner = await makeStaff(kith, 'owner', { ownsInstallation: true });
  const ada = await kith.person('ada');
  await putPhoto(ada, 1, 'red');
  const page = await openConsole(web, owner, { path: '/console' });
  const online = page.getByRole('article', { name: 'People online' });
  const value = online.locator('p').first();
  await expect.poll(() => value.textContent()).toBe('0');
  const socket = await ada.v1();
  await expect.poll(() => value.textContent(), { timeout: 15_000 }).toBe('1');
  // The lines are drawn: a canvas of the chart has pixels that are not empty.
  await online.locator('canvas').waitFor();
  const faults = await faultsInAllLooks(page, 'overview');

  await online.getByText('As a table').click();
  const table = online.getByRole('region', { name: 'People online' });
  await table.getByRole('columnheader', { name: 'Most at once' }).waitFor();
  expect(await table.getByRole('row').count()).toBeGreaterThan(200);
  faults.push(...(await faultsInAllLooks(page, 'the table of a chart')));
  await page.getByRole('link', { name: 'Hour', exact: true }).click();
  await expect.poll(() => table.getByRole('row').count()).toBeLessThan(70);
  await table.getByRole('row').nth(1).getByRole('cell').nth(1).getByText('1').waitFor();
  expect(new URL(page.url()).search).toBe('?period=hour');

  await page.getByRole('link', { name: 'All tenants' }).click();
  await page.getByRole('article', { name: 'Database' }).getByText('1 node').waitFor();
  await page.reload();
  await page.getByRole('article', { name: 'Database' }).getByText('1 node').waitFor();
  faults.push(...(await faultsInAllLooks(page, 'all tenants')));
  expect(faults).toEqual([]);

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
