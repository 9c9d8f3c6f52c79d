import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { authenticator, makeStaff, STAFF_PASSWORD } from '../../../server/test/harness/staff.js';
import { makeTenant } from '../../../server/test/im/operator.js';
import { faultsInAllLooks } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';
import { openConsole } from '../harness/console.js';

const web = useBrowser();
const { kith } = web;

async function signIn(page: Page, name: string, password: string, code?: string): Promise<void> {
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  if (code !== undefined) await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

test('a new member of staff signs in with the one-time password, sets up an authenticator by its QR code, and signs in with a code or a recovery code from then on', async () => {
  const owner = await makeStaff(kith, 'owner');
  const { oneTimePassword } = await owner.ask('POST', '/admin/staff', { name: 'mei', role: 'owner' });
  const page = await openConsole(web, undefined, { path: '/console/staff' });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  const faults = await faultsInAllLooks(page, 'sign-in');

  await signIn(page, 'mei', oneTimePassword);
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor();
  faults.push(...(await faultsInAllLooks(page, 'enrolment')));
  const code = authenticator(kith, (await page.locator('output').textContent())!);
  await page.getByLabel('New password').fill('mei');
  await page.getByLabel('Code', { exact: true }).fill(code());
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').getByText('too easy to guess').waitFor();
  await page.getByLabel('New password').fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Store your recovery codes' }).waitFor();
  const codes = (await page.getByLabel('Recovery codes').textContent())!.split('\n');
  expect(codes).toHaveLength(10);
  faults.push(...(await faultsInAllLooks(page, 'recovery codes')));
  await page.getByRole('button', { name: 'I have stored them' }).click();
  // The address has stayed that of the page that was asked for.
  await page.getByRole('cell', { name: 'mei you' }).waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, 'mei', STAFF_PASSWORD, '000000');
  await page.getByRole('alert').getByText('Wrong user name or password').waitFor();
  await signIn(page, 'mei', STAFF_PASSWORD, code(1));
  await page.getByRole('cell', { name: 'mei you' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, 'mei', STAFF_PASSWORD, codes[3]);
  await page.getByRole('cell', { name: 'mei you' }).waitFor();
  expect(faults).toEqual([]);
});

test('after five wrong attempts the sign-in says until when it is locked', async () => {
  const page = await openConsole(web);
  for (let attempt = 0; attempt < 6; attempt++) {
    await signIn(page, 'nobody', 'Wr0ng password', '000000');
    await page.getByRole('alert').waitFor();
  }
  await page
    .getByRole('alert')
    .getByText(/Too many attempts. Try again at .*, in 15 minutes\./)
    .waitFor();
});

test('an owner adds a member of staff after a proof of identity, changes the role, resets and removes, and the audit log shows it', async () => {
  const owner = await makeStaff(kith, 'owner');
  const page = await openConsole(web, owner, { path: '/console/staff' });
  const row = page.getByRole('row', { name: /^ting / });
  await page.getByRole('cell', { name: `${owner.name} you` }).waitFor();
  // The matrix is that of the server.
  const matrix = page.getByRole('region', { name: 'What each role may do' });
  await matrix.getByRole('row', { name: 'Manage staff Yes No No No' }).waitFor();
  const faults = await faultsInAllLooks(page, 'staff');

  kith.advance(6 * 60_000); // the proof of identity by the sign-in is too old
  await page.getByRole('button', { name: 'Add staff' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add staff' });
  await dialog.getByLabel('User name').fill('ting');
  await dialog.getByText('Support').click();
  await page.keyboard.press('Enter');
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByLabel('Code', { exact: true }).fill('000000');
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await proof.getByRole('alert').getByText('The code is wrong').waitFor();
  faults.push(...(await faultsInAllLooks(page, 'proof')));
  await proof.getByRole('button', { name: 'Use the password' }).click();
  await proof.getByLabel('Password', { exact: true }).fill(STAFF_PASSWORD);
  await page.keyboard.press('Enter');
  const oneTime = await dialog.getByLabel('One-time password').textContent();
  faults.push(...(await faultsInAllLooks(page, 'one-time password')));
  await dialog.getByRole('button', { name: 'Done' }).click();
  await row.getByText('Waits for the first sign-in').waitFor();
  await expect(
    owner.ask('POST', '/admin/session', { name: 'ting', password: oneTime! }),
  ).resolves.toMatchObject({ stage: 'enrolling' });

  const choose = async (task: string) => {
    await page.getByRole('button', { name: 'Actions for ting' }).click();
    await page.getByRole('menuitem', { name: task }).click();
    return page.getByRole('dialog', { name: task });
  };
  const role = await choose('Change the role');
  await role.getByText('Editor').click();
  await role.getByRole('button', { name: 'Change the role' }).click();
  await row.getByText('Editor').waitFor();
  const reset = await choose('Reset the sign-in');
  await reset.getByRole('button', { name: 'Reset the sign-in' }).click();
  expect(await reset.getByLabel('One-time password').textContent()).not.toBe(oneTime);
  await reset.getByRole('button', { name: 'Done' }).click();
  const sessions = await choose('End all sessions');
  await sessions.getByRole('button', { name: 'End all sessions' }).click();
  await page.getByText('ting is signed out everywhere.').waitFor();
  const remove = await choose('Remove');
  await remove.getByRole('button', { name: 'Remove' }).click();
  await row.waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Audit log' }).click();
  const log = page.getByRole('region', { name: 'Audit log' });
  await log.getByText('support → editor').waitFor();
  for (const action of ['staff.add', 'staff.set_role', 'staff.reset', 'staff.end_sessions', 'staff.remove'])
    await log.getByRole('link', { name: action, exact: true }).first().waitFor();
  faults.push(...(await faultsInAllLooks(page, 'audit')));
  expect(faults).toEqual([]);
});

test('the filters of the audit log are in the address, and lead to the object and to older rows', async () => {
  const owner = await makeStaff(kith, 'owner');
  const { id } = await owner.ask('POST', '/admin/staff', { name: 'qing', role: 'support' });
  await owner.ask('POST', '/admin/staff', { name: 'hao', role: 'editor' });
  const page = await openConsole(web, owner, { path: '/console/audit' });
  const log = page.getByRole('region', { name: 'Audit log' });
  const rows = log.getByRole('row');
  await log.getByRole('link', { name: owner.name }).first().click();
  await log.getByRole('link', { name: 'staff.add' }).first().click();
  await page.waitForURL(/staffId=\d+&action=staff.add/);
  await expect.poll(() => rows.count()).toBe(3); // with the head
  await log.getByRole('link', { name: `staff ${id}`, exact: true }).click();
  await expect.poll(() => rows.count()).toBe(2);
  await page.reload();
  await log.getByText('name: qing').waitFor();
  await page.getByRole('link', { name: 'Remove the filter staff.add' }).click();
  await page.getByRole('link', { name: '24 hours' }).click();
  await page.waitForURL(/days=1/);
  await log.getByRole('link', { name: 'Open' }).first().click();
  await expect.poll(() => page.locator('tr[aria-current]').textContent()).toContain('qing');

  for (let index = 0; index < 60; index++) await owner.ask('DELETE', '/admin/staff/{id}/sessions', { id });
  await page.goto(`${kith.url}/console/audit`);
  await page.getByRole('link', { name: 'Older' }).click();
  await log.getByText('name: qing').waitFor();
  await page.getByRole('link', { name: 'Newest' }).click();
  await log.getByText('name: qing').waitFor({ state: 'detached' });
});

test('a role sees only its own pages, in its language; own sessions and credentials are changed there, and a session that has ended leads to the sign-in', async () => {
  const staff = await makeStaff(kith, 'support');
  const page = await openConsole(web, staff);
  await page.getByRole('heading', { name: 'People' }).waitFor();
  const links = page.getByRole('navigation').getByRole('link');
  expect(await links.allTextContents()).toEqual(['People', 'Plans', 'Customer service', 'Own account']);
  await links.last().click();
  await page.getByRole('heading', { name: 'Own account' }).waitFor();
  const faults = await faultsInAllLooks(page, 'account');
  await page.getByText(/^This browser · /).waitFor();

  await page.getByRole('button', { name: 'Make new recovery codes' }).click();
  const codes = (await page.getByLabel('Recovery codes').textContent())!.split('\n');
  expect(codes).toHaveLength(10);
  expect(codes).not.toContain(staff.recoveryCodes[0]);
  await page.getByLabel('New password').fill('Tr0ubadour & 3');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('The password is changed.').waitFor();
  await page.getByText('繁體中文').click();
  await page.getByRole('heading', { name: '我的帳號' }).waitFor();
  await page.getByText('深色').click();
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');

  // The owner ends the session: the next request leads to the sign-in, at the same address.
  const owner = await makeStaff(kith, 'owner');
  await owner.ask('DELETE', '/admin/staff/{id}/sessions', { id: staff.id });
  await page.getByRole('button', { name: '產生新的備用碼' }).click();
  await page.getByText('工作階段已結束。登入後會回到這個頁面。').waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/account');
  expect(faults).toEqual([]);
});

test('a passkey is added on the own account, signs in, proves the identity, and is renamed and removed', async () => {
  const staff = await makeStaff(kith, 'support');
  // The host needs a name, and the browser reports refusals as errors.
  const page = await openConsole(web, undefined, {
    expects: /^foreign: http:\/\/localhost:|status of (401|403|404)/,
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0); // a number is no name
  await page.goto(`${kith.url.replace('127.0.0.1', 'localhost')}/console/account`);
  await signIn(page, staff.name, STAFF_PASSWORD, staff.code(1));
  await page.getByLabel('Name of the passkey').fill('Laptop');
  kith.advance(6 * 60_000); // the proof of identity by the sign-in is too old
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const proof = page.getByRole('dialog', { name: 'Is it you?' });
  await proof.getByRole('button', { name: 'Use the password' }).click();
  expect(await proof.getByRole('button', { name: 'Use a passkey' }).count()).toBe(0);
  await proof.getByLabel('Password').fill(STAFF_PASSWORD);
  await proof.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Not used yet').waitFor();
  // The same device has one already.
  await page.getByLabel('Name of the passkey').fill('Laptop again');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('alert').getByText('This device already has a passkey').waitFor();
  const faults = await faultsInAllLooks(page, 'passkeys');

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('alert').getByText('No passkey was used.').waitFor();
  await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText(/^Last used /).waitFor();

  kith.advance(6 * 60_000);
  await page.getByRole('button', { name: 'Rename Laptop' }).click();
  const renaming = page.getByRole('dialog', { name: 'Rename Laptop' });
  await renaming.getByLabel('Name of the passkey').fill('Work laptop');
  await renaming.getByRole('button', { name: 'Rename' }).click();
  await proof.getByRole('button', { name: 'Use a passkey' }).click();
  await page.getByRole('button', { name: 'Remove Work laptop' }).click();
  const removing = page.getByRole('dialog', { name: 'Remove Work laptop' });
  faults.push(...(await faultsInAllLooks(page, 'removal of a passkey')));
  await removing.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Work laptop', { exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('alert').getByText('This passkey was not accepted').waitFor();
  expect(faults).toEqual([]);
});

test('who owns the installation enters another tenant, and sees nothing of the one before; other owners cannot', async () => {
  const there = await makeStaff(kith, 'owner', { tenant: await makeTenant(kith) });
  const owner = await makeStaff(kith, 'owner', { ownsInstallation: true });
  const page = await openConsole(web, owner, { path: '/console/staff' });
  await page.getByRole('cell', { name: `${owner.name} you` }).waitFor();
  await page.getByRole('button', { name: 'Tenant Kith' }).click();
  await page
    .getByRole('dialog', { name: 'Enter a tenant' })
    .getByRole('button', { name: /^Elsewhere/ })
    .click();
  await page.getByRole('button', { name: 'Tenant Elsewhere' }).waitFor();
  await page.getByRole('link', { name: 'Staff' }).click();
  await page.getByRole('cell', { name: there.name, exact: true }).waitFor();
  expect(await page.getByRole('cell', { name: owner.name }).count()).toBe(0);
  const { rows } = await there.ask('GET', '/admin/audit', { action: 'session.switch_tenant' });
  expect(rows[0]).toMatchObject({ staffName: owner.name });

  const other = await openConsole(web, there);
  await other.getByText('Elsewhere').waitFor();
  expect(await other.getByRole('button', { name: /Tenant/ }).count()).toBe(0);
});
