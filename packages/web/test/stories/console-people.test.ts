import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { putPhoto } from '../../../server/test/api/photos.js';
import { makeStaff, STAFF_PASSWORD } from '../../../server/test/harness/staff.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

/** Chooses an action of the page of a person. */
async function choose(page: Page, task: string) {
  await page.getByRole('button', { name: task, exact: true }).click();
  return page.getByRole('dialog', { name: task });
}

test('a moderator finds a person by the number, bans until an end, and the person is signed out within five seconds; the audit log holds it', async () => {
  const ada = await kith.person('ada');
  await kith.sql(`update accounts set phone = '13800138000' where id = $1`, [ada.id]);
  await putPhoto(ada, 1, 'red');
  const mei = await makeStaff(kith, 'moderator');
  const client = await web.page(ada, { expects: /status of 401/ });
  await client.getByRole('navigation').first().waitFor();
  const page = await openConsole(web, mei, { path: '/console/people' });
  await page.getByText('Find a person').waitFor();
  const faults = await faultsInAllLooks(page, 'before a search');

  await page.keyboard.type('13800138000');
  const row = page.getByRole('list', { name: 'People found' }).getByRole('link');
  await row.getByText(String(ada.id)).waitFor();
  expect(new URL(page.url()).searchParams.get('text')).toContain('13800138000');
  faults.push(...(await faultsInAllLooks(page, 'people found')));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'ada', level: 1 }).waitFor();
  const picture = page.getByRole('img', { name: /^Photo 1 of/ });
  const veil = () => picture.evaluate((element) => getComputedStyle(element).filter);
  expect(await veil()).toContain('blur');
  await page.getByRole('button', { name: 'Show pictures clearly' }).click();
  await expect.poll(veil).toBe('none');
  faults.push(...(await faultsInAllLooks(page, 'a person')));

  kith.advance(6 * 60_000); // the proof of identity by the sign-in is too old
  const dialog = await choose(page, 'Ban');
  await dialog.getByText('1 day').click();
  await dialog.getByText(/^ada is signed out within seconds and cannot sign in/).waitFor();
  await dialog.getByText(/^It ends by itself on /).waitFor();
  await dialog.getByRole('button', { name: 'Ban' }).click();
  await dialog.getByText('Fill this in.').waitFor();
  faults.push(...(await faultsInAllLooks(page, 'a ban')));
  await dialog.getByLabel('Reason').fill('Asked for money.');
  await page.keyboard.press('Enter');
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByRole('button', { name: 'Use the password' }).click();
  await proof.getByLabel('Password', { exact: true }).fill(STAFF_PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('Ban: ada').waitFor();
  await client.waitForURL(/sign-in/, { timeout: 5000 });
  await page
    .getByText(/^Banned until /)
    .first()
    .waitFor();
  await page.getByRole('list', { name: 'Timeline' }).getByText('Asked for money.').waitFor();

  const lift = await choose(page, 'Lift ban');
  await lift.getByLabel('Reason').fill('It was a mistake.');
  await lift.getByRole('button', { name: 'Lift ban' }).click();
  await page.getByText('Lift ban: ada').waitFor();
  await page.getByText('Active', { exact: true }).waitFor();
  // Back to the search, as it was left.
  await page.getByRole('link', { name: 'Back' }).click();
  await row.getByText(String(ada.id)).waitFor();

  const owner = await makeStaff(kith, 'owner');
  const { rows } = await owner.ask('GET', '/admin/audit', {
    objectKind: 'account',
    objectId: String(ada.id),
  });
  expect(rows).toMatchObject([
    { action: 'sanction.lift_ban', staffName: mei.name, after: { why: 'It was a mistake.' } },
    {
      action: 'sanction.ban',
      staffName: mei.name,
      after: { why: 'Asked for money.', until: expect.any(Number) },
    },
  ]);
  expect(faults).toEqual([]);
});

test('a moderator decides an age by a proof, and finds it among the moves across the age line', async () => {
  const bo = await kith.person('bo');
  const mei = await makeStaff(kith, 'moderator');
  const page = await openConsole(web, mei, { path: `/console/people/${bo.id}` });
  const dialog = await choose(page, 'Decide the age');
  await dialog.getByText('By birth date').click();
  await dialog.getByLabel('Birth date', { exact: true }).fill('2015-02-28');
  const faults = await faultsInAllLooks(page, 'an age');
  await dialog.getByLabel('Reason').fill('Showed a passport.');
  await page.keyboard.press('Enter');
  await page.getByText('Under age · 2015-02-28 · proven').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'People' }).click();
  await page.getByRole('link', { name: 'Moves across the age line' }).click();
  await page.getByRole('table').getByText('Proven birth date').waitFor();
  faults.push(...(await faultsInAllLooks(page, 'moves across the age line')));
  await page.getByRole('table').getByRole('link', { name: bo.username }).click();
  await page.getByRole('heading', { name: 'bo', level: 1 }).waitFor();
  expect(faults).toEqual([]);
});

