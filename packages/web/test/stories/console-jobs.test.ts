import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser({ overrides: { timing: { recordFiguresEveryMs: 200 } } });
const { kith } = web;

test('an owner sees when each job runs, and lets a failed copy of data be made again', async () => {
  const owner = await makeStaff(kith, 'owner');
  const ada = await kith.person('ada');
  await kith.sql(
    "insert into data_exports (tenant_id, account_id, state, requested_at, attempts) values (1, $1, 'failed', $2, 3)",
    [ada.id, kith.server.deps.now()],
  );
  const page = await openConsole(web, owner, { path: '/console' });
  await page.getByRole('link', { name: 'Jobs', exact: true }).click();
  await page.getByRole('row', { name: /^Send mails / }).waitFor();
  const failed = page.getByRole('region', { name: 'Failed work' });
  const row = failed.getByRole('row', {
    name: new RegExp(`^Make copies of data ${ada.id} Failed, 3 attempts`),
  });
  await row.waitFor();
  const faults = await faultsInAllLooks(page, 'jobs');
  await row.getByRole('button', { name: 'Try again' }).click();
  await row.waitFor({ state: 'detached' });
  await expect
    .poll(async () => {
      const [one] = await kith.sql<{ state: string }>(
        'select state from data_exports where account_id = $1',
        [ada.id],
      );
      return one!.state;
    })
    .not.toBe('failed');
  expect(faults).toEqual([]);
});
