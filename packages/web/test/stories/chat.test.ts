import { expect, test } from 'vitest';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

test('two people in two browsers write to each other, and see what was read', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  await web.kith.befriend(ada, bo);
  const [atAda, atBo] = await Promise.all([web.page(ada), web.page(bo, { viewport: 'phone' })]);

  await atAda.getByRole('link', { name: /^bo/ }).click();
  await atAda.getByLabel('Message', { exact: true }).fill('Tea at five?');
  await atAda.keyboard.press('Enter');
  await atAda.getByText('Tea at five?').last().waitFor();
  await atAda.getByLabel('Sent', { exact: true }).waitFor();

  await atBo.getByRole('link', { name: /^ada.*1 unread message/ }).waitFor();
  expect(await atBo.title()).toBe('(1) Kith');
  const icon = atBo.locator('link[rel="icon"]');
  await expect.poll(() => icon.getAttribute('href')).toBe('/favicon-unread.svg');
  // Somebody works in another window: what is shown here has not been seen.
  await atBo.evaluate(() => Object.assign(document, { hasFocus: () => false }));
  await atBo.getByRole('link', { name: /^ada/ }).click();
  await atBo.getByRole('region', { name: 'Messages' }).getByText('Tea at five?').waitFor();
  await atAda.locator('main header').getByText('online', { exact: true }).waitFor();
  await atBo.getByLabel('Message', { exact: true }).fill('Yes\nWhere?');
  await atAda.locator('main header').getByText('typing …').waitFor();
  await atAda.getByRole('link', { name: /^bo.*typing …/ }).waitFor();
  expect(await atAda.getByLabel('Read', { exact: true }).count()).toBe(0);
  expect(await atBo.title()).toBe('(1) Kith');
  await atBo.evaluate(() => {
    Object.assign(document, { hasFocus: () => true });
    dispatchEvent(new Event('focus'));
  });
  await atAda.getByLabel('Read', { exact: true }).waitFor();
  await expect.poll(() => icon.getAttribute('href')).toBe('/favicon.svg');
  await atBo.getByRole('button', { name: 'Send', exact: true }).click();
  const answer = atAda.getByRole('region', { name: 'Messages' }).getByText('Where?');
  await answer.waitFor();
  expect(await answer.innerText()).toBe('Yes\nWhere?');
  // Spoken once, outside of the list; one's own message is not.
  await atAda.getByRole('status').getByText('1 new message', { exact: true }).waitFor();
  expect(
    await atBo
      .getByRole('status')
      .getByText(/new message/)
      .count(),
  ).toBe(0);
  await expect.poll(() => atAda.getByText('typing …').count()).toBe(0);
  await atBo.getByRole('link', { name: 'Back' }).click();
  await expect.poll(() => atBo.title()).toBe('Kith');
});

test('addresses are links that open elsewhere; nothing else becomes markup', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const list_id = await web.kith.befriend(ada, bo);
  const text = 'See https://example.org/a?b=c. <img src=x onerror=alert(1)> javascript:alert(1) kith.org';
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text } });
  const page = await web.page(ada, { path: `/chats/${list_id}` });
  const message = page.getByRole('region', { name: 'Messages' }).getByText('See https');
  await message.waitFor();
  expect(await message.innerText()).toBe(text);
  const links = await message.locator('a').evaluateAll((all) => all.map((one) => one.outerHTML));
  expect(links).toHaveLength(1);
  expect(links[0]).toMatch(/href="https:\/\/example.org\/a\?b=c" target="_blank" rel="noopener noreferrer"/);
  expect(await message.locator('img').count()).toBe(0);

  await bo.im.message.sendCard({ list_id, users: [bo.id] });
  await page.getByRole('region', { name: 'Messages' }).getByText('Contact', { exact: true }).waitFor();
});

test('a refused message keeps its text, says why, and can be sent again or deleted', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const listId = await web.kith.befriend(ada, bo);
  const page = await web.page(ada, { path: `/chats/${listId}` });
  await page.getByRole('region', { name: 'Messages' }).getByText('You are friends now.').waitFor();
  await bo.im.remove.friend({ user_id: ada.id });
  await page.getByLabel('Message', { exact: true }).fill('Still there?');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Still there?').waitFor({ state: 'hidden' });
});
