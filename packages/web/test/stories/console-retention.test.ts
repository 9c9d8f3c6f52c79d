import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an owner tries what a shorter time would delete, and comes to the setting that decides', async () => {
  const owner = await makeStaff(kith, 'owner');
  await kith.sql(
    `insert into audit_log (tenant_id, at, staff_name, action, address)
     select 1, $1::bigint - n * 86400000::bigint, 'robot', 'test.old', '' from unnest(array[40, 50, 60]) n`,
    [kith.server.deps.now()],
  );
  const ada = await kith.person('ada');
  await kith.sql(
    `insert into photo_uploads (tenant_id, account_id, file_id, is_animated, source_hash, picture_hash, created_at, remove_at, size_bytes)
     select 1, $1, md5('1'), false, '', '', 1, $2::bigint + 5 * 86400000::bigint, 2048`,
    [ada.id, kith.server.deps.now()],
  );
  const page = await openConsole(web, owner, { path: '/console/retention' });
  const row = page.getByRole('row', { name: /^Audit log 730 days/ });
  await row.getByLabel('Days for the dry run: Audit log').fill('45');
  await page.keyboard.press('Enter');
  await row.getByText('2 rows would be deleted now with 45 days.').waitFor();
  const photos = page.getByRole('row', { name: /^Photos that are no longer shown / });
  await photos.getByLabel('Days for the dry run: Photos that are no longer shown').fill('7');
  await page.keyboard.press('Enter');
  await photos.getByText('1 row, 2 kB will be deleted within 7 days.').waitFor();
  expect(await faultsInAllLooks(page, 'retention')).toEqual([]);
  await row.getByRole('link', { name: '730 days' }).click();
  await page.getByText('How long the audit log of the console is kept.').waitFor();
  expect(new URL(page.url()).search).toBe('?q=auditDays');
});
