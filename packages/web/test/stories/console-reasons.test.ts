import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an owner writes a reason with a letter, which members can choose at once, and which a silenced person reads', async () => {
  const owner = await makeStaff(kith, 'owner');
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const page = await openConsole(web, owner, { path: '/console/content/reasons' });
  await page.getByRole('button', { name: 'New reason' }).click();
  await page.getByLabel('Name for apps').fill('ads');
  await page.getByLabel('Title', { exact: true }).fill('廣告');
  await page.getByRole('radio', { name: 'English' }).check();
  await page.getByLabel('Title', { exact: true }).fill('Advertising');
  await page.getByLabel('Letter', { exact: true }).fill('You may not sell here.');
  const faults = await faultsInAllLooks(page, 'new reason');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: /^Advertising/ }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'reasons')));
  expect(faults).toEqual([]);

  const reason = (await ada.api.chat.getBlockReasonsList()).find(({ tag }) => tag === 'ads')!;
  expect(reason).toMatchObject({ title: '廣告', reason_type: 'report' });
  await ada.api.chat.friendship_block({
    target_id: bo.id,
    action: 'report',
    block_reason_id: Number(reason.id),
  });
  const { version } = (await owner.ask('GET', '/admin/reports')).rows.find(
    ({ person }) => person.id === bo.id,
  )!;
  await owner.ask('POST', '/admin/reports/{id}/decision', {
    id: bo.id,
    version,
    verdict: 'bucket',
    reason: 'Sells.',
  });
  const his = await web.page(bo, { path: '/me/privacy' });
  await his.getByText('You may not sell here.').waitFor();
});
