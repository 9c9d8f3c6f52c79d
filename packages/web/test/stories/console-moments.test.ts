import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { circle, upload } from '../../../server/test/im/moments.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('a moderator finds the moments of a person, takes a comment and a moment down, and friends see it no more', async () => {
  const { ada, bo } = await circle(kith);
  const { save_name } = await upload(ada);
  const { circle_id } = await ada.im.circle.sendMsg({ content: { text: 'a party', value: [save_name] } });
  await bo.im.circle.comment({ id: circle_id, message: 'who is that?' });
  const client = await web.page(bo, { path: '/moments' });
  await client.getByText('who is that?').waitFor();

  const moderator = await makeStaff(kith, 'moderator');
  const page = await openConsole(web, moderator, { path: `/console/people/${ada.id}` });
  await page.getByRole('main').getByRole('link', { name: 'Moments' }).click();
  await page.waitForURL(new RegExp(`/console/moments\\?author=${ada.id}`));
  const open = page.getByRole('button', { name: `Open the moment of ${ada.username}: a party` });
  await open.waitFor();
  const faults = await faultsInAllLooks(page, 'moments');
  await open.click();
  const dialog = page.getByRole('dialog', { name: `Moment of ${ada.username}` });
  await dialog.getByRole('button', { name: 'Take down: who is that?' }).click();
  await dialog.getByLabel('Reason').last().fill('It names somebody.');
  faults.push(...(await faultsInAllLooks(page, 'moment')));
  await dialog.getByRole('button', { name: 'Take down', exact: true }).last().click();
  await dialog.getByRole('button', { name: 'Restore: who is that?' }).waitFor();
  await client.reload();
  await client.getByText('a party').waitFor();
  expect(await client.getByText('who is that?').count()).toBe(0);

  await dialog.getByLabel('Reason').fill('Somebody else is in it.');
  await dialog.getByRole('button', { name: 'Take down', exact: true }).click();
  await page.getByText('The moment is taken down.').waitFor();
  await page.getByRole('link', { name: 'Shown', exact: true }).click();
  await page.getByText('No moment matches.').waitFor();
  await client.getByText('a party').waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
});
