import { expect, test } from 'vitest';
import { putPhoto, uploadOf } from '../../../server/test/api/photos.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an owner opens a photo that was handed over, refuses it by keys, takes that back, and gives it back to review', async () => {
  const ada = await kith.person('ada');
  const id = await uploadOf(kith, await putPhoto(ada, 1, 'red'));
  const mei = await makeStaff(kith, 'moderator');
  await mei.ask('POST', '/admin/photos/{id}/escalation', { id, version: 0, reason: 'Looks young.' });
  const owner = await makeStaff(kith, 'owner');
  const page = await openConsole(web, owner, { path: '/console/child-safety' });
  await page.getByRole('navigation').getByRole('link', { name: 'Child safety photos' }).click();
  await page.getByRole('heading', { name: 'Photo of ada' }).waitFor();
  await page.getByText('Looks young.').waitFor();
  expect(await page.getByRole('main').getByRole('img').count()).toBe(0);
  const faults = await faultsInAllLooks(page, 'closed photo');
  const ready = () => page.locator('[role=group][aria-busy=false]').waitFor();
  await ready();
  await page.keyboard.press('o');
  await page.getByRole('img', { name: 'Photo of ada' }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'open photo')));
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Reason' }).fill('A child.');
  await page.keyboard.press('Enter');
  await page.getByText('Refused: photo of ada').waitFor();
  await page.getByRole('link', { name: 'Refused', exact: true }).click();
  await page.getByRole('heading', { name: 'Photo of ada' }).waitFor();
  await ready();
  await page.getByRole('button', { name: 'Take the refusal back' }).click();
  await page.getByText('No photo was refused for child safety').waitFor();
  await page.getByRole('link', { name: 'Waiting', exact: true }).click();
  await page.getByRole('heading', { name: 'Photo of ada' }).waitFor();
  await ready();
  await page.keyboard.press('g');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Of age, seen proof.');
  await page.keyboard.press('Enter');
  await page.getByText('Given back: photo of ada').waitFor();
  await expect
    .poll(async () => (await mei.ask('GET', '/admin/photos')).rows.map((row) => row.id))
    .toContain(id);
  const { rows } = await owner.ask('GET', '/admin/audit', { objectKind: 'photo' });
  expect(rows.map(({ action }) => action)).toEqual([
    'photo.return',
    'photo.undo',
    'photo.refuse',
    'child_safety.open_photo',
    'photo.escalate',
  ]);
  expect(faults).toEqual([]);
});