test('support writes a note and helps with the account, but sees no sanction to impose; a deletion asks for the name', async () => {
  const bo = await kith.person('bo');
  const helper = await makeStaff(kith, 'support');
  const page = await openConsole(web, helper, { path: `/console/people/${bo.id}` });
  await page.getByLabel('New note').fill('Called us.\nAsked about the plan.');
  await page.getByRole('button', { name: 'Write the note' }).click();
  await page.getByText(`${helper.name}, `).waitFor();
  await page.getByText('note written').waitFor();
  expect(await page.getByLabel('New note').inputValue()).toBe('');
  const actions = page.getByRole('group', { name: 'Actions' }).getByRole('button');
  expect(await actions.allTextContents()).toEqual([
    'Sign out everywhere',
    'Reset password',
    'Export a copy',
    'Freeze',
    'Disable',
    'Delete account',
  ]);
  const faults = await faultsInAllLooks(page, 'a person with a note');

  const password = await choose(page, 'Reset password');
  await password.getByLabel('Reason').fill('Forgot it.');
  await password.getByRole('button', { name: 'Reset password' }).click();
  const fresh = (await password.getByLabel('New password').textContent())!;
  faults.push(...(await faultsInAllLooks(page, 'a new password')));
  await password.getByRole('button', { name: 'Done' }).click();
  await expect(kith.visitor().in.login({ username: bo.username, password: fresh })).resolves.toBeDefined();

  const remove = await choose(page, 'Delete account');
  await remove.getByText(/^Others see a deleted account at once/).waitFor();
  await remove.getByLabel(`Type ${bo.username} to confirm`).fill('bo');
  await remove.getByLabel('Reason').fill('Asked for it.');
  await remove.getByRole('button', { name: 'Delete account' }).click();
  await remove.getByText('This is not the user name.').waitFor();
  faults.push(...(await faultsInAllLooks(page, 'a deletion')));
  await remove.getByLabel(`Type ${bo.username} to confirm`).fill(bo.username);
  await remove.getByRole('button', { name: 'Delete account' }).click();
  await page.getByText(/^Deletion requested until /).waitFor();
  const activate = await choose(page, 'Activate');
  await activate.getByLabel('Reason').fill('Changed the mind.');
  await activate.getByRole('button', { name: 'Activate' }).click();
  await page.getByText('Active', { exact: true }).waitFor();
  expect(faults).toEqual([]);
});

test('the audit log and the page of a person lead to each other, and an address without a person says so', async () => {
  const cy = await kith.person('cy');
  const owner = await makeStaff(kith, 'owner');
  await owner.ask('DELETE', '/admin/people/{id}/sessions', { id: cy.id, reason: 'Lost the phone.' });
  const page = await openConsole(web, owner, { path: `/console/people/${cy.id}` });
  await page.getByRole('main').getByRole('link', { name: 'Audit log' }).click();
  await page.getByRole('region', { name: 'Audit log' }).getByText('why: Lost the phone.').waitFor();
  await page.getByRole('link', { name: 'Open' }).click();
  await page.getByRole('heading', { name: 'cy', level: 1 }).waitFor();
  await page.getByText('signed out everywhere').waitFor();
  // Open reports and purchases lead to where they are decided about.
  const bo = await kith.person('bo');
  await bo.api.chat.friendship_block({ target_id: cy.id, action: 'report', block_reason_id: 12 });
  await page.reload();
  await page.getByRole('link', { name: 'Decide them' }).click();
  await page.waitForURL(`**/console/reports/${cy.id}`);
  await page.getByRole('link', { name: /^cy / }).click();
  await page.getByRole('link', { name: 'Plans and purchases' }).click();
  await page.getByText(`${cy.id}`).first().waitFor();
  expect(new URL(page.url()).search).toBe(`?person=${cy.id}`);
  await page.goto(`${kith.url}/console/people/99999999`);
  await page.getByRole('alert').waitFor();
  await page.goto(`${kith.url}/console/people/ada`);
  await page.getByText('This page does not exist.').waitFor();
});

test('from anywhere, the palette goes to a page by its name, to a person by the id, and to a setting, by keys alone; a role finds only what it may see', async () => {
  const dee = await kith.person('dee');
  const page = await openConsole(web, await makeStaff(kith, 'owner'), { path: '/console/audit' });
  await page.getByRole('region', { name: 'Audit log' }).waitFor();
  const palette = page.getByRole('dialog', { name: 'Go to a page, a person or a setting' });
  const options = palette.getByRole('option');
  await page.keyboard.press('Control+K');
  await options.first().waitFor();
  const faults = await faultsInAllLooks(page, 'the palette');
  await page.keyboard.type('sta');
  await expect.poll(() => options.allTextContents()).toEqual(['Staff', 'Settings with “sta”']);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Staff', level: 1 }).waitFor();
  await page.keyboard.press('Control+K');
  await page.keyboard.type(String(dee.id));
  await options.getByText('dee', { exact: true }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'a person in the palette')));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'dee', level: 1 }).waitFor();
  await palette.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+K');
  await page.keyboard.type('deletionGrace');
  await options.getByText('Settings with “deletionGrace”').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/settings\?q=deletionGrace/);

  const editor = await openConsole(web, await makeStaff(kith, 'editor'));
  await editor.getByRole('button', { name: 'Go to' }).click();
  const field = editor.getByRole('combobox');
  await field.fill(String(dee.id));
  await editor.getByText('Nothing found.').waitFor();
  await field.fill('staff');
  await editor.getByText('Nothing found.').waitFor();
  await field.fill('account');
  expect(await editor.getByRole('option').allTextContents()).toEqual(['Own account']);
  expect(faults).toEqual([]);
});
