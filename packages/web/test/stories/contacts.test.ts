import { DEFAULT_SIGNATURE } from '@kith/contract';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

test('from the first page to a message that a new friend has: eleven clicks and fields', async () => {
  const bo = await web.kith.person('bo');
  const atBo = await web.page(bo, { viewport: 'phone' });
  const page = await web.page();
  const name = `ada_${Date.now()}`;
  const step = countSteps(page);

  await step.click('link', 'Create an account');
  await step.fill('User name', name);
  await step.fill('Name that others see', 'Ada');
  await step.fill('Password', 'Passw0rd1');
  await step.click('button', 'Create account');
  await step.click('link', 'Add a friend');
  await step.fill('User name, phone number or name', bo.username);
  await page.keyboard.press('Enter');
  await step.click('link', 'bo');
  await step.click('button', 'Ask to be friends');
  await page.getByText('Your request was sent.').waitFor();

  await atBo.getByRole('link', { name: /Contacts.*1 friend request/ }).click();
  await atBo.getByRole('link', { name: /Friend requests.*1 request waits/ }).click();
  await atBo.getByRole('button', { name: 'Accept' }).click();
  await atBo.getByText('You are friends').waitFor();

  await step.click('button', 'Message');
  await step.fill('Message', 'Hello from Ada');
  await page.keyboard.press('Enter');
  await page.getByLabel('Sent', { exact: true }).waitFor();
  expect(step.count).toBe(11);

  await atBo.getByRole('link', { name: 'Back' }).click();
  await atBo.getByRole('link', { name: /^Chats.*1 unread message/ }).click();
  await atBo.getByText('Hello from Ada').waitFor();
});

test('what could not be loaded says so and comes at the next try; what was loaded stays if its renewal fails', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  await web.kith.befriend(ada, bo);
  const page = await web.page(ada, { path: '/me', expects: /Failed to load resource/ });
  await page.route('**/im/get/friendList', (route) => route.abort());
  await page.getByRole('link', { name: /^Contacts/ }).click();
  await page.getByText('The contacts could not be loaded.').waitFor();
  await page.unroute('**/im/get/friendList');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('link', { name: /^bo/ }).click();
  await page.getByRole('button', { name: 'Message' }).waitFor();

  await page.route('**/im/get/details', (route) => route.abort());
  const failure = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/im/get/details'));
  await ada.im.friend.setRemarks({ user_id: bo.id, content: 'Bobby' });
  await failure;
  await page.getByRole('link', { name: 'Bobby' }).waitFor();
  expect(await page.getByRole('button', { name: 'Message' }).isVisible()).toBe(true);
});

test('a friend has a page: a name of one’s own, shared groups, moments, and two ends; then there is no chat', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const listId = await web.kith.befriend(ada, bo);
  await ada.im.message.addGroup({ users: [bo.id] });
  const page = await web.page(ada, { path: '/contacts' });
  await page.getByRole('searchbox', { name: 'Find a friend' }).fill('nobody');
  await page.getByText('Nobody matches “nobody”.').waitFor();
  await page.getByRole('searchbox', { name: 'Find a friend' }).fill('BO');
  await page.getByRole('link', { name: /^bo/ }).click();
  await page.getByText('Groups you share').waitFor();
  // Nobody has written the signature of a new account.
  expect(await page.getByRole('main').innerText()).not.toContain(DEFAULT_SIGNATURE);

  await page.getByLabel('Your name for this friend').fill('Bobby');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('searchbox', { name: 'Find a friend' }).fill('');
  await page.getByRole('link', { name: 'Bobby' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('main').getByRole('link', { name: 'Moments' }).click();
  await page.getByRole('heading', { name: /^Moments of bo/i }).waitFor();
  await page.goBack();

  await page.getByRole('button', { name: 'Remove friend' }).click();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove friend' }).click();
  await page.getByRole('button', { name: 'Ask to be friends' }).waitFor();
  await page.getByText('No friends yet').waitFor();
  expect((await ada.im.get.friendList()).data).toEqual([]);
  await page.getByRole('main').getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Block' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await page.getByText('Choose a person').waitFor();
  expect(await ada.im.account.blocked()).toMatchObject([{ user_id: bo.id }]);
  await page.goto(`${web.kith.url}/chats/${listId.replaceAll(/./g, '0')}`);
  await page.getByText('This chat is not in your list').waitFor();
  expect(await page.getByLabel('Message', { exact: true }).count()).toBe(0);
});

test('an unknown person is a sentence, and a dismissed request is gone for good', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  await bo.im.action.friendAdd({ user_id: ada.id, content: 'We met at the lake.' });
  const page = await web.page(ada, { path: '/contacts/requests', theme: 'dark' });
  await page.getByText('We met at the lake.').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('No friend requests').waitFor();
  expect(await ada.im.get.applyFriend()).toEqual([]);
  await page.goto(`${web.kith.url}/contacts/999999999`);
  await page.getByRole('heading', { name: 'Person' }).waitFor();
});

/** Acts by the names of things, and counts how often. */
function countSteps(page: Page) {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async click(role: 'link' | 'button', name: string) {
      count++;
      await page.getByRole(role, { name }).last().click();
    },
    async fill(label: string, text: string) {
      count++;
      await page.getByLabel(label, { exact: true }).fill(text);
    },
  };
}
