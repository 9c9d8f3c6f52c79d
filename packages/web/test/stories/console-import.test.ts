import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('a file of people: refused ones are shown before anybody is registered, and nobody loses a new password', async () => {
  const helper = await makeStaff(kith, 'support');
  const ada = await kith.person('ada');
  const names = Array.from({ length: 60 }, (_, index) => `pupil_${index}`);
  const text = [
    'username,nickname,class',
    `${ada.username},Ada,1`,
    ...names.map((name) => `${name},${name} Lin,2`),
  ];
  const page = await openConsole(web, helper, {
    path: '/console/people',
    expects: /Failed to load resource/,
  });
  await page.getByRole('link', { name: 'Import' }).click();
  const choose = page.getByLabel('Choose a file');
  await choose.setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('name\nada\n') });
  await page.getByText('The first line names no column “username”.').waitFor();
  await choose.setInputFiles({ name: 'b.csv', mimeType: 'text/csv', buffer: Buffer.from(text.join('\r\n')) });
  await page.getByText('Columns that are not read: class.').waitFor();
  await page.getByRole('button', { name: 'Check 61 people' }).click();
  await page.getByText('60 can be registered, 1 cannot. Nobody is registered yet.').waitFor();
  // Refused ones come first.
  await page
    .getByRole('row', { name: new RegExp(ada.username) })
    .getByText('taken')
    .waitFor();
  expect(await page.getByRole('row').nth(1).innerText()).toContain(ada.username);
  expect(await faultsInAllLooks(page, 'checked')).toEqual([]);

  // The response of the first request is lost: its people are registered all the same.
  let isLost = false;
  await page.route('**/admin/people/import', async (route) => {
    if (isLost) return route.continue();
    isLost = true;
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: 'Register 60 people' }).click();
  await page.getByText('The server cannot be reached.').waitFor();
  await page.getByRole('button', { name: 'Register 60 people' }).click();
  await page.getByText('60 registered, 1 not.').waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save 60 new passwords' }).click();
  const saved = await readFile(await (await saving).path(), 'utf8');
  const passwords = new Map(saved.split('\r\n').map((line) => line.split(',') as [string, string]));
  for (const username of [names[0]!, names[59]!])
    await kith.visitor().in.login({ username, password: passwords.get(username)! });
});
