import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an owner exports the rows that the filters of the log leave, as a table and as lines', async () => {
  const owner = await makeStaff(kith, 'owner');
  await owner.ask('POST', '/admin/staff', { name: 'mei', role: 'editor' });
  await owner.ask('POST', '/admin/staff', { name: 'tom', role: 'editor' });
  const page = await openConsole(web, owner, { path: '/console/audit' });
  await page.getByRole('link', { name: 'staff.add', exact: true }).first().click();
  await page.getByRole('link', { name: 'Remove the filter staff.add' }).waitFor();
  const save = async (format: string): Promise<string> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: format, exact: true }).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  };
  const lines = (await save('JSON lines'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { action: string; after: { name: string } });
  expect(lines.map(({ action }) => action)).toEqual(lines.map(() => 'staff.add'));
  expect(lines.slice(0, 2).map(({ after }) => after.name)).toEqual(['tom', 'mei']);
  const table = (await save('CSV')).trimEnd().split('\r\n');
  expect(table).toHaveLength(lines.length + 1);
  expect(table[1]).toContain('"staff.add"');

  await page.goto(`${kith.url}/console/audit`);
  await page.getByRole('cell', { name: 'audit.export' }).first().waitFor();
  expect(await faultsInAllLooks(page, 'audit log')).toEqual([]);
});
