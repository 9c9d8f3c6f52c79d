import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Person } from '../../../server/test/harness/kith.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

/** Everything that a browser keeps for an account, as text. */
function keptOf(page: Page, { id }: Person): Promise<string> {
  return page.evaluate(async (name) => {
    const opening = indexedDB.open(name);
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('No database.'));
    });
    const stores = [...database.objectStoreNames].map((store) => {
      const request = database.transaction(store).objectStore(store).getAll();
      return new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    });
    const all = await Promise.all(stores);
    database.close();
    return JSON.stringify(all) + JSON.stringify(localStorage);
  }, `kith-${id}`);
}

test('the browser keeps nothing that was recalled, burnt or cleared, also while it was away', async () => {
  const [ada, bo, cy] = [
    await web.kith.person('ada'),
    await web.kith.person('bo'),
    await web.kith.person('cy'),
  ];
  const [withBo, withCy] = [await web.kith.befriend(ada, bo), await web.kith.befriend(ada, cy)];
  const atBo = await bo.v1();
  const write = async (text: string, more = {}) => {
    await bo.im.message.textMsg({ list_id: withBo, content_type: 0, content: { text, ...more } });
    return (await atBo.next('entry', ({ e }) => e.kind === 'message')).e;
  };
  const [plan, later] = [await write('secret plan'), await write('secret for later')];
  const once = await write('to be read once', { yhjf: true });
  await cy.im.message.textMsg({ list_id: withCy, content_type: 0, content: { text: 'secret letter' } });

  const page = await web.page(ada, { path: `/chats/${withBo}` });
  const history = page.getByRole('region', { name: 'Messages' });
  await history.getByText('secret plan').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Reply' }).click();
  await page.getByText('Reply to bo').waitFor();
  await page.getByLabel('Message', { exact: true }).fill('My words');
  await page.getByRole('link', { name: /^cy/ }).click();
  await history.getByText('secret letter').waitFor();
  await expect.poll(() => keptOf(page, ada)).toMatch(/secret plan.*secret for later.*read once/);
  await expect.poll(() => keptOf(page, ada)).toContain('secret letter');

  // The chat was opened before a reload only.
  await cy.v1();
  await page.reload();
  await page.locator('main header').getByText('online', { exact: true }).waitFor();
  await ada.im.message.burnRead({ list_id: withBo, msg_id: once.id });
  await expect.poll(() => keptOf(page, ada)).not.toContain('read once');
  atBo.send({ t: 'recall', to: withBo, id: plan.id });
  await expect.poll(() => keptOf(page, ada)).not.toContain('secret plan');
  expect(await keptOf(page, ada)).toContain('My words');

  const browser = page.context();
  await page.close();
  atBo.send({ t: 'recall', to: withBo, id: later.id });
  await cy.im.remove.del_log({ list_id: withCy, type: 2 });
  const again = await browser.newPage();
  await again.goto(`${web.kith.url}/me`);
  await expect.poll(() => keptOf(again, ada)).not.toContain('secret');
  expect(await keptOf(again, ada)).toContain('My words');
});

test('an open chat whose history is cleared is empty in all tabs, also after a reload', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  const atBo = await bo.v1();
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'secret plan' } });
  const { e } = await atBo.next('entry', (frame) => frame.e.kind === 'message');
  atBo.send({ t: 'pin', to: list_id, id: e.id, on: true });

  const page = await web.page(ada, { path: `/chats/${list_id}` });
  const other = await page.context().newPage();
  await other.goto(`${web.kith.url}/chats/${list_id}`);
  const tabs = [page, other];
  const messageIn = (tab: Page) => tab.getByRole('region', { name: 'Messages' }).getByText('secret plan');
  const pinIn = (tab: Page) => tab.getByRole('button', { name: 'Pinned message secret plan' });
  for (const tab of tabs) {
    await messageIn(tab).waitFor();
    await pinIn(tab).waitFor();
  }
  await expect.poll(() => keptOf(page, ada)).toContain('secret plan');

  await page.getByRole('link', { name: /^bo .*secret plan/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Clear the history' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear the history' }).click();
  for (const tab of tabs) {
    await tab.getByRole('link', { name: /^bo .*No messages yet/ }).waitFor();
    await messageIn(tab).waitFor({ state: 'detached' });
    await pinIn(tab).waitFor({ state: 'detached' });
  }
  await expect.poll(() => keptOf(page, ada)).not.toContain('secret plan');
  for (const tab of tabs) {
    await tab.reload();
    await tab.locator('main').getByText('Say hello').waitFor();
    expect(await messageIn(tab).count()).toBe(0);
  }

  // The next message comes alone.
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'A new beginning' } });
  for (const tab of tabs) {
    await tab.getByRole('region', { name: 'Messages' }).getByText('A new beginning').waitFor();
    expect(await messageIn(tab).count()).toBe(0);
  }
});
