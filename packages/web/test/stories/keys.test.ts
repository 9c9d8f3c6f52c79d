import { expect, test } from 'vitest';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

test('a question mark shows all keys, except while somebody writes; F6 goes through the parts of the page and back', async () => {
  const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
  const to = await web.kith.befriend(ada, bo);
  const page = await web.page(ada, { path: `/chats/${to}` });
  const field = page.getByLabel('Message', { exact: true });
  await page.getByRole('region', { name: 'Messages' }).getByText('You are friends now.').waitFor();
  await field.fill('Where');
  await field.press('?');
  expect(await field.inputValue()).toBe('Where?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await field.press('Control+/');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Search people, groups and messages').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  // Whoever opened it goes on where they were.
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);

  const part = () =>
    page.evaluate(() => {
      const part = document.activeElement?.closest('nav, section, form, [role="region"], main');
      return part?.getAttribute('aria-label') ?? part?.tagName;
    });
  await page.getByRole('link', { name: /^Chats/ }).focus();
  const around: unknown[] = [];
  for (let step = 0; step < 4; step++) {
    around.push(await part());
    await page.keyboard.press('F6');
  }
  expect(around.slice(0, 3)).toEqual(['Places', 'Chats', 'Messages']);
  expect(await part()).toBe('Places');
  await page.keyboard.press('Shift+F6');
  expect(await part()).toBe(around.at(-1));
  await page.locator('body').evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
});
