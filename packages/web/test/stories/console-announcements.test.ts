import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an editor writes an announcement that members read, and takes it back', async () => {
  const editor = await makeStaff(kith, 'editor');
  const ada = await kith.person('ada');
  const shown = async () => (await ada.im.announcement.getAnnounceMentInfo()).title;
  const page = await openConsole(web, editor, { path: '/console/content' });
  await page.getByRole('link', { name: 'Announcements', exact: true }).click();
  await page.getByRole('link', { name: 'New announcement' }).click();
  await page.getByRole('textbox', { name: 'Text' }).waitFor();
  const faults = await faultsInAllLooks(page, 'new announcement');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByLabel('Title', { exact: true }).fill('Maintenance');
  await page.getByRole('textbox', { name: 'Text' }).focus();
  await page.keyboard.type('Tonight.');
  await page.getByRole('radio', { name: 'No visitors' }).check();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Shown', { exact: true }).waitFor();
  expect(await ada.im.announcement.getAnnounceMentInfo()).toMatchObject({
    title: 'Maintenance',
    content: '<p>Tonight.</p>',
  });

  await page.getByLabel('Title', { exact: true }).fill('Maintenance at ten');
  await page.getByRole('button', { name: 'Save and publish' }).click();
  await expect.poll(shown).toBe('Maintenance at ten');
  await page.getByRole('heading', { name: 'Maintenance at ten' }).waitFor();
  const university = (await editor.ask('GET', '/admin/content/universities'))[0]!;
  await kith.sql('update accounts set university_id = $2 where id = $1', [ada.id, university.id]);
  await page.getByRole('radio', { name: 'A school' }).check();
  await page.getByLabel('University').selectOption(String(university.id));
  await page.getByLabel('Title', { exact: true }).fill('Maintenance on the campus');
  await page.getByRole('button', { name: 'Save and publish' }).click();
  await expect.poll(shown).toBe('Maintenance on the campus');
  await page.getByRole('heading', { name: 'Maintenance on the campus' }).waitFor();
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByText('Taken back', { exact: true }).first().waitFor();
  expect(await shown()).not.toBe('Maintenance on the campus');
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: 'Taken back' }).click();
  await page.getByRole('link', { name: 'Maintenance on the campus' }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'announcements')));
  expect(faults).toEqual([]);
});
