import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { connectIm } from '@kith/sdk';
import { PASSWORD } from '../../../server/test/harness/kith.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const PICTURE = fileURLToPath(
  new URL('../../../server/assets/static/photo/default_man/300.jpg', import.meta.url),
);

const isFocused = (element: Element) => element === document.activeElement;

test('a newcomer signs up by typing, stays signed in, signs out, and signs in again', async () => {
  const page = await web.page();
  await page.getByRole('link', { name: 'Create an account' }).click();
  // A field says itself what it needs, in the words of the page, and the first one has the focus.
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect.poll(() => page.getByText('Fill this in.').count()).toBe(3);
  expect(await page.getByLabel('Name that others see').evaluate(isFocused)).toBe(true);
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.keyboard.press('Enter');
  await page.getByText('At least 8 characters.').waitFor();
  await page.getByLabel('Choose a picture').setInputFiles(PICTURE);
  await page.getByLabel('Name that others see').fill('Mei Lin');
  await page.getByLabel('User name').fill('meilin');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('No chats yet').waitFor();

  await page.reload();
  await page.getByText('No chats yet').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Me', exact: true }).last().click();
  await page.getByText('User name: meilin').waitFor();
  const picture = page.locator('main img').first();
  await picture.evaluate((image: HTMLImageElement) => image.decode());

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await page.getByLabel('User name').fill('meilin');
  await page.getByLabel('Password', { exact: true }).fill('wrong password');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('No chats yet').waitFor();
});

test('a visitor enters with one press, and leaves for good only after a warning', async () => {
  const page = await web.page();
  await page.getByRole('button', { name: 'Look around as a visitor' }).click();
  await page.getByRole('heading', { name: 'Chats' }).waitFor();
  await page.goto(`${web.kith.url}/me/account`);
  await page.getByRole('heading', { name: 'Password and e-mail' }).waitFor();
  expect(await page.getByLabel('Current password').count()).toBe(0);
  const leave = page.getByRole('button', { name: 'Sign out' });
  await leave.click();
  const dialog = page.getByRole('dialog', { name: 'Sign out for good?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await leave.click();
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
});

test('a session that the server has ended leads to the form, with a sentence, and from there back', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const path = `/chats/${await web.kith.befriend(ada, bo)}`;
  const page = await web.page(ada, { path });
  const friends = page.getByRole('region', { name: 'Messages' }).getByText('You are friends now.');
  await friends.waitFor();
  const { token } = await web.kith.visitor().in.login({ username: ada.username, password: PASSWORD });
  const elsewhere = connectIm({ url: web.kith.url, token });
  await elsewhere.set.password({ pass1: PASSWORD, pass2: 'An0ther-word', pass3: 'An0ther-word' });
  await page.getByText('You were signed out here').waitFor();
  await page.getByLabel('User name').fill(ada.username);
  await page.getByLabel('Password', { exact: true }).fill('An0ther-word');
  await page.keyboard.press('Enter');
  await friends.waitFor();
  expect(new URL(page.url()).pathname).toBe(path);
});

test('signing out ends the session at the server, without a network as soon as there is one again', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const page = await web.page(ada, { path: '/me' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
  await expect.poll(() => ada.im.get.base().then(String, String)).toContain('请先登录');
  expect(await page.getByRole('status').count()).toBe(0);

  const cut = await web.page(bo, {
    path: '/me',
    canCut: true,
    expects: /ERR_INTERNET_DISCONNECTED|400 \(Bad Request\)/,
  });
  await cut.getByRole('button', { name: 'Sign out' }).waitFor();
  await web.setOffline(cut, true);
  await cut.evaluate(() => {
    const at = Date.now();
    const left = Array.from({ length: 9 }, (_, n) => ({ token: `gone ${n}`, userId: 1, at }));
    localStorage.setItem('kith.left', JSON.stringify([{ ...left[0], at: 0 }, ...left]));
  });
  await cut.getByRole('button', { name: 'Sign out' }).click();
  await cut.getByText('You are signed out here. The server does not know yet').waitFor();
  // A browser that is often offline keeps only the last ones.
  const left = () =>
    cut.evaluate(() => JSON.parse(localStorage.getItem('kith.left') ?? '[]') as { token: string }[]);
  expect((await left()).map(({ token }) => token)).toEqual([
    ...[5, 6, 7, 8].map((n) => `gone ${n}`),
    bo.token,
  ]);
  expect(await bo.im.get.base()).toMatchObject({ user_info: { username: bo.username } });
  await web.setOffline(cut, false);
  await expect.poll(() => bo.im.get.base().then(String, String)).toContain('请先登录');
  await cut.getByText('You are signed out here').waitFor({ state: 'hidden' });
  // Those that the server refuses are forgotten too.
  expect(await cut.evaluate(() => localStorage.length)).toBe(0);
});

test('signing out in one tab signs out the others', async () => {
  const ada = await web.kith.person('ada');
  const page = await web.page(ada);
  const other = await page.context().newPage();
  await other.goto(`${web.kith.url}/me`);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
});

test('the language and the theme change at once, and are kept', async () => {
  const page = await web.page(await web.kith.person('ada'), { path: '/me', lang: 'zh-Hant' });
  await page.getByRole('link', { name: '語言與主題' }).click();
  await page.getByText('登出', { exact: true }).waitFor();
  await page.getByText('简体中文').click();
  await page.getByText('退出登录', { exact: true }).waitFor();
  await page.getByText('深色').click();
  await page.reload();
  await page.getByText('退出登录', { exact: true }).waitFor();
  const shown = await page.evaluate(() => [
    document.documentElement.lang,
    getComputedStyle(document.documentElement).backgroundColor,
  ]);
  expect(shown).toEqual(['zh-Hans', 'rgb(20, 19, 18)']);
});
