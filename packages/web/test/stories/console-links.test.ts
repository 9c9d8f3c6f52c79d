import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an editor adds a link to the menu, moves it to the top and hides it, and members see that at once', async () => {
  const editor = await makeStaff(kith, 'editor');
  const ada = await kith.person('ada');
  const menu = async () => (await ada.im['middle.Middle'].get_list({})).data.map(({ name }) => name);
  const [before] = await menu();
  const page = await openConsole(web, editor, { path: '/console/content' });
  await page.getByRole('link', { name: 'Links', exact: true }).click();
  await page.getByRole('button', { name: 'New link' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Timetable');
  await page.getByLabel('Address').fill('https://example.com/times');
  const faults = await faultsInAllLooks(page, 'new link');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'https://example.com/times' }).waitFor();
  expect(await menu()).toEqual([before, 'Timetable']);
  await page.getByRole('button', { name: 'Move Timetable up' }).click();
  await expect.poll(menu).toEqual(['Timetable', before]);
  faults.push(...(await faultsInAllLooks(page, 'links')));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Change Timetable' }).click();
  await page.getByRole('switch', { name: 'Shown to members' }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(menu).toEqual([before]);
  await page.getByRole('link', { name: 'Explore page' }).click();
  await page.getByRole('cell', { name: 'https://www.openstreetmap.org/' }).waitFor();
  expect(faults).toEqual([]);
});
