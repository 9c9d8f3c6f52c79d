import { expect, test } from 'vitest';
import { connectIm } from '@kith/sdk';
import { PASSWORD } from '../../../server/test/harness/kith.js';
import { say } from '../../../server/test/realtime/support.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const NEW_PASSWORD = 'An0ther-word';

async function twoFriends() {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  return { ada, bo, list_id: await web.kith.befriend(ada, bo) };
}

test('a session that ends while somebody writes: a sentence, and the draft is there after the next sign-in', async () => {
  const { ada, list_id } = await twoFriends();
  const page = await web.page(ada, { path: `/chats/${list_id}` });
  await page.getByLabel('Message', { exact: true }).fill('Half a letter');
  const { token } = await web.kith.visitor().in.login({ username: ada.username, password: PASSWORD });
  const elsewhere = connectIm({ url: web.kith.url, token });
  await elsewhere.set.password({ pass1: PASSWORD, pass2: NEW_PASSWORD, pass3: NEW_PASSWORD });
  await page.getByText('You were signed out here').waitFor();
  await page.getByLabel('User name').fill(ada.username);
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await page.keyboard.press('Enter');
  // The chat that was open is open again.
  await expect.poll(() => page.getByLabel('Message', { exact: true }).inputValue()).toBe('Half a letter');
});

test.each(['forbidden', 'full'] as const)(
  'a storage that is %s: the client says so, works, and loses nothing in this tab',
  async (state) => {
    const { ada, list_id } = await twoFriends();
    const page = await web.page(undefined, {
      prepare: async (context) => {
        await context.addInitScript((how) => {
          const fail = () => {
            throw new DOMException('refused', how === 'full' ? 'QuotaExceededError' : 'SecurityError');
          };
          if (how === 'full') {
            IDBObjectStore.prototype.put = fail;
            return;
          }
          for (const name of ['localStorage', 'sessionStorage', 'caches'])
            Object.defineProperty(globalThis, name, { get: fail });
          indexedDB.open = fail;
        }, state);
      },
    });
    await page.getByLabel('User name').fill(ada.username);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('This browser keeps nothing of Kith').waitFor();
    await page.getByRole('button', { name: 'Understood' }).click();
    await page.getByRole('link', { name: /^bo/ }).click();
    await page.getByLabel('Message', { exact: true }).fill('Half a letter');
    await page.getByRole('link', { name: /^Contacts/ }).click();
    await page.getByRole('heading', { name: 'Contacts' }).waitFor();
    await page.goBack();
    await expect.poll(() => page.getByLabel('Message', { exact: true }).inputValue()).toBe('Half a letter');
    await page.getByLabel('Message', { exact: true }).press('Enter');
    await page.getByLabel('Sent', { exact: true }).waitFor();
    expect((await ada.im.get.chatData({ list_id, is_up: 0 })).list.at(-1)).toMatchObject({
      msg: { content: { text: 'Half a letter' } },
    });
  },
);

