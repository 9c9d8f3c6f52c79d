import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unzip } from '../../../server/test/accounts/unzip.js';
import { keepMails } from '../../../server/test/accounts/sent-mails.js';
import { PASSWORD } from '../../../server/test/harness/kith.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const mails = keepMails();
const web = useBrowser({
  overrides: { ...mails.overrides, timing: { ...mails.overrides.timing, exportEveryMs: 20 } },
});
beforeAll(() => mails.start());
afterAll(() => mails.stop());

const PICTURE = fileURLToPath(
  new URL('../../../server/assets/static/photo/default_man/300.jpg', import.meta.url),
);
const NEW_PASSWORD = 'N3w-enough-word';

/** The code of the one mail that waits. */
async function mailedCode(): Promise<string> {
  const [mail] = await mails.send(web.kith);
  return mail!.code;
}

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

test('a phone leads from “Me” to moments, videos, the card and the profile, which others then see', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  await web.kith.befriend(ada, bo);
  const page = await web.page(ada, { viewport: 'phone' });
  const tab = page.getByRole('navigation', { name: 'Places' }).last();
  await tab.getByRole('link', { name: 'Me' }).click();
  for (const place of ['Moments', 'Videos', 'Saved', 'Help', 'My card']) {
    await page.getByRole('main').getByRole('link', { name: place }).click();
    await page.getByRole('heading', { name: place, level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Back' }).click();
  }
  // Back is where somebody came from.
  await tab.getByRole('link', { name: 'Discover' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Moments' }).click();
  await page.getByRole('heading', { name: 'Moments', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('heading', { name: 'Discover', level: 1 }).waitFor();
  await tab.getByRole('link', { name: 'Me' }).click();
  await page.getByRole('link', { name: 'Profile' }).click();
  await page.getByLabel('Change picture').setInputFiles(PICTURE);
  await page.getByText('Your new picture is shown everywhere.').waitFor();
  await page.getByLabel('Name that others see').fill('Ada L.');
  // What the server gives a new account is not her own.
  expect(await page.getByLabel('Signature').inputValue()).toBe('');
  await page.getByLabel('Signature').fill('Notes on engines');
  await page.getByText('Woman').click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your profile is saved.').waitFor();
  expect(await bo.im.get.details({ user_id: ada.id })).toMatchObject({
    nickname: 'Ada L.',
    doodling: 'Notes on engines',
    sex: 1,
    photo: expect.stringMatching(/^user\//) as unknown,
  });
  await page.getByRole('link', { name: 'Back' }).click();
  await page.getByRole('link', { name: /Ada L\./ }).waitFor();
});

test('an address is confirmed by mail; whoever forgets the password gets a new one by it', async () => {
  const ada = await web.kith.person('ada');
  const email = `${ada.username}@example.org`;
  const page = await web.page(ada, { path: '/me/account' });
  await page.getByText('You have not given one.').waitFor();
  await page.getByRole('button', { name: 'Add an address' }).click();
  await page.getByLabel('New e-mail address').fill(email);
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Send a code' }).click();
  await page.getByLabel('Code from the mail').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByLabel('Code from the mail').fill('not it');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Code from the mail').fill(await mailedCode());
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('The address is confirmed.').waitFor();
  await page.getByText(email, { exact: true }).waitFor();

  const elsewhere = await web.page();
  await elsewhere.getByRole('link', { name: 'Forgot the password?' }).click();
  await elsewhere.getByLabel('E-mail address').fill(email);
  await elsewhere.getByRole('button', { name: 'Send a code' }).click();
  await elsewhere.getByLabel('Code from the mail').waitFor();
  await elsewhere.getByLabel('Code from the mail').fill(await mailedCode());
  await elsewhere.getByLabel('New password').fill(NEW_PASSWORD);
  await elsewhere.keyboard.press('Enter');
  await elsewhere.getByRole('heading', { name: 'Chats' }).waitFor();
  // The new password ends the session of the first browser.
  await page.getByText('You were signed out here').waitFor();
  await signIn(page, ada.username, NEW_PASSWORD);
  // The page that was open is open again.
  await page.getByText(email, { exact: true }).waitFor();
});

test('devices are listed and signed out, one and all others; a new password does it too', async () => {
  const ada = await web.kith.person('ada');
  const page = await web.page(ada, { path: '/me/devices' });
  const signedIn = async (name: string) => {
    const other = await web.page(undefined, { viewport: 'phone' });
    await signIn(other, ada.username, PASSWORD);
    await other.getByRole('heading', { name: 'Chats' }).waitFor();
    return { name, page: other, out: other.getByText('You were signed out here') };
  };
  const [first, second] = [await signedIn('first'), await signedIn('second')];
  await page.reload();
  await page.getByText('This device').waitFor();
  await page.getByRole('button', { name: 'Sign out 2 other devices' }).waitFor();
  await page.getByRole('main').getByRole('listitem').nth(1).getByRole('button', { name: 'Sign out' }).click();
  await Promise.race([first.out.waitFor(), second.out.waitFor()]);
  await page.getByRole('button', { name: 'Sign out the other device' }).click();
  await Promise.all([first.out.waitFor(), second.out.waitFor()]);
  await page.getByText('1 device is signed out.').waitFor();

  const third = await signedIn('third');
  await page.getByRole('link', { name: 'Password and e-mail' }).click();
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your password is changed').waitFor();
  await third.out.waitFor();
});

test('somebody who is blocked is listed, and unblocked; their chat is back at once', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  await web.kith.befriend(ada, bo);
  await ada.api.chat.friendship_block({ target_id: bo.id, action: 'ban' });
  const page = await web.page(ada, { path: '/me/privacy' });
  await page.getByText('bo', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Unblock' }).click();
  await page.getByText('You have blocked nobody.').waitFor();
  expect(await ada.im.account.blocked()).toEqual([]);
  await page.getByRole('link', { name: /^Chats/ }).click();
  await page.getByRole('link', { name: /^bo/ }).waitFor();
});

test('a copy of everything is requested and downloaded; a deleted account is kept by signing in', async () => {
  const ada = await web.kith.person('ada');
  const page = await web.page(ada, { path: '/me/data' });
  await page.getByRole('button', { name: 'Request a copy' }).click();
  await page.getByLabel('Your password').fill('not my password');
  await page.getByRole('button', { name: 'Request a copy' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Request a copy' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /^Download/ }).click(),
  ]);
  expect(unzip(readFileSync(await download.path())).has('profile.json')).toBe(true);

  await page.getByRole('button', { name: 'Delete my account …' }).click();
  await page.getByRole('dialog').getByText('others see a deleted account').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('dialog').getByLabel('Your password').fill(PASSWORD);
  // The end of the session arrives at the socket before the response.
  await page.route('**/im/account/deleteAccount', async (route) => {
    const response = await route.fetch();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await route.fulfill({ response });
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Delete my account' }).click();
  await page.getByText('Your account is deleted. Until').waitFor();
  await signIn(page, ada.username, PASSWORD);
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await page.getByRole('heading', { name: 'Chats' }).waitFor();
  expect(await page.evaluate(() => document.title)).toBe('Kith');
});

test('a visitor, who has no password, deletes the account too', async () => {
  const page = await web.page();
  await page.getByRole('button', { name: 'Look around as a visitor' }).click();
  await page.getByRole('heading', { name: 'Chats' }).waitFor();
  await page.goto(`${web.kith.url}/me/data`);
  await page.getByRole('button', { name: 'Delete my account …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete my account' }).click();
  await page.getByText('Your account is deleted.').waitFor();
});
