import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { release } from '../../../server/test/im/videos.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('a moderator takes a video down with a reason and it disappears for members; restored, they see it again', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  await release(ada, 'a private party');
  const client = await web.page(bo, { path: '/videos' });
  await client.getByText('a private party').first().waitFor();

  const moderator = await makeStaff(kith, 'moderator');
  const page = await openConsole(web, moderator, { path: '/console/videos' });
  const open = page.getByRole('button', { name: 'Open the video a private party' });
  await open.waitFor();
  const faults = await faultsInAllLooks(page, 'videos');
  await page.getByRole('button', { name: 'Categories' }).click();
  const categories = page.getByRole('dialog', { name: 'Categories' });
  await categories.getByLabel('New category').fill('News');
  await categories.getByRole('button', { name: 'Add' }).click();
  await categories.getByRole('button', { name: 'Move News up' }).click();
  await expect
    .poll(async () => (await ada.im['video.Share'].category()).map(({ name }) => name).at(-2))
    .toBe('News');
  await categories.getByRole('button', { name: 'Remove: News' }).click();
  await categories.getByRole('button', { name: 'Offer again: News' }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'categories')));
  await categories.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('link', { name: `only these, of ${ada.username}` }).click();
  await page.waitForURL(new RegExp(`author=${ada.id}`));
  await open.click();
  const dialog = page.getByRole('dialog', { name: 'a private party' });
  await dialog.getByLabel('Reason').fill('Somebody else is in it.');
  faults.push(...(await faultsInAllLooks(page, 'video')));
  await dialog.getByRole('button', { name: 'Take down' }).click();
  await page.getByText('The video is taken down.').waitFor();
  await client.getByText('a private party').first().waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Shown', exact: true }).click();
  await page.getByText('No video matches.').waitFor();
  await page.getByRole('link', { name: 'Taken down', exact: true }).click();
  await page.waitForURL(/state=taken_down/);
  await page.reload();
  await open.click();
  await dialog.getByLabel('Reason').fill('It was somebody else.');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('No video matches.').waitFor();
  await client.reload();
  await client.getByText('a private party').first().waitFor();
  const owner = await makeStaff(kith, 'owner');
  const { rows } = await owner.ask('GET', '/admin/audit', { objectKind: 'video' });
  expect(rows.map(({ action }) => action)).toEqual(['videos.restore', 'videos.take_down']);
  expect(faults).toEqual([]);
});
