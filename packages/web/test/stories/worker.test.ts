import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

/** Waits until the worker has stored the client and answers for this page. */
async function workerOf(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const found = await navigator.serviceWorker.getRegistration();
    return found?.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  });
}

/** The number of rows that this browser keeps in a store of an account. */
function countKept(page: Page, userId: number, store: 'entries' | 'answers'): Promise<number> {
  return page.evaluate(
    ({ id, name }) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(`kith-${id}`);
        opening.onerror = () => reject(opening.error!);
        opening.onsuccess = () => {
          const counting = opening.result.transaction(name).objectStore(name).count();
          counting.onsuccess = () => resolve(counting.result);
          opening.result.close();
        };
      }),
    { id: userId, name: store },
  );
}

test('without a network the client opens: chats, their messages, and a quiet sentence', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Tea at five?' } });
  const page = await web.page(ada, { hasWorker: true, canCut: true, expects: /ERR_INTERNET_DISCONNECTED/ });
  await page.getByRole('link', { name: /^bo/ }).click();
  await page.getByRole('region', { name: 'Messages' }).getByText('Tea at five?').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await workerOf(page);
  await page.getByRole('region', { name: 'Messages' }).getByText('Tea at five?').waitFor();

  for (const store of ['entries', 'answers'] as const)
    await expect.poll(() => countKept(page, ada.id, store)).toBeGreaterThan(0);
  await web.setOffline(page, true);
  await page.goto(`${web.kith.url}/chats`);
  await page.getByText('No connection.').waitFor();
  await page.getByRole('link', { name: /^bo/ }).click();
  await page.getByRole('region', { name: 'Messages' }).getByText('Tea at five?').waitFor();
  await page.getByLabel('Message', { exact: true }).fill('At six');
  await page.keyboard.press('Enter');
  await page.getByLabel('Sending').waitFor();
  await web.setOffline(page, false);
  await page.getByLabel('Sent', { exact: true }).waitFor();
});

test('a new version is offered, not while somebody writes, and taken when it is wanted', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  const page = await web.page(ada, { hasWorker: true, path: `/chats/${list_id}` });
  await workerOf(page);
  await page.getByLabel('Message', { exact: true }).fill('A long letter');
  // Another address is another version for the browser. A file of the server is a page without the client's policy.
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(`${web.kith.url}/LICENSES.txt`);
  await elsewhere.evaluate(() => navigator.serviceWorker.register('/service-worker.js?2'));
  const waiting = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistration())!.waiting?.state);
  await expect.poll(waiting).toBe('installed');
  const offer = page.getByText('A new version of Kith is ready.');
  expect(await offer.count()).toBe(0);
  await page.getByLabel('Message', { exact: true }).blur();
  await offer.waitFor();

  await page.evaluate(() => (document.documentElement.dataset['page'] = 'old'));
  await page.getByRole('button', { name: 'Show it' }).click();
  await page.waitForFunction(
    () =>
      document.documentElement.dataset['page'] === undefined &&
      navigator.serviceWorker.controller?.scriptURL.endsWith('?2'),
  );
  await expect.poll(() => page.getByLabel('Message', { exact: true }).inputValue()).toBe('A long letter');
});
