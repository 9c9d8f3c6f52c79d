import { expect, test } from 'vitest';
import { PASSWORD } from '../../../server/test/harness/kith.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

test('the own link: scanned from a picture by somebody with an account, opened by somebody without one', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const page = await web.page(ada, { path: '/me/code', theme: 'dark' });
  const code = page.getByRole('img', { name: 'QR code with your link' });
  await code.waitFor();
  expect(await faultsOf(page)).toEqual([]);
  const link = await page.getByRole('main').locator('output').innerText();
  expect(link).toMatch(new RegExp(`^${web.kith.url}/add/${ada.id}\\?code=\\w+$`));

  const atBo = await web.page(bo, { path: '/contacts/add', viewport: 'phone' });
  await atBo.getByRole('button', { name: 'Scan a code' }).click();
  await atBo.getByText('Hold the code in front of the camera.').waitFor();
  expect(await faultsOf(atBo)).toEqual([]);
  const choose = atBo.getByRole('dialog').getByLabel('Choose a picture');
  const buffer = await atBo.screenshot();
  await choose.setInputFiles({ name: 'other.png', mimeType: 'image/png', buffer });
  await atBo.getByText('There is no code in this picture').waitFor();
  await choose.setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: await code.screenshot() });
  await atBo.waitForURL(`**/contacts/${ada.id}`);
  await atBo.getByRole('button', { name: 'Ask to be friends' }).click();
  await expect.poll(async () => (await ada.im.get.applyFriend()).length).toBe(1);

  const newcomer = await web.page(undefined, { path: new URL(link).pathname + new URL(link).search });
  await newcomer.getByText('You were invited.').waitFor();
  await newcomer.getByLabel('Name that others see').fill('Cy');
  await newcomer.getByLabel('User name').fill(`cy_${ada.id}`);
  await newcomer.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await newcomer.keyboard.press('Enter');
  await newcomer.waitForURL(`**/contacts/${ada.id}`);
  await newcomer.getByRole('button', { name: 'Ask to be friends' }).click();
  await expect.poll(async () => (await ada.im.get.applyFriend()).length).toBe(2);
  // The inviter is known to the server, and the link is followed once.
  const invited = await ada.im.get.inviteList({});
  expect(JSON.stringify(invited)).toContain('Cy');
  await newcomer.goto(`${web.kith.url}/`);
  await newcomer.getByRole('heading', { name: 'Chats' }).waitFor();
});
