import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with a page: rule and element. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  // What is still appearing has no colour of its own yet.
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
  return page.evaluate(async () => {
    // The script above has defined it.
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
  });
}

describe.each(['light', 'dark'] as const)('%s: axe finds nothing wrong with', (theme) => {
  test('the forms', async () => {
    const page = await web.page(undefined, { theme });
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByRole('heading', { name: 'Create your account' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });

  test.each(['desktop', 'phone'] as const)('chats and settings, %s', async (viewport) => {
    const [ada, bo] = [await web.kith.person('ada'), await web.kith.person('bo')];
    const list_id = await web.kith.befriend(ada, bo);
    await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'Tea at five?' } });
    const page = await web.page(ada, { theme, viewport });
    await page.getByRole('link', { name: /^bo/ }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('link', { name: /^bo/ }).click();
    await page.getByRole('region', { name: 'Messages' }).waitFor();
    await page.getByLabel('Message', { exact: true }).fill('Yes');
    await page.keyboard.press('Enter');
    await page.getByLabel('Sent', { exact: true }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${web.kith.url}/me`);
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });
});
