import { expect, test } from 'vitest';
import { photosOf, putPhoto } from '../../../server/test/api/photos.js';
import { makeStaff } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

test('an owner finds a setting, sees the difference, saves it, and returns it to the default; it applies at once', async () => {
  const owner = await makeStaff(kith, 'owner');
  const ada = await kith.person('ada');
  const page = await openConsole(web, owner, { path: '/console/settings' });
  await page.getByLabel('callRingSeconds').waitFor();
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('photo review');
  await page.waitForURL(/q=photo/);
  const review = page.getByLabel('photoReview', { exact: true });
  await expect.poll(() => page.getByLabel('callRingSeconds').count()).toBe(0);
  await page.getByText('Default: humans').waitFor();
  const faults = await faultsInAllLooks(page, 'settings');

  await review.selectOption('none');
  const bar = page.getByRole('group', { name: 'Unsaved changes' });
  await bar.getByText('1 change not saved').waitFor();
  await bar.getByRole('button', { name: 'Review and save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save these changes?' });
  await dialog.getByText('photoReview').waitFor();
  expect(await dialog.getByRole('deletion').textContent()).toBe('humans');
  expect(await dialog.getByRole('insertion').textContent()).toBe('none');
  faults.push(...(await faultsInAllLooks(page, 'difference')));
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`changed by ${owner.name}`).waitFor();
  expect(await bar.count()).toBe(0);
  await putPhoto(ada, 1, 'red');
  expect((await photosOf(ada)).map(({ review_status }) => review_status)).toEqual([1]);

  await page.getByRole('searchbox', { name: 'Search settings' }).fill('');
  await page.getByRole('link', { name: 'Only changed ones' }).click();
  await expect
    .poll(() =>
      page
        .getByRole('listitem')
        .filter({ has: page.getByRole('combobox') })
        .count(),
    )
    .toBe(1);
  await page.reload();
  await page.getByRole('button', { name: 'Return photoReview to the default' }).click();
  await bar.getByRole('button', { name: 'Review and save' }).click();
  await dialog.getByText('(default)').waitFor();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('No setting matches.').waitFor();
  await putPhoto(ada, 2, 'red');
  expect((await photosOf(ada)).map(({ review_status }) => review_status)).toEqual([1, 0]);
  expect(faults).toEqual([]);
});

test('drafts stay while other pages are open, and the search waits until the input method has finished', async () => {
  const owner = await makeStaff(kith, 'owner');
  const page = await openConsole(web, owner, { path: '/console/settings?q=accountsPerAddress' });
  await page.getByLabel('accountsPerAddress').fill('1');
  const bar = page.getByRole('group', { name: 'Unsaved changes' });
  await bar.getByText('1 change not saved').waitFor();
  await page.getByRole('link', { name: 'Retention' }).click();
  await page.getByRole('heading', { name: 'Retention' }).waitFor();
  await page.getByRole('link', { name: 'Settings' }).click();
  await bar.getByText('1 change not saved').waitFor();
  expect(await page.getByLabel('accountsPerAddress').inputValue()).toBe('1');
  await bar.getByRole('button', { name: 'Discard' }).click();

  // One of something is one.
  const size = page.getByLabel('videoMaxBytes');
  await size.fill('1');
  await page.getByText('1 byte · ').waitFor();
  await bar.getByRole('button', { name: 'Discard' }).click();

  const search = page.getByRole('searchbox', { name: 'Search settings' });
  await search.focus();
  const devtools = await page.context().newCDPSession(page);
  for (const text of ['p', 'ph'])
    await devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  expect([await search.inputValue(), new URL(page.url()).search]).toEqual(['ph', '']);
  await devtools.send('Input.insertText', { text: 'photoReview' });
  await page.waitForURL(/q=photoReview/);
  expect(await search.inputValue()).toBe('photoReview');
  // The address still decides: back to all of them.
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect.poll(() => search.inputValue()).toBe('');
});

test('a wrong value is refused at its field, and what somebody else has changed meanwhile is shown before it is overwritten', async () => {
  const [owner, other] = [await makeStaff(kith, 'owner'), await makeStaff(kith, 'owner')];
  const page = await openConsole(web, owner, { path: '/console/settings?q=callRingSeconds' });
  const field = page.getByLabel('callRingSeconds');
  const save = async () => {
    await page.getByRole('button', { name: 'Review and save' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  };
  await field.fill('');
  await page.getByText('Enter a whole number.').waitFor();
  expect(await page.getByRole('button', { name: 'Review and save' }).isDisabled()).toBe(true);
  await field.fill('0');
  await save();
  await page.getByRole('listitem').getByRole('alert').getByText('This value is not accepted.').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('dialog').count()).toBe(0);
  // The page itself stays where it is.
  expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0);

  await field.fill('45');
  const { version } = await other.ask('GET', '/admin/settings');
  await other.ask('PUT', '/admin/settings', { version, values: { callRingSeconds: 30 } });
  await save();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await expect.poll(() => page.getByRole('deletion').textContent()).toBe('30 seconds');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`changed by ${owner.name}`).waitFor();
  const { settings } = await other.ask('GET', '/admin/settings');
  expect(settings.find(({ name }) => name === 'callRingSeconds')).toMatchObject({
    value: 45,
    changedBy: owner.name,
  });
});
