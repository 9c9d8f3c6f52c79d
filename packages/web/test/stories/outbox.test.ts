import { expect, test } from 'vitest';
import { sendFile } from '../../../server/test/im/sent-files.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
/** What a browser writes about a network that is off. */
const offline = /Failed to load resource|WebSocket connection to|net::ERR/;

test('what is written without a connection outlives a reload, is sent once, and the banner is quiet', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const listId = await web.kith.befriend(ada, bo);
  const page = await web.page(ada, { path: `/chats/${listId}`, expects: offline, canCut: true });
  await page.getByRole('region', { name: 'Messages' }).getByText('You are friends now.').waitFor();
  await web.setOffline(page, true);
  await page.getByLabel('Message', { exact: true }).fill('one');
  await page.keyboard.press('Enter');
  await page.getByLabel('Message', { exact: true }).fill('two');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByLabel('Sending').count()).toBe(2);
  await page.getByText('No connection.').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);

  await web.setOffline(page, false);
  await expect.poll(() => page.getByLabel('Sent', { exact: true }).count()).toBe(2);
  await page.reload();
  await expect.poll(() => page.getByLabel('Sent', { exact: true }).count()).toBe(2);
  const { list } = (await bo.im.get.chatData({ list_id: listId })) as unknown as { list: unknown[] };
  expect(JSON.stringify(list).match(/"text":"(one|two)"/g)).toEqual(['"text":"one"', '"text":"two"']);
});

test('what a killed tab has not sent, another tab sends, once', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const listId = await web.kith.befriend(ada, bo);
  const page = await web.page(ada, { path: `/chats/${listId}`, expects: offline, canCut: true });
  await page.getByRole('region', { name: 'Messages' }).getByText('You are friends now.').waitFor();
  const other = await page.context().newPage();
  await other.goto(`${web.kith.url}/chats/${listId}`);
  await other.getByRole('region', { name: 'Messages' }).getByText('You are friends now.').waitFor();
  await web.setOffline(page, true);
  await page.getByLabel('Message', { exact: true }).fill('last words');
  await page.keyboard.press('Enter');
  await page.getByLabel('Sending').waitFor();
  await page.close();
  await web.setOffline(page, false);
  await other.getByRole('region', { name: 'Messages' }).getByText('last words').waitFor();
  await other.getByLabel('Sent', { exact: true }).waitFor();
  await other.reload();
  await other.getByRole('region', { name: 'Messages' }).getByText('last words').waitFor();
  expect(await other.getByRole('region', { name: 'Messages' }).getByText('last words').count()).toBe(1);
});

test('without a server, chats and messages are there as they were', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Kept?' } });
  const page = await web.page(ada, { path: `/chats/${list_id}`, expects: offline });
  const message = page.getByRole('region', { name: 'Messages' }).getByText('Kept?');
  await message.waitFor();
  // Kept half a second later, at most.
  await page.waitForTimeout(1000);
  await page.route(/\/im\//, (route) => route.abort());
  await page.routeWebSocket(/\/ws/, (socket) => socket.close());
  await page.reload();
  await message.waitFor();
  await page.getByRole('link', { name: /^bo/ }).waitFor();
});

test('a draft survives another chat, a reload, and a killed tab; sending deletes it', async () => {
  const [ada, bo, eve] = [
    await web.kith.person('ada'),
    await web.kith.person('bo'),
    await web.kith.person('eve'),
  ];
  const listId = await web.kith.befriend(ada, bo);
  await web.kith.befriend(ada, eve);
  const page = await web.page(ada, { path: `/chats/${listId}` });
  const field = page.getByLabel('Message', { exact: true });
  await field.fill('Not yet finis');
  await page.getByRole('link', { name: /^eve/ }).click();
  await expect.poll(() => field.inputValue()).toBe('');
  await page.getByRole('link', { name: /^bo.*Draft: Not yet finis/ }).click();
  await expect.poll(() => field.inputValue()).toBe('Not yet finis');
  const other = await page.context().newPage();
  await page.close();
  await other.goto(`${web.kith.url}/chats/${listId}`);
  const again = other.getByLabel('Message', { exact: true });
  await expect.poll(() => again.inputValue()).toBe('Not yet finis');
  await again.press('Enter');
  await other.getByLabel('Sent', { exact: true }).waitFor();
  await other.reload();
  await other.getByLabel('Sent', { exact: true }).waitFor();
  expect(await again.inputValue()).toBe('');
});

test('the Enter that ends a composition does not send; the next one does', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const page = await web.page(ada, { path: `/chats/${await web.kith.befriend(ada, bo)}`, lang: 'zh-Hant' });
  const field = page.getByRole('textbox', { name: '訊息' });
  await field.focus();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', { text: 'ㄋㄧˇ', selectionStart: 3, selectionEnd: 3 });
  // As Chrome, older browsers, and Safari report the Enter that accepts what was composed.
  await field.evaluate((area) => {
    const enter = { key: 'Enter', bubbles: true, cancelable: true };
    area.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
    area.dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
  });
  await devtools.send('Input.insertText', { text: '你好' });
  await field.evaluate((area) => {
    area.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }));
    area.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  });
  expect(await field.inputValue()).toBe('你好');
  await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await page.getByLabel('已送出').waitFor();
  expect(await field.inputValue()).toBe('');
});

test('what could not be loaded without a connection is loaded when it is back', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  await sendFile(bo, list_id, 'image');
  const page = await web.page(ada, { path: '/me', expects: offline, canCut: true });
  async function comesBack(): Promise<void> {
    await web.setOffline(page, true);
    await page.getByText('No connection.').waitFor();
    await page.unrouteAll();
    await web.setOffline(page, false);
  }
  await page.route('**/static/chat/**', (route) => route.abort());
  await page.goto(`${web.kith.url}/chats/${list_id}`);
  const messages = page.getByRole('region', { name: 'Messages' });
  await messages.getByText('This picture cannot be shown.').waitFor();
  await comesBack();
  await messages.getByRole('button', { name: 'Open the picture' }).waitFor();

  await page.route('**/im/get/friendList', (route) => route.abort());
  await page.goto(`${web.kith.url}/contacts`);
  await page.getByText('The contacts could not be loaded.').waitFor();
  await comesBack();
  await page.getByRole('link', { name: /^bo/ }).waitFor();
});
