import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('who owns the installation tests connections and sees the real answers, adds a tenant and renames it', async () => {
  const owner = await makeStaff(kith, 'owner', { ownsInstallation: true });
  const page = await openConsole(web, owner, { path: '/console/connections' });
  const database = page.getByRole('row', { name: /^Database / });
  await database.getByRole('button', { name: 'Test: Database' }).click();
  await database.getByText(/^Works, /).waitFor();
  const turn = page.getByRole('row', { name: /^TURN / });
  await turn.getByRole('button', { name: 'Test: TURN' }).click();
  await turn.getByText(/^Fails, /).waitFor();
  await turn.getByText('not configured', { exact: true }).last().waitFor();
  const faults = await faultsInAllLooks(page, 'connections');

  await page.getByRole('link', { name: 'Tenants', exact: true }).click();
  await page.getByRole('button', { name: 'Add tenant' }).click();
  const adding = page.getByRole('dialog', { name: 'Add tenant' });
  await adding.getByLabel('Name').fill('Campus');
  await adding.getByLabel('Number').fill('1');
  await adding.getByRole('button', { name: 'Create' }).click();
  await adding.getByText('Another tenant has this number').waitFor();
  await adding.getByLabel('Number').fill('21');
  await adding.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('cell', { name: 'Campus', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Rename Kith' }).click();
  const renaming = page.getByRole('dialog', { name: 'Rename Kith' });
  await renaming.getByLabel('Name').fill('Kith & Co');
  await renaming.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Tenant Kith & Co' }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'tenants')));
  expect((await kith.person('ada', { tenant: 21 })).tenant).toBe(21);
  expect(faults).toEqual([]);
});