test('a clock that is years behind: messages have the server’s time and order, and what is written is sent', async () => {
  const { ada, bo, list_id } = await twoFriends();
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Are you there?' } });
  const page = await web.page(ada, {
    path: `/chats/${list_id}`,
    prepare: async (context) => {
      await context.addInitScript(() => {
        const now = Date.now.bind(Date);
        Date.now = () => now() - 3 * 365 * 24 * 3_600_000;
      });
    },
  });
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByText('Are you there?').waitFor();
  await page.getByLabel('Message', { exact: true }).fill('Yes');
  await page.keyboard.press('Enter');
  await page.getByLabel('Sent', { exact: true }).waitFor();
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Good' } });
  await messages.getByText('Good').waitFor();
  expect((await messages.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/Are you there\?.*Yes.*Good/);
});

test('a name of forty marks stays in its row, and text from right to left keeps its direction', async () => {
  const { ada, bo, list_id } = await twoFriends();
  await bo.im.set.setInfo({ type: 0, content: `Z${'\u0301\u0323'.repeat(20)}oe` });
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'שלום, מה שלומך? 123' } });
  const cy = await web.kith.person('cy');
  await cy.im.set.setInfo({ type: 0, content: 'عبد الرحمن بن محمد بن عبد الله الفلاني السابع عشر' });
  await web.kith.befriend(ada, cy);
  const page = await web.page(ada);
  const row = page.getByRole('link').filter({ hasText: 'שלום' });
  await row.waitFor();
  expect((await row.boundingBox())!.height).toBe(64);
  await row.click();
  const text = page.getByRole('region', { name: 'Messages' }).getByText('שלום');
  await text.waitFor();
  expect(await text.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  // A long name is cut at its end: its first letter is in the row, at the right.
  const name = page.getByRole('link', { name: /^عبد/ }).getByText('عبد');
  await name.waitFor();
  const [box, first] = await name.evaluate((element) => {
    const range = document.createRange();
    range.setStart(element.firstChild!, 0);
    range.setEnd(element.firstChild!, 1);
    return [element.getBoundingClientRect().right, range.getBoundingClientRect().right];
  });
  expect(first).toBeLessThanOrEqual(box!);
  await page.getByLabel('Message', { exact: true }).fill('שלום');
  expect(
    await page
      .getByLabel('Message', { exact: true })
      .evaluate((element) => getComputedStyle(element).direction),
  ).toBe('rtl');
});

test('a text that is too long for a message is refused with a sentence, and can be had back', async () => {
  const { ada, list_id } = await twoFriends();
  const page = await web.page(ada, { path: `/chats/${list_id}` });
  const text = 'A very long letter. '.repeat(3000);
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.keyboard.press('Enter');
  await page.getByText('This is too long for one message.').waitFor();
  expect(await page.getByRole('region', { name: 'Messages' }).innerText()).toContain(text.trim());
  await page.reload();
  await page.getByLabel('Not sent').waitFor();
});

test('a server that restarts while the network is cut: what is typed stays, is sent once, and what was missed comes', async () => {
  const { ada, bo, list_id } = await twoFriends();
  const expects = /Failed to load resource|WebSocket connection to|net::ERR/;
  const page = await web.page(ada, { path: `/chats/${list_id}`, expects, canCut: true });
  const history = page.getByRole('region', { name: 'Messages' });
  const field = page.getByLabel('Message', { exact: true });
  await history.getByText('You are friends now.').waitFor();
  await web.setOffline(page, true);
  await field.fill('Written without a network');
  await field.press('Enter');
  await page.getByLabel('Sending').waitFor();
  await field.fill('Half a letter');
  // More than a page of history.
  const socket = await bo.v1();
  for (let count = 1; count <= 120; count++) await say(socket, list_id, `missed ${count}`);
  await web.kith.restart();
  await web.setOffline(page, false);
  await page.getByLabel('Sent', { exact: true }).waitFor();
  await history.getByText('missed 120', { exact: true }).waitFor();
  expect(await field.inputValue()).toBe('Half a letter');

  await web.kith.restart();
  await field.press('Enter');
  await expect.poll(() => page.getByLabel('Sent', { exact: true }).count()).toBe(2);
  const own = await web.kith.sql<{ text: string }>(
    `select content::jsonb ->> 'text' as text from entries where sender_id = $1 and kind = 'message' order by seq`,
    [ada.id],
  );
  expect(own.map(({ text }) => text)).toEqual(['Written without a network', 'Half a letter']);
});

test('a clock that is a day ahead: one sentence says so, and times are those of the server', async () => {
  const { ada, bo, list_id } = await twoFriends();
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Tea?' } });
  const page = await web.page(ada, {
    prepare: (context) => context.clock.setSystemTime(Date.now() + 86_400_000),
  });
  await page.getByText('The clock of this device is wrong.').waitFor();
  const row = page.getByRole('link', { name: /^bo/ });
  await expect.poll(() => row.locator('time').innerText()).toMatch(/\d:\d\d/);
  await page.getByRole('button', { name: 'Understood' }).click();
  await page.getByText('The clock of this device is wrong.').waitFor({ state: 'hidden' });
});
